// What a result says when it is opened: all that the report tells of one benefit or duty.
import { copied } from "../asking/question.js";
import { duties, element, guides, list, paragraph, plan, say, units } from "../page.js";

/** @import { Question } from "../asking/question.js" */
/** @import { Answer, Outcome, Report, Unit } from "../protocol.js" */

export const ALWAYS = 3; // the place of what every child has: see checker/explain.py
const ASKED = 2; // questions at most inside a result

/**
 * What the tag of a card says.
 * @param {Outcome} outcome
 */
export function tag(outcome) {
  if (outcome.ask) return "check_ask";
  return outcome.also.length ? "check_judged" : `checker_${outcome.status}`;
}

/**
 * @param {Outcome} outcome
 * @param {Report} report in which the outcome stands
 * @param {(fact: string) => Node} ask makes a question that can be answered inside the result
 */
export function body(outcome, report, ask) {
  // Below "Help" and "Duties", where a worker has both, headings stand one level lower.
  const heading = report.outcomes.some((other) => other.kind === "duty") ? "h5" : "h4";
  /** @type {(label: string, content: Node[]) => Node[]} */
  const titled = (label, content) =>
    content.length ? [element(heading, { textContent: say(label) }), ...content] : [];
  /** @type {(label: string, lines: string[], name?: "ul" | "ol") => Node[]} */
  const listed = (label, lines, name) => titled(label, lines.length ? [list(lines, name)] : []);
  const changes = outcome.changes.map((change) => change.join(say("check_change_and")));
  const linked = report.outcomes.filter((other) => outcome.linked.includes(other.id));
  return [
    paragraph(outcome.text),
    ...(outcome.ask ? [paragraph(outcome.ask, { className: "cp-note" })] : []),
    ...listed("check_also", outcome.also),
    ...titled("check_settle", open(outcome, ask)),
    ...listed("check_why_all", outcome.reasons),
    ...(outcome.place === ALWAYS ? [paragraph(say("check_everybody"))] : []),
    ...listed("check_do", outcome.status === "does_not_apply" ? [] : outcome.next, "ol"),
    ...titled("check_deadline", outcome.deadline ? [paragraph(outcome.deadline)] : []),
    ...titled("check_report", joined(outcome.report_to.map(unitLink))),
    ...titled("check_who", joined(outcome.names.map(unitLink))),
    ...titled("check_change", changes.length ? [paragraph(say("check_change_one")), list(changes)] : []),
    ...titled(`check_linked_${outcome.kind}`, joined(linked.map((other) => link(address(other), other.title)))),
    ...titled("check_clause", joined(outcome.sources.map(({ id, number }) => link(`${plan}#${id}`, number)))),
    element("p", {}, link(address(outcome), say("check_guide"))),
  ];
}

/**
 * The first questions that can still decide the outcome, and how many more there are.
 * @param {Outcome} outcome
 * @param {(fact: string) => Node} ask
 */
function open({ needs }, ask) {
  const more = needs.length - ASKED;
  const rest = more > 0 ? [paragraph(say("check_more", { n: more }), { className: "cp-small" })] : [];
  return [...needs.slice(0, ASKED).map(ask), ...rest];
}

/**
 * Where the site explains a benefit or a duty.
 * @param {Outcome} outcome
 */
function address({ kind, id }) {
  return kind === "duty" ? `${duties}#${id}` : `${guides}${id}/`;
}

/**
 * @param {string} href
 * @param {string} textContent
 */
function link(href, textContent) {
  return element("a", { href, textContent });
}

/** @param {Unit} unit */
function unitLink({ id, name, implied }) {
  const unit = link(`${units}${id}/`, name);
  if (!implied) return unit;
  return element("span", {}, unit, " ", element("span", { className: "cp-tag", textContent: say("checker_implied") }));
}

/** @param {Node[]} nodes */
function joined(nodes) {
  const parts = nodes.flatMap((node, i) => (i ? [" · ", node] : [node]));
  return parts.length ? [element("p", {}, ...parts)] : [];
}

/**
 * A question of the form, answerable inside a result.
 * @param {string} id of the outcome
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
  // Of each answer the browser tells twice: a number counts as it is typed, all else once it has changed.
  for (const name of ["input", "change"]) {
    fieldset.addEventListener(name, (event) => {
      event.stopPropagation();
      const input = /** @type {HTMLInputElement} */ (event.target);
      const typed = input.type === "number";
      if (typed !== (name === "input")) return;
      question.changed(input);
      pending = true;
      if (!typed && !onTheWay) commit();
    });
  }
  // Not before the tap that took the focus has met what it was meant for: nothing moves under the finger.
  fieldset.addEventListener("focusout", ({ relatedTarget }) => {
    if (!pending || fieldset.contains(/** @type {Node | null} */ (relatedTarget))) return;
    addEventListener("click", commit, true);
    setTimeout(commit, 300);
  });
}
