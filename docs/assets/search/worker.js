// Finds pages for what somebody types. Everything happens on the device: no word of a query leaves it.
//
// A query meets a page in two ways: in writing, by characters and pairs of characters or by the stems of English words;
// and by sound, so that pinyin and characters of the same sound find what was meant. Beside that, best bets say what must
// come first when somebody speaks of a certain situation. The index is made by generator/pages/search/index.py.
"use strict";

if (!Object.hasOwn) importScripts("../polyfills.js"); // an engine that has it has the older things as well
importScripts("minisearch.js"); // defines MiniSearch
self.module = {};
importScripts("stemmer.js"); // says module.exports
const porter = /** @type {(word: string) => string} */ (self.module.exports);

/** @typedef {{ heading: string, text: string, anchor: string, terms?: Set<string> }} Part */
/** @typedef {{ at: string, kind: string, title: string, words: string[], weight: number, long: boolean, parts: Part[] }} Page */
/** @typedef {{ id: string, page: string, danger?: boolean, unclear?: boolean } & Search.Danger} Bet */
/**
 * See generator/pages/search/classifier.py: a text a class in `steps` and `weights`, a character a number, `zero` the code of that for 0.
 * @typedef {{ classes: string[], unit: number, zero: number, start: number[], cuts: string, steps: string[], weights: string[] }} Learned
 */
/** @typedef {{ score: number, written: number }} Meaning `written`: as far as it does not rest on sound */
/** @typedef {Map<string, Meaning>} Meanings by class, or by the address of a page */
/** @typedef {{ page: Page, score: number, written: string[], heard: string[], firm: boolean, meant: boolean }} Hit */

/**
 * What generator/pages/search/index.py makes of the pages of one language. `simple`: traditional characters, each with its
 * simplified one; `sounds`: the characters of each syllable in pinyin without tones.
 * @typedef {object} Index
 * @property {string} language
 * @property {string} simple
 * @property {Record<string, string>} sounds
 * @property {Page[]} pages
 * @property {Bet[]} bets
 * @property {Learned} classifier
 */

const MOST = 8; // results
const FEW = 3; // that are shown however little they fit
const TAIL = 1.2; // by how much a further one may fit worse than the first
const LONG = 90; // characters of an excerpt

const WEIGHTS = { title: 6, words: 8, asks: 3, body: 1 };
const SINGLE = 0.15; // a single character, against a pair
const SLIP = 0.5; // a word with a slip, or of which only the beginning was typed, against the word itself
const SOUND = 4; // a pair of syllables, against a pair of characters in the body
const ODD = 6; // such a pair, written with characters that no page has beside one another, or spelt, against one that is not
const MEANT = 1; // what the classifier says, against the best match in writing and by sound
const LIKELY = -0.5; // from where on a page is believed to be meant
const DANGER = "danger"; // the class of all queries that tell of one
const KIND = 0.5; // what the likeliest kind of danger says, against what is said of danger as such
const ALARM = -0.3; // from where on a danger is heard
const FIRST = -0.15; // from where on its page comes before all else
const CERTAIN = 0.3; // from where on the page of another best bet does, and a danger is heard in a part of a query
const CLEAR = -0.4; // from where on it is clear enough which danger
const NOT_MEANT = { score: -1, written: -1 }; // what the classifier says of most

const HAN = /[\u3400-\u9fff]+/g;
const LATIN = /[a-z0-9]+/g;
const EMPTY = new Set(
  (
    "a an and any are as at be but by can cannot do does for from get had has have he her him his how i if in is it its me my no not of on " +
    "or our she so than that the their them then there they this to was we were what when where which who whose why will with you your " +
    "有没 没有 怎么 么办 什么 哪个 哪些 可以 能不 不能 咋个 啥子 没得 晓得 不晓 知道 不知 怎样 如何 要不 不要 一个 的 了 是 在 吗 呢 啊 我 你 他 她 有 和 就 也 都 么 啥 咋 个 能 要 会 可 以 给 把 被 得 着 过 去 来 不 没 上 下 里"
  ).split(" "),
);

// --- writing ---

