// The sheet for the office window, on paper and as text: what is asked for, what to say, what is filled in there, and where it
// stands. A worker's tells what must be done instead, and what goes into the report.
import { element, list, paragraph, say } from "../page.js";
import { joint } from "./card.js";
import { deadline, firstCalls, sentence, where } from "./errand.js";
import { DANGER, forWorker } from "./plan.js";

/** @import { Outcome, Report } from "../protocol.js" */
/** @import { Telephone } from "./errand.js" */
/** @import { Group } from "./plan.js" */
/** @typedef {{ report: Report, groups: Map<string, Group> }} Current */
/** @typedef {{ title: string, lines: string[] }} Part `lines` of text below a title */
/** @typedef {{ at: string, tasks: Outcome[] }} Stop a place to go to, and what for */

/**
 * What a sheet holds, the same on paper and as text.
 * @typedef {object} Sheet
 * @property {string} title
 * @property {string} tasks the title of what is to be done
 * @property {Stop[]} stops
 * @property {Part} said
 * @property {string[]} blanks the names of what is filled in by hand
 * @property {Part[]} rest small, for the clerk
 */

const WIDE = ["told", "answer"]; // blanks that take a whole line

/**
 * @param {Current} current
 * @returns {Sheet}
 */
function sheet({ report, groups }) {
  const worker = forWorker(report);
  const within = (/** @type {Group[]} */ ...wanted) =>
    report.outcomes.filter(({ id }) => wanted.includes(/** @type {Group} */ (groups.get(id))));
  const tasks = within("now", "days");
  const stops = byPlace(tasks);
  const numbered = stops.flatMap((stop) => stop.tasks); // as they stand on the sheet
  const always = within("always").filter(({ kind }) => kind === "benefit");
  const rest = [
    { title: "check_sheet_help", lines: [joint(within("help").map(({ title }) => title))] },
    { title: "check_sheet_always", lines: [joint(always.map(({ title }) => title))] },
    { title: "check_phones", lines: [joint([...new Set(numbered.flatMap(firstCalls).map(telephone))])] },
    { title: "check_ask_all", lines: worthAsking(report) },
    { title: "check_sheet_clerk", lines: numbered.map(clauses) },
  ];
  return {
    title: say(worker ? "check_sheet_worker" : "check_sheet"),
    tasks: say(worker ? "check_sheet_duties" : "check_sheet_asks"),
    stops,
    said: worker ? facts(numbered) : sayings(numbered),
    blanks: worker ? ["worker", "date", "told", "answer"] : ["name", "phone", "received", "date", "answer"],
    rest: rest.filter(({ lines }) => lines.some(Boolean)).map(({ title, lines }) => ({ title: say(title), lines })),
  };
}

/**
 * One way after the other; what a worker must do has no way.
 * @param {Outcome[]} tasks
 * @returns {Stop[]}
 */
function byPlace(tasks) {
  const places = [...new Set(tasks.map(where))];
  return places.map((at) => ({ at, tasks: tasks.filter((task) => where(task) === at) }));
}

/**
 * What one can say, with the number of what it is for.
 * @param {Outcome[]} tasks
 */
function sayings(tasks) {
  const lines = tasks.flatMap((task, i) => {
    const said = sentence(task);
    return said ? [`${i + 1}. ${said[1]}`] : [];
  });
  return { title: say("check_sheet_say"), lines };
}

/** @param {Telephone} number */
function telephone({ number, title, outside }) {
  const name = `${number} ${title}`;
  return outside ? say("check_counted", { title: name, n: say("check_outside_plan") }) : name;
}

/**
 * @param {Outcome} task
 * @param {number} i its number is i + 1
 */
function clauses({ sources }, i) {
  return `${i + 1}. ${joint(sources.map(({ number }) => number))}`;
}

/**
 * What is known of the child, for the report.
 * @param {Outcome[]} tasks
 */
export function facts(tasks) {
  return { title: say("check_sheet_report"), lines: [...new Set(tasks.flatMap(({ reasons }) => reasons))] };
}

/**
 * What stands below the title of a task.
 * @param {Outcome} task
 */
