// What a result says: closed what to do next, opened all that the report tells of one benefit or duty.
import { duties, element, guides, list, paragraph, plan, say, units } from "../page.js";
import { deadline, firstCalls, sentence, telephones, where } from "./errand.js";
import { ALWAYS, DANGER, DUE, forWorker } from "./plan.js";

/** @import { Outcome, Report, Unit } from "../protocol.js" */
/** @import { Telephone } from "./errand.js" */
/** @import { Group } from "./plan.js" */

const ASKED = 2; // questions at most inside a result

/**
 * What the tag of a card says; nothing where its group says it already.
 * @param {Outcome} outcome
 * @param {Group} group
 */
export function tag(outcome, group) {
  if (outcome.ask) return say("check_ask");
  if (outcome.also.length) return say("check_judged");
  return outcome.status === "possible" && group !== "possible" ? say("check_unknown") : "";
}

/**
 * What stands on the closed card: the time limit, where to go, what to say, whom to call. Of what every child has one line is
 * enough, and of what is not to be done nothing.
 * @param {Outcome} outcome
 * @param {Group} group
 * @returns {Node[]}
 */
export function head(outcome, group) {
  if (group === "possible" || group === "does_not_apply") return [];
  const limit = deadline(outcome);
  const urgent = outcome.place === DANGER;
  const calls = group === "always" ? [] : firstCalls(outcome).map(call);
  const quiet = urgent ? [] : calls.flatMap((link) => [term("check_call"), element("dd", {}, link)]);
  const texts = rows(outcome, group).flatMap(([label, text]) => [term(label), element("dd", { textContent: text })]);
  return [
    ...(limit ? [paragraph(limit, { className: "cp-result__deadline" })] : []),
    ...(urgent && calls.length ? [element("p", { className: "cp-result__calls" }, ...calls)] : []),
    element("dl", { className: "cp-result__facts" }, ...texts, ...quiet),
  ];
}

/**
 * @param {Outcome} outcome
 * @param {Group} group
 * @returns {[label: string, text: string][]}
 */
function rows(outcome, group) {
  const { kind, names, place, reasons, report_to: told } = outcome;
  const step = sentence(outcome);
  const last = step && group !== "always" ? [step] : [];
  if (kind === "benefit") return [["check_where", where(outcome)], ...last];
  const named = names.filter(({ implied }) => !implied);
  return [
    ...(place <= DUE && reasons.length ? [/** @type {[string, string]} */ (["check_since", joint(reasons)])] : []),
    ["check_acts", joint((named.length ? named : names).map(({ name }) => name))],
    ...(told.length ? [/** @type {[string, string]} */ (["check_report", joint(told.map(({ name }) => name))])] : []),
    ...last,
  ];
}

/** @param {string} label */
function term(label) {
  return element("dt", { textContent: say(label) });
}

/** @param {Telephone} telephone */
function call({ number, title, outside }) {
  const mark = element("small", { textContent: say("check_outside_plan") });
  const name = element("span", { textContent: title });
  const words = [element("b", { textContent: number }), name, ...(outside ? [mark] : [])];
  return element(
    "a",
    { className: "cp-call", href: `tel:${number}` },
    ...words.flatMap((word, i) => (i ? [" ", word] : [word])),
  );
}

/**
 * @param {Outcome} outcome
 * @param {Report} report in which the outcome stands
 * @param {Group} group
 * @param {(fact: string) => Node} ask makes a question that can be answered inside the result
 */
export function body(outcome, report, group, ask) {
  /** @type {(label: string, content: Node[]) => Node[]} */
  const titled = (label, content) => (content.length ? [element("h5", { textContent: say(label) }), ...content] : []);
  /** @type {(label: string, lines: string[], name?: "ul" | "ol") => Node[]} */
  const listed = (label, lines, name) => titled(label, lines.length ? [list(lines, name)] : []);
  const linked = report.outcomes.filter((other) => outcome.linked.includes(other.id));
  const closed = group === "possible" || group === "does_not_apply"; // nothing of it stands on the closed card
  const limit = closed && deadline(outcome);
  return [
    paragraph(outcome.text),
    ...(outcome.ask ? [paragraph(outcome.ask, { className: "cp-note" })] : []),
    ...listed("check_also", outcome.also),
    ...titled("check_settle", open(outcome, ask)),
    ...listed("check_do", outcome.status === "does_not_apply" ? [] : outcome.next, "ol"),
    ...titled("check_phones", phones(outcome)),
    ...listed("check_why_all", outcome.reasons),
    ...(outcome.place === ALWAYS ? [paragraph(say("check_everybody"))] : []),
    ...listed(
      "check_change",
      outcome.changes.map((change) => changed(change, outcome)),
    ),
    ...(limit ? [paragraph(limit)] : []),
    ...titled("check_report", links(outcome.report_to.map(unitLink))),
    ...titled("check_who", links(outcome.names.filter(({ implied }) => !implied).map(unitLink))),
    ...titled(`check_linked_${outcome.kind}`, links(linked.map((other) => link(address(other), other.title)))),
    ...titled("check_clause", sources(outcome, forWorker(report))),
    element("p", {}, link(address(outcome), say("check_guide"))),
  ];
}

/**
 * @param {string[]} change statements that would have to be true
 * @param {Outcome} outcome
 */
function changed(change, { status }) {
  const key = status === "does_not_apply" ? "check_would_begin" : "check_would_end";
  return say(key, { change: change.join(say("check_change_and")) });
}

/** @param {Outcome} outcome */
function phones(outcome) {
  const numbers = telephones(outcome);
  return numbers.length ? [element("p", { className: "cp-result__calls" }, ...numbers.map(call))] : [];
}

/**
 * The clauses, and below them folded up whom the plan does not name: no place for a family to go to. Staff look for their unit.
 * @param {Outcome} outcome
 * @param {boolean} unfolded
 */
function sources({ names, sources: clauses }, unfolded) {
  const implied = names.filter((unit) => unit.implied).map(unitLink);
  const fold = element(
    "details",
    { className: "cp-implied", open: unfolded },
    element("summary", { textContent: say("check_implied_units") }),
  );
  fold.append(...links(implied));
  return [...links(clauses.map(({ id, number }) => link(`${plan}#${id}`, number))), ...(implied.length ? [fold] : [])];
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
  return `${kind === "duty" ? duties : guides}${id}/`;
}

/**
 * @param {string} href
 * @param {string} textContent
 */
function link(href, textContent) {
  return element("a", { href, textContent });
}

/** @param {Unit} unit */
function unitLink({ id, name }) {
  return link(`${units}${id}/`, name);
}

/** @param {Node[]} nodes */
function links(nodes) {
  return nodes.length
    ? [element("ul", { className: "cp-links" }, ...nodes.map((node) => element("li", {}, node)))]
    : [];
}

/** @param {string[]} words */
export function joint(words) {
  return words.join(say("check_joint"));
}
