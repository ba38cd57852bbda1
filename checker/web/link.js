// Answers in the address's fragment: `#topic=education&parents_away=both`. A fragment is never sent to a server.
//
// Besides facts it may hold `topic`, `audience`, `v` (the version of the rules a link was made with) and `applied` (what
// applied then). What cannot be understood, and what stands there a second time, is left out and reported, never guessed.
// A fact that is no longer asked is read as what its answer means today.

const LIMIT = 4000;

// `facts`: questions by id; `retired`: by id the `answers` of former questions, each with the answers that mean the same
// now. `former` tells of each of them that was met whether it could be carried over.
export function parse(fragment, facts, topics, retired = {}) {
  const found = { answers: {}, topic: null, audience: null, version: null, applied: null, former: {}, ignored: [] };
  const former = {};
  const text = fragment.replace(/^#/, "");
  if (!text.includes("=")) return found; // an ordinary anchor
  if (text.length > LIMIT) return { ...found, ignored: ["…"] };
  const met = new Set();
  for (const part of text.split("&")) {
    const [name, value] = decode(part);
    if (met.has(name)) found.ignored.push(short(part));
    else if (name === "topic" && topics.includes(value)) found.topic = value;
    else if (name === "audience" && ["family", "worker"].includes(value)) found.audience = value;
    else if (name === "v" && /^[0-9A-Za-z.+-]{1,80}$/.test(value)) found.version = value;
    else if (name === "applied" && /^[a-z0-9._-]*$/.test(value)) found.applied = value ? value.split(".") : [];
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

function decode(part) {
  const at = part.indexOf("=");
  if (at < 0) return ["", ""];
  try {
    return [part.slice(0, at), part.slice(at + 1)].map((each) => decodeURIComponent(each));
  } catch {
    return ["", ""];
  }
}

function short(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

export function format({ answers, topic, audience, version, applied }) {
  const parts = [["v", version], ["audience", audience]];
  if (topic) parts.push(["topic", topic]);
  for (const [fact, answer] of Object.entries(answers)) parts.push([fact, answer === null ? "?" : String(answer)]);
  parts.push(["applied", applied.join(".")]);
  return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
