// Reads a guide or the results aloud with the browser's own voices, sentence by sentence, and marks the one being read.
// The button stays hidden where the device has no voice for the page's language: other voices are made by the browser's
// maker, who would be sent what is read, results included.
const lang = document.documentElement.lang.slice(0, 2);
const speech = window.speechSynthesis; // undefined where there is none
const PARTS = "h1, h2, h3, h4, h5, li, p, dt, dd, summary";
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(lang, { granularity: "sentence" }) : null;

const SILENCE = 10_000; // milliseconds in which a voice must have begun

/**
 * How well a voice speaks the language of the page; 0 if not at all. Under "zh" phones also have Cantonese, which few
 * people here understand: it reads only where there is no other. They write zh-CN, zh_CN_#Hans or cmn-Hans-CN.
 * @param {SpeechSynthesisVoice} voice
 */
function fits({ localService, lang: tag }) {
  const [language, ...rest] = tag.toLowerCase().replace(/_#?/g, "-").split("-");
  if (!localService) return 0;
  if (lang !== "zh") return Number(language === lang);
  if (language === "yue" || (language === "zh" && ["hk", "mo", "yue"].some((part) => rest.includes(part)))) return 1;
  return ["zh", "cmn", "zho", "chi"].includes(language) ? (rest.includes("cn") ? 3 : 2) : 0;
}

/** @returns {SpeechSynthesisVoice | undefined} */
function voice() {
  const fitting = (speech?.getVoices() ?? []).filter((one) => fits(one) > 0);
  const best = Math.max(...fitting.map(fits));
  return fitting.find((one) => fits(one) === best);
}

// Where that cannot be asked, what is folded has no place on the page.
const isShown = (/** @type {Element} */ part) =>
  part.checkVisibility ? part.checkVisibility() : part.getClientRects().length > 0;

// What is heard is what is seen: no folded parts, no buttons, nothing twice, so not the official wording of what was said.
/** @param {Element} area */
function* blocks(area) {
  for (const part of area.querySelectorAll(PARTS)) {
    if (
      isShown(part) &&
      !part.closest("fieldset, .cp-hidden, .cp-actions, .cp-aloud, .cp-official, .cp-rule") &&
      !part.querySelector("button")
    )
      yield part;
  }
}

/** @param {Element} block */
function textOf(block) {
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, ({ parentElement }) => {
    const own = parentElement?.closest(PARTS) === block && !parentElement.closest(".cp-official");
    return own ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  });
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  return nodes;
}

/**
 * The sentences of a block: what to say, and where it stands.
 * @param {Element} block
 */
function* sentences(block) {
  const nodes = textOf(block);
  const text = nodes.map((node) => node.data).join("");
  const parts = segmenter ? [...segmenter.segment(text)] : [{ segment: text, index: 0 }];
  for (const { segment, index } of parts) {
    if (segment.trim()) yield { text: segment.trim(), range: range(nodes, index, index + segment.length) };
  }
}

/**
 * @param {Text[]} nodes
 * @param {number} start
 * @param {number} end
 */
function range(nodes, start, end) {
  const within = document.createRange();
  let at = 0;
  for (const node of nodes) {
    const next = at + node.length;
    if (start >= at && start < next) within.setStart(node, start - at);
    if (end > at && end <= next) within.setEnd(node, end - at);
    at = next;
  }
  return within;
}

/** @param {Range | null} sentence */
function mark(sentence) {
  if (!CSS.highlights) return;
  if (sentence) CSS.highlights.set("cp-aloud", new Highlight(sentence));
  else CSS.highlights.delete("cp-aloud");
}

class Reader {
  #turn = 0; // a reading that was stopped says nothing more, whatever events still come

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} failed shown when no voice can be had
   * @param {() => Element} area what is read
   */
  constructor(button, failed, area) {
    this.button = button;
    this.failed = failed;
    this.area = area;
    this.start = button.textContent;
    button.addEventListener("click", () => (this.reading ? this.stop() : this.read()));
  }

  get reading() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} reading */
  show(reading) {
    this.button.setAttribute("aria-pressed", String(reading));
    this.button.textContent = (reading && this.button.dataset.stop) || this.start;
  }

  read() {
    for (const reader of readers) if (reader.reading) reader.stop(); // there is one voice
    const turn = ++this.#turn;
    const queue = [...blocks(this.area())].flatMap((block) => [...sentences(block)]);
    speech.cancel();
    this.failed.hidden = true;
    this.show(true);
    const next = () => {
      const sentence = queue.shift();
      if (!sentence) return this.stop();
      if (!sentence.range.startContainer.isConnected) return this.stop(); // no longer on the page
      mark(sentence.range);
      const behaviour = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      sentence.range.startContainer.parentElement?.scrollIntoView({ block: "nearest", behavior: behaviour });
      say(sentence.text, 2);
    };
    // A voice may fail once; one that goes on failing, or says nothing at all, is not there.
    const say = (/** @type {string} */ text, /** @type {number} */ tries) => {
      let over = false;
      const done = (/** @type {() => void} */ then) => () => {
        if (turn !== this.#turn || over) return;
        over = true;
        clearTimeout(silent);
        then();
      };
      const failed = done(() => (tries > 1 ? say(text, tries - 1) : this.fail()));
      const silent = setTimeout(failed, SILENCE);
      try {
        const speaker = voice();
        if (!speaker) throw new Error("the voice is gone");
        const utterance = new SpeechSynthesisUtterance(text);
        const onstart = () => clearTimeout(silent);
        Object.assign(utterance, {
          voice: speaker,
          lang: speaker.lang,
          rate: 0.9,
          onstart,
          onend: done(next),
          onerror: failed,
        });
        speech.speak(utterance);
      } catch {
        failed();
      }
    };
    next();
  }

  fail() {
    this.stop();
    this.failed.hidden = false;
  }

  stop() {
    this.#turn++;
    speech.cancel();
    mark(null);
    this.show(false);
  }
}

function offer() {
  if (!voice()) return;
  for (const bar of document.querySelectorAll("[data-aloud-bar]")) bar.hidden = false;
}

const readers = [...document.querySelectorAll("[data-aloud-bar]")].map((bar) => {
  const inside = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (bar.querySelector(selector));
  const area = () => bar.closest("[data-aloud]") ?? /** @type {Element} */ (document.querySelector("[data-aloud]"));
  return new Reader(inside("[data-aloud-start]"), inside("[data-aloud-failed]"), area);
});
if (speech && readers.length) {
  // To ask for voices takes a moment, so the page comes first.
  const ask = () => setTimeout(offer);
  if (document.readyState === "complete") ask();
  else addEventListener("load", ask);
  speech.addEventListener?.("voiceschanged", offer); // some browsers find their voices late
  addEventListener("pagehide", () => {
    for (const reader of readers) if (reader.reading) reader.stop();
  });
}
