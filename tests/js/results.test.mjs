import assert from "node:assert/strict";
import { test } from "node:test";
import { wrap } from "../../checker/web/results/picture.js";
import { ALWAYS, DANGER, DUE, grouped, settling } from "../../checker/web/results/plan.js";

/** @import { Outcome, Report, Status } from "../../checker/web/protocol.js" */

const TOLD = 2;
const never = () => false;

/**
 * @param {string} id
 * @param {Status} status
 * @param {Partial<Outcome>} [more]
 */
function outcome(id, status, more) {
  return /** @type {Outcome} */ ({ id, kind: "benefit", status, place: TOLD, needs: [], also: [], ...more });
}

/** @param {Outcome[]} outcomes */
function report(...outcomes) {
  return /** @type {Report} */ ({ outcomes });
}

test("dangers and time limits are for now, what every child has is for any time", () => {
  const told = report(
    outcome("beaten", "applies", { place: DANGER }),
    outcome("absent", "applies", { place: DUE }),
    outcome("poor", "applies"),
    outcome("judged", "possible", { also: ["an office looks at it"] }),
    outcome("open", "possible", { needs: ["ill"] }),
    outcome("all", "applies", { place: ALWAYS }),
    outcome("none", "does_not_apply"),
  );
  assert.deepEqual(Object.fromEntries(grouped(told, never, [])), {
    beaten: "now",
    absent: "now",
    poor: "days",
    judged: "days",
    open: "possible",
    all: "always",
    none: "does_not_apply",
  });
});

test("a worker's duties come before the help that they serve", () => {
  const told = report(outcome("report", "applies", { kind: "duty", place: DANGER }), outcome("help", "applies"));
  assert.deepEqual([...grouped(told, never, []).values()], ["now", "help"]);
});

test("what only an unknown answer keeps open is asked for at the office, unless the question is a harsh one", () => {
  const told = report(
    outcome("poor", "possible", { needs: ["income"] }),
    outcome("law", "possible", { needs: ["offended"] }),
    outcome("both", "possible", { needs: ["income", "ill"] }),
  );
  const unknown = (/** @type {string} */ fact) => fact !== "ill";
  assert.deepEqual([...grouped(told, unknown, ["offended"]).values()], ["days", "possible", "possible"]);
});

test("the fewest questions are asked that settle the most", () => {
  const open = [
    outcome("a", "possible", { needs: ["x", "y"] }),
    outcome("b", "possible", { needs: ["x"] }),
    outcome("c", "possible", { needs: ["y"] }),
    outcome("d", "possible", { needs: ["y"] }),
    outcome("e", "possible", { needs: ["x", "y", "z"] }),
  ];
  const found = settling(open, never);
  assert.deepEqual([found?.facts, found?.outcomes.map(({ id }) => id)], [["y"], ["c", "d"]]);
  const two = settling([open[0], open[4]], never);
  assert.deepEqual([two?.facts, two?.outcomes.map(({ id }) => id)], [["x", "y"], ["a"]]);
  assert.equal(settling([open[4]], never), null); // three questions are too many
  assert.equal(
    settling([open[1]], (fact) => fact === "x"),
    null,
  ); // answered with "don't know"
});

test("a text in a picture is broken between words, and keeps marks with what they belong to", () => {
  const lines = (/** @type {string} */ text, /** @type {number} */ width) => wrap(text, (each) => each.length, width);
  assert.deepEqual(lines("Please help the child.", 11), ["Please help", "the child."]);
  assert.deepEqual(lines("孩子没来上学。", 6), ["孩子没来上", "学。"]);
  assert.deepEqual(lines("这样说“来学校。”", 7), ["这样说“来学", "校。”"]);
  assert.deepEqual(lines("他这样说“来”", 5), ["他这样说", "“来”"]);
  assert.deepEqual(lines("abcdefgh", 3), ["abc", "def", "gh"]);
  for (const width of [1, 2, 5]) assert.equal(lines("打12345问一问。", width).join(""), "打12345问一问。");
});
