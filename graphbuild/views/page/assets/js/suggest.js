// Finding an entity by name: a text field with suggestions, after the combobox pattern of the ARIA practices guide.

const MOST_SUGGESTIONS = 12;
const SEARCHABLE = NODES.map((node) => [node.label, ...node.names].map((name) => [name, folded(name)]));

// Without capitals and accents, so that "Geensluiter" and "géénsluiter" are found alike.
function folded(text) {
  return text.slice(0, 300).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// How well a name fits what was typed: from its start, from the start of a word, or anywhere.
function fit(name, typed) {
  if (name.startsWith(typed)) return 0;
  const found = name.indexOf(typed);
  if (found < 0) return Infinity;
  return /[\p{L}\p{N}]/u.test(name[found - 1]) ? 2 : 1;
}

function suggestions(text) {
  const typed = folded(text.trim());
  if (!typed) return [];
  const found = [];
  SEARCHABLE.forEach((names, node) => {
    const [best, name] = names.reduce(
      ([least, which], [shown, plain]) => {
        const rank = fit(plain, typed);
        return rank < least ? [rank, shown] : [least, which];
      },
      [Infinity, ""],
    );
    if (best < Infinity) found.push({ node, name, best });
  });
  return found.sort((a, b) => a.best - b.best || RANK[a.node] - RANK[b.node]).slice(0, MOST_SUGGESTIONS);
}

// Makes a field suggest; `choose` gets the position of the node that was chosen.
function makeCombobox(input, list, choose) {
  let options = [];
  let active = -1;
  const close = () => {
    options = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (option) => {
    close();
    choose(option.node);
  };
  const draw = () => {
    list.replaceChildren(
      ...options.map((option, number) => suggestionRow(option, `${list.id}-${number}`, number === active, pick)),
    );
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    if (active >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", () => {
    options = suggestions(input.value);
    active = options.length > 0 ? 0 : -1;
    draw();
    if (input.value.trim() && options.length === 0) announce(word("nothingFound"));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      return;
    }
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      pick(options[active]);
      return;
    }
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || options.length === 0) return;
    event.preventDefault();
    active = (active + move + options.length) % options.length;
    draw();
  });
  input.addEventListener("blur", close);
}

function suggestionRow(option, id, active, pick) {
  const node = NODES[option.node];
  return element(
    "li",
    {
      id,
      role: "option",
      "aria-selected": String(active),
      class: "suggestion",
      mousedown: (event) => {
        event.preventDefault();
        pick(option);
      },
    },
    kindSign(KINDS[node.kind]),
    element("span", { class: "suggestion-name" }, isolated(node.label)),
    option.name === node.label ? null : element("span", { class: "quiet" }, isolated(option.name)),
    element("span", { class: "quiet kind" }, kindName(node.kind)),
  );
}
