// What a program in JavaScript does with the endpoint, in the words of the SPARQL protocol alone: prints its answers.
const [endpoint, query] = process.argv.slice(2);

async function ask(text, accept, options) {
  const answer = await fetch(options ? endpoint : `${endpoint}?${new URLSearchParams({ query: text })}`, {
    ...options,
    headers: { accept, ...options?.headers },
  });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
}

const json = "application/sparql-results+json";
const direct = { method: "POST", headers: { "content-type": "application/sparql-query" }, body: query };
const form = { method: "POST", body: new URLSearchParams({ query }) };
console.log(
  JSON.stringify({
    get: await ask(query, json),
    direct: await ask(query, json, direct),
    form: await ask(query, json, form),
    triples: await ask("CONSTRUCT WHERE { ?s gb:fines ?o }", "application/n-triples"),
    wrong: await ask("SELECT", json),
  }),
);
