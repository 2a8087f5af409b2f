// Which statements, nodes and attestations are visible: the meaning of the filters.
//
// Source, certainty, publisher, article and time choose attestations. A statement is shown when one of its
// attestations is chosen, with the status that the chosen ones give it: "the world according to NRC". Relation and
// status choose statements, type chooses nodes. Hiding, focus, paths and the limit of large graphs come last.

const UNKNOWN = "-";

const ATTESTATION_KEYS = {
  certainty: (attestation) => attestation.certainty,
  source: (attestation) => nodeKey(voiceOf(attestation)),
  publisher: (attestation) => nodeKey(ARTICLES[attestation.article].publisher),
  article: (attestation) => encodeURIComponent(ARTICLES[attestation.article].id),
};
const ATTESTATION_FACETS = Object.keys(ATTESTATION_KEYS);
const KEYS = Object.fromEntries(
  ATTESTATION_FACETS.map((facet) => [facet, ATTESTATIONS.map(ATTESTATION_KEYS[facet])]),
);

function nodeKey(position) {
  return position === null ? UNKNOWN : NODES[position].id;
}

const OPTIONS = buildOptions();

// All options of each facet, in the order in which they are listed.
function buildOptions() {
  const options = {
    status: STATUSES,
    certainty: CERTAINTIES,
    relation: RELATIONS.map((relation) => relation.name),
    type: KINDS.map((kind) => kind.name),
    article: ARTICLES.map((article) => encodeURIComponent(article.id)),
  };
  for (const facet of ["source", "publisher"]) {
    const used = new Map();
    KEYS[facet].forEach((key) => used.set(key, (used.get(key) || 0) + 1));
    options[facet] = [...used.keys()].sort((a, b) => used.get(b) - used.get(a) || (a < b ? -1 : 1));
  }
  return options;
}

function facetOptions(facet) {
  return OPTIONS[facet];
}

function chosenSets(filters) {
  return Object.fromEntries(FACETS.map((facet) => [facet, filters[facet] ? new Set(filters[facet]) : null]));
}

// The facets (none, one, or "many") that keep an attestation out; time counts as a facet that is never listed.
function obstacle(position, chosen) {
  let found = null;
  if (!meets(PUBLISHED[position], state.published, state.undated)) return "many";
  if (!meets(VALID[position], state.valid, state.undated)) return "many";
  for (const facet of ATTESTATION_FACETS) {
    if (chosen[facet] && !chosen[facet].has(KEYS[facet][position])) {
      if (found) return "many";
      found = facet;
    }
  }
  return found;
}

// Statements as { statement, status, attestations } that filters on attestations, status and relation let through.
function entriesFor(obstacles, chosen) {
  const entries = [];
  STATEMENTS.forEach((statement, position) => {
    if (chosen.relation && !chosen.relation.has(RELATIONS[statement.relation].name)) return;
    const attestations = ATTESTATIONS_OF[position].filter((attestation) => obstacles[attestation] === null);
    if (attestations.length === 0) return;
    const status = statusOf(attestations);
    if (!chosen.status || chosen.status.has(status)) entries.push({ statement: position, status, attestations });
  });
  return entries;
}

function nodeAllowed(chosen) {
  const hidden = new Set(state.hidden);
  const extra = new Set(state.extra);
  const kinds = KINDS.map((kind) => !chosen.type || chosen.type.has(kind.name));
  return NODES.map(
    (node, position) =>
      kinds[node.kind] && !hidden.has(position) && (PLACES[position].order < state.limit || extra.has(position)),
  );
}

// Applies what concerns nodes and their connections: types, hiding, the limit, then focus, then paths.
function restrict(entries, allowed) {
  let kept = entries.filter(({ statement }) => {
    const { subject, object } = STATEMENTS[statement];
    return allowed[subject] && allowed[object];
  });
  if (state.focus) kept = within(kept, neighbourhood(kept, state.focus.node, state.focus.hops));
  if (state.path) kept = onShortestPaths(kept, state.path.from, state.path.to);
  return kept;
}

function within(entries, nodes) {
  return entries.filter(
    ({ statement }) => nodes.has(STATEMENTS[statement].subject) && nodes.has(STATEMENTS[statement].object),
  );
}

// What is visible now: { entries, byStatement, nodes, pairs }.
function currentSelection() {
  const chosen = chosenSets(state.filters);
  const obstacles = ATTESTATIONS.map((_, position) => obstacle(position, chosen));
  const allowed = nodeAllowed(chosen);
  const entries = restrict(entriesFor(obstacles, chosen), allowed);
  const byStatement = new Map(entries.map((entry) => [entry.statement, entry]));
  const nodes = new Set(
    entries.flatMap(({ statement }) => [STATEMENTS[statement].subject, STATEMENTS[statement].object]),
  );
  for (const node of [state.focus?.node, state.path?.from, state.path?.to]) if (node !== undefined) nodes.add(node);
  if (state.unconnected && !state.focus && !state.path) {
    NODES.forEach((_, node) => {
      if (STATEMENTS_OF_NODE[node].length === 0 && allowed[node]) nodes.add(node);
    });
  }
  const pairs = new Map();
  for (const entry of entries) {
    const pair = PAIR_OF_STATEMENT[entry.statement];
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(entry);
  }
  return { entries, byStatement, nodes, pairs, counts: facetCounts(obstacles, chosen, allowed) };
}
