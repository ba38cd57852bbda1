// What pages need beyond HTML: the home page's search box, the filters of the matrix and the ledger, printing. Without it all still reads.
"use strict";

const query = document.querySelector('[data-md-component="search-query"]');

// The theme searches on key presses alone; pasting with the mouse and voice input raise `input` only.
query?.addEventListener("input", () => query.dispatchEvent(new Event("keyup", { bubbles: true })));
if (query?.value) query.dispatchEvent(new Event("input", { bubbles: true })); // typed before the theme was listening

function search(text) {
  const toggle = document.querySelector('[data-md-toggle="search"]');
  if (!query || !toggle) return;
  if (!toggle.checked) toggle.click();
  query.focus();
  query.value = text;
  query.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of document.querySelectorAll("form[data-search]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search(form.elements.q.value);
  });
  for (const button of form.querySelectorAll("[data-query]")) {
    button.addEventListener("click", () => search(button.dataset.query));
  }
}

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
  const fits = (row) => selects.every(({ name, value }) => !value || row.dataset[name].split(" ").includes(value));
  const apply = () => {
    for (const row of rows) row.hidden = !fits(row);
    for (const group of document.querySelectorAll("[data-rows]")) {
      const empty = !group.querySelector("[data-row]:not([hidden])");
      group.hidden = empty;
      group.previousElementSibling.hidden = empty;
    }
    if (shown) shown.textContent = shown.dataset.shown.replace("{n}", rows.filter((row) => !row.hidden).length);
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

// A link may lead into something that is folded.
function unfold() {
  for (let at = pointedTo(); at; at = at.parentElement) if (at.localName === "details") at.open = true;
}
addEventListener("hashchange", unfold);
unfold();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const place of document.querySelectorAll(".cp-printed [data-today]")) {
  addEventListener("beforeprint", () => (place.textContent = new Date().toLocaleDateString("sv"))); // as 2018-03-30
}

// The menu and the search are the theme's checkboxes, hidden; these buttons tick them.
for (const button of document.querySelectorAll("button[data-toggle]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.toggle).click());
}
