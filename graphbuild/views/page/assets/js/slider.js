// Two sliders each for when articles were published and when statements hold.

function timeGroups() {
  const groups = [timeGroup("published", PUBLISHED_SPAN), timeGroup("valid", VALID_SPAN)].filter(Boolean);
  if (groups.length === 0) return [];
  return [
    ...groups,
    element(
      "p",
      { class: "switch" },
      element("input", {
        type: "checkbox",
        id: "undated",
        checked: state.undated,
        "data-key": "undated",
        change: () =>
          commit((next) => {
            next.undated = !next.undated;
          }),
      }),
      element("label", { for: "undated" }, word("undated")),
    ),
  ];
}

function timeGroup(name, span) {
  if (!span) return null;
  const [low, high] = span;
  if (low === high) return null;
  const [from, to] = state[name] ?? [low, high];
  const shown = element("output", { class: "quiet" }, `${monthText(from)} – ${monthText(to)}`);
  const slider = (which, value) =>
    element("input", {
      type: "range",
      min: low,
      max: high,
      step: 1,
      value,
      "data-key": `${name}-${which}`,
      id: `${name}-${which}`,
      "aria-label": `${word(name)} ${word(which)}`,
      "aria-valuetext": monthText(value),
      input: (event) => {
        shown.textContent = slidText(event.target, which, from, to);
      },
      change: (event) => chooseTime(name, which, Number(event.target.value), [low, high]),
    });
  return element(
    "fieldset",
    { class: "time" },
    element("legend", {}, word(name)),
    shown,
    slider("earliest", from),
    slider("latest", to),
    state[name]
      ? button(
          word("all"),
          () =>
            commit((next) => {
              next[name] = null;
            }),
          { class: "link", "data-key": `all-${name}`, "aria-label": `${word(name)}: ${word("all")}` },
        )
      : null,
  );
}

function slidText(slider, which, from, to) {
  const month = Number(slider.value);
  slider.setAttribute("aria-valuetext", monthText(month));
  const ends = which === "earliest" ? [month, Math.max(month, to)] : [Math.min(month, from), month];
  return ends.map(monthText).join(" – ");
}

// The two ends never cross: one pushes the other along.
function chooseTime(name, which, month, [low, high]) {
  commit((next) => {
    const [from, to] = next[name] ?? [low, high];
    const chosen = which === "earliest" ? [month, Math.max(month, to)] : [Math.min(month, from), month];
    next[name] = chosen[0] === low && chosen[1] === high ? null : chosen;
  });
}
