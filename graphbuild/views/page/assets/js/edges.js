// How the edge of a pair is drawn: its statements decide on line, arrow heads and label.

const STATUS_ORDER = ["contested", "asserted", "alleged", "denied"];
// vis-network draws a background only for curves, and with the dashes of the line unless it has dashes of its own.
const STRAIGHT = { enabled: false };
const BARELY_CURVED = { enabled: true, type: "curvedCW", roundness: 0.002 };
const UNBROKEN = [1e5, 1];
const FADED = 0.16;
const DASHES = { asserted: false, alleged: [12, 8], contested: [12, 12], denied: [3, 7] };

// One line for several statements: it shows what an analyst must not overlook, contested before asserted.
function bundleStatus(entries) {
  return STATUS_ORDER.find((status) => entries.some((entry) => entry.status === status));
}

function bundleDirections(pair, entries) {
  const directed = entries
    .map(({ statement }) => STATEMENTS[statement])
    .filter((statement) => !RELATIONS[statement.relation].symmetric);
  return {
    to: directed.some((statement) => statement.object === pair.to),
    from: directed.some((statement) => statement.object === pair.from && pair.from !== pair.to),
  };
}

function bundleWidth(entries) {
  const attestations = entries.reduce((sum, entry) => sum + entry.attestations.length, 0);
  return Math.min(7, 2 + Math.sqrt(attestations - 1) * 1.1);
}

// The relation in words; of several, the one said most often and how many more there are.
function bundleLabel(entries) {
  const said = new Map();
  for (const { statement, attestations } of entries) {
    const { relation } = STATEMENTS[statement];
    said.set(relation, (said.get(relation) || 0) + attestations.length);
  }
  const order = [...said.keys()].sort((a, b) => said.get(b) - said.get(a) || a - b);
  return relationName(order[0]) + (order.length > 1 ? ` +${order.length - 1}` : "");
}

// The edge as vis-network takes it. Contested lines have two tones: dashes of one on a line of the other.
function edgeOptions(pair, entries, colours, faded) {
  const status = bundleStatus(entries);
  const width = bundleWidth(entries);
  const { to, from } = bundleDirections(pair, entries);
  const head = (enabled) => ({ enabled, type: "arrow", scaleFactor: 0.55 + 0.05 * width });
  return {
    id: pair.id,
    from: pair.from,
    to: pair.to,
    width,
    dashes: DASHES[status],
    color: {
      color: colours[status],
      highlight: colours[status],
      hover: colours[status],
      inherit: false,
      opacity: faded ? FADED : 1,
    },
    smooth: status === "contested" ? BARELY_CURVED : STRAIGHT,
    background: { enabled: status === "contested" && !faded, color: colours.other, size: width, dashes: UNBROKEN },
    arrows: {
      to: head(to),
      from: head(from),
      middle: { enabled: status === "denied", type: "bar", scaleFactor: 0.6 },
    },
    selectionWidth: 2.5,
    hoverWidth: 1.5,
  };
}
