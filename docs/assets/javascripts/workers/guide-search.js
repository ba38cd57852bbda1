// The theme's search worker with the query prepared first. It stands in the theme's own folder because the theme loads
// its language files relative to the worker.
//
// The theme turns every word into a prefix ("a" finds all that begins with a) and never stems a prefix. In a sentence such
// as "volunteers visiting families at home" that finds the wrong pages, so English words are stemmed here and searched
// whole; the last one also as a prefix, since it may still be being typed.
// The theme also wants all documents indexed on every page that is opened. Here that waits until somebody searches: on
// an old phone it is work for seconds, and most visitors come from a link.
"use strict";

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]; // the theme's message types
const { searchParams: given } = new URL(self.location);

function english(words) {
  const stems = words
    .filter((word) => self.lunr.stopWordFilter(new self.lunr.Token(word.toLowerCase())))
    .map((word) => self.lunr.stemmer(new self.lunr.Token(word.toLowerCase())).toString());
  const last = words.at(-1).toLowerCase();
  return stems.map((stem) => `${stem}^1`).concat(last.length > 2 ? [last] : []);
}

function prepare(query) {
  const plain = query.replace(/['’]s?(?=\s|$)/g, "").replace(/["+\-:^~*?!.,;()]/g, " ");
  const words = plain.split(/\s+/).filter(Boolean);
  const latin = words.filter((word) => /^[\x21-\x7e]+$/.test(word));
  const others = words.filter((word) => !latin.includes(word));
  return [...others, ...(latin.length ? english(latin) : [])].join(" ");
}

const ours = new WeakSet();

function pass(data) {
  const event = new MessageEvent("message", { data });
  ours.add(event);
  self.dispatchEvent(event);
}

const tell = self.postMessage.bind(self);
let settings; // all that the theme sends for its index, but for the documents
let index; // a promise that it is there

async function makeIndex() {
  if (!self.lunr) importScripts(given.get("theme"));
  const docs = await (await fetch(given.get("docs"))).json();
  const ready = new Promise((done) => {
    self.postMessage = (message) => (message.type === READY ? done() : tell(message));
  });
  pass({ type: SETUP, data: { ...settings, docs } });
  await ready;
}

self.addEventListener("message", async (event) => {
  if (ours.has(event)) return;
  event.stopImmediatePropagation();
  const { type, data } = event.data;
  if (type === SETUP) {
    settings = data;
    tell({ type: READY });
  } else if (type === QUERY && !data) {
    tell({ type: RESULT, data: { items: [] } }); // as on every page that is opened
  } else if (type === QUERY) {
    index ??= makeIndex();
    try {
      await index;
      pass({ type, data: prepare(String(data)) });
    } catch {
      index = undefined; // the line may be back for the next letter
      tell({ type: RESULT, data: { items: [] } });
    }
  }
});
