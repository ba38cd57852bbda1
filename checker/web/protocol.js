// What the page and the two engines say to each other, in one place: the report, and the messages of the worker.

/** @typedef {boolean | number | string} Answer */
/** @typedef {Record<string, Answer | null>} Answers by fact; null is "not known" */
/** @typedef {"family" | "worker"} Audience */
/** @typedef {{ answers: Answers, audience: Audience, lang: string, topic: string | null, situations?: string[] }} ReportRequest */
/** @typedef {"applies" | "possible" | "does_not_apply"} Status */
/** @typedef {{ id: string, name: string, implied?: boolean }} Unit */

/**
 * What a report says of a benefit or a duty: see `_outcome` and `_shown` in checker/api.py.
 * @typedef {object} Outcome
 * @property {string} id
 * @property {"benefit" | "duty"} kind
 * @property {Status} status
 * @property {string} title
 * @property {string[]} clauses
 * @property {string[]} bearers ids of units
 * @property {string[]} implied those of them that the plan does not name
 * @property {string | null} deadline
 * @property {{ fact: string, answer: Answer }[]} because
 * @property {string[]} needs the facts that can still decide it
 * @property {Record<string, Answer>[]} flips
 * @property {string[]} also what an office has to judge
 * @property {string} text
 * @property {string | null} ask why it is worth asking all the same
 * @property {number} place 0 to 3: `Explanation.place` in checker/explain.py
 * @property {string[]} reasons `because` in words
 * @property {string[][]} changes the `flips` in words
 * @property {Unit[]} names
 * @property {{ id: string, number: string }[]} sources
 * @property {string[]} next
 * @property {Unit[]} report_to
 * @property {string[]} linked ids of other outcomes
 */

/** @typedef {{ facts: string[], ticks: boolean, sensitive: boolean }} Screen see checker/interview.py */

/**
 * A report: see `page` in checker/api.py. `open`: the questions that can still change something. `screens`: what to ask
 * next at once, and after it.
 * @typedef {object} Report
 * @property {string} plan
 * @property {string} version
 * @property {"inside" | "outside"} scope
 * @property {string | null} scope_reason
 * @property {Outcome[]} outcomes
 * @property {string | null} next_question
 * @property {string[]} open
 * @property {Screen[]} screens
 * @property {string} [error] instead of all else
 */

/** @typedef {{ id: number, request: ReportRequest }} ToWorker answered by "answered" with its id, or by "failed" */
/** @typedef {{ state: "ready" }} Started once, when the worker can answer */
/** @typedef {{ state: "answered", id: number, result: string }} Answered `result`: as `call` in checker/api.py makes it */
/** @typedef {{ state: "failed", error: string }} Failed the worker could not start or could not answer */
/** @typedef {Started | Answered | Failed} FromWorker */

export const READY = "ready";
export const ANSWERED = "answered";
export const FAILED = "failed";
export const LATE = "late"; // what the page says of a worker that owes an answer; it may be busy, or gone

// Milliseconds without a word from a worker that owes an answer. One that was ended by the system says nothing.
export const PATIENCE = 900;
export const TIMEOUT = 30_000; // then it is given up
