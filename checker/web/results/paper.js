// The report to take along: on paper for the office window, and as text for a message or a note.
import { element, paragraph, say } from "../page.js";
import { ALWAYS } from "./card.js";

/** @import { Outcome, Report, Status } from "../protocol.js" */

/** @type {Status[]} */
const STATUSES = ["applies", "possible"];
const SMALL = { className: "cp-small" };

/**
 * What applies, why, under which clause, and what to say. Null is a report that is not there.
 * @param {Report | null} report
 * @returns {Node[]}
 */
export function paper(report) {
  if (!report) return [];
  if (report.scope === "outside") return [paragraph(report.scope_reason ?? "")];
  const asked = worthAsking(report);
  const heading = asked.length ? [element("h3", { textContent: say("check_ask_all") })] : [];
  return [
    ...STATUSES.flatMap((status) => group(status, withStatus(report, status))),
    ...heading,
    ...asked.map((line) => paragraph(line, SMALL)),
  ];
}

/**
 * @param {Status} status
 * @param {Outcome[]} outcomes
 */
function group(status, outcomes) {
  const open = outcomes.filter((outcome) => outcome.needs.length);
  const settled = outcomes.filter((outcome) => !outcome.needs.length);
  return [
    element("h3", { textContent: title(status, outcomes) }),
    ...(open.length ? [paragraph(open.map((outcome) => outcome.title).join(" · "), SMALL)] : []),
    ...settled.filter((outcome) => outcome.place !== ALWAYS).map(entry),
    ...settled.filter((outcome) => outcome.place === ALWAYS).map(line),
  ];
}

/** @param {Outcome} outcome */
function entry(outcome) {
  const steps = outcome.next.slice(0, 1).map((step) => paragraph(`${say("check_ask_for")} ${step}`));
  const judged = outcome.also.map((text) => paragraph(`${say("check_also")} ${text}`));
  return element(
    "section",
    {},
    element("h4", { textContent: outcome.title }),
    paragraph(`${say("check_clause")} ${numbers(outcome, " · ")}`, SMALL),
    paragraph(` ${say("check_why")} ${outcome.reasons.join(" · ")}`, SMALL),
    ...steps,
    ...judged,
  );
}

/**
 * Of what every child has a line is enough.
 * @param {Outcome} outcome
 */
function line(outcome) {
  const what = `${outcome.title}${say("check_colon")}${say("check_everybody")}`;
  return paragraph(`${what} ${say("check_clause")} ${numbers(outcome, " · ")}`);
}

/**
 * The same report as text.
 * @param {Report | null} report
 * @param {string[]} answers
 * @param {string} footer
 */
export function plainText(report, answers, footer) {
  const asked = report ? worthAsking(report) : [];
  return [
    say("check_answers_given"),
    ...answers.map((answer) => `- ${answer}`),
    "",
    ...(report?.scope === "outside" ? [report.scope_reason, ""] : []),
    ...(report ? STATUSES.flatMap((status) => textGroup(status, withStatus(report, status))) : []),
    ...(asked.length ? [say("check_ask_all"), ...asked.map((text) => `- ${text}`), ""] : []),
    footer,
  ].join("\n");
}

/**
 * @param {Status} status
 * @param {Outcome[]} outcomes
 */
function textGroup(status, outcomes) {
  return outcomes.length ? [title(status, outcomes), ...outcomes.flatMap(textEntry), ""] : [];
}

/** @param {Outcome} outcome */
function textEntry(outcome) {
  const settled = outcome.needs.length
    ? []
    : [...outcome.reasons.map((reason) => `${say("check_why")} ${reason}`), ...outcome.next];
  const judged = outcome.also.map((text) => `${say("check_also")}${say("check_colon")}${text}`);
  return [`- ${outcome.title} [${numbers(outcome, ", ")}]`, ...[...judged, ...settled].map((text) => `    ${text}`)];
}

/**
 * @param {Report} report
 * @param {Status} status
 */
function withStatus(report, status) {
  return report.outcomes.filter((outcome) => outcome.status === status);
}

/**
 * @param {Status} status
 * @param {Outcome[]} outcomes
 */
function title(status, outcomes) {
  return `${say(`check_${status}`)} (${outcomes.length})`;
}

/**
 * @param {Outcome} outcome
 * @param {string} separator
 */
function numbers({ sources }, separator) {
  return sources.map((source) => source.number).join(separator);
}

/**
 * What is worth asking all the same, a line for each reason.
 * @param {Report} report
 */
function worthAsking({ outcomes }) {
  const reasons = new Set(outcomes.flatMap(({ ask }) => (ask ? [ask] : [])));
  return [...reasons].map((reason) => {
    const titles = outcomes.filter(({ ask }) => ask === reason).map(({ title }) => title);
    return `${titles.join(" · ")}${say("check_colon")}${reason}`;
  });
}
