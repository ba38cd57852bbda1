// How what a document for Word says is read off a page, and how its lines are made.

/**
 * @param {Docx.Line["as"]} as
 * @param {Docx.Piece[]} pieces
 * @returns {Docx.Line}
 */
export function line(as, ...pieces) {
  return { as, pieces };
}

/** This day here, as 2018-03-30. */
export function today() {
  return new Date().toLocaleDateString("sv");
}

/**
 * The lines of an element as a reader sees them: blanks of the source are none.
 * @param {Element} element
 */
export function linesOf(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const end of copy.querySelectorAll("br")) end.replaceWith("\u2028");
  return String(copy.textContent)
    .replace(/[ \t\r\n]+/g, " ")
    .split("\u2028")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** @param {Element} element */
export function textOf(element) {
  return linesOf(element).join(" ");
}

/**
 * Where the page stands, when it was looked over and on which day it was taken along, as its paper has it.
 * @returns {Docx.Line[]}
 */
export function imprint() {
  const paper = document.querySelector(".cp-printed p");
  if (!paper) return [];
  const day = paper.querySelector("[data-today]");
  if (day) day.textContent = today();
  return linesOf(paper).map((text) => line("note", { text, aside: true }));
}
