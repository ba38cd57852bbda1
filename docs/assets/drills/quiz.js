// One question a screen: the choices, after one is taken what the document says of it, and the score at the end.
import { copied, rightOf } from "./questions.js";

/** @import { Choice, Question } from "./questions.js" */

/**
 * @typedef {{ question: Question, choices: Choice[] }} Asked
 * @param {HTMLElement} page
 * @param {(question: Question, right: boolean) => void} answered
 * @param {(all: Asked[], missed: Asked[]) => void} ended
 */
export function quiz(page, answered, ended) {
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-${name}]`));
  const [screen, progress, stem, list, told, next] = ["quiz", "progress", "stem", "choices", "told", "next"].map(find);
  /** @type {Asked[]} */
  let all = [];
  /** @type {Asked[]} */
  let missed = [];
  let at = 0;

  /** @param {HTMLButtonElement[]} buttons @param {number} taken */
  function judge(buttons, taken) {
    const { question, choices } = all[at];
    const right = choices[taken].right;
    if (!right) missed.push(all[at]);
    buttons.forEach((button, i) => {
      button.disabled = true;
      button.classList.toggle("cp-drills__choice--right", choices[i].right);
      button.classList.toggle("cp-drills__choice--wrong", i === taken && !right);
    });
    const verdict = document.createElement("strong");
    verdict.textContent = String(right ? told.dataset.right : told.dataset.wrong);
    const heading = document.createElement("p");
    heading.append(verdict);
    told.append(heading, ...(right ? [] : [reason(choices[taken])]), reason(rightOf(choices)));
    next.hidden = false;
    next.focus();
    answered(question, right);
  }

  function show() {
    const { question, choices } = all[at];
    const said = String(progress.dataset.progress).replace("{n}", String(at + 1));
    progress.textContent = said.replace("{all}", String(all.length));
    stem.replaceChildren(copied(question.stem));
    const buttons = choices.map(row);
    buttons.forEach((button, i) => {
      button.addEventListener("click", () => judge(buttons, i));
    });
    list.replaceChildren(
      ...buttons.map((button) => {
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    told.replaceChildren();
    next.hidden = true;
    screen.hidden = false;
    stem.focus();
  }

  next.addEventListener("click", () => {
    at += 1;
    if (at < all.length) return show();
    screen.hidden = true;
    ended(all, missed);
  });

  /** @param {Asked[]} asked at least one */
  return (asked) => {
    all = asked;
    missed = [];
    at = 0;
    show();
  };
}

/** @param {Choice} choice */
function row({ text }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cp-drills__choice";
  button.append(copied(text));
  return button;
}

/** @param {Choice} choice */
function reason({ why, right }) {
  const line = document.createElement("p");
  line.className = right ? "cp-drills__why" : "cp-drills__why cp-drills__why--wrong";
  line.append(copied(why));
  return line;
}
