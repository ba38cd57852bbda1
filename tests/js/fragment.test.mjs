import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../checker/web/asking/answer.js";
import { format, parse } from "../../checker/web/fragment.js";

/** @import { Retired, State } from "../../checker/web/fragment.js" */

const FIELDS = {
  child_age: { type: "integer", values: [], min: "0", max: "17" },
  parents_away: { type: "choice", values: ["none", "one", "both"], min: "", max: "" },
  orphaned: { type: "boolean", values: ["true", "false"], min: "", max: "" },
};
const facts = new Map(
  Object.entries(FIELDS).map(([id, field]) => [id, { read: (/** @type {string} */ value) => read(field, value) }]),
);
/** @type {Record<string, Retired>} */
const retired = { parents_dead: { question: "…", answers: { true: [["orphaned", true]], false: [] } } };
const parsed = (/** @type {string} */ fragment) => parse(fragment, facts, ["education"], retired, ["absent", "money"]);

const ANSWERS = { child_age: 9, parents_away: "both", orphaned: null };
/** @type {State} */
const STATE = {
  answers: ANSWERS,
  children: [{ child_age: 6 }, {}, { child_age: null, orphaned: true }],
  topic: "education",
  situations: ["money", "absent"],
  audience: "worker",
  version: "1.2.0",
  applied: ["proxy-mother"],
};

test("what is written into a link is read from it", () => {
  const { ignored, former, ...state } = parsed(format(STATE));
  assert.deepEqual(state, { ...STATE, whole: true });
  assert.deepEqual([ignored, former], [[], {}]);
  assert.equal(parsed(format({ ...STATE, applied: [] })).applied?.length, 0);
  assert.equal(parsed(format({ ...STATE, applied: null })).applied, null);
});

test("an anchor is no link", () => {
  assert.deepEqual(parsed("#conditions"), parsed(""));
});

test("what other apps do to a link is undone", () => {
  const link = "#child_age=9&parents_away=both";
  const changed = [
    link.replace(/&/g, "&amp;"),
    encodeURIComponent(encodeURIComponent(link)),
    "#child_age=９＆parents_away=both",
    `${link}。`,
    `${link}）」`,
    `${link}#wechat_redirect`,
    `?${link.slice(1)}`,
    link.replace("=9", "=\u200b9\ufeff"),
  ];
  for (const text of changed) {
    const { answers, ignored } = parsed(text);
    assert.deepEqual([answers, ignored], [{ child_age: 9, parents_away: "both" }, []], text);
  }
});

test("what cannot be understood is left out and reported, never guessed", () => {
  const { answers, ignored } = parsed("#child_age=30&unknown=1&parents_away=one&parents_away=both&orphaned=maybe&half");
  assert.deepEqual(answers, { parents_away: "one" });
  assert.deepEqual(ignored, ["child_age=30", "unknown=1", "parents_away=both", "orphaned=maybe", "half"]);
  assert.deepEqual(parsed(`#x=${"y".repeat(13_000)}`).ignored, ["…"]);
  assert.deepEqual(parsed(`#x=${"y".repeat(60)}`).ignored, [`x=${"y".repeat(38)}…`]);
  assert.deepEqual(parsed("#topic=unheard&audience=nobody").ignored, ["topic=unheard", "audience=nobody"]);
});

test("names of every object are no facts", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    assert.deepEqual(parsed(`#${name}=true`).ignored, [`${name}=true`]);
  }
});

test("a fact that is no longer asked is read as what it means now", () => {
  assert.deepEqual(parsed("#parents_dead=true").answers, { orphaned: true });
  assert.deepEqual(parsed("#parents_dead=true&orphaned=false").answers, { orphaned: false });
  assert.deepEqual(parsed("#parents_dead=true").former, { parents_dead: true });
  assert.deepEqual(parsed("#parents_dead=false").former, { parents_dead: false });
  assert.deepEqual(parsed("#parents_dead=yes").ignored, ["parents_dead=yes"]);
});

test("a link that was cut says so", () => {
  const link = format({ ...STATE, applied: ["proxy-mother", "counselling"] });
  for (let length = link.indexOf("applied"); length < link.length; length++) {
    assert.equal(parsed(link.slice(0, length)).whole, false, link.slice(0, length));
  }
  assert.deepEqual(parsed(link.slice(0, -2)).applied, ["proxy-mother", "counselling"]);
});
