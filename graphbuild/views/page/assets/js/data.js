// The data of the page, as written by the build, with what is looked up often.

const DATA = JSON.parse(byId("graph-data").textContent);
const { nodes: NODES, statements: STATEMENTS, articles: ARTICLES, relations: RELATIONS, kinds: KINDS } = DATA;
const PAIRS = DATA.picture.edges;
const PLACES = DATA.picture.nodes;

const STATUSES = ["asserted", "alleged", "contested", "denied"];
const CERTAINTIES = ["certain", "probable", "possible"];

const NODE_BY_ID = new Map(NODES.map((node, position) => [node.id, position]));
const STATEMENT_BY_ID = new Map(STATEMENTS.map((statement, position) => [statement.id, position]));
const ARTICLE_BY_ID = new Map(ARTICLES.map((article, position) => [article.id, position]));
const PAIR_BY_ENDS = new Map(PAIRS.map((pair) => [`${pair.from} ${pair.to}`, pair]));
const PAIR_OF_STATEMENT = new Array(STATEMENTS.length);
PAIRS.forEach((pair) =>
  pair.statements.forEach((position) => {
    PAIR_OF_STATEMENT[position] = pair.id;
  }),
);

// All attestations in one list; each knows its statement and whose words it gives.
const ATTESTATIONS = STATEMENTS.flatMap((statement, position) =>
  statement.attestations.map((attestation) => ({ ...attestation, statement: position })),
);
const ATTESTATIONS_OF = STATEMENTS.map(() => []);
ATTESTATIONS.forEach((attestation, position) => ATTESTATIONS_OF[attestation.statement].push(position));
const ATTESTATIONS_IN = ARTICLES.map(() => []);
ATTESTATIONS.forEach((attestation, position) => ATTESTATIONS_IN[attestation.article].push(position));

const STATEMENTS_OF_NODE = NODES.map(() => []);
STATEMENTS.forEach((statement, position) => {
  STATEMENTS_OF_NODE[statement.subject].push(position);
  if (statement.object !== statement.subject) STATEMENTS_OF_NODE[statement.object].push(position);
});

// Most connected first: whose names are drawn before others.
const RANK = rankNodes();

function rankNodes() {
  const order = NODES.map((_, position) => position);
  order.sort((a, b) => PLACES[b].weight - PLACES[a].weight || a - b);
  const rank = new Array(NODES.length);
  order.forEach((position, place) => {
    rank[position] = place;
  });
  return rank;
}

// Whose word an attestation is: the source it names; without one the article speaks, and that is its publisher.
function voiceOf(attestation) {
  return attestation.source ?? ARTICLES[attestation.article].publisher;
}

function quoteOf(attestation) {
  return ARTICLES[attestation.article].body.slice(attestation.start, attestation.end);
}

function kindName(position) {
  return KINDS[position].label[state.language];
}

function relationName(position) {
  return RELATIONS[position].label[state.language];
}

function statementText(statement) {
  return `${NODES[statement.subject].label} ${relationName(statement.relation)} ${NODES[statement.object].label}`;
}

function articleTitle(article) {
  return article.title || article.file;
}

// As the build derives it: denied, contested, alleged (nobody is certain), or asserted.
function statusOf(attestations) {
  const asserting = attestations.filter((position) => ATTESTATIONS[position].stance === "asserts");
  if (asserting.length === 0) return "denied";
  if (asserting.length < attestations.length) return "contested";
  return asserting.some((position) => ATTESTATIONS[position].certainty === "certain") ? "asserted" : "alleged";
}
