// A question of the form, answerable inside a result.
import { copied, whenGiven } from "../asking/question.js";

/** @import { Question } from "../asking/question.js" */
/** @import { Answer } from "../protocol.js" */

/**
 * @param {string} id of the result
 * @param {Question} original
 * @param {(answer: Answer | null) => void} onAnswer
 */
export function questionInside(id, original, onAnswer) {
  const question = copied(original, id);
  whenAnswered(question.element, question, onAnswer);
  return question.element;
}

/**
 * An answer takes its question away, so it counts only once it is whole: what is tapped at once, what arrow keys and typing
 * lead past not before Enter, the space bar, or the focus going elsewhere.
 * @param {HTMLElement} fieldset
 * @param {Question} question
 * @param {(answer: Answer | null) => void} act
 */
function whenAnswered(fieldset, question, act) {
  let onTheWay = false; // whether the last key was not one that chooses
  let pending = false;
  const commit = () => {
    const { answer } = question;
    if (pending && answer !== undefined) act(answer);
    pending = false;
    removeEventListener("click", commit, true);
  };
  fieldset.addEventListener("mousedown", () => {
    onTheWay = false;
  });
  fieldset.addEventListener("keydown", ({ key }) => {
    onTheWay = key !== " ";
    if (key === " " || key === "Enter") commit();
  });
  whenGiven(question, (_, typed) => {
    pending = true;
    if (!typed && !onTheWay) commit();
  });
  // Not before the tap that took the focus has met what it was meant for: nothing moves under the finger.
  fieldset.addEventListener("focusout", ({ relatedTarget }) => {
    if (!pending || fieldset.contains(/** @type {Node | null} */ (relatedTarget))) return;
    addEventListener("click", commit, true);
    setTimeout(commit, 300);
  });
}
