// Keeps a build of the site on the device and answers from it, so that no page ever meets a file of another build.
//
// The list of files is part of this script: a new build is a new worker. It fetches what changed, has the browser check
// every file against its digest, and waits until no page of the old build is open, or until the visitor asks for it. A
// build that does not arrive whole never comes into force; what has arrived stays, and the next attempt goes on there.
//
// A build has parts: what all pages share, each language, the interpreter. The first comes by itself, the others when a
// page asks for them. A new build brings those that the one before had.
"use strict";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {{ url: string, integrity: string, part: string }[]} */ // each url relative to the scope
const FILES = self.__WB_MANIFEST;
const SHARED = "shared"; // see `partOf` in service_worker.mjs
const SCOPE = worker.registration.scope;
const OURS = `guide ${SCOPE} `; // other sites may have the same origin
const LANES = 3; // files at a time, so that the visitor's own pages go first
const digests = new Map(FILES.map(({ url, integrity }) => [url, integrity]));
const build = crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(FILES))).then((bytes) => {
  const name = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return OURS + name;
});

// In a cache, content stands under its digest: what two addresses share is kept once, and builds share what did not change.
const key = (/** @type {string} */ integrity) => new URL(encodeURIComponent(integrity), SCOPE).href;

// Which parts of a build are wanted stands beside its files.
const WANTED = new URL("wanted", SCOPE).href;

/**
 * @param {Cache} cache
 * @returns {Promise<string[]>}
 */
async function wanted(cache) {
  return (await (await cache.match(WANTED))?.json()) ?? [];
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS)); // the oldest first
}

// --- a build arrives ---

worker.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const before = await Promise.all((await ours()).map(async (name) => wanted(await caches.open(name))));
  await keepAll([SHARED].concat(...before)); // the oldest engines do not know `flat`
}

/** @param {string[]} parts */
async function keepAll(parts) {
  if (stopped) return;
  const cache = await caches.open(await build);
  const all = new Set([...(await wanted(cache)), ...parts]);
  // First, so that a newer build which takes this one's place meanwhile brings them as well.
  await cache.put(WANTED, new Response(JSON.stringify([...all])));
  const files = FILES.filter(({ part }) => all.has(part)).map(({ url, integrity }) => [integrity, url]);
  const next = new Map(/** @type {[string, string][]} */ (files)).entries();
  const lane = async () => {
    for (const [integrity, url] of next) if (!stopped) await keep(cache, integrity, url);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/**
 * @param {Cache} cache
 * @param {string} integrity
 * @param {string} url
 */
async function keep(cache, integrity, url) {
  const name = key(integrity);
  if (await cache.match(name)) return;
  await cache.put(name, (await caches.match(name)) ?? (await fetched(integrity, url)));
}

/**
 * @param {string} integrity
 * @param {string} url
 */
async function fetched(integrity, url) {
  /** @type {(cache: RequestCache) => Promise<Response>} */
  const ask = (cache) => fetch(new URL(url, SCOPE), { integrity, cache, priority: "low" });
  // Two versions of a file may have the same size and date, which is all that some hosts compare.
  const answer = await ask("no-cache").catch(() => ask("reload"));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of what was sent, not of what is kept
  return new Response(answer.body, { headers }); // a page must not be an answer that was redirected
}

// --- a part arrives ---

let arriving = Promise.resolve(); // one after the other, since two pages may ask for the same
let stopped = false; // whatever is kept is about to be removed

worker.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data.keep) {
    stopped = false; // wanted after all
    arriving = arriving
      .then(() => keepAll(data.keep))
      .then(
        () => tell(false),
        () => tell(true),
      );
    event.waitUntil(arriving);
  } else if (data === "stop") {
    stopped = true;
    event.waitUntil(arriving.then(() => ports[0].postMessage("stopped")));
  }
});

/** @param {boolean} failed */
async function tell(failed) {
  if (stopped) return;
  const kept = await whole();
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  for (const page of pages) page.postMessage({ kept, failed });
}

// The parts of which every file is here.
async function whole() {
  const there = new Set((await (await caches.open(await build)).keys()).map(({ url }) => url));
  const missing = new Set(FILES.filter(({ integrity }) => !there.has(key(integrity))).map(({ part }) => part));
  return [...new Set(FILES.map(({ part }) => part))].filter((part) => !missing.has(part));
}

// --- a build comes into force ---

worker.addEventListener("message", ({ data }) => {
  if (data === "load now") worker.skipWaiting();
});

worker.addEventListener("activate", (event) => event.waitUntil(dropOlder()));

async function dropOlder() {
  const names = await ours();
  const older = names.slice(0, names.indexOf(await build)); // a newer one may be arriving
  await Promise.all(older.map((name) => caches.delete(name)));
}

// --- pages ask ---

const strangers = new Set(); // open pages that this build does not hold: all that they ask for comes from the network

worker.addEventListener("fetch", (event) => {
  const { request, clientId, resultingClientId } = event;
  const navigates = request.mode === "navigate";
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  if (strangers.has(clientId) && !navigates) {
    if (resultingClientId) strangers.add(resultingClientId); // its worker is one as well
    return;
  }
  const address = new URL(request.url);
  const path = address.pathname.slice(new URL(SCOPE).pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (digests.has(path) && navigates) {
    event.respondWith(page(path, event));
  } else if (digests.has(path)) {
    event.respondWith(kept(path).then((response) => response ?? fetch(request)));
  } else if (navigates && digests.has(`${path}/`)) {
    address.pathname += "/";
    event.respondWith(Response.redirect(address));
  } else if (navigates) {
    event.respondWith(network(path, event));
  }
});

/**
 * Undefined where its part is not on this device, or the browser or the visitor has thrown it away.
 * @param {string} path
 */
async function kept(path) {
  return caches.match(key(digests.get(path) ?? ""), { cacheName: await build });
}

/**
 * @param {string} path
 * @param {FetchEvent} event
 */
async function page(path, event) {
  return (await kept(path)) ?? network(path, event);
}

/**
 * @param {string} path
 * @param {FetchEvent} event
 */
async function network(path, { request, resultingClientId }) {
  strangers.add(resultingClientId);
  return fetch(request).catch(() => {
    strangers.delete(resultingClientId); // what it gets instead is of this build
    return lost(path);
  });
}

/**
 * Says whether there is no such page, as far as is known here, or whether it cannot be had without a network.
 * @param {string} path
 */
async function lost(path) {
  const below = `${path.split("/")[0]}/404.html`; // of the language
  const response = await kept(digests.has(below) ? below : "404.html");
  if (!response) return Response.error();
  const text = await response.text();
  const { headers } = response;
  const unreached = (/** @type {string} */ page) =>
    page.replace(/ data-lost\b/g, " hidden").replace(/ data-unreached hidden\b/g, "");
  return new Response(digests.has(path) ? unreached(text) : text, { status: 404, headers });
}
