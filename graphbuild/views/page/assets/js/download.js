// Taking away what is visible: as a picture, a drawing, or a table with the evidence.

function download(name, type, content) {
  const address = URL.createObjectURL(
    content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }),
  );
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const CSV_COLUMNS = {
  subject: ({ statement }) => NODES[statement.subject].label,
  relation: ({ statement }) => RELATIONS[statement.relation].name,
  object: ({ statement }) => NODES[statement.object].label,
  status: ({ entry }) => entry.status,
  stance: ({ attestation }) => attestation.stance,
  certainty: ({ attestation }) => attestation.certainty,
  source: ({ attestation }) => (attestation.source === null ? "" : NODES[attestation.source].label),
  valid_from: ({ attestation }) => attestation.valid_from ?? "",
  valid_until: ({ attestation }) => attestation.valid_until ?? "",
  data_categories: ({ attestation }) => attestation.categories.join(" "),
  quote: ({ attestation }) => quoteOf(attestation),
  article: ({ article }) => article.id,
  title: ({ article }) => article.title ?? "",
  publisher: ({ article }) => (article.publisher === null ? "" : NODES[article.publisher].label),
  published: ({ article }) => article.published ?? "",
  url: ({ article }) => article.url ?? "",
  rule: ({ attestation }) => attestation.rule,
  confidence: ({ attestation }) => String(attestation.confidence),
  note: ({ statement }) =>
    notes.get(`pair ${pairId(PAIRS[PAIR_OF_STATEMENT[STATEMENT_BY_ID.get(statement.id)]])}`) ?? "",
};

// Spreadsheets would take a cell that starts like this for a formula.
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvText(visible) {
  const names = Object.keys(CSV_COLUMNS);
  const rows = visible.entries.flatMap((entry) =>
    entry.attestations.map((position) => {
      const attestation = ATTESTATIONS[position];
      const given = {
        entry,
        statement: STATEMENTS[entry.statement],
        attestation,
        article: ARTICLES[attestation.article],
      };
      return names.map((name) => csvCell(CSV_COLUMNS[name](given)));
    }),
  );
  return [names, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function exportCsv() {
  download("statements.csv", "text/csv", `\ufeff${csvText(canvas.selection)}`);
}

function exportSvg() {
  download("graph.svg", "image/svg+xml", svgText(canvas.selection));
}

// The picture is drawn from the drawing, at twice its size, so that all of it is there however the view is zoomed.
function exportPng() {
  const address = URL.createObjectURL(new Blob([svgText(canvas.selection)], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, 12000 / Math.max(image.width, image.height));
    const paper = element("canvas", {
      width: Math.ceil(image.width * scale),
      height: Math.ceil(image.height * scale),
    });
    const context = paper.getContext("2d");
    context.scale(scale, scale);
    context.drawImage(image, 0, 0);
    paper.toBlob((blob) => download("graph.png", "image/png", blob), "image/png");
    URL.revokeObjectURL(address);
  };
  image.src = address;
}
