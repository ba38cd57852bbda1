// The questions as they stand on the page, in its list.

export const LETTERS = "ABCD"; // before the choices

/**
 * `text` and `why` are what the page shows; `about` names the parts that the question belongs to.
 * @typedef {{ text: HTMLElement, why: HTMLElement, right: boolean }} Choice
 * @typedef {{ id: string, kind: string, about: string[], stem: HTMLElement, choices: Choice[] }} Question
 */

/**
 * @param {HTMLElement} page
 * @returns {Question[]}
 */
export function read(page) {
  return [...page.querySelectorAll("[data-question]")].map((item) => {
    const [texts, whys] = [...item.querySelectorAll("ol")].map((list) => [...list.querySelectorAll("li")]);
    return {
      id: String(item.dataset.question),
      kind: String(item.dataset.kind),
      about: String(item.dataset.about).split(" "),
      stem: /** @type {HTMLElement} */ (item.querySelector("p")),
      choices: texts.map((text, i) => ({ text, why: whys[i], right: text.dataset.right !== undefined })),
    };
  });
}

/**
 * @param {Question[]} questions
 * @param {string} part the ids of which one must be the question's, with blanks between; nothing for all
 */
export function within(questions, part) {
  const ids = part.split(" ");
  return part ? questions.filter(({ about }) => about.some((id) => ids.includes(id))) : questions;
}

/**
 * What stands in an element, for another place: parts in another language are marked in it.
 * @param {HTMLElement} element
 */
export function copied(element) {
  const fragment = document.createDocumentFragment();
  for (const node of element.childNodes) fragment.appendChild(node.cloneNode(true));
  return fragment;
}

/** @param {Choice[]} choices */
export function rightOf(choices) {
  return /** @type {Choice} */ (choices.find(({ right }) => right));
}
