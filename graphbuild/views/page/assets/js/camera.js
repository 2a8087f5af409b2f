// The camera: which part of the drawing is on the screen, and how large.

function rememberCamera() {
  const { x, y } = canvas.network.getViewPosition();
  keepCamera([Math.round(x), Math.round(y), Number(canvas.network.getScale().toPrecision(3))]);
}

function applyCamera() {
  if (!state.camera) {
    fitCanvas();
    return;
  }
  const [x, y, scale] = state.camera;
  canvas.network.moveTo({ position: { x, y }, scale });
}

// Room for names is the same on the screen at every zoom, so it is taken off the screen before fitting.
const ROOM = { x: 120, y: 100 };

function fitCanvas() {
  canvas.network.setSize("100%", "100%");
  const places = [...canvas.positions.values()];
  if (places.length === 0) return;
  const { width, height, covered } = roomOnScreen();
  const [left, right] = rangeOf(places.map(({ x }) => x));
  const [top, bottom] = rangeOf(places.map(({ y }) => y));
  const fits = (room, size, taken) => Math.max(room - taken, room / 2) / Math.max(size, 1);
  const scale = Math.min(1.3, fits(width, right - left, ROOM.x), fits(height, bottom - top, ROOM.y));
  canvas.network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale,
    offset: { x: -covered / 2, y: 0 },
  });
}

function rangeOf(values) {
  return values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

// The part of the drawing that the panel does not cover.
function roomOnScreen() {
  const drawing = byId("canvas").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect();
  const covered = panel.width > 0 && panel.top < drawing.bottom ? Math.max(0, drawing.right - panel.left) : 0;
  return { width: drawing.width - covered, height: drawing.height, covered };
}

// What was chosen must not lie under the panel that its choice opened.
function uncoverChosen() {
  const places = selectedNodes()
    .map((node) => canvas.positions.get(node))
    .filter(Boolean);
  if (places.length === 0 || state.view !== "graph") return;
  const { width, height, covered } = roomOnScreen();
  const seen = ({ x, y }) => x > 20 && x < width - 20 && y > 10 && y < height - 10;
  if (places.map((place) => canvas.network.canvasToDOM(place)).every(seen)) return;
  const middle = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  canvas.network.moveTo({ position: { x: middle("x"), y: middle("y") }, offset: { x: -covered / 2, y: 0 } });
}

function showOnCanvas(node) {
  if (!canvas.positions.has(node)) return;
  const scale = Math.max(canvas.network.getScale(), 0.8);
  canvas.network.moveTo({ position: canvas.positions.get(node), scale });
  rememberCamera();
}

function zoomBy(factor) {
  canvas.network.moveTo({ scale: Math.min(6, Math.max(0.02, canvas.network.getScale() * factor)) });
  rememberCamera();
}
