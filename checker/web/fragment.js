// Answers in the address's fragment: `#topic=education&parents_away=both`. A fragment is never sent to a server.
//
// Of a second child the answers have ".2" behind the fact, and so on; what is the same there need not stand there again.
//
// Besides facts it may hold `topic`, `situation` (one, or several with a full stop between them), `audience`, `v` (the version
// of the rules a link was made with) and `applied` (what applied then, and how many that were). What cannot be understood, and
// what stands there a second time, is left out and reported, never guessed. A fact that is no longer asked is read as what its
// answer means today.
//
// On their way through other apps links are changed: encoded once more, made wide, with a sentence's end or a mark of the
// app behind them, cut. No value that can stand in a link holds any of `% & = #`, so all of that can be undone.
import { narrow } from "./asking/answer.js";

/** @import { Answer, Answers, Audience } from "./protocol.js" */

/**
 * What a fragment says. `applied`: ids of outcomes, or null if it is not known which applied. `whole`: the end of the
 * link is there. `former`: of each retired fact that was met whether it could be carried over.
 * @typedef {object} Fragment
 * @property {Answers} answers
 * @property {Answers[]} children the answers about all but the first
 * @property {string | null} topic
 * @property {string[]} situations
 * @property {Audience | null} audience
 * @property {string | null} version
 * @property {string[] | null} applied
 * @property {boolean} whole
 * @property {Record<string, boolean>} former
 * @property {string[]} ignored
 */

/** @typedef {{ read(value: string): Answer | null | undefined }} Readable a question, as far as a link needs one */
/** @typedef {{ question: string, answers: Record<string, [string, Answer][]> }} Retired `answers`: what each means now */

const LIMIT = 12_000;
const ENCODED = 3; // times at most
const INVISIBLE = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;
// A value, and behind it a mark that belongs to none, and nothing that could.
const ENDED = /^(\?|[\w+.-]*[\w+-])[\s。、】》」』”’…·.,;:!?)\]}>"']\W*$/;

/**
 * @param {string} fragment
 * @param {Map<string, Readable>} facts
 * @param {string[]} topics
 * @param {Record<string, Retired>} [retired]
 * @param {string[]} [situations]
 * @returns {Fragment}
 */
export function parse(fragment, facts, topics, retired = {}, situations = []) {
  /** @type {Fragment} */
  const parsed = {
    answers: {},
    children: [],
    topic: null,
    situations: [],
    audience: null,
    version: null,
    applied: null,
    whole: false,
    former: {},
    ignored: [],
  };
  if (fragment.length > LIMIT) return { ...parsed, ignored: fragment.includes("=") ? ["…"] : [] };
  const [first, ...marks] = repaired(fragment).split("#");
  const text = [first, ...marks.filter((mark) => mark.includes("="))].join("&");
  if (!text.includes("=")) return parsed; // an ordinary anchor
  /** @type {Answers} */
  const carried = {}; // what former answers mean now
  const names = new Set();
  for (const part of text.split(/&|\?(?=\w+=)/)) {
    if (!part.trim()) continue;
    const [name, value] = divided(part);
    const understood =
      !names.has(name) &&
      (readSetting(parsed, topics, situations, name, value) ||
        readAnswer(parsed, facts, name, value) ||
        readRetired(parsed, carried, retired, name, value));
    if (!understood) parsed.ignored.push(short(part));
    names.add(name);
  }
  parsed.answers = { ...carried, ...parsed.answers };
  return parsed;
}

/**
 * Each of these three puts what a part of the fragment says into `parsed`, and returns whether the part was its own.
 * @param {Fragment} parsed
 * @param {string[]} topics
 * @param {string[]} situations
 * @param {string} name
 * @param {string} value
 */
function readSetting(parsed, topics, situations, name, value) {
  const chosen = value.split(".");
  if (name === "topic" && topics.includes(value)) parsed.topic = value;
  else if (name === "situation" && chosen.every((id) => situations.includes(id))) parsed.situations = chosen;
  else if (name === "audience" && (value === "family" || value === "worker")) parsed.audience = value;
  else if (name === "v" && /^[0-9A-Za-z.+-]{1,80}$/.test(value)) parsed.version = value;
  else if (name === "applied" && /^(\?|[a-z0-9._-]*)$/.test(value)) Object.assign(parsed, listed(value));
  else return false;
  return true;
}

/**
 * @param {Fragment} parsed
 * @param {Map<string, Readable>} facts
 * @param {string} name
 * @param {string} value
 */
function readAnswer(parsed, facts, name, value) {
  const [, fact, number] = /** @type {string[]} */ (/^([\s\S]*?)(?:\.([2-9]))?$/.exec(name));
  const answer = facts.get(fact)?.read(value);
  if (answer === undefined) return false;
  while (number && parsed.children.length < Number(number) - 1) parsed.children.push({});
  const answers = number ? parsed.children[Number(number) - 2] : parsed.answers;
  answers[fact] = answer;
  return true;
}

/**
 * @param {Fragment} parsed
 * @param {Answers} carried
 * @param {Record<string, Retired>} retired
 * @param {string} name
 * @param {string} value
 */
function readRetired(parsed, carried, retired, name, value) {
  if (!Object.hasOwn(retired, name)) return false;
  const { answers } = retired[name];
  if (value !== "?" && !Object.hasOwn(answers, value)) return false;
  const now = answers[value] ?? [];
  parsed.former[name] = now.length > 0;
  for (const [fact, answer] of now) carried[fact] = answer;
  return true;
}

/** @param {string} fragment */
function repaired(fragment) {
  let text = fragment;
  for (let i = 0; i < ENCODED; i++) text = decoded(text);
  return narrow(text)
    .replace(INVISIBLE, "")
    .replace(/&amp;/g, "&")
    .replace(/^[#?!/&\s]+/, "");
}

/**
 * What is no text stays as it is.
 * @param {string} text
 */
function decoded(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * @param {string} part
 * @returns {[name: string, value: string]}
 */
function divided(part) {
  const at = part.indexOf("=");
  if (at < 0) return ["", ""];
  const value = part.slice(at + 1).trim();
  return [part.slice(0, at).trim(), ENDED.exec(value)?.[1] ?? value];
}

/**
 * Ids and how many they are; a list that was cut does not end so. "?" is a list that was not known.
 * @param {string} value
 */
function listed(value) {
  if (value === "?") return { applied: null, whole: true };
  const applied = value ? value.split(".") : [];
  const whole = applied[applied.length - 1] === String(applied.length - 1);
  return { applied: whole ? applied.slice(0, -1) : applied, whole };
}

/** @param {string} text */
function short(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/**
 * @typedef {object} State
 * @property {Answers} answers
 * @property {Answers[]} children
 * @property {string | null} topic
 * @property {string[]} situations
 * @property {Audience} audience
 * @property {string} version
 * @property {string[] | null} applied
 */

/** @param {State} state */
export function format({ answers, children, topic, situations, audience, version, applied }) {
  const parts = [
    ["v", version],
    ["audience", audience],
  ];
  if (topic) parts.push(["topic", topic]);
  if (situations.length) parts.push(["situation", situations.join(".")]);
  [answers, ...children].forEach((child, i) => {
    const end = i ? `.${i + 1}` : "";
    for (const [fact, answer] of Object.entries(child))
      parts.push([fact + end, answer === null ? "?" : String(answer)]);
  });
  parts.push(["applied", applied ? [...applied, applied.length].join(".") : "?"]);
  return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
