// The picture: vis-network draws lines and nodes where the build has put them; names are drawn on top.

const LARGE = 1200; // pairs from which on a line does not answer to hovering, as finding it takes too long

const canvas = {
  network: null,
  nodes: new vis.DataSet(),
  edges: new vis.DataSet(),
  positions: new Map(), // where visible nodes are, also after the reader dragged them
  looks: new Map(), // how each edge was last drawn
  labels: { scale: null, nodes: [], edges: [] },
  selection: null,
  hovering: true,
  highlighted: null, // nodes that stay bright, or null when all do
  colours: null,
  shapesScale: null, // the zoom that the shapes of nodes were measured for
};

function createCanvas() {
  const options = { ...DATA.picture.options };
  canvas.network = new vis.Network(byId("canvas"), { nodes: canvas.nodes, edges: canvas.edges }, options);
  canvas.network.on("beforeDrawing", fitShapesToZoom);
  canvas.network.on("afterDrawing", drawOverlay);
  canvas.network.on("click", onCanvasClick);
  canvas.network.on("doubleClick", ({ nodes: [node] }) => {
    if (node !== undefined) expandNode(node);
  });
  canvas.network.on("dragEnd", onDragEnd);
  let waiting = null;
  canvas.network.on("zoom", () => {
    clearTimeout(waiting);
    waiting = setTimeout(rememberCamera, 300);
  });
  pictureElement().setAttribute("aria-hidden", "true");
  const frame = pictureElement().parentElement;
  for (const [name, value] of [
    ["role", "application"],
    ["tabindex", "0"],
    ["data-label", "drawing"],
  ])
    frame.setAttribute(name, value);
  watchMotion();
}

function onCanvasClick({ nodes: [node], edges: [edge] }) {
  if (node !== undefined) select("node", NODES[node].id);
  else if (edge !== undefined) select("pair", pairId(PAIRS[edge]));
  else if (state.selection)
    commit((next) => {
      next.selection = null;
    });
}

function pairId(pair) {
  return `${NODES[pair.from].id}|${NODES[pair.to].id}`;
}

// A node stays where the reader dragged it; that is part of the view, and can be undone.
function onDragEnd({ nodes }) {
  rememberCamera();
  if (nodes.length === 0) return;
  const positions = canvas.network.getPositions(nodes);
  commit((next) => {
    const moved = nodes.map((node) => [
      NODES[node].id,
      [Math.round(positions[node].x), Math.round(positions[node].y)],
    ]);
    next.moved = { ...next.moved, ...Object.fromEntries(moved) };
  });
}

function placeOf(node) {
  const moved = state.moved[NODES[node].id];
  return moved ? { x: moved[0], y: moved[1] } : PLACES[node];
}

// Nodes shrink less than the drawing when it is zoomed out. vis-network asks their shapes where lines end and what
// was clicked, but measures them only once; so their measures are set here whenever the zoom has changed.
function fitShapesToZoom() {
  const scale = canvas.network.getScale();
  if (canvas.shapesScale === scale) return;
  canvas.shapesScale = scale;
  for (const node of canvas.positions.keys()) {
    const shape = canvas.network.body.nodes[node]?.shape;
    if (!shape) continue;
    shape.radius = drawnRadius(node, scale);
    shape.width = shape.radius * 2;
    shape.height = shape.width;
  }
}

// vis-network calls this for each node; names are not its business.
function renderNode({ ctx, id, x, y, state: { selected, hover } }) {
  return {
    drawNode() {
      drawNode(ctx, id, x, y, {
        scale: canvas.network.getScale(),
        selected,
        hovered: hover,
        faded: canvas.highlighted !== null && !canvas.highlighted.has(id),
        colours: canvas.colours,
      });
    },
  };
}

function nodeOptions(position) {
  const { size } = PLACES[position];
  const { x, y } = placeOf(position);
  return { id: position, x, y, size, shape: "custom", ctxRenderer: renderNode };
}

