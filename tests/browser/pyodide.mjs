// Runs the checker of a built site in Pyodide under Node: requests from a file with a JSON array, results on standard
// output as an array of JSON texts. Usage: node pyodide.mjs SITE REQUESTS.json
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const site = resolve(process.argv[2]);
const { loadPyodide } = await import(`${site}/assets/pyodide/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${site}/assets/pyodide/` });
python.FS.mkdirTree("/guide/checker");
for (const [name, source] of Object.entries(JSON.parse(readFileSync(`${site}/assets/check/checker.json`, "utf8")))) {
  python.FS.writeFile(`/guide/checker/${name}`, source);
}
python.runPython("import sys; sys.path.insert(0, '/guide')");
const api = python.pyimport("checker.api");
const bundle = python.pyimport("checker.bundle").Bundle.from_json(
  readFileSync(`${site}/assets/check/bundle.json`, "utf8"),
);
const results = JSON.parse(readFileSync(process.argv[3], "utf8")).map((request) => api.call(bundle, JSON.stringify(request)));
process.stdout.write(JSON.stringify(results));
