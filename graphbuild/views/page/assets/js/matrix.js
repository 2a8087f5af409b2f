// Entities of one type against those of another: how many statements connect each two, and with what status.

function kindChooser(which) {
  const chooser = element(
    "select",
    {
      id: `matrix-${which}`,
      "data-key": `matrix-${which}`,
      change: (event) =>
        commit((next) => {
          next.matrix = { ...next.matrix, [which]: event.target.value };
        }),
    },
    ...KINDS.map((kind, position) =>
      element("option", { value: kind.name, selected: kind.name === state.matrix[which] }, kindName(position)),
    ),
  );
  return element("label", {}, `${word(which)} `, chooser);
}

// The visible statements between two types, by row and column.
function matrixCells(visible) {
  const cells = new Map();
  const rows = new Set();
  const columns = new Set();
  const isKind = (node, name) => KINDS[NODES[node].kind].name === name;
  for (const [pair, entries] of visible.pairs) {
    const { from, to } = PAIRS[pair];
    const sides = [
      [from, to],
      [to, from],
    ].filter(([row, column]) => isKind(row, state.matrix.rows) && isKind(column, state.matrix.columns));
    for (const [row, column] of sides) {
      rows.add(row);
      columns.add(column);
      cells.set(`${row} ${column}`, { pair, entries });
    }
  }
  const byRank = (a, b) => RANK[a] - RANK[b];
  return { cells, rows: [...rows].sort(byRank), columns: [...columns].sort(byRank) };
}

function matrixCell(cell, row, column) {
  if (!cell) return element("td", {});
  const status = bundleStatus(cell.entries);
  const names = `${NODES[row].label.slice(0, 80)} – ${NODES[column].label.slice(0, 80)}`;
  return element(
    "td",
    {},
    button([statusSign(status), String(cell.entries.length)], () => select("pair", pairId(PAIRS[cell.pair])), {
      class: "cell",
      "data-key": `cell-${row}-${column}`,
      "aria-label": `${names}: ${word("countStatements", cell.entries.length)}, ${word(status)}`,
    }),
  );
}

function drawMatrix(visible) {
  const { cells, rows, columns } = matrixCells(visible);
  const head = element(
    "tr",
    {},
    element("td", {}),
    ...columns.map((column) => element("th", { scope: "col" }, nodeLink(column))),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, nodeLink(row)),
      ...columns.map((column) => matrixCell(cells.get(`${row} ${column}`), row, column)),
    ),
  );
  refill(
    byId("view-matrix"),
    element("p", { class: "choosers" }, kindChooser("rows"), " ", kindChooser("columns")),
    rows.length === 0
      ? element("p", { class: "quiet" }, word("nothing"))
      : element(
          "div",
          { class: "scroll", tabindex: "0", role: "region", "aria-label": word("matrix") },
          element("table", { class: "matrix" }, element("thead", {}, head), element("tbody", {}, ...body)),
        ),
  );
}
