// Asks the search worker of a built site, whose folder is the argument, outside a browser. Each line of standard input is
// a list of {language, query}; a line of standard output gives the answers, and how long each took in milliseconds.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sandbox } from "../generator/pages/search/sandbox.mjs";

const site = process.argv[2];
const folder = readdirSync(join(site, "assets")).find((name) => /^search(\.|$)/.test(name)) ?? "search";
const asset = (/** @type {string} */ name) => join(site, "assets", folder, name);

/** @type {(message: { data: Search.ToWorker }) => void} */
let hear;
/** @type {(message: { answer?: Search.Answer, failed?: string }) => void} */
let answered;
sandbox(asset("worker.js"), asset, {
  console,
  addEventListener: (/** @type {string} */ _, /** @type {typeof hear} */ listener) => {
    hear = listener;
  },
  postMessage: (/** @type {Parameters<typeof answered>[0]} */ message) => answered(message),
  fetch: async (/** @type {string} */ address) => ({
    ok: true,
    json: async () => JSON.parse(await readFile(join(site, address), "utf8")),
  }),
});

const zh = { language: "zh", address: "search/index.json" };
const en = { language: "en", address: "en/search/index.json" };

/**
 * @param {"zh" | "en"} language
 * @param {string} query
 * @returns {Promise<Parameters<typeof answered>[0]>}
 */
function ask(language, query) {
  return new Promise((resolve) => {
    answered = resolve;
    hear({ data: { id: 1, query, indexes: language === "zh" ? [zh, en] : [en, zh] } });
  });
}

await ask("zh", "");
await ask("en", "");
for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const { language, query } of JSON.parse(line)) {
    const start = performance.now();
    const { answer, failed } = await ask(language, query);
    answers.push({ answer, failed, time: performance.now() - start });
  }
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
