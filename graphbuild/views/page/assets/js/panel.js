// The panel beside the view: what is chosen, with its evidence.

function select(kind, id) {
  commit((next) => {
    next.selection = { kind, id };
  });
}

function selectedPair() {
  if (state.selection?.kind === "pair") {
    return pairBetween(...state.selection.id.split("|").map((id) => NODE_BY_ID.get(id))).id;
  }
  if (state.selection?.kind === "statement") return PAIR_OF_STATEMENT[STATEMENT_BY_ID.get(state.selection.id)];
  return null;
}

// The nodes that the choice is about: one for a node, both ends for a pair or statement.
function selectedNodes() {
  if (state.selection?.kind === "node") return [NODE_BY_ID.get(state.selection.id)];
  const pair = selectedPair();
  return pair === null ? [] : [...new Set([PAIRS[pair].from, PAIRS[pair].to])];
}

function drawPanel(visible) {
  const panel = byId("panel");
  const draw = { node: nodePanel, pair: pairPanel, statement: statementPanel, article: articlePanel };
  const content = state.selection ? draw[state.selection.kind](state.selection.id, visible) : pathSummary(visible);
  document.body.classList.toggle("panel-open", content.length > 0);
  if (panel.dataset.showing !== JSON.stringify(state.selection)) panel.scrollTop = 0;
  panel.dataset.showing = JSON.stringify(state.selection);
  refill(panel, ...content);
}

function panelHead(...children) {
  return element(
    "div",
    { class: "panel-head" },
    element("h2", { tabindex: "-1" }, ...children),
    button(
      "×",
      () =>
        commit((next) => {
          next.selection = null;
        }),
      { class: "icon", "aria-label": word("close"), "data-key": "close-panel" },
    ),
  );
}

function nodeLink(position) {
  return button(isolated(NODES[position].label), () => select("node", NODES[position].id), {
    class: "name",
    "data-key": `node-${position}`,
  });
}

function statusBadge(status) {
  return element("span", { class: `status ${status}` }, statusSign(status), word(status));
}

function statementHead(position) {
  const statement = STATEMENTS[position];
  return element(
    "span",
    { class: "sentence" },
    nodeLink(statement.subject),
    ` ${relationName(statement.relation)} `,
    nodeLink(statement.object),
  );
}

function statementBlock(position, visible) {
  const entry = visible.byStatement.get(position);
  const attestations = entry ? entry.attestations : ATTESTATIONS_OF[position];
  const status = entry ? entry.status : STATEMENTS[position].status;
  return element(
    "section",
    { class: "statement", "data-statement": STATEMENTS[position].id },
    element("h3", {}, statementHead(position), " ", statusBadge(status)),
    entry ? null : element("p", { class: "warning" }, word("notVisible")),
    element("ul", { class: "attestations" }, ...attestations.map(attestationCard)),
  );
}

function pairPanel(id, visible) {
  const pair = PAIRS[selectedPair()];
  const shown = pair.statements.filter((statement) => visible.byStatement.has(statement));
  const listed = shown.length > 0 ? shown : pair.statements;
  const outside = pair.statements.length - listed.length;
  return [
    panelHead(isolated(NODES[pair.from].label), " – ", isolated(NODES[pair.to].label)),
    ...listed.map((statement) => statementBlock(statement, visible)),
    outside > 0 ? element("p", { class: "quiet" }, word("outside", outside)) : null,
    noteField(`pair ${pairId(pair)}`),
  ];
}

function statementPanel(id, visible) {
  const position = STATEMENT_BY_ID.get(id);
  const pair = PAIRS[PAIR_OF_STATEMENT[position]];
  return [
    panelHead(isolated(NODES[pair.from].label), " – ", isolated(NODES[pair.to].label)),
    statementBlock(position, visible),
    pair.statements.length > 1
      ? button(`${word("statements")}: ${pair.statements.length}`, () => select("pair", pairId(pair)), {
          "data-key": "whole-pair",
        })
      : null,
    noteField(`pair ${pairId(pair)}`),
  ];
}

