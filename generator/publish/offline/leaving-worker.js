// The way back: published as `service-worker.js` in place of the other, it removes what the site has kept on a device, and
// itself. `mkdocs build` and `python -m generator serve` have it too, so that an edit shows at once. It is published as it
// stands here, so in words that every engine with service workers knows.
"use strict";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(leave()));

function leave() {
  const ours = (/** @type {string[]} */ names) =>
    names.filter((name) => name.startsWith(`guide ${worker.registration.scope} `));
  return caches
    .keys()
    .then((names) => Promise.all(ours(names).map((name) => caches.delete(name))))
    .then(() => worker.registration.unregister());
}
