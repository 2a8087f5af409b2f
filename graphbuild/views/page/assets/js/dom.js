// Building the document. Text from articles only ever passes through here as text: there is no markup from data.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function setAttribute(node, name, value) {
  if (typeof value === "function") node.addEventListener(name, value);
  else if (value === true) node.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
}

function vector(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.flat());
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

// Names may turn the direction of writing; isolated, they cannot turn what stands around them.
function isolated(text) {
  return element("bdi", {}, text);
}

function button(label, onClick, attributes = {}) {
  return element("button", { type: "button", click: onClick, ...attributes }, label);
}

// Rebuilding a list throws away the focused control; this gives the focus back to the control with the same key.
function refill(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = container.scrollTop;
  container.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
  container.scrollTop = scrolled;
  if (focused === undefined) return;
  const again = [...container.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focused);
  if (again) again.focus();
}

// Only addresses of the web become links; anything else, such as javascript:, stays text.
function webLink(address, label = address) {
  if (!/^https?:\/\//i.test(address)) return isolated(label);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, label);
}

// How often each word is used says nothing; that it is spoken does: changes are told to screen readers here.
function announce(text) {
  byId("announcer").textContent = text;
}
