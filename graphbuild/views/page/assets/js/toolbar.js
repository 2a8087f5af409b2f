// What narrows the view apart from the filters: focus, path, hidden nodes, and the limit of large graphs.

function focusOn(node, hops) {
  commit((next) => {
    const same = next.focus?.node === node && next.focus.hops === hops;
    next.focus = same ? null : { node, hops };
    next.path = null;
    next.camera = null;
  });
}

function hideNode(node) {
  commit((next) => {
    next.hidden = [...next.hidden, node];
    if (next.selection?.kind === "node") next.selection = null;
    if (next.focus?.node === node) next.focus = null;
  });
}

function bringBack(node) {
  commit((next) => {
    next.hidden = next.hidden.filter((other) => other !== node);
  });
}

// Brings in what a node is connected with, as far as hiding, the limit or a focus kept it out.
function expandNode(node) {
  commit((next) => {
    const neighbours = STATEMENTS_OF_NODE[node].flatMap((statement) => [
      STATEMENTS[statement].subject,
      STATEMENTS[statement].object,
    ]);
    const missing = new Set([node, ...neighbours].filter((other) => PLACES[other].order >= next.limit));
    next.extra = [...new Set([...next.extra, ...missing])].sort((a, b) => a - b);
    next.hidden = next.hidden.filter((other) => !neighbours.includes(other));
    if (next.focus?.node === node) next.focus = { node, hops: Math.min(3, next.focus.hops + 1) };
  });
}

// A name that was searched for is shown even when the limit of a large graph, or hiding, kept it out.
function findNode(node) {
  commit((next) => {
    next.selection = { kind: "node", id: NODES[node].id };
    next.hidden = next.hidden.filter((other) => other !== node);
    if (PLACES[node].order >= next.limit && !next.extra.includes(node))
      next.extra = [...next.extra, node].sort((a, b) => a - b);
    if (STATEMENTS_OF_NODE[node].length === 0) next.unconnected = true;
  });
  showOnCanvas(node);
}

let pathStart = null;

function startPath(node) {
  pathStart = node;
  refresh();
  byId("path-to").focus();
}

function choosePathEnd(node) {
  const from = pathStart;
  if (from === null || from === node) return;
  pathStart = null;
  commit((next) => {
    next.path = { from, to: node };
    next.focus = null;
    next.selection = null;
    next.camera = null;
  });
}

function drawChosen() {
  refill(
    byId("chosen"),
    limitNotice(),
    focusNotice(),
    pathNotice(),
    hiddenNotice(),
    isFiltered() ? button(word("reset"), reset, { class: "wide", "data-key": "reset" }) : null,
  );
}

function isFiltered() {
  return (
    FACETS.some((facet) => state.filters[facet]) ||
    state.published ||
    state.valid ||
    state.focus ||
    state.path ||
    state.hidden.length > 0 ||
    state.extra.length > 0 ||
    state.limit !== FIRST_LIMIT ||
    !state.undated ||
    state.unconnected
  );
}

function limitNotice() {
  if (state.limit >= NODES.length) return null;
  const shown = Math.min(state.limit, NODES.length) + state.extra.length;
  return element(
    "p",
    { class: "notice", id: "limit-notice" },
    word("limited", shown, NODES.length),
    " ",
    button(
      word("showMore"),
      () =>
        commit((next) => {
          next.limit += 500;
          next.camera = null;
        }),
      { class: "link", "data-key": "more" },
    ),
    " ",
    button(
      word("showAll"),
      () =>
        commit((next) => {
          next.limit = NODES.length;
          next.camera = null;
        }),
      { class: "link", "data-key": "everything" },
    ),
  );
}

function focusNotice() {
  if (!state.focus) return null;
  const { node, hops } = state.focus;
  return element(
    "p",
    { class: "notice" },
    word("focusOn", ""),
    isolated(NODES[node].label),
    `, ${word(`hops${hops}`)} `,
    button(
      word("endFocus"),
      () =>
        commit((next) => {
          next.focus = null;
          next.camera = null;
        }),
      { class: "link", "data-key": "end-focus" },
    ),
  );
}

function pathNotice() {
  if (pathStart !== null) return pathForm();
  if (!state.path) return null;
  return element(
    "p",
    { class: "notice" },
    `${word("paths")}: `,
    isolated(NODES[state.path.from].label),
    " – ",
    isolated(NODES[state.path.to].label),
    " ",
    button(
      word("endPath"),
      () =>
        commit((next) => {
          next.path = null;
          next.camera = null;
        }),
      { class: "link", "data-key": "end-path" },
    ),
  );
}

function pathForm() {
  const input = element("input", {
    id: "path-to",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": "path-list",
    "aria-autocomplete": "list",
    "aria-label": word("pathTo"),
    placeholder: word("pathTo"),
    "data-key": "path-to",
  });
  const list = element("ul", {
    id: "path-list",
    class: "suggestions",
    role: "listbox",
    "aria-label": word("pathTo"),
    hidden: true,
  });
  makeCombobox(input, list, choosePathEnd);
  return element(
    "div",
    { class: "notice search" },
    `${word("startOfPath")} `,
    isolated(NODES[pathStart].label),
    input,
    list,
    button(
      word("endPath"),
      () => {
        pathStart = null;
        refresh();
      },
      { class: "link", "data-key": "end-path" },
    ),
  );
}

function hiddenNotice() {
  if (state.hidden.length === 0) return null;
  return element(
    "div",
    { class: "notice" },
    word("hiddenNodes", state.hidden.length),
    element(
      "ul",
      { class: "plain" },
      ...state.hidden.map((node) =>
        element(
          "li",
          {},
          isolated(NODES[node].label),
          " ",
          button(word("bringBack"), () => bringBack(node), {
            class: "link",
            "data-key": `back-${node}`,
            "aria-label": `${word("bringBack")} ${NODES[node].label.slice(0, 80)}`,
          }),
        ),
      ),
    ),
  );
}

function drawSummary(visible) {
  const counts = word("shown", visible.entries.length, STATEMENTS.length, visible.nodes.size, NODES.length);
  byId("summary").textContent = visible.entries.length === 0 ? `${counts} ${word("nothing")}` : counts;
}

// The steps of the shortest paths, each with what connects its ends.
function pathSummary(visible) {
  if (!state.path) return [];
  const { from, to } = state.path;
  const paths = shortestPaths(visible.entries, from, to, 20);
  if (paths.length === 0)
    return [element("p", { class: "warning" }, word("noPath", NODES[from].label, NODES[to].label))];
  const heading = word("pathSteps", NODES[from].label, NODES[to].label, paths[0].length - 1, paths.length);
  return [
    element("h2", {}, heading),
    element(
      "ol",
      { class: "paths" },
      ...paths.map((path) =>
        element(
          "li",
          {},
          element(
            "ul",
            { class: "plain" },
            ...path.slice(1).map((node, step) => pathStep(path[step], node, visible)),
          ),
        ),
      ),
    ),
  ];
}

function pathStep(first, second, visible) {
  const pair = pairBetween(first, second);
  const entries = visible.pairs.get(pair.id) ?? [];
  return element(
    "li",
    {},
    nodeLink(first),
    " – ",
    button(bundleLabel(entries), () => select("pair", pairId(pair)), {
      class: "link",
      "data-key": `step-${pair.id}`,
    }),
    " – ",
    nodeLink(second),
  );
}
