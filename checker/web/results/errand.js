// Where to go with a result, what to say there and whom to call: what stands on its closed card, on paper and in the picture.
import { say, texts } from "../page.js";
import { DANGER, DUE } from "./plan.js";

/** @import { Outcome } from "../protocol.js" */
/** @typedef {{ number: string, title: string, outside: boolean }} Telephone */
/** @typedef {{ where: string, say: string, deadline: string, calls: string[] }} Errand see generator/pages/views/family.py */

/**
 * The time limit that runs: the duty's own, or that of the unit which must act for a family.
 * @param {Outcome} outcome
 */
export function deadline({ id, deadline, place }) {
  if (deadline) return `${say("check_deadline")}${say("check_colon")}${deadline}`;
  const limit = place <= DUE && texts.errands[id]?.deadline;
  return limit ? `${say("check_unit_deadline")}${say("check_colon")}${limit}` : "";
}

/** @param {Outcome} outcome */
export function where({ id }) {
  return texts.errands[id]?.where ?? "";
}

/**
 * What to do about it in one sentence, and what kind of sentence that is.
 * @param {Outcome} outcome
 * @returns {[label: string, text: string] | null}
 */
export function sentence({ id, next }) {
  const words = texts.errands[id]?.say;
  if (words) return ["check_say", say("check_quoted", { words })];
  return next.length ? ["check_step_one", next[0]] : null;
}

/** @param {Outcome} outcome */
export function telephones({ id }) {
  return (texts.errands[id]?.calls ?? []).map(telephone);
}

/**
 * The numbers to call before anything else is read: of a danger the first one and those for emergencies, otherwise one, and
 * never one for emergencies.
 * @param {Outcome} outcome
 */
export function firstCalls({ id, kind, place }) {
  const all = texts.errands[id]?.calls ?? [];
  const urgent = (/** @type {string} */ contact) => texts.emergency.includes(contact);
  if (place !== DANGER)
    return all
      .filter((contact) => !urgent(contact))
      .slice(0, 1)
      .map(telephone);
  if (kind === "duty") return texts.emergency.map(telephone);
  return all.filter((contact, i) => !i || urgent(contact)).map(telephone);
}

/**
 * @param {string} contact
 * @returns {Telephone}
 */
function telephone(contact) {
  return texts.numbers[contact];
}