/** @type {Map<string, string>} */
const simple = new Map(); // simplified characters by traditional ones
/** @param {string} pairs */
function learnSimple(pairs) {
  for (let i = 0; i < pairs.length; i += 2) simple.set(pairs[i], pairs[i + 1]);
}
const plain = (/** @type {string} */ text) =>
  Array.from(text.normalize("NFKC").toLowerCase(), (letter) => simple.get(letter) || letter)
    .join("")
    .replace(/['’](s\b)?/g, "")
    .replace(/(\d),(?=\d)/g, "$1");
/** @type {(text: string, kind: RegExp) => string[]} */
const runs = (text, kind) => text.match(kind) || [];
/** @type {Map<string, string>} */
const stems = new Map(); // of all words so far: pages say the same ones over and over
/** @param {string} word */
function stemmed(word) {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = /\d/.test(word) ? word : porter(word);
  stems.set(word, stem);
  return stem;
}
const unique = (/** @type {string[]} */ list) => Array.from(new Set(list));

const pairs = (/** @type {string} */ run) => Array.from(run.slice(1), (letter, i) => run[i] + letter);

/**
 * What a text is found by: pairs of characters and, where `single`, characters; English words as they are and as stems.
 * @param {string} text
 * @param {boolean} single
 */
function terms(text, single) {
  const clean = plain(text);
  const pieces = [];
  for (const run of runs(clean, HAN)) pieces.push(...(single || run.length === 1 ? run : ""), ...pairs(run));
  for (const word of runs(clean, LATIN)) pieces.push(word, stemmed(word));
  return pieces;
}

// --- sound ---

// How the Southwest says a syllable: n as l, zh ch sh as z c s, -ng as -n, f as h.
/** @type {Record<string, string>} */
const F_AS_H = {
  fa: "hua",
  fan: "huan",
  fang: "huang",
  fei: "hui",
  fen: "hun",
  feng: "hong",
  fo: "huo",
  fou: "hou",
  fu: "hu",
};
const said = (/** @type {string} */ syllable) =>
  (F_AS_H[syllable] || syllable)
    .replace(/^([zcs])h/, "$1")
    .replace(/^n/, "l")
    .replace(/ng$/, "n");

class Sounds {
  /** @param {Record<string, string>} table the characters of each syllable */
  constructor(table) {
    this.syllables = new Set(Object.keys(table).concat(Object.keys(table).map(said))); // people type them as they say them
    /** @type {Map<string, string[]>} */
    this.readings = new Map();
    for (const syllable of Object.keys(table)) {
      for (const letter of table[syllable])
        this.readings.set(letter, (this.readings.get(letter) || []).concat(said(syllable)));
    }
  }

  /**
   * The syllables of a word typed in pinyin, the fewest there can be, or null if it is none.
   * @param {string} word
   */
  split(word) {
    /** @type {(string[] | null)[]} */
    const fewest = [[]];
    for (let end = 1; end <= word.length; end += 1) {
      fewest[end] = null;
      for (let start = Math.max(0, end - 6); start < end; start += 1) {
        const [before, syllable] = [fewest[start], word.slice(start, end)];
        const known = fewest[end];
        if (before && this.syllables.has(syllable) && !(known && known.length <= before.length + 1)) {
          fewest[end] = before.concat(said(syllable));
        }
      }
    }
    return fewest[word.length];
  }

  /**
   * What is said in one breath: lists of syllables, each a list of its readings. Punctuation and English divide them.
   * @param {string} text
   */
  breaths(text) {
    /** @type {string[][][]} */
    const breaths = [[]];
    for (const part of plain(text).match(/[\u3400-\u9fff]|[a-z]+|[^\s\u3400-\u9fffa-z]/g) || []) {
      const readings = this.readings.get(part);
      const syllables = readings ? [readings] : (this.split(part) || []).map((one) => [one]);
      if (syllables.length) breaths[breaths.length - 1].push(...syllables);
      else breaths.push([]);
    }
    return breaths;
  }

  /**
   * Pairs of syllables, by which pages are found.
   * @param {string} text
   */
  pairs(text) {
    /** @type {string[]} */
    const pieces = [];
    for (const breath of this.breaths(text)) {
      breath.slice(1).forEach((second, i) => {
        for (const one of breath[i]) for (const other of second) pieces.push(`${one}'${other}`);
      });
    }
    return pieces;
  }

  /** @param {string} text */
  spells(text) {
    const words = runs(plain(text), /[a-z]+/g);
    return words.length > 0 && words.every((word) => this.split(word));
  }
}

// --- what is meant ---

/**
 * What a query is weighed by: characters, pairs and triples of them and pairs of syllables; the stems of words, pairs of those,
 * and four letters in a row, so that a slip spoils a part of a word only.
 * The classifier is trained on what this gives, so it must be trained anew when this changes (see generator/pages/search/classifier.py).
 * @param {string} text
 * @param {Sounds} sounds
 */
function features(text, sounds) {
  const clean = plain(text);
  const cuts = [];
  for (const run of runs(clean, HAN)) {
    for (let i = 0; i < run.length; i += 1)
      for (let long = 1; long <= 3 && i + long <= run.length; long += 1) cuts.push(run.slice(i, i + long));
  }
  const words = runs(clean, LATIN);
  const stems = words.map(stemmed);
  stems.forEach((stem, i) => {
    cuts.push(stem, ...(i ? [`${stems[i - 1]} ${stem}`] : []));
  });
  for (const word of words.map((one) => `<${one}>`))
    for (let end = 4; end <= word.length; end += 1) cuts.push(`~${word.slice(end - 4, end)}`);
  return { written: unique(cuts), said: unique(sounds.pairs(text)) };
}

// A linear classifier: how much each of these speaks for a page or a danger, learned from what people type.
class Classifier {
  /**
   * @param {Learned} learned
   * @param {Sounds} sounds
   */
  constructor({ classes, unit, zero, start, cuts, steps, weights }, sounds) {
    this.classes = classes;
    this.unit = unit;
    this.start = start;
    this.sounds = sounds;
    /** @type {Map<string, number[]>} by cut, alternately the place of a class and its weight */
    this.weights = new Map();
    const all = cuts.split("\n");
    const number = (/** @type {string} */ text, /** @type {number} */ i) => text.charCodeAt(i) - zero;
    classes.forEach((_, place) => {
      let at = -1;
      for (let i = 0; i < weights[place].length; i += 1) {
        at += 1 + number(steps[place], i);
        const own = this.weights.get(all[at]) || [];
        own.push(place, number(weights[place], i));
        this.weights.set(all[at], own);
      }
    });
  }

  /**
   * By class: above 0 it is likely meant.
   * @param {string} text
   * @returns {Meanings}
   */
  scores(text) {
    const sum = (/** @type {string[]} */ cuts) => {
      const total = this.classes.map(() => 0);
      for (const one of cuts) {
        const weights = this.weights.get(one) || [];
        for (let i = 0; i < weights.length; i += 2) total[weights[i]] += weights[i + 1];
      }
      return total;
    };
    const { written, said } = features(text, this.sounds);
    const [byWriting, bySound] = [sum(written), sum(said)];
    return new Map(
      this.classes.map((name, i) => {
        const own = this.start[i] + byWriting[i];
        return [name, { score: this.unit * (own + bySound[i]), written: this.unit * own }];
      }),
    );
  }
}

// What the scores say of a class, or of a page by its address.
const meaning = (/** @type {Meanings} */ scores, /** @type {string} */ name) => scores.get(name) || NOT_MEANT;

// --- the pages of one language ---

const rank = (/** @type {Hit} */ hit) => (hit.firm ? 2 : hit.heard.length || hit.meant ? 1 : 0);

class Pages {
  /** @param {Index} index */
  constructor(index) {
    this.language = index.language;
    learnSimple(index.simple);
    this.pages = index.pages.map((page, id) => Object.assign({ id }, page));
    this.sounds = new Sounds(index.sounds);
    /** @type {Set<string>} */
    this.vocabulary = new Set(); // English words of some length
    /** @type {Set<string>} */
    this.written = new Set(); // pairs of characters
    this.bets = index.bets;
    this.classifier = new Classifier(index.classifier, this.sounds);
    this.index = new MiniSearch({
      fields: Object.keys(WEIGHTS).concat("sound"),
      extractField: (page, field) => (field === "id" ? String(page.id) : this.text(page, field)),
      tokenize: (text, field) => (field === "sound" ? this.sounds.pairs(text) : terms(text, field !== "body")),
      processTerm: (term) => {
        if (/^[a-z]{5,}$/.test(term)) this.vocabulary.add(term);
        else if (/^[\u3400-\u9fff]{2}$/.test(term)) this.written.add(term);
        return term;
      },
    });
    this.index.addAll(this.pages);
  }

  /**
   * @param {Page} page
   * @param {string} field
   */
  text(page, field) {
    const [title, words, headings] = [page.title, page.words, page.parts.map((part) => part.heading)];
    /** @type {Record<string, string[]>} */
    const texts = {
      title: [title],
      words,
      asks: headings,
      body: page.parts.map((part) => part.text),
      sound: [title].concat(words, headings),
    };
    return texts[field].join(" / ");
  }

  /**
   * English words as pages may have them: with the letters swapped that were typed in the wrong order, and joined or apart.
   * @param {string[]} words
   */
  spellings(words) {
    /** @type {string[]} */
    const spellings = [];
    words.forEach((word, i) => {
      if (words[i + 1]) spellings.push(word + words[i + 1]);
      if (word.length >= 5 && !this.vocabulary.has(word)) spellings.push(...this.mended(word));
    });
    return spellings.concat(spellings.map(stemmed));
  }

  /** @param {string} word that no page has */
  mended(word) {
    /** @type {string[]} */
    const spellings = [];
    for (let at = 1; at < word.length; at += 1) {
      const swapped = word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
      const halves = [word.slice(0, at), word.slice(at)];
      if (this.vocabulary.has(swapped)) spellings.push(swapped);
      if (halves[0].length > 2 && halves[1].length > 1 && halves.every((half) => this.known(half)))
        spellings.push(...halves);
    }
    return spellings;
  }

  /** @param {string} word */
  known(word) {
    return (
      this.vocabulary.has(word) ||
      this.index.search(word, { fields: ["title", "words"], tokenize: () => [word] }).length > 0
    );
  }

  /**
   * @param {string[]} wanted
   * @param {import("minisearch").SearchOptions} options
   */
  scores(wanted, options) {
    if (!wanted.length) return [];
    const boostDocument = (/** @type {number} */ id) => this.pages[id].weight;
    return this.index.search(
      wanted.join(" "),
      Object.assign(
        { tokenize: () => wanted, processTerm: (/** @type {string} */ term) => term, boostDocument },
        options,
      ),
    );
  }

  /**
   * All pages by how well they fit, as words and by what people mean who ask like this; one found by sound alone stands after
   * all that are found in writing.
   * @param {string} query
   * @param {Meanings} meant
   */
  find(query, meant) {
    const words = runs(plain(query), LATIN);
    const last = /[a-z0-9]$/.test(plain(query)) ? words[words.length - 1] : "";
    const allSpelt = this.sounds.spells(query);
    const written = unique(terms(query, true).concat(allSpelt ? [] : this.spellings(words))).filter(
      (term) => !EMPTY.has(term),
    );
    const inWriting = this.scores(written, {
      fields: Object.keys(WEIGHTS),
      boost: WEIGHTS,
      boostTerm: (term) => (/^[\u3400-\u9fff]$/.test(term) ? SINGLE : 1),
      prefix: (term) => term === last && term.length > 2,
      fuzzy: (term) => !allSpelt && /^[a-z]{5,}$/.test(term) && 1,
      weights: { fuzzy: SLIP, prefix: SLIP },
    });
    // What no page writes was perhaps meant to be something that sounds alike.
    const spelt = new Set(
      this.sounds.pairs(written.filter((term) => term.length === 2 && !this.written.has(term)).join("/")),
    );
    const odd = (/** @type {string} */ term) => allSpelt || spelt.has(term);
    const bySound = this.scores(unique(this.sounds.pairs(query)), {
      fields: ["sound"],
      boostTerm: (term) => (odd(term) ? ODD : 1),
    });
    /** @type {Hit[]} */
    const hits = this.pages.map((page) => ({ page, score: 0, written: [], heard: [], firm: false, meant: false }));
    for (const { id, score, terms: met } of inWriting) {
      Object.assign(hits[id], { score, written: met, firm: met.some((term) => term.length > 1) });
    }
    for (const { id, score, terms: met } of bySound)
      Object.assign(hits[id], { score: hits[id].score + SOUND * score, heard: met });
    const most = Math.max(...hits.map((hit) => hit.score)) || 1;
    for (const hit of hits) {
      const { score, written: own } = meaning(meant, hit.page.at);
      Object.assign(hit, {
        score: hit.score / most + MEANT * score,
        meant: score > LIKELY,
        firm: hit.firm || own > LIKELY,
      });
    }
    return hits.sort((a, b) => rank(b) - rank(a) || b.score - a.score);
  }

  /**
   * The dangers to tell of that are heard in a query, the likeliest first, by the scores of its classes; and the page of a bet
   * that is sure enough to come before all others. Whether there is a danger at all is easier to tell than which, but the
   * likeliest kind has a say in it. It may also be told in a part of the query.
   * @param {string} query
   * @param {Meanings} scores
   */
  heard(query, scores) {
    const of = (/** @type {string} */ name, from = scores) => meaning(from, name).score;
    const parts = query
      .split(/[\s,.;!?，。；！？、]+/)
      .filter((part) => part.length > 1)
      .map((part) => this.classifier.scores(part));
    const kinds = this.bets.filter((bet) => bet.danger);
    const danger = (/** @type {Meanings} */ from) =>
      of(DANGER, from) + KIND * Math.max(...kinds.map((bet) => of(bet.id, from)));
    const alarm = danger(scores) > ALARM || parts.some((part) => danger(part) > CERTAIN);
    const bets = this.bets
      .filter((bet) => (bet.danger ? alarm : of(bet.id) > CERTAIN))
      .sort((a, b) => of(b.id) - of(a.id));
    const dangers = bets.filter((bet) => bet.danger);
    const clear = dangers.filter((bet) => of(bet.id) > CLEAR);
    // Nobody is told of a crime on a guess.
    const warnings = clear.length
      ? clear
      : dangers
          .filter((bet) => bet.unclear)
          .concat(dangers)
          .slice(0, 1);
    const [best] = bets;
    const first = best && (of(best.id) > CERTAIN || (best.danger && danger(scores) > FIRST)) ? best.page : null;
    return { warnings, first };
  }

  /**
   * What the box shows. Pages that share single characters with a query of several are near, no results.
   * @param {string} query
   * @returns {Search.Answer}
   */
  answer(query) {
    const scores = this.classifier.scores(query);
    const { warnings, first: at } = this.heard(query, scores);
    const meant = new Map(scores);
    for (const { id, page } of this.bets) {
      if (meaning(meant, page).score < meaning(scores, id).score) meant.set(page, meaning(scores, id));
    }
    const hits = this.find(query, meant);
    const short = runs(plain(query), HAN).join("").length < 2;
    const first = (/** @type {Hit} */ hit) => hit.page.at === at;
    const firm = hits.filter(
      (hit) => !first(hit) && (hit.firm || hit.meant || hit.heard.length || (short && hit.written.length)),
    );
    const near = (/** @type {Hit} */ hit, /** @type {number} */ i) => i < FEW || hit.score > firm[0].score - TAIL;
    const shown = hits.filter(first).concat(firm.filter(near)).slice(0, MOST);
    return {
      language: this.language,
      dangers: warnings.map(({ say, contacts, note }) => ({ say, contacts, note })),
      results: shown.map((hit) => this.shown(hit)),
      near: shown.length
        ? []
        : hits
            .filter((hit) => hit.written.length)
            .slice(0, 3)
            .map(({ page }) => ({ at: page.at, title: page.title })),
    };
  }

  /**
   * How a page is shown among the results: the part that fits best, with what was found in it marked.
   * @param {Hit} hit
   * @returns {Search.Result}
   */
  shown({ page, written, heard }) {
    const marker = new Marker(written);
    const counts = page.parts.map((part) => marker.count(part));
    const best = page.parts[counts.indexOf(Math.max(...counts))];
    const inside = page.long && best.anchor !== "" && marker.places(best.heading).length > 0;
    return {
      at: inside ? `${page.at}#${best.anchor}` : page.at,
      kind: page.kind,
      title: marker.cut(page.title),
      part: inside ? marker.cut(best.heading) : [],
      text: marker.cut(excerpt(best.text || page.parts[0].text, marker)),
      why: written.some((term) => term.length > 1) ? "written" : heard.length ? "sound" : "meant",
    };
  }
}

// --- excerpts and marks ---

// Marks words and runs of at least two characters, never a single one.
class Marker {
  /** @param {string[]} written */
  constructor(written) {
    this.pairs = new Set(written.filter((term) => /^[\u3400-\u9fff]{2}$/.test(term)));
    this.stems = new Set(written.filter((term) => /^[a-z0-9]/.test(term)).map(stemmed));
  }

  /**
   * The places to mark: pairs of a start and an end.
   * @param {string} text
   * @returns {[start: number, end: number][]}
   */
  places(text) {
    /** @type {[number, number][]} */
    const places = [];
    const lower = text.toLowerCase();
    for (let i = 1; i < lower.length; i += 1) {
      if (!this.pairs.has(lower.slice(i - 1, i + 1))) continue;
      if (places.length && places[places.length - 1][1] >= i) places[places.length - 1][1] = i + 1;
      else places.push([i - 1, i + 1]);
    }
    const word = /[a-z0-9'’]+/g;
    for (let match = word.exec(lower); match; match = word.exec(lower)) {
      if (this.stems.has(stemmed(match[0].replace(/['’](s$)?/g, ""))))
        places.push([match.index, match.index + match[0].length]);
    }
    return places.sort((a, b) => a[0] - b[0]);
  }

  /**
   * How much of what was found is in a part of a page, whose terms are worked out once.
   * @param {Part} part
   */
  count(part) {
    if (!part.terms) part.terms = new Set(terms(`${part.heading} / ${part.text}`, false));
    const { terms: all } = part;
    return Array.from(this.pairs)
      .concat(Array.from(this.stems))
      .filter((term) => all.has(term)).length;
  }

  /**
   * The text in pieces: every second one is to be marked.
   * @param {string} text
   */
  cut(text) {
    const pieces = [];
    let at = 0;
    for (const [start, end] of this.places(text)) {
      pieces.push(text.slice(at, start), text.slice(start, end));
      at = end;
    }
    return pieces.concat(text.slice(at));
  }
}

/**
 * The stretch of the text that holds most of what was found, from the beginning of a sentence where there is one near.
 * @param {string} text
 * @param {Marker} marker
 */
function excerpt(text, marker) {
  const places = marker.places(text);
  const within = (/** @type {number} */ start) =>
    places.filter((place) => place[0] >= start && place[1] <= start + LONG).length;
  const start = places.reduce(
    (best, place) => (within(place[0]) > within(best) ? place[0] : best),
    places.length ? places[0][0] : 0,
  );
  const before = text.slice(0, start);
  const sentence = Math.max(...Array.from("。！？；.!?", (mark) => before.lastIndexOf(mark))) + 1;
  const from = start - sentence < LONG / 3 ? sentence : Math.max(0, start - 12);
  const to = from + (/[\u3400-\u9fff]/.test(text) ? LONG : 2 * LONG);
  const end = to < text.length && /[a-z]/i.test(text[to]) ? text.lastIndexOf(" ", to) : to;
  return (from > sentence ? "…" : "") + text.slice(from, end).trim() + (end < text.length ? "…" : "");
}

// --- the box asks ---

/** @type {Map<string, Promise<Pages>>} */
const loaded = new Map(); // by address of the index: a promise of its pages

/** @param {string} address */
async function pagesAt(address) {
  const known = loaded.get(address);
  if (known) return known;
  const pages = fetch(address).then(async (answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return new Pages(await answer.json());
  });
  loaded.set(address, pages);
  pages.catch(() => loaded.delete(address)); // the line may be back for the next letter
  return pages;
}

/**
 * The language of the page is asked first, unless the query is plainly in another; then the others.
 * @param {string} query
 * @param {Search.Index[]} indexes
 * @returns {Promise<Search.Answer | null>}
 */
async function answer(query, indexes) {
  const han = /[\u3400-\u9fff]/.test(query);
  const order = indexes.slice();
  if (han) order.sort((a, b) => Number(b.language === "zh") - Number(a.language === "zh"));
  else if (
    /[a-z]/i.test(query) &&
    order[0].language === "zh" &&
    !(await pagesAt(order[0].address)).sounds.spells(query)
  )
    order.reverse();
  /** @type {Search.Answer | null} */
  let first = null;
  for (const { address } of order) {
    const given = (await pagesAt(address)).answer(query);
    if (given.results.length) return given;
    first = first || given;
  }
  return first;
}

addEventListener("message", async (/** @type {MessageEvent<Search.ToWorker>} */ { data }) => {
  const { id, query, indexes } = data;
  try {
    if (!query) await pagesAt(indexes[0].address);
    self.postMessage({ id, answer: query ? await answer(query, indexes) : null });
  } catch (error) {
    self.postMessage({ id, failed: String(error) });
  }
});
