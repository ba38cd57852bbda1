// Finding one thing on a long page: rows that say what is typed and fit what is chosen stay. The address keeps what is chosen.
// It can bring words too, but those that are typed stay out of it, and so out of the history of a shared device.
"use strict";

/**
 * A row of the page, what it says as it is compared (nothing until first looked for), and the sections it stands in.
 * @typedef {{ element: HTMLElement, says: string, within: HTMLElement[] }} Row
 */

const FEW = 30; // rows left, up to which the folds that hold them open
const PAUSE = 300; // milliseconds without typing, after which the address is changed: browsers allow that only so often
const PORTION = 100; // rows read in one go
const LOCATOR = /^\d+(\.\d+)+([ -][a-z]+)?$/;
const BETWEEN_WORDS = /\s+(?![a-z](?:\s|$))/i; // a letter alone belongs to the number before it: 3.1.4 a

const boxes = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-find]"));
const [box] = boxes;
const input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
const selects = [...document.querySelectorAll("[data-find] select")].map(
  (each) => /** @type {HTMLSelectElement} */ (each),
);
const status = /** @type {HTMLElement} */ (box.querySelector("[data-found]"));
const all = /** @type {HTMLElement} */ (box.querySelector("[data-find-all]"));
const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-rows]")]);
/** @type {Row[]} */
const rows = [...document.querySelectorAll("[data-row]")].map((found) => {
  const element = /** @type {HTMLElement} */ (found);
  return { element, says: "", within: sections.filter((section) => section.contains(element)) };
});
/** @type {Set<HTMLDetailsElement>} */
const opened = new Set(); // by what was looked for; they close again with it

/** A text as it is compared: in one width of signs and one case, without the blanks that Chinese does not have. */
function plain(/** @type {string} */ text) {
  const one = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  return one.replace(/([\u2e80-\u9fff]) (?=[\u2e80-\u9fff])/g, "$1");
}

/**
 * Whether a text says a word. The number of a clause stands for all below it: 3.2 for 3.2.1-a, but not for 3.20.
 * @returns {(text: string) => boolean}
 */
function saying(/** @type {string} */ word) {
  if (!LOCATOR.test(word)) return (text) => text.includes(word);
  const written = word.replace(/\./g, "\\.").replace(" ", "-");
  const number = new RegExp(`(^|[^\\d.])${written}(?![\\da-z])`);
  return (text) => number.test(text);
}

function read(/** @type {Row} */ row) {
  row.says = row.says || plain(`${row.element.textContent} ${row.element.dataset.also ?? ""}`);
  return row.says;
}

/** Reads the rows before they are asked for, a few at a time: the first letter need not wait for all of them. */
function readAhead(from = 0) {
  for (const row of rows.slice(from, from + PORTION)) read(row);
  if (from < rows.length) setTimeout(readAhead, 0, from + PORTION);
}

/** Opens or closes what folds below the heading of a section or row, or is one; what the reader opened stays open. */
function fold(/** @type {Element | null} */ of, /** @type {boolean} */ open) {
  const details = of instanceof HTMLDetailsElement ? of : of?.lastElementChild;
  if (!(details instanceof HTMLDetailsElement)) return;
  if (open && !details.open) {
    details.open = true;
    opened.add(details);
  } else if (!open && opened.delete(details)) details.open = false;
}

function filtered() {
  return [input, ...selects].some(({ value }) => value.trim());
}

/** The rows that say all the words and are what is chosen. */
function fitting() {
  const words = input.value.trim().split(BETWEEN_WORDS).filter(Boolean);
  const said = words.map((word) => saying(plain(word).replace(/\.$/, "")));
  const chosen = selects.filter(({ value }) => value);
  const fits = (/** @type {HTMLElement} */ { dataset }) =>
    chosen.every(({ name, value }) => String(dataset[name]).split(" ").includes(value));
  return rows.filter((row) => fits(row.element) && said.every((says) => says(read(row))));
}

/** How many rows are left in each section, which goes with its last one. */
function count(/** @type {Row[]} */ left, /** @type {boolean} */ some) {
  const counts = new Map();
  for (const { within } of left) for (const section of within) counts.set(section, (counts.get(section) ?? 0) + 1);
  for (const section of sections) {
    const own = counts.get(section) ?? 0;
    section.hidden = some && !own;
    const place = section.querySelector("[data-count]");
    if (place instanceof HTMLElement && place.closest("[data-rows]") === section)
      place.textContent = String(place.dataset.count).replace("{n}", String(own));
  }
}

/** Shows what fits, and says how much that is. */
function apply() {
  const some = filtered();
  const left = fitting();
  const shown = new Set(left);
  for (const row of rows) {
    const away = !shown.has(row);
    if (row.element.hidden !== away) row.element.hidden = away;
  }
  count(left, some);
  const few = some && left.length <= FEW;
  for (const section of sections) fold(section, few);
  for (const row of rows) fold(row.element, few && left.length === 1 && shown.has(row));
  const { found, none } = status.dataset;
  all.hidden = !some;
  status.textContent = some ? String(left.length ? found : none).replace("{n}", String(left.length)) : "";
}

/** Brings what is left below the box, if typing has left the reader somewhere further down. */
function meet() {
  const first = [...sections, ...rows.map(({ element }) => element)].find((each) => each.offsetParent);
  const over = first ? first.getBoundingClientRect().top - box.getBoundingClientRect().bottom : 0;
  if (over < 0) scrollBy(0, over);
}

/** What is looked for, as the address has it; anything else there is the name of a place on the page. */
function told() {
  return location.hash.includes("=") ? new URLSearchParams(location.hash.slice(1)) : null;
}

function keep() {
  const said = new URLSearchParams();
  for (const { name, value } of selects) if (value) said.set(name, value);
  const text = String(said);
  if (text || told()) history.replaceState(history.state, "", text ? `#${text}` : location.pathname + location.search);
}

let waiting = 0;
function change() {
  apply();
  meet();
  clearTimeout(waiting);
  waiting = window.setTimeout(keep, PAUSE);
}

/** The address has changed, or the page has just been opened: it says what to look for, or leads to a place. */
function follow() {
  const asked = told();
  if (asked) for (const each of [input, ...selects]) each.value = asked.get(each.name) ?? "";
  if (asked || filtered()) apply(); // the browser may have restored what was typed
  const target = asked ? null : document.querySelector(":target");
  if (!target?.closest("[hidden]")) return;
  for (const each of [input, ...selects]) each.value = "";
  apply();
  target.scrollIntoView();
}

for (const each of boxes) each.hidden = false;
const choices = boxes[1];
if (choices instanceof HTMLDetailsElement) choices.open = choices.open || matchMedia("(min-width: 60em)").matches;
// While pinyin is being typed, what stands there is not yet what is meant.
input.addEventListener("input", (event) => /** @type {InputEvent} */ (event).isComposing || change());
input.addEventListener("compositionend", change);
input.addEventListener("focus", () => readAhead(), { once: true });
for (const select of selects) select.addEventListener("change", change);
box.addEventListener("submit", (event) => {
  event.preventDefault();
  input.blur(); // a phone puts its keyboard away
});
all.addEventListener("click", () => {
  for (const each of [input, ...selects]) each.value = "";
  change();
  input.focus();
});
addEventListener("hashchange", follow);
follow();

// On paper nothing is folded. Newer engines are told so by the style sheet.
/** @type {HTMLDetailsElement[]} */
let folded = [];
addEventListener("beforeprint", () => {
  folded = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(".cp-fold > details:not([open])")]);
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});
