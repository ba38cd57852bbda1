// The form of a report: what is missing is named, and paper gets what was typed. Nothing is kept, nothing is sent.
"use strict";

for (const form of document.querySelectorAll("form[data-report]")) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
  const box = find("[data-missing-box]");
  const list = find("[data-missing]");
  const complete = find("[data-complete]");

  /** @param {HTMLElement} blank a part of the form */
  const filled = (blank) =>
    [...blank.querySelectorAll("input, textarea")].some((field) => {
      const { type, checked, value } = /** @type {HTMLInputElement} */ (field);
      return type === "checkbox" ? checked : value.trim() !== "";
    });

  const quiet = () => {
    box.hidden = true;
    complete.hidden = true;
  };

  /** @param {HTMLElement} blank */
  const way = (blank) => {
    const field = blank.id ? blank : /** @type {HTMLElement} */ (blank.querySelector("textarea"));
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    link.textContent = String(blank.dataset.blank);
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address stays as it is
      field.focus();
      field.scrollIntoView({ block: "center" });
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = [...form.querySelectorAll("[data-asked]")].filter((blank) => !filled(blank));
    list.textContent = "";
    for (const blank of missing) list.append(way(blank));
    box.hidden = missing.length === 0;
    complete.hidden = missing.length > 0;
  });
  form.addEventListener("input", quiet);
  form.addEventListener("reset", quiet);

  // A text box shows on paper no more of its text than on the screen.
  addEventListener("beforeprint", () => {
    for (const paper of form.querySelectorAll("[data-paper]")) {
      const field = /** @type {HTMLElement} */ (paper.parentElement).querySelector("textarea");
      paper.textContent = field ? field.value : "";
    }
  });
}
