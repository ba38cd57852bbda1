// Reads fragments with the page's own script: a line of JSON in, a line of JSON out.
// Usage: node fragments.mjs '{"facts": {id: question}, "topics": [id], "situations": [id]}'; for a question see answer.js.
import { createInterface } from "node:readline";
import { read } from "../../checker/web/asking/answer.js";
import { format, parse } from "../../checker/web/fragment.js";

/** @type {{ facts: Record<string, import("../../checker/web/asking/answer.js").Field>, topics: string[], situations: string[] }} */
const { facts, topics, situations } = JSON.parse(process.argv[2]);
/** @type {Map<string, import("../../checker/web/fragment.js").Readable>} */
const questions = new Map(
  Object.entries(facts).map(([id, fact]) => [id, { read: (/** @type {string} */ value) => read(fact, value) }]),
);

for await (const line of createInterface({ input: process.stdin })) {
  const found = parse(JSON.parse(line), questions, topics, {}, situations);
  const link = format({
    ...found,
    version: found.version ?? "1",
    audience: found.audience ?? "family",
    applied: found.applied ?? [],
  });
  const again = parse(link, questions, topics, {}, situations);
  process.stdout.write(`${JSON.stringify({ found, link, again })}\n`);
}
