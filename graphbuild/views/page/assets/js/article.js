// The text of an article with all its claims marked. Claims may overlap, so the text is cut at every border.

function articlePanel(id) {
  const position = ARTICLE_BY_ID.get(id);
  const article = ARTICLES[position];
  const claims = [...ATTESTATIONS_IN[position]].sort(
    (a, b) => ATTESTATIONS[a].start - ATTESTATIONS[b].start || a - b,
  );
  return [
    panelHead(isolated(articleTitle(article))),
    facts([
      [word("publisher"), article.publisher === null ? null : nodeLink(article.publisher)],
      [word("published"), article.published],
      [word("openSource"), article.url ? webLink(article.url) : null],
    ]),
    element("h3", {}, word("articleText")),
    element(
      "div",
      { class: "article-text", lang: article.language, dir: "auto" },
      ...markedText(article.body, claims),
    ),
    element("h3", {}, `${word("claimsHere")} (${claims.length})`),
    claims.length === 0 ? element("p", { class: "quiet" }, word("noClaims")) : null,
    element("ol", { class: "claims" }, ...claims.map((claim) => claimRow(claim))),
  ];
}

function markedText(body, claims) {
  const borders = new Set([0, body.length]);
  for (const claim of claims) borders.add(ATTESTATIONS[claim].start).add(ATTESTATIONS[claim].end);
  const cuts = [...borders].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, number) => {
    const start = cuts[number];
    const covering = claims.filter((claim) => ATTESTATIONS[claim].start <= start && ATTESTATIONS[claim].end >= end);
    const ending = claims.filter((claim) => ATTESTATIONS[claim].end === end);
    const text = body.slice(start, end);
    return [
      covering.length > 0 ? element("mark", { class: covering.length > 1 ? "many" : "" }, text) : text,
      ...ending.map((claim) => referenceTo(claim, claims.indexOf(claim) + 1)),
    ];
  });
}

// A number after the evidence that leads to the claim below the text.
function referenceTo(claim, number) {
  return element(
    "sup",
    {},
    button(String(number), () => byId(`claim-${claim}`).querySelector("button").focus(), {
      class: "reference",
      "aria-label": statementText(STATEMENTS[ATTESTATIONS[claim].statement]).slice(0, 200),
    }),
  );
}

function claimRow(claim) {
  const attestation = ATTESTATIONS[claim];
  const statement = STATEMENTS[attestation.statement];
  return element(
    "li",
    { id: `claim-${claim}` },
    button(isolated(statementText(statement)), () => select("statement", statement.id), {
      class: "name",
      "data-key": `claim-${claim}`,
    }),
    element(
      "span",
      { class: "quiet" },
      ` ${word(attestation.stance)}, ${word(attestation.certainty)}; `,
      isolated(voiceText(attestation)),
    ),
  );
}