// Shows a selection: what goes is removed, what comes is added, what changed is drawn anew.
function updateCanvas(visible) {
  canvas.colours = palette();
  canvas.selection = visible;
  canvas.positions = new Map([...visible.nodes].map((node) => [node, placeOf(node)]));
  answerHovering(visible.pairs.size < LARGE);
  const gone = (set, kept) => set.getIds().filter((id) => !kept.has(id));
  canvas.edges.remove(gone(canvas.edges, visible.pairs));
  canvas.nodes.remove(gone(canvas.nodes, visible.nodes));
  canvas.nodes.add([...visible.nodes].filter((node) => !canvas.nodes.get(node)).map(nodeOptions));
  for (const [node, { x, y }] of canvas.positions) {
    const drawn = canvas.network.body.nodes[node];
    if (drawn.x !== x || drawn.y !== y) canvas.network.moveNode(node, x, y);
  }
  updateHighlight();
  updateEdges(visible);
  canvas.network.setSelection(chosenOnCanvas(), { highlightEdges: false });
  canvas.labels.scale = null;
  canvas.shapesScale = null;
  canvas.network.redraw();
}

// Any change of options makes vis-network look at every node and edge again.
function answerHovering(wanted) {
  if (canvas.hovering === wanted) return;
  canvas.hovering = wanted;
  canvas.network.setOptions({ interaction: { hover: wanted } });
}

// Only edges that look different from before are handed to vis-network: that is what takes time in large graphs.
function updateEdges(visible) {
  const changed = [];
  for (const [pair, entries] of visible.pairs) {
    const faded = canvas.highlighted !== null && !isBright(pair);
    const options = edgeOptions(PAIRS[pair], entries, canvas.colours, faded);
    const look = JSON.stringify(options);
    if (canvas.looks.get(pair) !== look) {
      canvas.looks.set(pair, look);
      changed.push(options);
    }
  }
  for (const pair of canvas.looks.keys()) if (!visible.pairs.has(pair)) canvas.looks.delete(pair);
  canvas.edges.update(changed);
}

// With a node chosen its neighbours stay bright, with a pair its two ends.
function updateHighlight() {
  const nodes = selectedNodes().filter((node) => canvas.positions.has(node));
  canvas.highlighted = nodes.length === 0 ? null : new Set(nodes);
  if (nodes.length === 0 || selectedPair() !== null) return;
  for (const pair of canvas.selection.pairs.keys()) {
    if (isBright(pair)) canvas.highlighted.add(PAIRS[pair].from).add(PAIRS[pair].to);
  }
}

function isBright(pair) {
  const chosen = selectedPair();
  if (chosen !== null) return pair === chosen;
  const [node] = selectedNodes();
  return PAIRS[pair].from === node || PAIRS[pair].to === node;
}

function chosenOnCanvas() {
  const pair = selectedPair();
  if (pair !== null) return { nodes: [], edges: canvas.selection.pairs.has(pair) ? [pair] : [] };
  return { nodes: selectedNodes().filter((node) => canvas.positions.has(node)), edges: [] };
}

function drawOverlay(context) {
  if (!canvas.selection) return;
  const scale = canvas.network.getScale();
  const { labels, positions, colours } = canvas;
  if (labels.scale === null || Math.abs(labels.scale / scale - 1) > 0.02) {
    const node = placeLabels(context, scale, positions, canvas.highlighted ?? new Set(), new Set(selectedNodes()));
    const pairs = [...canvas.selection.pairs].filter(([pair]) => canvas.highlighted === null || isBright(pair));
    labels.nodes = node.placed;
    labels.edges = placeEdgeLabels(context, scale, positions, pairs, node, selectedPair());
    labels.scale = scale;
  }
  const { placed, faded } = splitByEmphasis(labels.nodes);
  drawLabels(context, labels.scale, labels.edges, colours.quiet, colours.background);
  context.globalAlpha = 0.35;
  drawLabels(context, labels.scale, faded, colours.text, colours.background);
  context.globalAlpha = 1;
  drawLabels(context, labels.scale, placed, colours.text, colours.background);
}

function splitByEmphasis(labels) {
  const bright = ({ node }) => canvas.highlighted === null || canvas.highlighted.has(node);
  return { placed: labels.filter(bright), faded: labels.filter((label) => !bright(label)) };
}
