// The site on this device: kept once a page has been read, renewed when the visitor says so, removed by a button of the
// privacy page. What is kept and how stands in service-worker.js; without it everything works as long as there is a network.
"use strict";

{
  const bar = document.querySelector("[data-worker]");
  const worker = new URL(bar.dataset.worker, location);
  const root = new URL(".", worker);
  const REFUSED = "guide-refused"; // in this tab the visitor has had everything removed
  const refused = () => sessionStorage.getItem(REFUSED);
  const workers = navigator.serviceWorker; // none in an insecure context

  // --- what the privacy page tells ---

  function tell(state) {
    for (const line of document.querySelectorAll("[data-offline-state]")) line.hidden = line.dataset.offlineState !== state;
    for (const button of document.querySelectorAll("[data-offline-keep]")) button.hidden = !["offered", "removed"].includes(state);
  }

  async function tellSizes() {
    const places = document.querySelectorAll("[data-size]");
    if (!places.length) return;
    const sizes = await (await fetch(new URL("offline.json", root))).json();
    for (const place of places) place.textContent = (sizes[place.dataset.size] / 1e6).toFixed(1);
  }

  // --- a new version ---

  // Another page of the site may have asked for it: then it is in force for all of them. The questionnaire keeps its
  // answers over it.
  let reloading = false;
  function reload() {
    if (reloading) return;
    reloading = true;
    location.reload();
  }
  if (workers?.controller) workers.addEventListener("controllerchange", reload);

  function watch(registration) {
    const look = () => {
      if (refused()) return;
      const { installing, waiting, active } = registration;
      bar.hidden = !(waiting && active);
      tell(active ? "kept" : installing || waiting ? "keeping" : "failed");
    };
    const follow = () => registration.installing?.addEventListener("statechange", look);
    registration.addEventListener("updatefound", () => (follow(), look()));
    follow();
    look();
    bar.querySelector("[data-load]").addEventListener("click", () => {
      const { waiting } = registration;
      if (!waiting) return reload();
      waiting.addEventListener("statechange", () => waiting.state === "activated" && reload());
      waiting.postMessage("load now");
    });
    bar.querySelector("[data-later]").addEventListener("click", () => (bar.hidden = true));
  }

  // --- keeping and removing ---

  async function registered() {
    const found = await workers.getRegistration(root);
    return found?.scope === root.href ? found : undefined; // a site around this one may have its own
  }

  async function keep() {
    await workers.register(worker, { updateViaCache: "none" }).catch(() => {}); // no network, or no such file
    const registration = await registered();
    if (registration) watch(registration);
    else tell("failed");
  }

  async function forget() {
    sessionStorage.setItem(REFUSED, "yes"); // at once, since something may be arriving
    await (await registered())?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`guide ${root.href} `)) await caches.delete(name);
    for (const store of [localStorage, sessionStorage]) {
      // The theme's names begin with the path of the site.
      const ours = Object.keys(store).filter((name) => name.startsWith("guide-") || name.startsWith(root.pathname));
      for (const name of ours) if (name !== REFUSED) store.removeItem(name);
    }
    bar.hidden = true;
    tell("removed");
  }

  // The page comes first, and on the page of questions the program that answers.
  async function quiet() {
    if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
    const check = document.querySelector("[data-check]");
    if (check && !check.dataset.python) {
      await new Promise((go) => new MutationObserver(go).observe(check, { attributeFilter: ["data-python"] }));
    }
    const idle = window.requestIdleCallback ?? ((go) => setTimeout(go, 1_000));
    await new Promise((go) => idle(go, { timeout: 5_000 }));
  }

  async function start() {
    tellSizes().catch(() => {});
    if (!workers) return tell("impossible");
    for (const button of document.querySelectorAll("[data-offline-forget]")) {
      button.hidden = false;
      button.addEventListener("click", forget);
    }
    for (const button of document.querySelectorAll("[data-offline-keep]")) {
      button.addEventListener("click", () => {
        sessionStorage.removeItem(REFUSED);
        tell("keeping");
        keep();
      });
    }
    if (refused()) return tell("removed");
    if (navigator.connection?.saveData && !(await registered())) return tell("offered");
    tell("keeping");
    await quiet();
    if (!refused()) await keep();
  }

  start().catch(() => tell("impossible")); // storage is switched off
}
