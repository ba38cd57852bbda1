import assert from "node:assert/strict";
import { test } from "node:test";
import { dice, draw, shuffled } from "../../docs/assets/drills/drawing.js";

const KINDS = ["case", "unit", "told", "clause"];
const questions = Array.from({ length: 200 }, (_, i) => ({ id: i, kind: KINDS[i % 3 && i % 4] }));
const ids = (/** @type {number} */ seed) => draw(questions, seed, 10).map(({ id }) => id);

test("the same number draws the same questions, and another one others", () => {
  assert.deepEqual(ids(7), ids(7));
  assert.equal(new Set(Array.from({ length: 500 }, (_, seed) => ids(seed).join())).size, 500);
});

test("the numbers are those of Python's drills", () => {
  // generator.logic.drills.drawing.Dice with this state; tests/generator/test_drills.py has the same.
  const below = dice(0x811c9dc5);
  assert.deepEqual(
    Array.from({ length: 8 }, () => below(1000)),
    [611, 493, 774, 412, 812, 57, 915, 193],
  );
});

test("a drill has no question twice and as many kinds as there are", () => {
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const drawn = draw(questions, seed, 10);
    assert.equal(new Set(drawn).size, 10);
    assert.equal(new Set(drawn.map(({ kind }) => kind)).size, new Set(questions.map(({ kind }) => kind)).size);
  }
  assert.equal(draw(questions.slice(0, 3), 1, 10).length, 3);
  assert.deepEqual(draw([], 1, 10), []);
});

test("the first of four comes to stand in each place as often", () => {
  const places = [0, 0, 0, 0];
  for (let seed = 1; seed <= 4_000; seed += 1) places[shuffled([0, 1, 2, 3], dice(seed)).indexOf(0)] += 1;
  const far = places.reduce((sum, each) => sum + (each - 1_000) ** 2 / 1_000, 0);
  assert.ok(far < 16.3, String(places)); // what chance exceeds once in a thousand
});
