// What pages need beyond HTML: the home page's search box, the unit filter of the matrix, printing. Without it all still reads.
"use strict";

const query = document.querySelector('[data-md-component="search-query"]');

// The theme searches on key presses alone; pasting with the mouse and voice input raise `input` only.
query?.addEventListener("input", () => query.dispatchEvent(new Event("keyup", { bubbles: true })));

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

for (const box of document.querySelectorAll("[data-filter]")) {
  const select = box.querySelector("select");
  const apply = () => {
    for (const row of document.querySelectorAll("tr[data-units]")) {
      row.hidden = select.value !== "" && !row.dataset.units.split(" ").includes(select.value);
    }
    for (const table of document.querySelectorAll("table.cp-dutytable")) {
      const empty = !table.querySelector("tbody tr:not([hidden])");
      table.hidden = empty;
      table.previousElementSibling.hidden = empty;
    }
  };
  box.hidden = false;
  select.addEventListener("change", apply);
  apply(); // the browser may have restored an earlier choice
}

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
