// The visible graph as an SVG drawing: the same shapes, lines and words as on the canvas, in the light colours.

const SVG_MARGIN = 100;

function svgText(visible) {
  return new XMLSerializer().serializeToString(svgDrawing(visible));
}

function svgDrawing(visible) {
  const colours = palette(false);
  const { left, top, width, height } = drawingBounds(visible);
  const drawing = vector("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `${left} ${top} ${width} ${height}`,
    "font-family": "system-ui, sans-serif",
    "text-anchor": "middle",
  });
  drawing.append(vector("rect", { x: left, y: top, width, height, fill: colours.background }));
  for (const [pair, entries] of visible.pairs) drawing.append(...svgEdge(PAIRS[pair], entries, colours));
  for (const node of visible.nodes) drawing.append(svgNode(node, colours));
  const { names, relations } = unzoomedLabels(visible);
  for (const label of relations) drawing.append(svgWords(label, EDGE_FONT, colours.quiet, colours));
  for (const label of names) drawing.append(svgWords(label, LABEL_FONT, colours.text, colours));
  return drawing;
}

// Where names and relations stand when the drawing is shown at its own size.
function unzoomedLabels(visible) {
  const context = pictureElement().getContext("2d");
  context.save();
  const names = placeLabels(context, 1, canvas.positions, new Set(), new Set());
  const relations = placeEdgeLabels(context, 1, canvas.positions, [...visible.pairs], names, null);
  context.restore();
  return { names: names.placed, relations };
}

function drawingBounds(visible) {
  const places = [...visible.nodes].map((node) => canvas.positions.get(node));
  const [left, right] = rangeOf(places.map(({ x }) => x));
  const [top, bottom] = rangeOf(places.map(({ y }) => y));
  return {
    left: left - SVG_MARGIN,
    top: top - SVG_MARGIN,
    width: right - left + 2 * SVG_MARGIN,
    height: bottom - top + 2 * SVG_MARGIN,
  };
}

function svgEdge(pair, entries, colours) {
  const ends = [pair.from, pair.to].map((node) => ({ ...canvas.positions.get(node), size: PLACES[node].size }));
  const [from, to] = ends;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const unit = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const start = { x: from.x + unit.x * from.size, y: from.y + unit.y * from.size };
  const end = { x: to.x - unit.x * to.size, y: to.y - unit.y * to.size };
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const status = bundleStatus(entries);
  const width = bundleWidth(entries);
  const path =
    pair.from === pair.to
      ? `M${from.x} ${from.y - from.size}c30 -40 60 -20 ${from.size} ${from.size}`
      : `M${start.x} ${start.y}L${end.x} ${end.y}`;
  const line = (stroke, dashes) =>
    vector("path", {
      d: path,
      fill: "none",
      stroke,
      "stroke-width": width,
      "stroke-dasharray": dashes ? dashes.join(" ") : null,
    });
  const { to: toHead, from: fromHead } = bundleDirections(pair, entries);
  return [
    ...(status === "contested" ? [line(colours.other, null)] : []),
    line(colours[status], DASHES[status]),
    ...(toHead ? [arrowHead(end, unit, colours[status])] : []),
    ...(fromHead ? [arrowHead(start, { x: -unit.x, y: -unit.y }, colours[status])] : []),
    ...(status === "denied"
      ? [
          vector("path", {
            d: `M${middle.x - unit.y * 8} ${middle.y + unit.x * 8}L${middle.x + unit.y * 8} ${middle.y - unit.x * 8}`,
            stroke: colours.denied,
            "stroke-width": 3,
          }),
        ]
      : []),
  ];
}

function arrowHead(tip, unit, fill) {
  const back = { x: tip.x - unit.x * 10, y: tip.y - unit.y * 10 };
  const side = { x: -unit.y * 4.5, y: unit.x * 4.5 };
  return vector("path", {
    d: `M${tip.x} ${tip.y}L${back.x + side.x} ${back.y + side.y}L${back.x - side.x} ${back.y - side.y}z`,
    fill,
  });
}

function svgWords({ lines, left, right, top, leading }, size, fill, colours) {
  const style = {
    fill,
    "font-size": size,
    stroke: colours.background,
    "stroke-width": 3,
    "paint-order": "stroke",
    "stroke-linejoin": "round",
  };
  const spans = lines.map((line, number) => {
    const span = vector("tspan", { x: (left + right) / 2, y: top + (number + 0.75) * leading });
    span.textContent = line;
    return span;
  });
  return vector("text", style, ...spans);
}

function svgNode(node, colours) {
  const { x, y } = canvas.positions.get(node);
  const kind = KINDS[NODES[node].kind];
  const { size } = PLACES[node];
  const title = vector("title");
  title.textContent = NODES[node].label.slice(0, 200);
  return vector(
    "g",
    {},
    title,
    vector("path", {
      d: shapePath(kind.style.shape, size),
      transform: `translate(${x} ${y})`,
      fill: kindColour(kind, false),
      stroke: colours.background,
      "stroke-width": 1.5,
    }),
    vector("path", {
      d: kind.style.icon,
      fill: colours.icon,
      "fill-rule": "evenodd",
      transform: `translate(${x} ${y}) scale(${(size * 1.2) / ICON_GRID}) translate(-12 -12)`,
    }),
  );
}
