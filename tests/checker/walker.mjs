// Asks checker/web/walker.js as an old browser would run it, outside a browser. Lines of standard input: a bundle; then
// what is asked of it, each time [request, SHA-256 of the text that Python answers, or null]; then an empty line. The
// line that comes back has [request, what the walker answers instead] for each that differs.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createContext, runInContext } from "node:vm";

// What ES5 has of what a walker could use: all else is taken away. And what is equal does not stay in order when it is
// sorted, as in engines of that time.
const ES5 = {
  globalThis: "Array Boolean Date Error Function Infinity JSON Math NaN Number Object RegExp String undefined",
  Object: "create defineProperty freeze getOwnPropertyNames getPrototypeOf keys prototype",
  Array: "isArray prototype",
  "Array.prototype":
    "concat constructor every filter forEach indexOf join lastIndexOf length map pop push reduce reduceRight reverse " +
    "shift slice some sort splice toString unshift",
  Function: "prototype",
  "Function.prototype": "apply bind call constructor length toString",
  Math: "abs ceil floor log max min pow random round sqrt",
  Number: "MAX_VALUE MIN_VALUE prototype",
  "Number.prototype": "constructor toFixed toString valueOf",
  String: "fromCharCode prototype",
  "String.prototype":
    "charAt charCodeAt concat constructor indexOf lastIndexOf length match replace search slice split substring " +
    "toLowerCase toString toUpperCase trim valueOf",
};
const context = createContext();
for (const [owner, kept] of Object.entries(ES5).reverse()) {
  const object = runInContext(owner, context);
  const newer = Object.getOwnPropertyNames(object).filter((name) => !kept.split(" ").includes(name));
  for (const name of newer) Reflect.deleteProperty(object, name);
}
runInContext(
  `(function (sort) {
    Array.prototype.sort = function (order) { return sort.call(this.reverse(), order); };
  })(Array.prototype.sort);`,
  context,
);
runInContext(readFileSync(new URL("../../checker/web/walker.js", import.meta.url), "utf8"), context);
const [inside, Walker] = runInContext("[JSON, Walker]", context);

/**
 * @param {{ call(request: object): string | null } | null} walker
 * @param {object} request
 */
function answer(walker, request) {
  try {
    return walker?.call(request) ?? null;
  } catch (error) {
    return String(error);
  }
}

let walker;
let different = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith("{")) walker = Walker.read(inside.parse(line));
  else if (line) {
    const [request, expected] = inside.parse(line);
    const text = answer(walker, request);
    const digest = text === null ? null : createHash("sha256").update(text).digest("hex");
    if (digest !== expected) different.push([request, text]);
  } else {
    process.stdout.write(`${JSON.stringify(different)}\n`);
    different = [];
  }
}