function nodePanel(id, visible) {
  const position = NODE_BY_ID.get(id);
  const node = NODES[position];
  const all = STATEMENTS_OF_NODE[position];
  const shown = all.filter((statement) => visible.byStatement.has(statement));
  return [
    panelHead(kindSign(KINDS[node.kind]), isolated(node.label)),
    element("p", { class: "kind" }, kindName(node.kind)),
    nodeActions(position),
    facts([
      [
        word("otherNames"),
        node.names.length
          ? element("span", {}, ...node.names.flatMap((name, number) => [number ? " · " : "", isolated(name)]))
          : null,
      ],
      [
        word("identifiers"),
        node.links.length
          ? element("span", {}, ...node.links.flatMap((link, number) => [number ? " · " : "", webLink(link)]))
          : null,
      ],
    ]),
    noteField(`node ${id}`),
    element("h3", {}, `${word("statements")} (${shown.length})`),
    ...groupedStatements(shown, position, visible),
    all.length > shown.length ? element("p", { class: "quiet" }, word("outside", all.length - shown.length)) : null,
    element("h3", {}, `${word("articles")} (${node.articles.length})`),
    element("ul", { class: "plain" }, ...node.articles.map((article) => element("li", {}, articleButton(article)))),
  ];
}

function articleButton(position) {
  const article = ARTICLES[position];
  return element(
    "span",
    {},
    button(isolated(articleTitle(article)), () => select("article", article.id), {
      class: "name",
      "data-key": `article-${position}`,
    }),
    article.published ? element("span", { class: "quiet" }, ` ${article.published}`) : null,
  );
}

// By relation, and in each relation by status.
function groupedStatements(statements, position, visible) {
  const relations = [...new Set(statements.map((statement) => STATEMENTS[statement].relation))];
  relations.sort((a, b) => relationName(a).localeCompare(relationName(b), state.language));
  return relations.map((relation) => {
    const members = statements.filter((statement) => STATEMENTS[statement].relation === relation);
    members.sort(
      (a, b) =>
        STATUSES.indexOf(visible.byStatement.get(a).status) - STATUSES.indexOf(visible.byStatement.get(b).status) ||
        a - b,
    );
    return element(
      "section",
      { class: "group" },
      element("h4", {}, relationName(relation)),
      element("ul", { class: "plain" }, ...members.map((statement) => statementRow(statement, visible))),
    );
  });
}

function statementRow(position, visible) {
  const { status, attestations } = visible.byStatement.get(position);
  const many = attestations.length === 1 ? word("attestation") : word("attestations", attestations.length);
  return element(
    "li",
    { class: "row" },
    statusBadge(status),
    button(isolated(statementText(STATEMENTS[position])), () => select("statement", STATEMENTS[position].id), {
      class: "name",
      "data-key": `statement-${position}`,
    }),
    element("span", { class: "quiet" }, ` ${many}`),
  );
}

function nodeActions(position) {
  const focused = state.focus?.node === position ? state.focus.hops : 0;
  const hops = [1, 2, 3].map((steps) =>
    button(word(`hops${steps}`), () => focusOn(position, steps), {
      "aria-pressed": String(focused === steps),
      "data-key": `hops-${steps}`,
    }),
  );
  return element(
    "div",
    { class: "actions" },
    element(
      "span",
      { role: "group", "aria-label": word("focus"), class: "joined" },
      element("span", { class: "quiet" }, `${word("focus")} `),
      ...hops,
    ),
    button(word("hide"), () => hideNode(position), { "data-key": "hide" }),
    button(word("expand"), () => expandNode(position), { "data-key": "expand" }),
    button(word("pathFrom"), () => startPath(position), { "data-key": "path-from" }),
  );
}
