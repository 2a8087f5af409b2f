// Notes of the reader on nodes and pairs. They live in memory until they are saved to a file.

const notes = new Map();
let unsaved = false;
const NOTES_FORMAT = "graphbuild notes 1";

function noteField(key) {
  const field = element("textarea", {
    id: "note",
    rows: 2,
    "data-key": `note ${key}`,
    dir: "auto",
    change: (event) => writeNote(key, event.target.value),
  });
  field.value = notes.get(key) ?? "";
  return element("p", { class: "note" }, element("label", { for: "note" }, word("noteOf")), field);
}

function writeNote(key, text) {
  if (text.trim()) notes.set(key, text);
  else notes.delete(key);
  unsaved = true;
  canvas.labels.scale = null;
  canvas.network.redraw();
}

function notesFile() {
  const sorted = Object.fromEntries([...notes].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ format: NOTES_FORMAT, notes: sorted }, null, 2)}\n`;
}

function saveNotes() {
  download("notes.json", "application/json", notesFile());
  unsaved = false;
}

function isKnownNote(key) {
  const space = key.indexOf(" ");
  return readSelection(`${key.slice(0, space)} ${key.slice(space + 1)}`) !== null;
}

function readNotes(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    read = null;
  }
  const entries =
    read?.format === NOTES_FORMAT && typeof read.notes === "object" ? Object.entries(read.notes ?? {}) : null;
  if (!entries || entries.some(([, note]) => typeof note !== "string")) return null;
  entries.forEach(([key, note]) => notes.set(key, note));
  return entries.map(([key]) => key);
}

async function loadNotes(file) {
  const keys = readNotes(await file.text());
  if (keys === null) {
    tell(word("notesWrong"));
    return;
  }
  const unknown = keys.filter((key) => !isKnownNote(key)).length;
  refresh();
  tell(word("notesLoaded", keys.length) + (unknown ? `; ${word("noteUnknown", unknown)}` : ""));
}

// Said to screen readers and shown for all to see, until the next change.
function tell(text) {
  announce(text);
  byId("summary").textContent = text;
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
