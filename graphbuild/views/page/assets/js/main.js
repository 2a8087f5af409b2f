// Puts everything together: wires the controls, reads the address, draws.

const VIEWS = { graph: () => {}, table: drawTable, timeline: drawTimeline, matrix: drawMatrix };
let framed = null; // what the camera was last fitted to

function refresh() {
  const visible = currentSelection();
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  applyWords();
  for (const name of Object.keys(VIEWS)) {
    byId(`view-${name}`).hidden = state.view !== name;
    document.querySelector(`[data-view=${name}]`).setAttribute("aria-pressed", String(state.view === name));
  }
  document.body.dataset.showing = state.view;
  updateCanvas(visible);
  drawFacets(visible);
  drawChosen();
  drawSummary(visible);
  drawPanel(visible);
  VIEWS[state.view](visible);
  byId("undo").disabled = undoStack.length === 0;
  byId("redo").disabled = redoStack.length === 0;
  refit();
}

// A focus, a path or another limit changes what there is to see, so the camera follows; a filter leaves it alone.
function refit() {
  const frame = JSON.stringify([state.focus, state.path, state.limit]);
  if (state.view !== "graph") return;
  if (frame === framed) {
    uncoverChosen();
    return;
  }
  const first = framed === null;
  framed = frame;
  if (first) applyCamera();
  else fitCanvas();
}

function wire() {
  const onClick = (id, act) => byId(id).addEventListener("click", act);
  onClick("undo", undo);
  onClick("redo", redo);
  onClick("zoom-in", () => zoomBy(1.3));
  onClick("zoom-out", () => zoomBy(1 / 1.3));
  onClick("fit", () => {
    fitCanvas();
    rememberCamera();
  });
  onClick("theme", () =>
    commit((next) => {
      next.theme = isDark() ? "light" : "dark";
    }),
  );
  onClick("language", () =>
    commit((next) => {
      next.language = next.language === "nl" ? "en" : "nl";
    }),
  );
  onClick("toggle-filters", () => toggleFilters(!document.body.classList.contains("filters-open")));
  const menu = {
    "export-png": exportPng,
    "export-svg": exportSvg,
    "export-csv": exportCsv,
    "save-notes": saveNotes,
    print: () => window.print(),
    "copy-link": () => copyText(location.href),
    "load-notes": () => byId("notes-file").click(),
  };
  for (const [id, act] of Object.entries(menu))
    onClick(id, () => {
      byId("export-menu").open = false;
      act();
    });
  onClick("skip", (event) => {
    event.preventDefault();
    commit((next) => {
      next.view = "table";
    });
    byId("main").focus();
  });
  byId("notes-file").addEventListener("change", (event) => {
    if (event.target.files[0]) loadNotes(event.target.files[0]);
  });
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.addEventListener("click", () =>
      commit((next) => {
        next.view = tab.dataset.view;
      }),
    );
  }
  makeCombobox(byId("search"), byId("search-list"), (node) => {
    byId("search").value = NODES[node].label;
    findNode(node);
  });
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeprint", () => byId("paper").replaceChildren(svgDrawing(canvas.selection)));
  window.addEventListener("afterprint", () => byId("paper").replaceChildren());
  window.addEventListener("popstate", () => {
    state = deserialise(location.hash);
    framed = null;
    refresh();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
}

function openPage() {
  state = deserialise(location.hash);
  createCanvas();
  wire();
  refresh();
  document.documentElement.dataset.ready = "yes";
}

// For programs that drive the page, such as tests: where things are drawn, in pixels of the window.
window.graphbuildPage = Object.freeze({
  pointOf: (id) => onScreen(canvas.positions.get(NODE_BY_ID.get(id))),
  names: () =>
    canvas.labels.nodes.map(({ node, left, right, top, bottom }) => ({
      id: NODES[node].id,
      left,
      right,
      top,
      bottom,
    })),
  edge: (first, second) => canvas.edges.get(pairBetween(NODE_BY_ID.get(first), NODE_BY_ID.get(second)).id),
  scale: () => canvas.network.getScale(),
});

function onScreen(place) {
  if (!place) return null;
  const { left, top } = byId("canvas").getBoundingClientRect();
  const { x, y } = canvas.network.canvasToDOM(place);
  return { x: left + x, y: top + y };
}

openPage();
