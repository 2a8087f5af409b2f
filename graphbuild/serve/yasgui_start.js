// Puts YASGUI into the query page, in the place of the plain editor; without it the page stays as it is.
"use strict";

function startYasgui(place) {
  const given = place.dataset;
  // The other completers of YASGUI ask servers on the web.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const editor = new Yasgui(place, {
    requestConfig: { endpoint: new URL(given.endpoint, location.href).href },
    persistenceId: null,
    copyEndpointOnNewTab: true,
    autofocus: false,
    populateFromUrl: false,
  });
  const tab = editor.getTab();
  tab.setQuery(given.query);
  if (given.run === "yes") tab.query();
}

// Entities have addresses on the page with the graph; their IRIs need not answer.
function followToGraph(place) {
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const start = place.dataset.entities;
    if (!link || !start || !link.href.startsWith(start)) return;
    event.preventDefault();
    const id = decodeURIComponent(link.href.slice(start.length));
    location.href = place.dataset.home + "#select=" + encodeURIComponent("node " + id);
  });
}

const place = document.getElementById("yasgui");
if (place && typeof Yasgui === "function") {
  startYasgui(place);
  followToGraph(place);
  for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
  const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: "editor", value: "yasgui" });
  document.querySelector("form").append(chosen);
  document.documentElement.dataset.editor = "yasgui";
}
