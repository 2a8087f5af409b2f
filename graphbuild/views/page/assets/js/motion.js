// Keeps panning and zooming smooth. Where drawing everything takes longer than a frame may, the picture as it was
// last drawn is moved and scaled as a whole while the reader moves it, and drawn anew once the reader pauses.

const SLOW_DRAWING = 14; // milliseconds; at 60 frames a second there are 16
const PAUSE = 140; // milliseconds without movement after which the picture is drawn anew

const motion = { drawn: null, started: 0, slow: false, waiting: null };

function watchMotion() {
  canvas.network.on("beforeDrawing", () => {
    motion.started = performance.now();
  });
  canvas.network.on("afterDrawing", () => {
    motion.slow = performance.now() - motion.started > SLOW_DRAWING;
    motion.drawn = { scale: canvas.network.getScale(), origin: canvas.network.canvasToDOM({ x: 0, y: 0 }) };
  });
  canvas.network.on("dragging", ({ nodes }) => {
    if (nodes.length === 0) movePicture();
  });
  canvas.network.on("zoom", movePicture);
}

// vis-network draws only while its renderer allows it; the transform stands in for what it would have drawn.
function movePicture() {
  if (!motion.drawn || !(motion.slow || motion.waiting)) return;
  canvas.network.renderer.allowRedraw = false;
  const { x, y } = canvas.network.canvasToDOM({ x: 0, y: 0 });
  const zoom = canvas.network.getScale() / motion.drawn.scale;
  const shift = [x - motion.drawn.origin.x * zoom, y - motion.drawn.origin.y * zoom];
  pictureElement().style.transform = `matrix(${zoom}, 0, 0, ${zoom}, ${shift[0]}, ${shift[1]})`;
  clearTimeout(motion.waiting);
  motion.waiting = setTimeout(drawAnew, PAUSE);
}

function drawAnew() {
  motion.waiting = null;
  canvas.network.renderer.allowRedraw = true;
  pictureElement().style.transform = "";
  canvas.network.redraw();
}

function pictureElement() {
  return byId("canvas").querySelector("canvas");
}
