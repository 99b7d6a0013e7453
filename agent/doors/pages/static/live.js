// Lists that carry data-live are brought up to date when a run announces something; without a script they are as they were.
"use strict";
const live = document.querySelector("[data-live]");
if (live && "EventSource" in window && !new URLSearchParams(location.search).has("cursor")) {
  const state = document.querySelector("[data-live-state]");
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
  source.onopen = () => { if (state) state.textContent = "refresh (it is live)"; };
  source.onerror = () => { if (state && source.readyState === EventSource.CLOSED) state.textContent = "refresh (no longer live)"; };
  addEventListener("pagehide", () => source.close());
}

// Files and folders that are dropped anywhere on a page with data-drop are put into its form, as if they were chosen there.
const form = document.querySelector("[data-drop]");
if (form) {
  const [files] = form.querySelectorAll("input[type=file]");
  const told = form.querySelector("[data-dropped]");
  const say = (all) => {
    const size = all.reduce((sum, file) => sum + file.size, 0);
    const names = all.slice(0, 5).map((file) => file.name).join(", ");
    const more = all.length > 5 ? ` and ${all.length - 5} more` : "";
    const large = size > Number(form.dataset.longest) ? "; this is more than can be sent at once" : "";
    told.textContent = all.length ? `${all.length} dropped: ${names}${more}${large}` : "Nothing that could be read was dropped.";
  };
  const asked = (ask) => new Promise((resolve) => ask(resolve, () => resolve(null)));
  const below = async (entry, path) => {
    if (entry.isFile) {
      const file = await asked((done, failed) => entry.file(done, failed));
      return file ? [new File([file], path + file.name, { type: file.type })] : [];
    }
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await asked((done, failed) => reader.readEntries(done, failed));
      if (!some || !some.length) return found;
      for (const one of some) found.push(...await below(one, `${path}${entry.name}/`));
    }
  };
  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("dropping"); });
  addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.remove("dropping");
    // What was dropped is gone when this function first waits.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const all = [];
    for (const entry of entries) all.push(...await below(entry, ""));
    const chosen = new DataTransfer();
    for (const file of all) chosen.items.add(file);
    files.files = chosen.files;
    say(all);
  });
}
