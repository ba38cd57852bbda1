// The page on which staff practise. Without this script it is a list of all questions, each with its answer folded below.
import { saveWith } from "../docx/save.js";
import { dice, draw, shuffled } from "./drawing.js";
import { handOut } from "./handout.js";
import { due, isKept, keep, note } from "./memory.js";
import { copied, read, rightOf, within } from "./questions.js";
import { quiz } from "./quiz.js";
import { sheet } from "./sheet.js";

/** @import { Asked } from "./quiz.js" */
/** @import { Question } from "./questions.js" */

const COUNT = 10;
const SETS = 9999;
const page = /** @type {HTMLElement} */ (document.querySelector("[data-drills]"));
const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-${name}]`));
const setup = /** @type {HTMLFormElement} */ (page.querySelector("form"));
const part = /** @type {HTMLSelectElement} */ (setup.querySelector("select"));
const seed = /** @type {HTMLInputElement} */ (setup.querySelector("input[type=number]"));
const kept = /** @type {HTMLInputElement} */ (setup.querySelector("[data-keep]"));
const review = find("due");
const [lead, score, tools, again, rest] = ["lead", "score", "tools", "again", "rest"].map(find);
const questions = read(page);
/** @type {Asked[]} */
let missed = [];

const anySet = () => String(1 + Math.floor(Math.random() * SETS));

/** @returns {Asked[]} each question with its choices in the order that the set has for them */
function placed(/** @type {Question[]} */ drawn) {
  const below = dice(Number(seed.value) + SETS);
  return drawn.map((question) => ({ question, choices: shuffled(question.choices, below) }));
}

const chosen = () => placed(draw(within(questions, part.value), Number(seed.value), COUNT));

function waiting() {
  const count = due(within(questions, part.value), new Date()).length;
  review.hidden = !count;
  review.textContent = String(review.dataset.due).replace("{n}", String(Math.min(count, COUNT)));
}

/** @param {boolean} choosing whether the visitor chooses what to practise, rather than practises */
function turn(choosing) {
  lead.hidden = setup.hidden = tools.hidden = rest.hidden = !choosing;
  score.hidden = true;
}

const run = quiz(
  page,
  (question, right) => note(question.id, right, new Date()),
  (asked, wrong) => {
    missed = wrong;
    const result = find("result");
    const right = String(asked.length - wrong.length);
    result.textContent = String(result.dataset.result).replace("{n}", right).replace("{all}", String(asked.length));
    find("missed").replaceChildren(
      ...wrong.map(({ question, choices }) => {
        const item = document.createElement("li");
        const answer = document.createElement("strong");
        answer.append(copied(rightOf(choices).text));
        item.append(copied(question.stem), document.createElement("br"), answer);
        return item;
      }),
    );
    again.hidden = !wrong.length;
    score.hidden = false;
    result.focus();
  },
);

/** @param {Asked[]} asked */
function start(asked) {
  if (!asked.length) return;
  turn(false);
  run(asked);
}

setup.addEventListener("submit", (event) => {
  event.preventDefault();
  start(chosen());
});
review.addEventListener("click", () => start(placed(due(within(questions, part.value), new Date()).slice(0, COUNT))));
again.addEventListener("click", () => start(missed));
find("more").addEventListener("click", () => {
  seed.value = anySet();
  start(chosen());
});
find("back").addEventListener("click", () => {
  seed.value = anySet();
  turn(true);
  waiting();
  part.focus();
});
part.addEventListener("change", waiting);
kept.addEventListener("change", () => {
  keep(kept.checked);
  waiting();
});

/** What the sheet says of itself: the part and the number of the set. */
function which() {
  const title = String(part.selectedOptions[0].textContent);
  return String(find("which").dataset.which)
    .replace("{part}", () => title)
    .replace("{n}", () => seed.value);
}

for (const button of tools.querySelectorAll("[data-sheet]")) {
  button.addEventListener("click", () => sheet(find("paper"), chosen(), which(), button.dataset.sheet === "key"));
}
for (const button of tools.querySelectorAll("[data-save]")) {
  saveWith(/** @type {HTMLButtonElement} */ (button), tools, () => {
    const content = handOut(find("paper"), chosen(), which(), button.dataset.save === "key");
    return { name: `${content.title} ${button.dataset.name}`, content };
  });
}
// Whoever prints the page in some other way gets the list.
addEventListener("afterprint", () => {
  find("paper").hidden = true;
});

// A link may name the part, such as #unit-school, or the set, such as #set-7.
const named = [...part.options].findIndex(({ value }) => value && value.split(" ")[0] === location.hash.slice(1));
part.selectedIndex = Math.max(0, named);
seed.value = /^#set-([1-9]\d{0,3})$/.exec(location.hash)?.[1] ?? anySet();
kept.checked = isKept();
/** @type {HTMLDetailsElement} */ (find("all")).open = false;
page.dataset.drills = "ready";
turn(true);
waiting();
