// The theme's search worker with the query prepared first. It stands in the theme's own folder because the theme loads
// its language files relative to the worker.
//
// The theme turns every word into a prefix ("a" finds all that begins with a) and never stems a prefix. In a sentence such
// as "volunteers visiting families at home" that finds the wrong pages, so English words are stemmed here and searched
// whole; the last one also as a prefix, since it may still be being typed.
"use strict";

const QUERY = 2; // the theme's message type

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

const prepared = new WeakSet();

self.addEventListener("message", (event) => {
  if (prepared.has(event) || event.data?.type !== QUERY) return;
  event.stopImmediatePropagation();
  const next = new MessageEvent("message", { data: { ...event.data, data: prepare(String(event.data.data)) } });
  prepared.add(next);
  self.dispatchEvent(next);
});

importScripts(new URLSearchParams(self.location.search).get("theme"));
