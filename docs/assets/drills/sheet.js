// A drill on paper, for a group: the questions, and on a page of its own what is right and why.
import { copied, LETTERS, rightOf } from "./questions.js";

/** @import { Asked } from "./quiz.js" */

/**
 * @param {HTMLElement} paper
 * @param {Asked[]} asked
 * @param {string} which what the sheet says of itself
 * @param {boolean} key whether the answers are printed too
 */
export function sheet(paper, asked, which, key) {
  const inside = (/** @type {string} */ name) => /** @type {HTMLElement} */ (paper.querySelector(`[data-${name}]`));
  inside("which").textContent = which;
  inside("questions").replaceChildren(
    ...asked.map(({ question, choices }) => {
      const list = document.createElement("ol");
      for (const { text } of choices) list.append(item(copied(text)));
      const stem = document.createElement("p");
      stem.append(copied(question.stem));
      return item(stem, list);
    }),
  );
  inside("answers").replaceChildren(
    ...asked.map(({ choices }) => {
      const letter = document.createElement("strong");
      letter.textContent = `${LETTERS[choices.findIndex(({ right }) => right)]} `;
      const right = rightOf(choices);
      return item(letter, copied(right.text), document.createElement("br"), copied(right.why));
    }),
  );
  inside("key").hidden = !key;
  paper.hidden = false;
}

/** @param {Node[]} parts */
function item(...parts) {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
}
