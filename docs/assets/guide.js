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

// Where the lines of a list have become pages, a link to a line leads on to its page.
function leadOn() {
  const line = pointedTo();
  const link = line?.matches("[data-leads-on] [data-row]") && line.querySelector("a");
  if (link) location.replace(link.href);
}
addEventListener("hashchange", leadOn);
leadOn();

for (const box of document.querySelectorAll("[data-filter]")) {
  const selects = [...box.querySelectorAll("select")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const shown = box.querySelector("[data-shown]");
  const fits = (/** @type {HTMLElement} */ row) =>
    selects.every(({ name, value }) => !value || String(row.dataset[name]).split(" ").includes(value));
  // What is chosen stands in the address: it outlasts the page and can be sent. Other fragments are places.
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const select of location.hash.includes("=") ? selects : []) {
      const value = asked.get(select.name) || "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
  };
  const write = () => {
    const chosen = selects.filter(({ value }) => value).map(({ name, value }) => `${name}=${value}`);
    history.replaceState(
      history.state,
      "",
      chosen.length ? `#${chosen.join("&")}` : location.pathname + location.search,
    );
  };
  const apply = () => {
    for (const row of rows) row.hidden = !fits(row);
    for (const group of document.querySelectorAll("[data-rows]")) {
      const empty = !group.querySelector("[data-row]:not([hidden])");
      group.hidden = empty;
      if (group instanceof HTMLDetailsElement) {
        group.open = selects.some(({ value }) => value);
      } else {
        /** @type {HTMLElement} */ (group.previousElementSibling).hidden = empty;
      }
    }
    const count = rows.filter((row) => !row.hidden).length;
    if (shown) shown.textContent = String(shown.dataset.shown).replace("{n}", String(count));
  };
  const reveal = () => {
    read();
    apply();
    const target = pointedTo();
    if (!target?.closest("[hidden]")) return;
    for (const select of selects) select.value = "";
    apply();
    target.scrollIntoView();
  };
  box.hidden = false;
  box.addEventListener("change", () => {
    write();
    apply();
  });
  addEventListener("hashchange", reveal); // a link may lead to a row that is filtered out
  read();
  apply(); // the browser may have restored an earlier choice
}

// A link may lead into something that is folded.
function unfold() {
  for (let at = pointedTo(); at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
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
