// Runs the checker of a built site in Pyodide under Node: requests from a file with a JSON array, results on standard
// output as an array of JSON texts. Usage: node pyodide.mjs CHECK PYODIDE REQUESTS.json, the first two being folders of the site's assets
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const [check, pyodide] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdirTree("/guide/checker");
for (const [name, source] of Object.entries(JSON.parse(readFileSync(`${check}/checker.json`, "utf8")))) {
  python.FS.writeFile(`/guide/checker/${name}`, source);
}
python.runPython("import sys; sys.path.insert(0, '/guide')");
const api = python.pyimport("checker.api");
const bundle = python.pyimport("checker.bundle").Bundle.from_json(
  readFileSync(`${check}/bundle.json`, "utf8"),
);
const results = JSON.parse(readFileSync(process.argv[4], "utf8")).map((request) => api.call(bundle, JSON.stringify(request)));
process.stdout.write(JSON.stringify(results));
