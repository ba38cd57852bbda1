// Packs the modules that the checker uses under Pyodide; see trim.py.
//
// The folder named on standard input holds sources.json, bundle.json and requests.json: the checker's own files by name, the
// compiled rules, and requests that between them make use of everything; and library.zip, the standard library with its
// stand-ins. Written beside them: python.zip and lock.json.
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { answering, prepare, small, whole } from "../../checker/web/python.js";

const work = await text(process.stdin);
const read = (/** @type {string} */ name) => readFileSync(`${work}/${name}`, "utf8");
/** @type {object[]} */
const cases = JSON.parse(read("requests.json"));
const requests = cases.map((request) => JSON.stringify(request));
const pyodide = fileURLToPath(new URL("../../node_modules/pyodide/", import.meta.url));
const interpreter = { loader: import(`${pyodide}pyodide.mjs`), script: import(`${pyodide}pyodide.asm.mjs`) };
// Constants that are sets are written in the order of their hashes. Columns only serve to underline source in tracebacks,
// and the archive holds no source.
const settings = { indexURL: pyodide, env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } };

// With the list of every package that Pyodide could install, none of which is ever asked for, left out.
const lock = { ...JSON.parse(readFileSync(`${pyodide}pyodide-lock.json`, "utf8")), packages: {} };
writeFileSync(`${work}/lock.json`, JSON.stringify(lock));

/** @param {import("pyodide").PyodideAPI} python */
function answers(python) {
  prepare(python, read("bundle.json"));
  const answer = answering(python);
  try {
    python.runPython("raise Exception"); // what goes wrong is told with modules of its own
  } catch {
    return requests.map((request) => answer(request));
  }
}

const sources = JSON.parse(read("sources.json"));
const expected = answers(await whole(interpreter, sources, settings));
const python = await whole(interpreter, sources, { ...settings, stdLibURL: `${work}/library.zip` });
answers(python);
python.runPython(readFileSync(new URL("trim.py", import.meta.url), "utf8"));
const packed = python.runPython("pack('/lib/', '/guide/')").toJs();
writeFileSync(`${work}/python.zip`, packed);

const again = answers(await small(interpreter, `${work}/python.zip`, { ...settings, lockFileContents: lock }));
if (JSON.stringify(again) !== JSON.stringify(expected))
  throw new Error("the packed checker answers otherwise than the whole one");
