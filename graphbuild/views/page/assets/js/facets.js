// The filters: each group lists its options with their signs and counts, and is a legend at the same time.

const OPEN_FACETS = new Set(["status", "type", "relation"]);
const LONG_LIST = 12;
const unfolded = new Set();

function optionLabel(facet, key) {
  if (facet === "status" || facet === "certainty") return word(key);
  if (facet === "relation") return relationName(RELATIONS.findIndex((relation) => relation.name === key));
  if (facet === "type") return kindName(KINDS.findIndex((kind) => kind.name === key));
  if (facet === "article") return articleTitle(ARTICLES[ARTICLE_BY_ID.get(decodeURIComponent(key))]);
  if (key === UNKNOWN) return facet === "source" ? word("ownVoice") : word("unknown");
  return NODES[NODE_BY_ID.get(key)].label;
}

function optionSign(facet, key) {
  if (facet === "status") return statusSign(key);
  if (facet === "type") return kindSign(KINDS.find((kind) => kind.name === key));
  return null;
}

// What an option means, where the ontology defines it; else its whole name, as the list may cut it off.
function optionTitle(facet, key, label) {
  const terms = { relation: RELATIONS, type: KINDS }[facet];
  const definition = terms?.find((term) => term.name === key).definition[state.language];
  return definition ? `${label}: ${definition}` : label.slice(0, 200);
}

function isChosen(facet, key) {
  return state.filters[facet] === null || state.filters[facet].includes(key);
}

function toggleOption(facet, key) {
  commit((next) => {
    const all = facetOptions(facet);
    const chosen = new Set(next.filters[facet] ?? all);
    if (chosen.has(key)) chosen.delete(key);
    else chosen.add(key);
    next.filters[facet] = chosen.size === all.length ? null : all.filter((option) => chosen.has(option));
  });
}

function chooseOnly(facet, key) {
  commit((next) => {
    next.filters[facet] = [key];
  });
}

function chooseAll(facet) {
  commit((next) => {
    next.filters[facet] = null;
  });
}

function optionRow(facet, key, count) {
  const id = `option-${facet}-${facetOptions(facet).indexOf(key)}`;
  const label = optionLabel(facet, key);
  const spoken = word(facet === "type" ? "countNodes" : "countStatements", count);
  return element(
    "li",
    { class: count === 0 ? "option empty" : "option" },
    element("input", {
      type: "checkbox",
      id,
      checked: isChosen(facet, key),
      change: () => toggleOption(facet, key),
      "data-key": id,
    }),
    element(
      "label",
      { for: id },
      optionSign(facet, key),
      element("span", { class: "option-name", title: optionTitle(facet, key, label) }, isolated(label)),
    ),
    button(word("only"), () => chooseOnly(facet, key), {
      class: "only",
      "data-key": `${id}-only`,
      "aria-label": `${word("only")} ${label.slice(0, 80)}`,
    }),
    element(
      "span",
      { class: "count", title: spoken, "data-count": `${facet} ${key}` },
      String(count),
      element("span", { class: "unseen" }, ` ${spoken}`),
    ),
  );
}

// Long lists show what counts most first, and the rest on demand.
function facetGroup(facet, counts) {
  let options = facetOptions(facet);
  if (options.length === 0) return null;
  if (facet !== "status" && facet !== "certainty") {
    options = [...options].sort(
      (a, b) =>
        (counts.get(b) || 0) - (counts.get(a) || 0) ||
        optionLabel(facet, a).localeCompare(optionLabel(facet, b), state.language),
    );
  }
  const short = options.length > LONG_LIST && !unfolded.has(facet);
  const listed = short ? options.slice(0, LONG_LIST) : options;
  const open = OPEN_FACETS.has(facet);
  return element(
    "details",
    {
      class: "facet",
      open,
      "data-facet": facet,
      toggle: (event) => {
        if (event.target.open) OPEN_FACETS.add(facet);
        else OPEN_FACETS.delete(facet);
      },
    },
    element(
      "summary",
      { "data-key": `facet-${facet}` },
      word(facet),
      state.filters[facet]
        ? element("span", { class: "badge" }, `${state.filters[facet].length}/${options.length}`)
        : null,
    ),
    facet === "status" ? element("p", { class: "quiet hint" }, word("statusHint")) : null,
    state.filters[facet]
      ? button(word("all"), () => chooseAll(facet), { class: "link", "data-key": `all-${facet}` })
      : null,
    element("ul", { class: "options" }, ...listed.map((key) => optionRow(facet, key, counts.get(key) || 0))),
    short
      ? button(
          word("moreRows", options.length - LONG_LIST),
          () => {
            unfolded.add(facet);
            drawFacets(canvas.selection);
          },
          { class: "link", "data-key": `more-${facet}` },
        )
      : null,
  );
}

function drawFacets(visible) {
  const groups = FACETS.map((facet) => facetGroup(facet, visible.counts[facet]));
  refill(byId("facets"), ...groups.slice(0, 3), ...timeGroups(), ...groups.slice(3), unconnectedSwitch());
}

function unconnectedSwitch() {
  if (STATEMENTS_OF_NODE.every((statements) => statements.length > 0)) return null;
  return element(
    "p",
    { class: "switch" },
    element("input", {
      type: "checkbox",
      id: "unconnected",
      checked: state.unconnected,
      "data-key": "unconnected",
      change: () =>
        commit((next) => {
          next.unconnected = !next.unconnected;
        }),
    }),
    element("label", { for: "unconnected" }, word("unconnected")),
  );
}