function details(task) {
  const { also, place, report_to: told } = task;
  const [call] = place === DANGER ? firstCalls(task) : [];
  const colon = say("check_colon");
  return [
    ...(call ? [telephone(call)] : []),
    deadline(task),
    ...(told.length ? [`${say("check_report")}${colon}${joint(told.map(({ name }) => name))}`] : []),
    ...(also.length ? [`${say("check_also")}${colon}${also.join(" ")}`] : []),
  ].filter(Boolean);
}

/**
 * What is worth asking all the same, a line for each reason.
 * @param {Report} report
 */
function worthAsking({ outcomes }) {
  const reasons = new Set(outcomes.flatMap(({ ask }) => (ask ? [ask] : [])));
  return [...reasons].map((reason) => {
    const titles = outcomes.filter(({ ask }) => ask === reason).map(({ title }) => title);
    return `${joint(titles)}${say("check_colon")}${reason}`;
  });
}

/** @param {Report} report */
function outside({ scope, scope_reason: reason }) {
  return scope === "outside" ? (reason ?? "") : "";
}

/**
 * Null is a report that is not there.
 * @param {Current | null} current
 * @returns {Node[]}
 */
export function paper(current) {
  if (!current) return [];
  if (outside(current.report)) return [paragraph(outside(current.report))];
  const { title, tasks, stops, said, blanks, rest } = sheet(current);
  const asks = stops.flatMap((stop) => [
    ...(stop.at ? [paragraph(say("check_sheet_to", { where: stop.at }), { className: "cp-sheet__place" })] : []),
    ...stop.tasks.map(box),
  ]);
  return [
    element("h2", { textContent: title }),
    part(tasks, asks.length ? asks : [paragraph(say("check_none_applies"))]),
    ...(said.lines.length ? [part(said.title, [list(said.lines)])] : []),
    part(say("check_sheet_fill"), [element("dl", {}, ...blanks.map(blank))]),
    ...rest.map(({ title: small, lines }) => part(small, [list(lines)], "cp-sheet__small")),
  ];
}

/**
 * @param {string} title
 * @param {Node[]} content
 */
function part(title, content, className = "") {
  return element("section", { className }, element("h3", { textContent: title }), ...content);
}

/**
 * With a box to be ticked by hand, and the number that the rest of the sheet calls it by: a counter of the style sheet.
 * @param {Outcome} task
 */
function box(task) {
  const lines = details(task).map((line) => paragraph(line));
  return element("div", { className: "cp-sheet__task" }, element("b", { textContent: task.title }), ...lines);
}

/** @param {string} name */
function blank(name) {
  const className = WIDE.includes(name) ? "cp-sheet__wide" : "";
  return element("div", { className }, element("dt", { textContent: say(`check_blank_${name}`) }), element("dd"));
}

/**
 * @param {Current | null} current
 * @param {string[]} answers none, unless they are wanted
 * @param {string} footer
 */
export function plainText(current, answers, footer) {
  const lines = current ? textLines(current) : [];
  const given = answers.length ? [say("check_answers_given"), ...answers.map((answer) => `- ${answer}`), ""] : [];
  return [...lines, ...given, footer].join("\n");
}

/** @param {Current} current */
function textLines(current) {
  if (outside(current.report)) return [outside(current.report), ""];
  const { title, tasks, stops, said, blanks, rest } = sheet(current);
  let number = 0;
  const task = (/** @type {Outcome} */ each) => {
    number += 1;
    return [`□ ${number}. ${each.title}`, ...details(each).map((line) => `    ${line}`)];
  };
  const way = (/** @type {Stop} */ { at, tasks: these }) => [
    ...(at ? [say("check_sheet_to", { where: at })] : []),
    ...these.flatMap(task),
  ];
  return [
    title,
    "",
    tasks,
    ...(stops.length ? stops.flatMap(way) : [say("check_none_applies")]),
    "",
    ...[said, ...rest.slice(0, -1)]
      .filter(({ lines }) => lines.length)
      .flatMap((each) => [each.title, ...each.lines, ""]),
    ...blanks.map((name) => `${say(`check_blank_${name}`)}${say("check_colon")}________`),
    "",
    ...rest.slice(-1).flatMap((each) => [each.title, ...each.lines, ""]),
  ];
}
