// Reads fragments with the page's own script: a line of JSON in, a line of JSON out.
// Usage: node fragments.mjs '{"facts": {id: question}, "topics": [id]}'; for a question see answer.js.
import { createInterface } from "node:readline";
import { read } from "../../checker/web/answer.js";
import { format, parse } from "../../checker/web/link.js";

const { facts, topics } = JSON.parse(process.argv[2]);
const questions = new Map(Object.entries(facts).map(([id, fact]) => [id, { read: (value) => read(fact, value) }]));

for await (const line of createInterface({ input: process.stdin })) {
  const found = parse(JSON.parse(line), questions, topics);
  const link = format({ ...found, version: found.version ?? "1", audience: found.audience ?? "family", applied: found.applied ?? [] });
  const again = parse(link, questions, topics);
  process.stdout.write(`${JSON.stringify({ found, link, again })}\n`);
}
