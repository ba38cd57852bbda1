// The way back: published as `service-worker.js` in place of the other, it removes what the site has kept on a device, and
// itself. `mkdocs build` and `python -m generator serve` have it too, so that an edit shows at once. It is published as it
// stands here, so in words that every engine with service workers knows.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

function leave() {
  const ours = (names) => names.filter((name) => name.startsWith(`guide ${self.registration.scope} `));
  return caches
    .keys()
    .then((names) => Promise.all(ours(names).map((name) => caches.delete(name))))
    .then(() => self.registration.unregister());
}
