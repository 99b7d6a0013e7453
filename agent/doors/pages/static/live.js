// Lists that carry data-live are brought up to date when a run announces something; without a script they are as they were.
"use strict";
const live = document.querySelector("[data-live]");
if (live && "EventSource" in window && !new URLSearchParams(location.search).has("cursor")) {
  let waiting = null;
  const renew = async () => {
    waiting = null;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (fresh) live.replaceChildren(...fresh.childNodes);
  };
  const source = new EventSource("/v1/events");
  const later = () => { waiting = waiting || setTimeout(renew, 300); };
  source.onmessage = later;
  for (const name of ["InfrastructureGenerated", "HelmChartReady", "InfrastructureGenerationFailed", "InfraValidationFailed"]) {
    source.addEventListener(name, later);
  }
  addEventListener("pagehide", () => source.close());
}
const target = document.querySelector("[data-drop]");
if (target) {
  target.addEventListener("dragover", (event) => event.preventDefault());
  target.addEventListener("drop", async (event) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    target.value = await file.text();
  });
}
