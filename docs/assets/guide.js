// What pages need beyond HTML: the filters of the matrix and the ledger, printing. Without it all still reads.
"use strict";

// What the address points to, if anything: a link may hold what is no text.
function pointedTo() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

for (const box of document.querySelectorAll("[data-filter]")) {
  const selects = [...box.querySelectorAll("select")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const shown = box.querySelector("[data-shown]");
  const fits = (/** @type {HTMLElement} */ row) =>
    selects.every(({ name, value }) => !value || String(row.dataset[name]).split(" ").includes(value));
  const apply = () => {
    for (const row of rows) row.hidden = !fits(row);
    for (const group of document.querySelectorAll("[data-rows]")) {
      const empty = !group.querySelector("[data-row]:not([hidden])");
      group.hidden = empty;
      /** @type {HTMLElement} */ (group.previousElementSibling).hidden = empty;
    }
    const count = rows.filter((row) => !row.hidden).length;
    if (shown) shown.textContent = String(shown.dataset.shown).replace("{n}", String(count));
  };
  const reveal = () => {
    const target = pointedTo();
    if (!target?.closest("[hidden]")) return;
    for (const select of selects) select.value = "";
    apply();
    target.scrollIntoView();
  };
  box.hidden = false;
  box.addEventListener("change", apply);
  addEventListener("hashchange", reveal); // a link may lead to a row that is filtered out
  apply(); // the browser may have restored an earlier choice
}

// Chinese has no blanks between words: without this a heading breaks inside them.
const words =
  document.documentElement.lang.startsWith("zh") && typeof Intl.Segmenter === "function"
    ? new Intl.Segmenter("zh", { granularity: "word" })
    : null;
for (const text of words ? [...document.querySelectorAll("main h1")].flatMap((h1) => [...h1.childNodes]) : []) {
  if (!words || !(text instanceof Text)) continue;
  const pieces = [...words.segment(text.data)];
  const parts = pieces.flatMap(({ segment, isWordLike }, i) =>
    i && isWordLike && !/[“（《]$/.test(pieces[i - 1].segment) ? [document.createElement("wbr"), segment] : [segment],
  );
  text.parentElement?.classList.add("cp-words-whole");
  text.replaceWith(...parts);
}

// What easy mode leaves out until it is asked for stands after the paragraph with the button.
/** @param {HTMLElement} rest */
function showRest(rest) {
  rest.dataset.easyRest = "shown";
  /** @type {HTMLElement} */ (rest.previousElementSibling).hidden = true;
}

for (const button of document.querySelectorAll("[data-easy-more]")) {
  button.addEventListener("click", () => {
    const rest = /** @type {HTMLElement} */ (button.parentElement?.nextElementSibling);
    showRest(rest);
    rest.focus();
  });
}

// A link may lead into something that is folded, or to the heading above it.
function unfold() {
  const target = pointedTo();
  for (let at = target; at; at = at.parentElement) {
    const fold = at.matches(".cp-fold") ? at.lastElementChild : at;
    if (fold instanceof HTMLDetailsElement) fold.open = true;
    if (at.dataset.easyRest === "") {
      showRest(at);
      target?.scrollIntoView();
    }
  }
}
addEventListener("hashchange", unfold);
unfold();

// Browsers inside other apps have no printing, or have it and do nothing; a download they drop without a word.
const INSIDE = /MicroMessenger|\bQQ\/|MQQBrowser|UCBrowser|UCWEB|\bwv\)/.test(navigator.userAgent);
const PATIENCE = 500; // milliseconds until printing has begun

/**
 * @param {"print" | "download"} what
 * @param {HTMLElement} at
 */
function refused(what, at) {
  for (const note of document.querySelectorAll(`[data-refused=${what}]`)) note.hidden = false;
  at.dispatchEvent(new Event("guide-refused", { bubbles: true })); // a page may have something else to offer
}

/** @param {HTMLElement} button */
function tryToPrint(button) {
  let begun = !("onbeforeprint" in window); // there it cannot be known
  addEventListener("beforeprint", () => (begun = true), { once: true });
  try {
    window.print();
  } catch {
    begun = false;
  }
  setTimeout(() => begun || refused("print", button), PATIENCE);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => (INSIDE || !window.print ? refused("print", button) : tryToPrint(button)));
}

for (const link of document.querySelectorAll("a[download]")) {
  link.addEventListener("click", () => INSIDE && refused("download", link));
}

for (const place of document.querySelectorAll(".cp-printed [data-today]")) {
  addEventListener("beforeprint", () => (place.textContent = new Date().toLocaleDateString("sv"))); // as 2018-03-30
}

// The menu is the theme's checkbox, hidden; this button ticks it. The focus goes with it, in and out.
const menu = /** @type {HTMLElement} */ (document.querySelector(".md-sidebar--primary"));
for (const button of document.querySelectorAll("button[data-toggle=__drawer]")) {
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"));
  const close = () => toggle.checked && toggle.click();
  button.addEventListener("click", () => {
    toggle.click();
    const links = [...menu.querySelectorAll("a, label[tabindex]")];
    if (toggle.checked)
      links.find((link) => link.offsetParent && getComputedStyle(link).visibility === "visible")?.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) close();
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    close();
    button.focus();
  });
}
