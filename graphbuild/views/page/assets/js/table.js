// The visible statements as a table: the way to everything for keyboards and screen readers.

const PAGE = 200;
let rowsShown = PAGE;

const unique = (values) => [
  ...new Set(values.filter((value) => value !== null && value !== undefined && value !== "")),
];
const ofAttestations = (entry, read) => unique(entry.attestations.map((position) => read(ATTESTATIONS[position])));

const COLUMNS = {
  subject: (entry) => NODES[STATEMENTS[entry.statement].subject].label,
  relation: (entry) => relationName(STATEMENTS[entry.statement].relation),
  object: (entry) => NODES[STATEMENTS[entry.statement].object].label,
  status: (entry) => word(entry.status),
  sources: (entry) => ofAttestations(entry, voiceText).join("; "),
  valid: (entry) => ofAttestations(entry, periodText).join("; "),
  published: (entry) =>
    ofAttestations(entry, (attestation) => ARTICLES[attestation.article].published)
      .sort()
      .join("; "),
  quotes: (entry) => entry.attestations.length,
};

function sortedEntries(entries) {
  const read = COLUMNS[state.sort.column];
  const direction = state.sort.descending ? -1 : 1;
  const keyed = entries.map((entry) => [read(entry), entry]);
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, state.language, { numeric: true }));
  keyed.sort(([a, first], [b, second]) => direction * compare(a, b) || first.statement - second.statement);
  return keyed.map(([, entry]) => entry);
}

function sortBy(column) {
  commit((next) => {
    next.sort = { column, descending: next.sort.column === column && !next.sort.descending };
  });
}

function columnHead(column) {
  const sorted = state.sort.column === column;
  const order = state.sort.descending ? "descending" : "ascending";
  return element(
    "th",
    { scope: "col", "aria-sort": sorted ? order : null },
    button(word(column), () => sortBy(column), {
      "data-key": `sort-${column}`,
      class: "sort",
      title: word("sortBy", word(column)),
    }),
    element("span", { "aria-hidden": "true" }, sorted ? (state.sort.descending ? " ▼" : " ▲") : ""),
  );
}

function tableRow(entry) {
  const { id, subject, object } = STATEMENTS[entry.statement];
  const cell = (column) => element("td", { dir: "auto" }, COLUMNS[column](entry));
  const chosen = state.selection?.kind === "statement" && state.selection.id === id;
  return element(
    "tr",
    { class: chosen ? "chosen" : null },
    element("td", {}, nodeLink(subject)),
    cell("relation"),
    element("td", {}, nodeLink(object)),
    element("td", {}, statusBadge(entry.status)),
    cell("sources"),
    cell("valid"),
    cell("published"),
    element(
      "td",
      {},
      button(`${entry.attestations.length}`, () => select("statement", id), {
        "data-key": `row-${entry.statement}`,
        "aria-label": `${word("open")}: ${statementText(STATEMENTS[entry.statement]).slice(0, 200)} (${entry.attestations.length})`,
      }),
    ),
  );
}

function drawTable(visible) {
  const entries = sortedEntries(visible.entries);
  const rest = entries.length - rowsShown;
  refill(
    byId("view-table"),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": word("table") },
      element(
        "table",
        { class: "statements" },
        element("caption", { class: "unseen" }, word("statements")),
        element("thead", {}, element("tr", {}, ...Object.keys(COLUMNS).map(columnHead))),
        element("tbody", {}, ...entries.slice(0, rowsShown).map(tableRow)),
      ),
      rest > 0
        ? button(
            word("moreRows", Math.min(PAGE, rest)),
            () => {
              rowsShown += PAGE;
              refresh();
            },
            { "data-key": "more-rows" },
          )
        : null,
    ),
  );
}
