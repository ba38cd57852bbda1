// The way back: published as `service-worker.js` in place of the other, it removes what the site has kept on a device, and
// itself. `mkdocs build` and `python -m generator serve` have it too, so that an edit shows at once.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(`guide ${self.registration.scope} `));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
