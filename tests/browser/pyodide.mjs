// Runs the packed checker of a built site in Pyodide under Node: requests from a file with a JSON array, results on
// standard output as an array of JSON texts. Usage: node pyodide.mjs CHECK PYODIDE REQUESTS.json, the first two being
// folders of the site's assets.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const [check, pyodide, requests] = process.argv.slice(2).map((path) => resolve(path));
const { answering, prepare, small } = await import(`${check}/python.js`);
const { lock } = await import(`${check}/build.js`);
const interpreter = { loader: import(`${pyodide}/pyodide.mjs`), script: import(`${pyodide}/pyodide.asm.mjs`) };
const python = await small(interpreter, `${check}/python.zip`, { indexURL: `${pyodide}/`, lockFileContents: lock });
prepare(python, readFileSync(`${check}/bundle.json`, "utf8"));
const answer = answering(python);
const results = JSON.parse(readFileSync(requests, "utf8")).map((request) => answer(JSON.stringify(request)));
process.stdout.write(JSON.stringify(results));
