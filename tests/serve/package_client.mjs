// What a program does that uses the package fetch-sparql-endpoint: prints the labels, as they stream in, and a yes.
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [endpoint, query] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher();
const labels = [];
for await (const row of await fetcher.fetchBindings(endpoint, query)) labels.push(row.label.value);
const prefixed = "PREFIX gb: <https://w3id.org/graphbuild/ns#> ASK { ?s gb:fines ?o }";
const triples = [];
for await (const triple of await fetcher.fetchTriples(endpoint, prefixed.replace("ASK", "CONSTRUCT WHERE"))) {
  triples.push(triple.predicate.value);
}
console.log(JSON.stringify({ labels, fined: await fetcher.fetchAsk(endpoint, prefixed), triples }));
