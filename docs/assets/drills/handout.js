// A drill as a document for Word, for a group: the questions, and on a page of its own what is right, why, and where it stands.
import { imprint, line, textOf } from "../docx/content.js";
import { LETTERS } from "./questions.js";

/** @import { Asked } from "./quiz.js" */

/**
 * @param {HTMLElement} paper the sheet, which has the words
 * @param {Asked[]} asked
 * @param {string} which what the document says of itself
 * @param {boolean} key whether the answers are in it too
 * @returns {Docx.Content}
 */
export function handOut(paper, asked, which, key) {
  const title = textOf(/** @type {Element} */ (document.querySelector("h1")));
  const filled = [...paper.querySelectorAll(".cp-drills__lines span")].map((blank) => `${textOf(blank)} ____________`);
  const answers = /** @type {Element} */ (paper.querySelector("[data-key] h2"));
  return {
    title: `${title}: ${which}`,
    language: document.documentElement.lang,
    parts: [
      line("title", title),
      line("text", which),
      line("text", filled.join("  ")),
      ...asked.flatMap(question),
      ...(key ? [{ ...line("heading", textOf(answers)), newPage: true }, ...asked.flatMap(answer)] : []),
      ...imprint(),
    ],
  };
}

/**
 * @param {Asked} asked
 * @param {number} i
 */
function question({ question, choices }, i) {
  return [
    line("question", `${i + 1}. ${textOf(question.stem)}`),
    ...choices.map(({ text }, j) => line("option", `${LETTERS[j]}. ${textOf(text)}`)),
  ];
}

/**
 * What is right first; whoever leads the group is asked why the others are wrong.
 * @param {Asked} asked
 * @param {number} i
 */
function answer({ choices }, i) {
  const right = choices.findIndex((choice) => choice.right);
  return [
    line("question", `${i + 1}. `, { text: `${LETTERS[right]}. ${textOf(choices[right].text)}`, bold: true }),
    ...choices.map(({ why }, j) => line("option", { text: `${LETTERS[j]}: ${textOf(why)}`, aside: j !== right })),
  ];
}
