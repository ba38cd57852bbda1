// Parses scripts: standard input has a list of {path, ecmaVersion, sourceType}; standard output gets what is wrong, a line each.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parse } from "acorn";

for (const { path, ...options } of JSON.parse(await text(process.stdin))) {
  try {
    parse(readFileSync(path, "utf8"), options); // regular expressions are read at that level as well
  } catch (error) {
    console.log(`${path}: ${/** @type {Error} */ (error).message}`);
  }
}
