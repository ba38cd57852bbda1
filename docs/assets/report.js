// The form of a report: what is missing is named, and paper or a file gets what was typed. Nothing is kept, nothing is sent.
import { imprint, line, linesOf, textOf, today } from "./docx/content.js";
import { saveWith } from "./docx/save.js";

/**
 * The report as a document, blank or filled in: what stands on its paper, with room to write where nothing is yet.
 * @param {HTMLElement} form
 * @returns {Docx.Content}
 */
function written(form) {
  const report = /** @type {HTMLElement} */ (form.closest(".cp-report"));
  const title = textOf(/** @type {Element} */ (report.querySelector("h1")));
  const known = [...report.querySelectorAll(".cp-brief > div")].map((row) => {
    const [label, value] = [...row.children].map(textOf);
    return { label: [text(label)], value: [text(value)], lines: 0 };
  });
  const blanks = [...form.querySelectorAll("[data-blank]")].map((blank) => {
    const area = blank.querySelector("textarea");
    const small = [...blank.querySelectorAll(".cp-tag, .cp-small:not(.cp-noprint)")].map(textOf);
    return {
      label: [named(String(blank.dataset.blank)), ...small.map(aside)],
      value: area ? area.value.split("\n").map(text) : ticks(blank),
      lines: area ? area.rows : 1,
    };
  });
  const ours = [...report.querySelectorAll(":scope > .cp-small")].flatMap(linesOf).map(aside);
  return {
    title,
    language: document.documentElement.lang,
    parts: [line("title", title), { rows: [...known, ...blanks] }, ...ours, ...imprint()],
  };
}

/**
 * @param {HTMLElement} blank
 * @returns {Docx.Line[]}
 */
function ticks(blank) {
  return [...blank.querySelectorAll("label")].map((label) => {
    const field = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    const said = textOf(label);
    return field.type === "checkbox"
      ? line("text", { ticked: field.checked }, ` ${said}`)
      : line("text", `${said} ${field.value}`);
  });
}

const text = (/** @type {string} */ said) => line("text", said);
const named = (/** @type {string} */ said) => line("text", { text: said, bold: true });
const aside = (/** @type {string} */ said) => line("text", { text: said, aside: true });

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

  saveWith(/** @type {HTMLButtonElement} */ (find("[data-save]")), form, () => {
    const content = written(form);
    return { name: `${content.title} ${today()}`, content };
  });
}
