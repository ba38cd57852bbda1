// What is asked at once: a list of statements to tick, or one question.
import { element, one, say } from "../page.js";
import { copied, whenGiven } from "./question.js";

/** @import { Changes, Form } from "./form.js" */
/** @import { Answer } from "../protocol.js" */
/** @import { Question } from "./question.js" */

/** @typedef {{ element: HTMLElement, refresh(): void }} Drawn `refresh`: shows the answers as they are in the form */

/**
 * Statements of which any number may be true. Those of one chapter stand below its title, if there is more than one.
 * @param {Form} form
 * @param {Question[]} questions
 * @param {(changes: Changes, touched: EventTarget | null) => void} onAnswer
 * @returns {Drawn}
 */
export function ticks(form, questions, onAnswer) {
  const rows = questions.map((question) => row(question, onAnswer));
  const chapters = questions.map((question) => form.chapter(question));
  const several = new Set(chapters).size > 1;
  const legend = element("legend", {}, element("h2", { tabIndex: -1, textContent: say("check_ticks") }));
  const fieldset = element("fieldset", { className: "cp-ticks" }, legend);
  rows.forEach((row, i) => {
    if (several && chapters[i] !== chapters[i - 1])
      fieldset.append(element("p", { className: "cp-ticks__chapter", textContent: chapters[i] }));
    fieldset.append(row.element);
  });
  return { element: fieldset, refresh: () => rows.forEach(({ refresh }) => void refresh()) };
}

/**
 * @param {Question} question
 * @param {(changes: Changes, touched: EventTarget | null) => void} onAnswer
 * @returns {Drawn}
 */
function row(question, onAnswer) {
  const { fact, statement } = question;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", value: fact });
  const help = element("p", { className: "cp-q__help", id: `why-${fact}`, textContent: question.help, hidden: true });
  const more = button("?", `${say("check_what_counts")}${say("check_colon")}${statement}`);
  const unknown = button(say("checker_dont_know"), `${say("checker_dont_know")}${say("check_colon")}${statement}`);
  const refresh = () => {
    box.checked = question.answer === true;
    unknown.setAttribute("aria-pressed", String(question.answer === null));
  };
  const answer = (/** @type {Answer | null | undefined} */ given, /** @type {Event} */ event) => {
    event.stopPropagation(); // the form hears of it from here
    onAnswer({ [fact]: given }, event.target);
    refresh();
  };
  box.addEventListener("change", (event) => answer(box.checked || undefined, event));
  unknown.addEventListener("click", (event) => answer(question.answer === null ? undefined : null, event));
  more.setAttribute("aria-expanded", "false");
  more.setAttribute("aria-controls", help.id);
  more.addEventListener("click", () => {
    help.hidden = !help.hidden;
    more.setAttribute("aria-expanded", String(!help.hidden));
  });
  refresh();
  const label = element("label", { className: "cp-tick" }, box, element("span", { textContent: statement }));
  const beside = element("span", { className: "cp-tick__beside" }, more, unknown);
  return { element: element("div", { className: "cp-tick__row" }, label, beside, help), refresh };
}

/**
 * @param {string} textContent
 * @param {string} [label] what it is called where its place does not say what it is about
 */
function button(textContent, label) {
  const made = element("button", { type: "button", className: "cp-small-button", textContent });
  if (label) made.setAttribute("aria-label", label);
  return made;
}

/**
 * One question, as the form has it. A choice ends the screen; what arrow keys lead past and what is typed does not.
 * @param {Question} question
 * @param {(answer: Answer | null | undefined, touched: EventTarget | null, last: boolean) => void} onAnswer
 * @returns {Drawn}
 */
export function single(question, onAnswer) {
  const copy = copied(question, "ask");
  const fieldset = copy.element;
  delete fieldset.dataset.fact; // it is not the one of the form
  const legend = one(fieldset, "legend");
  legend.replaceChildren(element("h2", { tabIndex: -1 }, ...legend.childNodes));
  const { numbers, unit } = question;
  const picks = numbers.map((n, i) => {
    const pick = button(i === numbers.length - 1 ? say("check_or_more", { n, unit }) : String(n));
    pick.addEventListener("click", () => onAnswer(n, pick, true));
    return pick;
  });
  if (picks.length) one(fieldset, ".cp-q__options").before(element("div", { className: "cp-numbers" }, ...picks));
  const refresh = () => {
    if (copy.answer !== question.answer) copy.answer = question.answer; // what is being typed may not be an answer yet
    for (const [i, pick] of picks.entries()) pick.setAttribute("aria-pressed", String(numbers[i] === question.answer));
  };
  let led = false; // by an arrow key
  fieldset.addEventListener("keydown", ({ key }) => {
    led = /^Arrow/.test(key);
  });
  fieldset.addEventListener("mousedown", () => {
    led = false;
  });
  whenGiven(copy, (input, typed) => onAnswer(copy.answer, input, !typed && !led && copy.answer !== undefined));
  refresh();
  return { element: fieldset, refresh };
}
