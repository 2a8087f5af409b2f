// What an attestation rests on: its sentence with the evidence marked, who says so, and all that is known of it.

const MOST_CONTEXT = 240;

// The sentences that the evidence lies in: back to the end of the sentence before, on to the end of its own.
function contextOf(body, start, end) {
  const before = body.slice(Math.max(0, start - MOST_CONTEXT), start);
  const after = body.slice(end, end + MOST_CONTEXT);
  const breaks = [...before.matchAll(/[.!?…]["'”’»)]*\s+|\n/g)];
  const last = breaks[breaks.length - 1];
  const prefix = last ? before.slice(last.index + last[0].length) : before;
  const ended = /[.!?…]["'”’»)]*$/.test(body.slice(start, end));
  const next = ended ? { index: 0, 0: "" } : after.match(/[.!?…]["'”’»)]*(?=\s|$)|\n|$/);
  return [prefix, after.slice(0, next.index + next[0].length).replace(/\n$/, "")];
}

function evidenceQuote(attestation) {
  const { body, language } = ARTICLES[attestation.article];
  const [prefix, suffix] = contextOf(body, attestation.start, attestation.end);
  return element(
    "blockquote",
    { lang: language, dir: "auto" },
    prefix,
    element("mark", {}, quoteOf(attestation)),
    suffix,
  );
}

function voiceText(attestation) {
  if (attestation.source !== null) return NODES[attestation.source].label;
  const { publisher } = ARTICLES[attestation.article];
  return publisher === null ? word("ownVoice") : word("ownVoiceOf", NODES[publisher].label);
}

// Through whom the words came, from the article inwards; those who report side by side are joined by a plus.
function relayText(attestation) {
  return attestation.relays.map((step) => step.map((node) => NODES[node].label).join(" + ")).join(" ← ");
}

function facts(rows) {
  return element(
    "dl",
    { class: "facts" },
    ...rows
      .filter(([, value]) => value !== null && value !== "")
      .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

function attestationCard(position) {
  const attestation = ATTESTATIONS[position];
  const article = ARTICLES[attestation.article];
  return element(
    "li",
    { class: `attestation ${attestation.stance}`, "data-attestation": position },
    evidenceQuote(attestation),
    facts([
      [word("says"), isolated(voiceText(attestation))],
      [word("through"), relayText(attestation)],
      [word("spokesperson"), attestation.spokesperson === null ? null : isolated(NODES[attestation.spokesperson].label)],
      [word("informants"), attestation.informants === null ? null : isolated(attestation.informants)],
      [word("stance"), word(attestation.stance)],
      [word("certainty"), word(attestation.certainty)],
      [word("period"), periodText(attestation)],
      [word("category"), attestation.categories.join(", ")],
      [word("article"), articleReference(article)],
      [word("rule"), element("span", { class: "quiet" }, attestation.rule)],
      [word("confidence"), attestation.confidence.toFixed(2)],
    ]),
    element(
      "p",
      { class: "actions" },
      button(word("readArticle"), () => select("article", article.id), { "data-key": `read-${position}` }),
      button(word("copyCitation"), () => copyText(citation(position)), { "data-key": `cite-${position}` }),
    ),
  );
}

function articleReference(article) {
  const parts = [article.publisher === null ? null : NODES[article.publisher].label, article.published].filter(
    Boolean,
  );
  return element(
    "span",
    {},
    isolated(articleTitle(article)),
    element(
      "span",
      { class: "quiet" },
      parts.flatMap((part) => [" · ", isolated(part)]),
    ),
    article.url
      ? element(
          "span",
          {},
          " · ",
          webLink(article.url, /^https?:/i.test(article.url) ? word("openSource") : article.url),
        )
      : null,
  );
}

// A citation that stands by itself: the claim, the quote, and where to find it.
function citation(position) {
  const attestation = ATTESTATIONS[position];
  const article = ARTICLES[attestation.article];
  const publisher = article.publisher === null ? "" : NODES[article.publisher].label;
  const where = [publisher, `"${articleTitle(article)}"`, article.published, article.url].filter(Boolean).join(", ");
  const claim = `${statementText(STATEMENTS[attestation.statement])} (${word(attestation.stance)}, ${word(attestation.certainty)}; ${voiceText(attestation)})`;
  return `${claim}: “${quoteOf(attestation).replace(/\s+/g, " ")}”. ${where}.`;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text);
  }
  announce(word("copied"));
}

// Where a page from a file may not write to the clipboard, a selected field still can be copied.
function copyByHand(text) {
  const field = element("textarea", { class: "unseen" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
