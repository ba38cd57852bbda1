// Keeps one whole build of the site on the device and answers from it, so that no page ever meets a file of another build.
//
// The list of files is part of this script: a new build is a new worker. It fetches what changed, has the browser check
// every file against its digest, and waits until no page of the old build is open, or until the visitor asks for it. A
// build that does not arrive whole never comes into force; what has arrived stays, and the next attempt goes on there.
"use strict";

const FILES = self.__WB_MANIFEST; // [{ url, integrity }], each url relative to the scope
const SCOPE = self.registration.scope;
const OURS = `guide ${SCOPE} `; // other sites may have the same origin
const LANES = 3; // files at a time, so that the visitor's own pages go first
const digests = new Map(FILES.map(({ url, integrity }) => [url, integrity]));
const build = crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(FILES))).then((bytes) => {
  const name = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return OURS + name;
});

// In a cache, content stands under its digest: what two addresses share is kept once, and builds share what did not change.
const key = (integrity) => new URL(encodeURIComponent(integrity), SCOPE).href;

// --- a build arrives ---

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

async function keepAll() {
  const cache = await caches.open(await build);
  const wanted = new Map(FILES.map(({ url, integrity }) => [integrity, url])).entries();
  const lane = async () => {
    for (const [integrity, url] of wanted) await keep(cache, integrity, url);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function keep(cache, integrity, url) {
  const name = key(integrity);
  if (await cache.match(name)) return;
  await cache.put(name, (await caches.match(name)) ?? (await fetched(integrity, url)));
}

async function fetched(integrity, url) {
  const ask = (cache) => fetch(new URL(url, SCOPE), { integrity, cache, priority: "low" });
  // Two versions of a file may have the same size and date, which is all that some hosts compare.
  const answer = await ask("no-cache").catch(() => ask("reload"));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of what was sent, not of what is kept
  return new Response(answer.body, { headers }); // a page must not be an answer that was redirected
}

// --- a build comes into force ---

self.addEventListener("message", ({ data }) => {
  if (data === "load now") self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));

async function dropOlder() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS)); // the oldest first
  const older = names.slice(0, names.indexOf(await build)); // a newer one may be arriving
  await Promise.all(older.map((name) => caches.delete(name)));
}

// --- pages ask ---

const strangers = new Set(); // open pages that this build does not hold: all that they ask for comes from the network

self.addEventListener("fetch", (event) => {
  const { request, clientId, resultingClientId } = event;
  const navigates = request.mode === "navigate";
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  if (strangers.has(clientId) && !navigates) {
    if (resultingClientId) strangers.add(resultingClientId); // its worker is one as well
    return;
  }
  const address = new URL(request.url);
  const path = address.pathname.slice(new URL(SCOPE).pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (digests.has(path)) {
    event.respondWith(kept(path, request));
  } else if (navigates && digests.has(`${path}/`)) {
    address.pathname += "/";
    event.respondWith(Response.redirect(address));
  } else if (navigates) {
    strangers.add(resultingClientId);
    event.respondWith(fetch(request).catch(() => lost(path, request)));
  }
});

// Where the browser or the visitor has thrown the cache away, the network answers.
async function kept(path, request) {
  return (await caches.match(key(digests.get(path)), { cacheName: await build })) ?? fetch(request);
}

async function lost(path, request) {
  const below = `${path.split("/")[0]}/404.html`; // of the language
  const { body, headers } = await kept(digests.has(below) ? below : "404.html", request);
  return new Response(body, { status: 404, headers });
}
