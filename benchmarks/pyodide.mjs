// Times the checker in Pyodide under Node. Usage: node pyodide.mjs PROJECT BUNDLE.json REQUESTS.json ROUNDS
import { readFileSync, readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [project, bundleFile, requestsFile, rounds] = process.argv.slice(2);
const { loadPyodide } = await import(`${project}/node_modules/pyodide/pyodide.mjs`);

let start = performance.now();
const python = await loadPyodide({ indexURL: `${project}/node_modules/pyodide/` });
const interpreter = performance.now() - start;

start = performance.now();
python.FS.mkdirTree("/guide/checker");
for (const name of readdirSync(`${project}/checker`).filter((each) => each.endsWith(".py"))) {
  python.FS.writeFile(`/guide/checker/${name}`, readFileSync(`${project}/checker/${name}`, "utf8"));
}
python.runPython("import sys; sys.path.insert(0, '/guide')");
const api = python.pyimport("checker.api");
const bundle = python.pyimport("checker.bundle").Bundle.from_json(readFileSync(bundleFile, "utf8"));
const requests = JSON.parse(readFileSync(requestsFile, "utf8"));
api.call(bundle, requests[0][0]);
const checker = performance.now() - start;

const times = requests.map(([before, request]) => {
  let best = Infinity;
  for (let i = 0; i < Number(rounds); i++) {
    api.call(bundle, before);
    const begun = performance.now();
    JSON.parse(api.call(bundle, request));
    best = Math.min(best, performance.now() - begun);
  }
  return best;
});
process.stdout.write(JSON.stringify({ interpreter, checker, times }));
