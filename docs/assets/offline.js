// The site on this device: kept once a page has been read, renewed when the visitor says so, removed by a button of the
// privacy page. By itself only what is used is kept: the pages in the language of this one, and the interpreter once it has
// answered; on a metered line nothing, before the visitor wants it. What is kept and how stands in service-worker.js;
// without it everything works as long as there is a network.
"use strict";

{
  const bar = /** @type {HTMLElement} */ (document.querySelector("[data-worker]"));
  const offer = /** @type {HTMLElement} */ (document.querySelector("[data-offer]"));
  const inside = (/** @type {HTMLElement} */ place, /** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (place.querySelector(selector));
  const check = document.querySelector("[data-check]");
  const worker = new URL(String(bar.dataset.worker), location.href);
  const root = new URL(".", worker);
  const MINE = `guide ${root.href} `; // so begin the names of all caches
  const REFUSED = "guide-refused"; // in this tab the visitor has had everything removed
  const OFFER = "guide-offer"; // in this tab a page has been read, on this device the visitor does not want to be asked again
  const refused = () => sessionStorage.getItem(REFUSED);
  /** @type {ServiceWorkerContainer | undefined} */
  const workers = navigator.serviceWorker; // none in an insecure context
  const language = document.documentElement.lang.split("-")[0];
  // What this page would have kept: of the pages for staff, which nobody else reads, each brings all, those of duties, and what
  // writes documents for Word.
  const own = /^(\w+\/)?staff\//.test(location.href.slice(root.href.length))
    ? [language, `${language}-staff`, `${language}-duties`, "docx"]
    : [language];

  // Whether the visitor may pay for what arrives. Few browsers tell; of the others nothing is known.
  function metered() {
    const { saveData, type, effectiveType = "" } = navigator.connection ?? {};
    return saveData || type === "cellular" || /2g/.test(effectiveType);
  }

  // --- what the pages tell ---

  /** @param {"keeping" | "kept" | "offered" | "removed" | "failed" | "impossible"} state */
  function tell(state) {
    for (const line of document.querySelectorAll("[data-offline-state]"))
      line.hidden = line.dataset.offlineState !== state;
    const offered = ["offered", "removed", "failed"].includes(state);
    for (const button of document.querySelectorAll("[data-offline-keep]")) button.hidden = !offered;
  }

  /**
   * `data-size` says of which parts, and whether what they take on this device or what is sent to bring them.
   * @param {ParentNode} within
   */
  async function tellSizes(within) {
    const places = within.querySelectorAll("[data-size]");
    if (!places.length) return;
    /** @type {Record<string, Record<string, number>>} */
    const sizes = await (await fetch(new URL("offline.json", root))).json();
    for (const place of places) {
      const [kind, ...parts] = String(place.dataset.size).split(" ");
      place.textContent = (parts.reduce((sum, part) => sum + sizes[part][kind], 0) / 1e6).toFixed(1);
    }
  }

  // A line of the privacy page for each part.
  const lines = [...document.querySelectorAll("[data-part]")].map((line) => ({
    part: String(line.dataset.part),
    row: /** @type {HTMLElement} */ (line.parentElement),
    here: inside(line, "[data-here]"),
    absent: inside(line, "[data-absent]"),
    button: /** @type {HTMLButtonElement} */ (line.querySelector("button")),
  }));

  /** @param {string[]} kept */
  function tellParts(kept) {
    for (const { part, row, here, absent, button } of lines) {
      row.hidden = false;
      here.hidden = !kept.includes(part);
      absent.hidden = kept.includes(part);
      button.disabled = false;
    }
    tellSizes(document).catch(() => {});
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

  // The interpreter that has answered is kept once its page is out of sight: while it is at work, no phone has room for more.
  let active = workers?.controller; // this page may be left before it is known what is kept
  /** @type {string[]} */
  let wanted = [];
  const python = () => check?.dataset.python === "ready";
  const leaving = () => python() && !refused() && active?.postMessage({ keep: [...wanted, "python"] });
  document.addEventListener("visibilitychange", () => document.hidden && leaving());
  addEventListener("pagehide", leaving);

  /**
   * @param {ServiceWorkerRegistration} registration
   * @param {string[]} parts to keep
   */
  function watch(registration, parts) {
    let asked = false;
    const arriving = () => registration.installing || registration.waiting;
    const look = () => {
      if (refused()) return;
      active = registration.active;
      bar.hidden = !(registration.waiting && active);
      if (!active) return tell(arriving() ? "keeping" : "failed");
      if (asked) return;
      asked = true;
      wanted = parts;
      if (!python()) active.postMessage({ keep: parts });
    };
    const follow = () => registration.installing?.addEventListener("statechange", look);
    registration.addEventListener("updatefound", () => {
      follow();
      look();
    });
    follow();
    look();
    offerReload(registration);
  }

  /** @param {ServiceWorkerRegistration} registration */
  function offerReload(registration) {
    inside(bar, "[data-load]").addEventListener("click", () => {
      const { waiting } = registration;
      if (!waiting) return reload();
      waiting.addEventListener("statechange", () => waiting.state === "activated" && reload());
      waiting.postMessage("load now");
    });
    inside(bar, "[data-later]").addEventListener("click", () => {
      bar.hidden = true;
    });
  }

  // --- keeping and removing ---

  async function registered() {
    const registration = await workers?.getRegistration(root);
    return registration?.scope === root.href ? registration : undefined; // a site around this one may have its own
  }

  /**
   * The worker answers every page, with the parts that are there then.
   * @param {string[]} parts
   */
  async function ask(parts) {
    (await registered())?.active?.postMessage({ keep: parts });
  }

  /** @param {MessageEvent<{ kept?: string[], failed?: boolean }>} message */
  function heard({ data }) {
    if (!data.kept || refused()) return;
    tell(data.kept.includes(language) ? "kept" : data.failed ? "failed" : "offered");
    tellParts(data.kept);
    // Whoever wanted it kept, and went on before it was asked for.
    const none = data.kept.every((part) => ["shared", "python"].includes(part));
    if (none && !data.failed) ask(own);
  }

  /** @param {string[]} parts */
  async function keep(parts) {
    await workers?.register(worker, { updateViaCache: "none" }).catch(() => {}); // no network, or no such file
    const registration = await registered();
    if (registration) watch(registration, parts);
    else tell("failed");
  }

  // What is arriving would else be kept after all.
  async function stop() {
    const registration = await registered();
    const active = registration?.active;
    if (!active) return;
    const { port1, port2 } = new MessageChannel();
    await new Promise((go) => {
      port1.onmessage = go;
      active.postMessage("stop", [port2]);
      setTimeout(go, 2_000); // a worker that has died says nothing
    });
  }

  // One step that fails, because there is no such thing here, stops no other.
  async function forget() {
    const empty = (/** @type {Storage} */ store) => {
      // The theme's names begin with the path of the site.
      const ours = Object.keys(store).filter((name) => name.startsWith("guide-") || name.startsWith(root.pathname));
      for (const name of ours) if (name !== REFUSED) store.removeItem(name);
    };
    for (const step of [
      () => sessionStorage.setItem(REFUSED, "yes"), // at once, since something may be arriving
      stop,
      async () => (await registered())?.unregister(),
      async () => {
        for (const name of await caches.keys()) if (name.startsWith(MINE)) await caches.delete(name);
      },
      () => empty(localStorage),
      () => empty(sessionStorage),
    ]) {
      try {
        await step();
      } catch {
        // nothing is there
      }
    }
    bar.hidden = true;
    for (const { row } of lines) row.hidden = true;
    tell("removed");
  }

  // Whoever reads a second page is asked, once.
  function askFirst() {
    tell("offered");
    const second = sessionStorage.getItem(OFFER);
    sessionStorage.setItem(OFFER, "yes");
    if (check || !second || localStorage.getItem(OFFER)) return;
    tellSizes(offer).then(() => {
      offer.hidden = false;
    });
    inside(offer, "[data-later]").addEventListener("click", () => {
      offer.hidden = true;
      localStorage.setItem(OFFER, "later");
    });
  }

  // The page comes first, and on the page of questions the program that answers.
  async function quiet() {
    if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
    if (check && !check.dataset.python) {
      await new Promise((go) => new MutationObserver(go).observe(check, { attributeFilter: ["data-python"] }));
    }
    const idle = window.requestIdleCallback ?? ((go) => setTimeout(go, 1_000));
    await new Promise((go) => idle(go, { timeout: 5_000 }));
  }

  async function start() {
    for (const button of document.querySelectorAll("[data-offline-forget]")) {
      button.hidden = false;
      button.addEventListener("click", forget);
    }
    if (!workers) return tell("impossible");
    for (const button of document.querySelectorAll("[data-offline-keep]")) {
      button.addEventListener("click", () => {
        sessionStorage.removeItem(REFUSED);
        offer.hidden = true;
        tell("keeping");
        keep(own);
      });
    }
    workers.addEventListener("message", heard);
    for (const { part, button } of lines) {
      button.addEventListener("click", () => {
        button.disabled = true;
        ask([part]);
      });
    }
    tellSizes(document).catch(() => {});
    if (refused()) return tell("removed");
    if (metered() && !(await registered())) return askFirst();
    tell("keeping");
    await quiet();
    if (!refused()) await keep(metered() ? [] : own);
  }

  start().catch(() => tell("impossible")); // storage is switched off
}
