// What a report asks of the visitor, and when: the groups of the results, and the questions that would settle most of those
// still open.

/** @import { Outcome, Report } from "../protocol.js" */
/** @typedef {"now" | "days" | "help" | "always" | "possible" | "does_not_apply"} Group */
/** @typedef {{ facts: string[], outcomes: Outcome[] }} Settling questions, and all outcomes that they settle */

// The places of outcomes: see checker/explain.py.
export const DANGER = 0;
export const DUE = 1;
export const ALWAYS = 3;
const MOST = 2; // questions that are asked for at once

/** @type {Group[]} */
export const GROUPS = ["now", "days", "help", "always", "possible", "does_not_apply"]; // as they stand on the page

/** @param {Report} report */
export function forWorker({ outcomes }) {
  return outcomes.some(({ kind }) => kind === "duty");
}

/**
 * The group of each outcome, by id. What hangs on nothing but questions that were answered with "don't know" is a matter for
 * the office, unless it is a harsh one, which many pass over.
 * @param {Report} report
 * @param {(fact: string) => boolean} unknown whether the answer to a fact is "don't know"
 * @param {string[]} sensitive facts
 * @returns {Map<string, Group>}
 */
export function grouped(report, unknown, sensitive) {
  const worker = forWorker(report);
  /** @type {(outcome: Outcome) => Group} */
  const group = ({ kind, status, needs, place }) => {
    if (status === "does_not_apply") return status;
    if (needs.length && !needs.every((fact) => unknown(fact) && !sensitive.includes(fact))) return "possible";
    if (place === ALWAYS) return "always";
    if (worker && kind === "benefit") return "help";
    return place <= DUE ? "now" : "days";
  };
  return new Map(report.outcomes.map((outcome) => [outcome.id, group(outcome)]));
}

/**
 * The fewest questions that settle the most outcomes, or null if no outcome hangs on so few.
 * @param {Outcome[]} outcomes which are still open
 * @param {(fact: string) => boolean} unasked whether a question is not to be put here
 * @returns {Settling | null}
 */
export function settling(outcomes, unasked) {
  const near = outcomes.filter(({ needs }) => needs.length && needs.length <= MOST && !needs.some(unasked));
  /** @type {Settling | null} */
  let best = null;
  for (const { needs } of near) {
    const settled = near.filter((other) => other.needs.every((fact) => needs.includes(fact)));
    const better =
      !best ||
      needs.length < best.facts.length ||
      (needs.length === best.facts.length && settled.length > best.outcomes.length);
    if (better) best = { facts: needs, outcomes: settled };
  }
  return best;
}
