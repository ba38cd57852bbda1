import assert from "node:assert/strict";
import { test } from "node:test";
import { narrow, read } from "../../checker/web/asking/answer.js";

const age = { type: "integer", values: [], min: "0", max: "17", unit: "岁" };
const days = { type: "integer", values: [], min: "0", max: "", unit: "days" };
const away = { type: "choice", values: ["none", "one", "both"], min: "", max: "" };
const ill = { type: "boolean", values: ["true", "false"], min: "", max: "" };

test("a number is read as people write it", () => {
  const written = { 9: 9, "９": 9, " 17 ": 17, "9岁": 9, "9周岁": 9, 九: 9, 两: 2, 十: 10, 十七: 17, 〇: 0 };
  for (const [text, number] of Object.entries(written)) assert.equal(read(age, text), number, text);
  for (const text of ["1 day", "1 days", "1 days old", "一"]) assert.equal(read(days, text), 1, text);
  assert.equal(read(days, "九十九"), 99);
});

test("what is no number, or out of bounds, is no answer", () => {
  for (const text of ["", "18", "-1", "−1", "9.5", "9个月", "九点五", "abc", "1e1", "1234567890"]) {
    assert.equal(read(age, text), undefined, text);
  }
  assert.equal(read(days, "400"), 400);
});

test("a choice is one of its values, and a yes or no is a boolean", () => {
  assert.equal(read(away, "both"), "both");
  assert.equal(read(away, "Both"), undefined);
  assert.equal(read(ill, "true"), true);
  assert.equal(read(ill, "false"), false);
  assert.equal(read(ill, "yes"), undefined);
});

test("a question mark is not known, whatever is asked", () => {
  for (const field of [age, days, away, ill]) assert.equal(read(field, "?"), null);
});

test("wide characters become those that programs know", () => {
  assert.equal(narrow("ａ＝１＆−"), "a=1&-");
  assert.equal(narrow("岁九"), "岁九");
});
