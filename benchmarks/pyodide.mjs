// Times the checker in Pyodide under Node. Usage: node pyodide.mjs PROJECT BUNDLE.json REQUESTS.json ROUNDS
import { readFileSync, readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [project, bundleFile, requestsFile, rounds] = process.argv.slice(2);
const { answering, prepare, whole } = await import(`${project}/checker/web/python.js`);
const pyodide = `${project}/node_modules/pyodide/`;

let start = performance.now();
const files = readdirSync(`${project}/checker`).filter((each) => each.endsWith(".py"));
const sources = Object.fromEntries(files.map((name) => [name, readFileSync(`${project}/checker/${name}`, "utf8")]));
const interpreter = { loader: import(`${pyodide}pyodide.mjs`), script: import(`${pyodide}pyodide.asm.mjs`) };
const python = await whole(interpreter, sources, { indexURL: pyodide });
const started = performance.now() - start;

start = performance.now();
prepare(python, readFileSync(bundleFile, "utf8"));
const answer = answering(python);
const requests = JSON.parse(readFileSync(requestsFile, "utf8"));
answer(requests[0][0]);
const checker = performance.now() - start;

const times = requests.map(([before, request]) => {
  let best = Infinity;
  for (let i = 0; i < Number(rounds); i++) {
    answer(before);
    const begun = performance.now();
    for (const line of answer(request).split("\n")) JSON.parse(line);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
});
process.stdout.write(JSON.stringify({ interpreter: started, checker, times }));
