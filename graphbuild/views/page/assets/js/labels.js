// Labels have the same size on the screen at every zoom; one that would cover another is left away. The most
// connected nodes come first, so that zooming in brings up more and more names.

const LABEL_FONT = 12.5;
const LABEL_LEADING = 15;
const EDGE_FONT = 11;
const EDGE_LEADING = 15;
const CELL = 80;
const MOST_EDGE_LABELS = 400;
const MIDDLE = [0.5, 0.4, 0.6];
const BESIDE_BAR = [0.3, 0.7, 0.25]; // the bar of what is denied is in the middle
const FAMOUS = 40; // so many names may cover the signs of lesser nodes, but no other name
const LABEL = "label";
const TEXT_WIDTHS = new Map();

function textWidth(context, text, font) {
  const key = `${font}|${text}`;
  if (!TEXT_WIDTHS.has(key)) {
    context.font = font;
    TEXT_WIDTHS.set(key, context.measureText(text).width);
  }
  return TEXT_WIDTHS.get(key);
}

// Rectangles on the screen, by the cells that they touch.
class Occupied {
  constructor() {
    this.cells = new Map();
  }

  *touched(box) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1)
        yield `${column} ${row}`;
    }
  }

  add(box) {
    for (const cell of this.touched(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }

  isFree(box, owner) {
    return !this.some(box, (other) => other.owner !== owner);
  }

  // Of boxes that cover no name, the one that covers the fewest and least signs of nodes.
  leastHarm(boxes) {
    const harm = boxes.map((box) => {
      let covered = 0;
      this.some(box, (other) => {
        covered += other.owner === LABEL ? Infinity : overlapArea(box, other);
        return false;
      });
      return covered;
    });
    const least = Math.min(...harm);
    return least < Infinity ? boxes[harm.indexOf(least)] : null;
  }

  some(box, counts) {
    for (const cell of this.touched(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (
          counts(other) &&
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom
        )
          return true;
      }
    }
    return false;
  }
}

function overlapArea(a, b) {
  return (
    (Math.min(a.right, b.right) - Math.max(a.left, b.left)) * (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))
  );
}

function boxAround(x, y, width, height, owner) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, owner };
}

function labelFont(size, weight = 500) {
  return `${weight} ${size}px system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif`;
}

// Chooses which labels are drawn at a zoom, and where, in pixels from the middle of the drawing's own coordinates.
function placeLabels(context, scale, positions, bright, chosen) {
  const occupied = new Occupied();
  const order = [...positions.keys()].sort(
    (a, b) => chosen.has(b) - chosen.has(a) || bright.has(b) - bright.has(a) || RANK[a] - RANK[b],
  );
  for (const node of order) {
    const { x, y } = positions.get(node);
    const reach = drawnRadius(node, scale) * scale * 1.8;
    occupied.add(boxAround(x * scale, y * scale, reach, reach, node));
  }
  const placed = [];
  for (const node of order) {
    const label = nodeLabel(context, node, scale, positions.get(node), chosen.has(node), occupied);
    if (label) placed.push(label);
  }
  return { placed, occupied };
}

// Names and relations that the reader has a note on carry a pencil.
function marked(label, key) {
  return notes.has(key) ? `${label} ✎` : label;
}

function nodeLabel(context, node, scale, { x, y }, emphasised, occupied) {
  const lines = marked(PLACES[node].label, `node ${NODES[node].id}`).split("\n");
  const font = labelFont(LABEL_FONT, emphasised ? 700 : 500);
  const width = Math.max(...lines.map((line) => textWidth(context, line, font)));
  const height = lines.length * LABEL_LEADING;
  const reach = drawnRadius(node, scale) * scale;
  const below = boxAround(x * scale, y * scale + reach + 3 + height / 2, width, height, node);
  const above = boxAround(x * scale, y * scale - reach - 3 - height / 2, width, height, node);
  const sideways = [1, -1].map((side) =>
    boxAround(x * scale + side * (reach + 4 + width / 2), y * scale, width, height, node),
  );
  const candidates = [below, above, ...sideways];
  const box =
    candidates.find((candidate) => occupied.isFree(candidate, node)) ??
    (emphasised || RANK[node] < FAMOUS ? occupied.leastHarm(candidates) : null) ??
    (emphasised ? below : null);
  if (!box) return null;
  occupied.add({ ...box, owner: LABEL });
  return { ...box, lines, font, leading: LABEL_LEADING, node };
}

// Relations in words, where the line is long enough on the screen and nothing else is in the way.
function placeEdgeLabels(context, scale, positions, pairs, { occupied }, chosen) {
  const placed = [];
  const font = labelFont(EDGE_FONT, 400);
  const order = pairs.sort(([a], [b]) => (b === chosen) - (a === chosen) || a - b);
  for (const [pair, entries] of order) {
    if (placed.length >= MOST_EDGE_LABELS) break;
    const from = positions.get(PAIRS[pair].from);
    const to = positions.get(PAIRS[pair].to);
    if (!from || !to || from === to) continue;
    const length = Math.hypot(from.x - to.x, from.y - to.y) * scale;
    if (length < 70 && pair !== chosen) continue;
    const text = marked(bundleLabel(entries), `pair ${pairId(PAIRS[pair])}`);
    const width = textWidth(context, text, font);
    if (width > length - 24 && pair !== chosen) continue;
    const box = alongLine(from, to, scale, bundleStatus(entries) === "denied" ? BESIDE_BAR : MIDDLE)
      .map(([x, y]) => boxAround(x, y, width + 4, EDGE_LEADING, `pair ${pair}`))
      .find((candidate) => occupied.isFree(candidate, `pair ${pair}`));
    if (!box) continue;
    occupied.add({ ...box, owner: LABEL });
    placed.push({ ...box, lines: [text], font, leading: EDGE_LEADING, pair });
  }
  return placed;
}

// Places on the screen at shares of the way from one node to another.
function alongLine(from, to, scale, shares) {
  return shares.map((share) => [
    (from.x + (to.x - from.x) * share) * scale,
    (from.y + (to.y - from.y) * share) * scale,
  ]);
}

// Draws in the drawing's coordinates, so the size on the screen is divided by the zoom.
function drawLabels(context, scale, labels, colour, halo) {
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.fillStyle = colour;
  for (const { lines, font, leading, left, right, top } of labels) {
    context.font = font;
    lines.forEach((line, number) => {
      const y = top + (number + 0.5) * leading;
      context.strokeText(line, (left + right) / 2, y);
      context.fillText(line, (left + right) / 2, y);
    });
  }
  context.restore();
}
