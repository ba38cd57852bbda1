// Asks the search worker of a built site outside a browser: standard input has the folder and a list of {language, query};
// standard output gets the list of answers, and how long each took in milliseconds.
import { readFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createContext, runInContext } from "node:vm";

const { site, queries } = JSON.parse(await text(process.stdin));
const assets = readdirSync(join(site, "assets"));
const folder = join(site, "assets", assets.find((name) => /^search(\.|$)/.test(name)));

let hear;
let answered;
const self = {
  console,
  importScripts: (name) => runInContext(readFileSync(join(folder, name), "utf8"), context),
  addEventListener: (_, listener) => (hear = listener),
  postMessage: (message) => answered(message),
  fetch: async (address) => ({ ok: true, json: async () => JSON.parse(await readFile(join(site, address), "utf8")) }),
};
self.self = self;
const context = createContext(self);
runInContext(readFileSync(join(folder, "worker.js"), "utf8"), context);

const indexes = { zh: { language: "zh", address: "search/index.json" }, en: { language: "en", address: "en/search/index.json" } };

function ask(language, query) {
  return new Promise((done) => {
    answered = done;
    hear({ data: { id: 1, query, indexes: language === "zh" ? [indexes.zh, indexes.en] : [indexes.en, indexes.zh] } });
  });
}

await ask("zh", "");
await ask("en", "");
const answers = [];
for (const { language, query } of queries) {
  const start = performance.now();
  const { answer, failed } = await ask(language, query);
  answers.push({ answer, failed, time: performance.now() - start });
}
process.stdout.write(JSON.stringify(answers));
