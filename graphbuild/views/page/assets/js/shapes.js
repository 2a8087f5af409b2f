// Shapes and icons of nodes, the same on the canvas, in the legend and in an SVG file.

const ICON_GRID = 24;
const POLYGONS = {
  square: regular(4, Math.PI / 4, 1.12),
  diamond: regular(4, 0, 1.18),
  triangle: regular(3, -Math.PI / 2, 1.3),
  pentagon: regular(5, -Math.PI / 2, 1.12),
  hexagon: regular(6, 0, 1.08),
};

function regular(corners, start, scale) {
  return Array.from({ length: corners }, (_, corner) => {
    const angle = start + (corner * 2 * Math.PI) / corners;
    return [Math.cos(angle) * scale, Math.sin(angle) * scale];
  });
}

// A path around (0, 0), in the notation of SVG, that a canvas understands too.
function shapePath(shape, radius) {
  const corners = POLYGONS[shape];
  if (!corners)
    return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  const points = corners.map(([x, y]) => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`);
  return `M${points.join("L")}z`;
}

function isDark() {
  if (state.theme !== "auto") return state.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function kindColour(kind, dark = isDark()) {
  return kind.style[dark ? "dark" : "light"];
}

// Colours of the canvas, which style sheets do not reach; print and exported files are always light.
function palette(dark = isDark()) {
  return dark
    ? {
        dark,
        background: "#14181d",
        text: "#f1f3f5",
        icon: "#14181d",
        quiet: "#98a3b0",
        ring: "#ffffff",
        asserted: "#a9b4c0",
        alleged: "#a9b4c0",
        contested: "#ffb454",
        other: "#5aa9ff",
        denied: "#ff8f8f",
      }
    : {
        dark,
        background: "#ffffff",
        text: "#1b1f24",
        icon: "#ffffff",
        quiet: "#5b6470",
        ring: "#11151a",
        asserted: "#5a6675",
        alleged: "#5a6675",
        contested: "#b35900",
        other: "#2f6fd0",
        denied: "#b3261e",
      };
}

// The sign of a type in the legend and the panels.
function kindSign(kind) {
  const sign = vector("svg", { class: "sign", viewBox: "-14 -14 28 28", "aria-hidden": "true" });
  const outline = vector("path", { d: shapePath(kind.style.shape, 12), class: "sign-shape" });
  outline.style.setProperty("fill", kindColour(kind));
  const icon = vector("path", { d: kind.style.icon, class: "sign-icon", transform: "scale(.58) translate(-12 -12)" });
  sign.append(outline, icon);
  return sign;
}

// The sign of a status: a piece of the line that is drawn for it.
function statusSign(status) {
  return vector(
    "svg",
    { class: `sign line ${status}`, viewBox: "0 0 32 14", "aria-hidden": "true" },
    ...(status === "contested" ? [vector("path", { d: "M1 7H31", class: "line-other" })] : []),
    vector("path", { d: "M1 7H31", class: "line-main" }),
    ...(status === "denied" ? [vector("path", { d: "M16 1V13", class: "line-bar" })] : []),
  );
}

const SHAPE_PATHS = new Map();
const ICON_PATHS = new Map();

function cachedPath(cache, key, make) {
  if (!cache.has(key)) cache.set(key, new Path2D(make()));
  return cache.get(key);
}

// Far out, nodes shrink less than the space between them, so that types stay to be told apart.
function drawnRadius(position, scale) {
  return PLACES[position].size * Math.min(1.8, Math.max(1, (0.8 / scale) ** 0.6));
}

// Draws a node around (x, y); far out, where an icon would be a blot, it is left away.
function drawNode(context, position, x, y, { scale, selected, hovered, faded, colours }) {
  const kind = KINDS[NODES[position].kind];
  const radius = drawnRadius(position, scale);
  context.save();
  context.translate(x, y);
  context.globalAlpha = faded ? 0.22 : 1;
  const outline = cachedPath(SHAPE_PATHS, kind.style.shape, () => shapePath(kind.style.shape, 1));
  context.fillStyle = kindColour(kind, colours.dark);
  context.scale(radius, radius);
  context.fill(outline);
  context.lineWidth = (selected ? 3.5 : hovered ? 2.5 : 1.5) / (radius * Math.max(scale, 0.5));
  context.strokeStyle = selected || hovered ? colours.ring : colours.background;
  context.stroke(outline);
  if (radius * scale > 5) {
    context.scale(1.2 / ICON_GRID, 1.2 / ICON_GRID);
    context.translate(-ICON_GRID / 2, -ICON_GRID / 2);
    context.fillStyle = colours.icon;
    context.fill(
      cachedPath(ICON_PATHS, kind.name, () => kind.style.icon),
      "evenodd",
    );
  }
  context.restore();
}
