// What the visitor has answered, on this device and only if wanted: when each question is worth asking again. FSRS says
// that. The privacy page removes it, as all whose name begins with "guide-".
import { createEmptyCard, fsrs, Rating } from "./fsrs.js";

/** @import { Card } from "ts-fsrs" */

const STORE = "guide-drills";
const scheduler = fsrs({ enable_fuzz: false });

/** @returns {Record<string, Card> | null} what is kept by id of question, or nothing */
function stored() {
  try {
    return JSON.parse(String(localStorage.getItem(STORE)));
  } catch {
    return null; // no storage, or somebody else has written there
  }
}

export function isKept() {
  return stored() !== null;
}

/** @param {boolean} wanted */
export function keep(wanted) {
  try {
    if (!wanted) localStorage.removeItem(STORE);
    else if (!isKept()) localStorage.setItem(STORE, "{}");
  } catch {
    // it is not kept, and the tick goes when the page is left
  }
}

/**
 * @param {string} question its id
 * @param {boolean} right whether it was answered rightly
 * @param {Date} now
 */
export function note(question, right, now) {
  const cards = stored();
  if (!cards) return;
  const card = cards[question] ?? createEmptyCard(now);
  cards[question] = scheduler.next(card, now, right ? Rating.Good : Rating.Again).card;
  try {
    localStorage.setItem(STORE, JSON.stringify(cards));
  } catch {
    // full: what was kept before stays
  }
}

/**
 * Those of the questions that have been answered and are worth asking again, the longest overdue first.
 * @template {{ id: string }} Q
 * @param {Q[]} questions
 * @param {Date} now
 */
export function due(questions, now) {
  const cards = stored() ?? {};
  const when = (/** @type {Q} */ { id }) => (cards[id] ? new Date(cards[id].due).getTime() : Infinity);
  return questions.filter((each) => when(each) <= now.getTime()).sort((a, b) => when(a) - when(b));
}
