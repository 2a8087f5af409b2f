// The visible statements in time: a bar for when each holds, a dot for each time that it was published.

const TIMELINE_PAGE = 100;
let timelineShown = TIMELINE_PAGE;

function timelineRow(entry) {
  const valid = entry.attestations.map((position) => VALID[position]).filter(Boolean);
  const published = unique(entry.attestations.map((position) => PUBLISHED[position]?.[0]));
  const from = valid.length ? Math.min(...valid.map(([low]) => low)) : null;
  const until = valid.length ? Math.max(...valid.map(([, high]) => high)) : null;
  const known = [from, until, ...published].filter((month) => month !== null && Number.isFinite(month));
  return { entry, from, until, published, first: known.length ? Math.min(...known) : Infinity };
}

function timeScale(rows) {
  const months = rows
    .flatMap(({ from, until, published }) => [from, until, ...published])
    .filter((month) => month !== null && Number.isFinite(month));
  const low = Math.floor(Math.min(...months) / 12) * 12;
  const high = Math.ceil((Math.max(...months) + 1) / 12) * 12;
  return { low, high, share: (month) => ((Math.min(high, Math.max(low, month)) - low) / (high - low)) * 100 };
}

function timelineBar(row, scale) {
  const chart = vector("svg", {
    class: "time-row",
    viewBox: "0 0 100 10",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  if (row.from !== null) {
    const start = scale.share(row.from);
    const end = scale.share(row.until + 1);
    chart.append(
      vector("rect", {
        x: start,
        y: 3,
        width: Math.max(0.6, end - start),
        height: 4,
        class: `time-bar ${row.entry.status}`,
        "vector-effect": "non-scaling-stroke",
      }),
    );
  }
  for (const month of row.published) {
    const x = scale.share(month + 0.5);
    chart.append(vector("path", { d: `M${x} 5h.001`, class: "time-dot", "vector-effect": "non-scaling-stroke" }));
  }
  return chart;
}

function yearAxis(scale) {
  const years = (scale.high - scale.low) / 12;
  const step = Math.ceil(years / 10);
  const marks = [];
  for (let year = 0; year < years; year += step) {
    const mark = element("span", {}, String(scale.low / 12 + year));
    mark.style.setProperty("left", `${(year / years) * 100}%`);
    marks.push(mark);
  }
  return element("div", { class: "axis", "aria-hidden": "true" }, ...marks);
}

function spokenTimes({ entry, published }) {
  const periods = ofAttestations(entry, periodText);
  return (
    [...periods, ...published.map((month) => `${word("published")} ${monthText(month)}`)].join("; ") ||
    word("dateless")
  );
}

function drawTimeline(visible) {
  const rows = visible.entries
    .map(timelineRow)
    .sort((a, b) => a.first - b.first || a.entry.statement - b.entry.statement);
  const dated = rows.filter((row) => row.first < Infinity);
  const rest = rows.length - timelineShown;
  const scale = dated.length > 0 ? timeScale(dated) : null;
  const line = (row) =>
    element(
      "li",
      { class: "time-line" },
      button(
        isolated(statementText(STATEMENTS[row.entry.statement])),
        () => select("statement", STATEMENTS[row.entry.statement].id),
        { class: "name", "data-key": `time-${row.entry.statement}` },
      ),
      scale ? timelineBar(row, scale) : null,
      element("span", { class: "unseen" }, spokenTimes(row)),
    );
  refill(
    byId("view-timeline"),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": word("timeline") },
      element("p", { class: "quiet" }, word("timelineHint")),
      scale ? yearAxis(scale) : null,
      element("ol", { class: "time-lines" }, ...rows.slice(0, timelineShown).map(line)),
      rest > 0
        ? button(
            word("moreRows", Math.min(TIMELINE_PAGE, rest)),
            () => {
              timelineShown += TIMELINE_PAGE;
              refresh();
            },
            { "data-key": "more-times" },
          )
        : null,
    ),
  );
}
