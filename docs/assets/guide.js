// What pages need beyond HTML: folds that links lead into, printing, the menu. Without it all still reads.
"use strict";

// What the address points to, if anything: a link may hold what is no text.
function pointedTo() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

// Where the lines of a list have become pages, a link to a line leads on to its page.
function leadOn() {
  const line = pointedTo();
  const link = line?.matches("[data-leads-on] [data-row]") && line.querySelector("a");
  if (link) location.replace(link.href);
}
addEventListener("hashchange", leadOn);
leadOn();

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

// A link may lead into something that is folded or left out, or to the heading above it.
function unfold() {
  const target = pointedTo();
  let closed = false;
  for (let at = target; at; at = at.parentElement) {
    const fold = at.matches(".cp-fold") ? at.lastElementChild : at;
    if (fold instanceof HTMLDetailsElement && !fold.open) fold.open = closed = true;
    if (at.dataset.easyRest === "") {
      showRest(at);
      closed = true;
    }
  }
  if (closed) target?.scrollIntoView();
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

for (const link of document.querySelectorAll("a[download], [data-download]")) {
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
