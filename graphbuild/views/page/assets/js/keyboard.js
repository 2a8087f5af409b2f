// Keys that work everywhere, except while text is being typed.

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox]):not([type=range])");
}

function onKey(event) {
  if (event.key === "Escape") {
    closeTopmost();
    return;
  }
  if (isTyping(event.target)) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
    return;
  }
  if (ctrl && event.key.toLowerCase() === "y") {
    event.preventDefault();
    redo();
    return;
  }
  if (!ctrl && !event.altKey && event.key === "/") {
    event.preventDefault();
    byId("search").focus();
    byId("search").select();
  }
}

function closeTopmost() {
  const menu = byId("export-menu");
  if (menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (document.body.classList.contains("filters-open")) {
    toggleFilters(false);
    return;
  }
  if (state.selection)
    commit((next) => {
      next.selection = null;
    });
}

function toggleFilters(open) {
  document.body.classList.toggle("filters-open", open);
  byId("toggle-filters").setAttribute("aria-expanded", String(open));
}
