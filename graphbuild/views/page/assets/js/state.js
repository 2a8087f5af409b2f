// What the reader chose. All of it can be written into the address and read back from there.

const FACETS = ["status", "relation", "type", "certainty", "source", "publisher", "article"];
const FIRST_LIMIT = 1500;

function initialState() {
  return {
    view: "graph",
    language: (navigator.language || "en").toLowerCase().startsWith("nl") ? "nl" : "en",
    theme: "auto",
    // For each facet the chosen options, or null for all of them.
    filters: Object.fromEntries(FACETS.map((facet) => [facet, null])),
    published: null,
    valid: null,
    undated: true,
    focus: null, // { node, hops }
    path: null, // { from, to }
    hidden: [],
    limit: FIRST_LIMIT,
    extra: [], // nodes beyond the limit that were asked for
    unconnected: false,
    selection: null, // { kind: "node" | "pair" | "statement" | "article", id }
    sort: { column: "subject", descending: false },
    matrix: { rows: "TelecomOperator", columns: "TechnologyCompany" },
    moved: {}, // where the reader dragged nodes to, by id: [x, y]
    camera: null, // [x, y, scale]
  };
}

let state = initialState();
const undoStack = [];
const redoStack = [];

// Short names keep the address short; ids rather than positions keep it right when the graph grows.
function serialise() {
  const start = initialState();
  const entries = new URLSearchParams();
  const put = (name, value, usual) => {
    if (value !== null && value !== usual) entries.set(name, value);
  };
  put("view", state.view, start.view);
  entries.set("lang", state.language);
  put("theme", state.theme, start.theme);
  for (const facet of FACETS) if (state.filters[facet]) entries.set(facet, state.filters[facet].join(" "));
  put("published", state.published && state.published.map(monthText).join("_"), null);
  put("valid", state.valid && state.valid.map(monthText).join("_"), null);
  put("undated", state.undated ? null : "no");
  put("focus", state.focus && `${NODES[state.focus.node].id} ${state.focus.hops}`);
  put("path", state.path && [state.path.from, state.path.to].map((node) => NODES[node].id).join(" "));
  put("hidden", state.hidden.map((node) => NODES[node].id).join(" ") || null);
  put("limit", state.limit === start.limit ? null : state.limit);
  put("extra", state.extra.map((node) => NODES[node].id).join(" ") || null);
  put("unconnected", state.unconnected ? "yes" : null);
  put("select", state.selection && `${state.selection.kind} ${state.selection.id}`);
  const sort = `${state.sort.column}${state.sort.descending ? " down" : ""}`;
  put("sort", sort, start.sort.column);
  put(
    "moved",
    Object.entries(state.moved)
      .map(([id, [x, y]]) => `${id} ${x} ${y}`)
      .join(" ") || null,
  );
  put("matrix", `${state.matrix.rows} ${state.matrix.columns}`, `${start.matrix.rows} ${start.matrix.columns}`);
  return entries;
}

// Reads an address; whatever it names that this graph does not have is left out.
function deserialise(hash) {
  const entries = new URLSearchParams(hash.replace(/^#/, ""));
  const read = initialState();
  const words = (name) => (entries.get(name) || "").split(" ").filter(Boolean);
  const nodes = (name) =>
    words(name)
      .map((id) => NODE_BY_ID.get(id))
      .filter((node) => node !== undefined);
  const oneOf = (name, known, usual) => (known.includes(entries.get(name)) ? entries.get(name) : usual);
  read.view = oneOf("view", ["graph", "table", "timeline", "matrix"], read.view);
  read.language = oneOf("lang", ["en", "nl"], read.language);
  read.theme = oneOf("theme", ["light", "dark"], read.theme);
  for (const facet of FACETS) {
    if (entries.has(facet)) read.filters[facet] = words(facet).filter((key) => facetOptions(facet).includes(key));
  }
  read.published = readSpan(entries.get("published"));
  read.valid = readSpan(entries.get("valid"));
  read.undated = entries.get("undated") !== "no";
  const [focus] = nodes("focus");
  if (focus !== undefined) read.focus = { node: focus, hops: Math.min(3, Number(words("focus")[1]) || 1) };
  const ends = nodes("path");
  if (ends.length === 2) read.path = { from: ends[0], to: ends[1] };
  read.hidden = nodes("hidden");
  read.limit = Math.max(1, Number(entries.get("limit")) || read.limit);
  read.extra = nodes("extra");
  read.unconnected = entries.get("unconnected") === "yes";
  read.selection = readSelection(entries.get("select") || "");
  const [column, direction] = words("sort");
  if (column in COLUMNS) read.sort = { column, descending: direction === "down" };
  const kinds = words("matrix").filter((name) => KINDS.some((kind) => kind.name === name));
  if (kinds.length === 2) read.matrix = { rows: kinds[0], columns: kinds[1] };
  read.moved = readPlaces(words("moved"));
  const camera = (entries.get("camera") || "").split("_").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite)) read.camera = camera;
  return read;
}

function readSpan(text) {
  if (!/^\d{1,4}-\d{2}_\d{1,4}-\d{2}$/.test(text || "")) return null;
  return text.split("_").map((date) => monthRange(date)[0]);
}

// Ids and places in turn: "kpn 10 -20 nrc 3 4".
function readPlaces(words) {
  const places = {};
  for (let start = 0; start + 2 < words.length; start += 3) {
    const place = words.slice(start + 1, start + 3).map(Number);
    if (NODE_BY_ID.has(words[start]) && place.every(Number.isFinite)) places[words[start]] = place;
  }
  return places;
}

function readSelection(text) {
  const [kind, ...rest] = text.split(" ");
  const id = rest.join(" ");
  const ends = id.split("|").map((end) => NODE_BY_ID.get(end));
  const known = {
    node: () => NODE_BY_ID.has(id),
    statement: () => STATEMENT_BY_ID.has(id),
    article: () => ARTICLE_BY_ID.has(id),
    pair: () => ends.length === 2 && pairBetween(...ends) !== undefined,
  };
  return Object.hasOwn(known, kind) && known[kind]() ? { kind, id } : null;
}

function pairBetween(first, second) {
  return PAIR_BY_ENDS.get(`${first} ${second}`) ?? PAIR_BY_ENDS.get(`${second} ${first}`);
}

// Every change of what is shown goes through here: it can be undone, and the browser's "back" undoes it too.
function commit(change) {
  const before = serialise().toString();
  change(state);
  const after = serialise().toString();
  if (after === before) return;
  undoStack.push(before);
  redoStack.length = 0;
  history.pushState(null, "", `#${withCamera(after)}`);
  refresh();
}

function withCamera(address) {
  return state.camera ? `${address}&camera=${state.camera.join("_")}` : address;
}

// Moving the camera is no step of its own: it would fill the history.
function keepCamera(camera) {
  state.camera = camera;
  history.replaceState(null, "", `#${withCamera(serialise().toString())}`);
}

function undo() {
  travel(undoStack, redoStack);
}

function redo() {
  travel(redoStack, undoStack);
}

function travel(from, to) {
  if (from.length === 0) return;
  to.push(serialise().toString());
  const { camera } = state;
  state = deserialise(from.pop());
  state.camera = camera;
  history.pushState(null, "", `#${withCamera(serialise().toString())}`);
  refresh();
}

function reset() {
  commit((next) => {
    const { language, theme, view, sort, matrix, moved, camera } = next;
    Object.assign(next, initialState(), { language, theme, view, sort, matrix, moved, camera });
  });
}
