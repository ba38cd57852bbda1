// Answers in the address's fragment: `#topic=education&parents_away=both`. A fragment is never sent to a server.
//
// Besides facts it may hold `topic`, `audience`, `v` (the version of the rules a link was made with) and `applied` (what
// applied then, and how many that were). What cannot be understood, and what stands there a second time, is left out and
// reported, never guessed. A fact that is no longer asked is read as what its answer means today.
//
// On their way through other apps links are changed: encoded once more, made wide, with a sentence's end or a mark of the
// app behind them, cut. No value that can stand in a link holds any of `% & = #`, so all of that can be undone.
import { narrow } from "./answer.js";

const LIMIT = 4000;
const ENCODED = 3; // times at most
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
// A value, and behind it a mark that belongs to none, and nothing that could.
const ENDED = /^(\?|[\w+.-]*[\w+-])[\s。、】》」』”’…·.,;:!?)\]}>"']\W*$/;

// `facts`: questions by id; `retired`: by id the `answers` of former questions, each with the answers that mean the same
// now. `former` tells of each of them that was met whether it could be carried over. `whole`: the end of the link is there.
export function parse(fragment, facts, topics, retired = {}) {
  const found = {
    answers: {},
    topic: null,
    audience: null,
    version: null,
    applied: null,
    whole: false,
    former: {},
    ignored: [],
  };
  const former = {};
  if (fragment.length > LIMIT) return { ...found, ignored: fragment.includes("=") ? ["…"] : [] };
  const [first, ...marks] = repaired(fragment).split("#");
  const text = [first, ...marks.filter((each) => each.includes("="))].join("&");
  if (!text.includes("=")) return found; // an ordinary anchor
  const met = new Set();
  for (const part of text.split(/&|\?(?=\w+=)/)) {
    if (!part.trim()) continue;
    const [name, value] = divided(part);
    if (met.has(name)) found.ignored.push(short(part));
    else if (name === "topic" && topics.includes(value)) found.topic = value;
    else if (name === "audience" && ["family", "worker"].includes(value)) found.audience = value;
    else if (name === "v" && /^[0-9A-Za-z.+-]{1,80}$/.test(value)) found.version = value;
    else if (name === "applied" && /^(\?|[a-z0-9._-]*)$/.test(value)) Object.assign(found, listed(value));
    else if (facts.has(name)) {
      const answer = facts.get(name).read(value);
      if (answer === undefined) found.ignored.push(short(part));
      else found.answers[name] = answer;
    } else if (Object.hasOwn(retired, name) && (value === "?" || Object.hasOwn(retired[name].answers, value))) {
      const today = retired[name].answers[value] ?? [];
      found.former[name] = today.length > 0;
      for (const [fact, answer] of today) former[fact] = answer;
    } else found.ignored.push(short(part));
    met.add(name);
  }
  found.answers = { ...former, ...found.answers };
  return found;
}

function repaired(fragment) {
  let text = fragment;
  for (let i = 0; i < ENCODED; i++) text = decoded(text);
  return narrow(text).replace(INVISIBLE, "").replace(/&amp;/g, "&").replace(/^[#?!/&\s]+/, "");
}

// What is no text stays as it is.
function decoded(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function divided(part) {
  const at = part.indexOf("=");
  if (at < 0) return ["", ""];
  const value = part.slice(at + 1).trim();
  return [part.slice(0, at).trim(), ENDED.exec(value)?.[1] ?? value];
}

// Ids and how many they are; a list that was cut does not end so. "?" is a list that was not known.
function listed(value) {
  if (value === "?") return { applied: null, whole: true };
  const applied = value ? value.split(".") : [];
  const whole = applied[applied.length - 1] === String(applied.length - 1);
  return { applied: whole ? applied.slice(0, -1) : applied, whole };
}

function short(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

// `applied`: ids of outcomes, or null if it is not known which apply.
export function format({ answers, topic, audience, version, applied }) {
  const parts = [["v", version], ["audience", audience]];
  if (topic) parts.push(["topic", topic]);
  for (const [fact, answer] of Object.entries(answers)) parts.push([fact, answer === null ? "?" : String(answer)]);
  parts.push(["applied", applied ? [...applied, applied.length].join(".") : "?"]);
  return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
