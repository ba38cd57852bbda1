// Runs the checker's own Python in the visitor's browser. Nothing is asked of any other host, and no answer leaves.
import { loadPyodide } from "../pyodide/pyodide.mjs";
import { FAILED, READY } from "./protocol.js";

async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

async function start() {
  const [python, sources, bundle] = await Promise.all([
    loadPyodide({ indexURL: new URL("../pyodide/", import.meta.url).href }),
    fetched("checker.json"),
    fetched("bundle.json"),
  ]);
  python.FS.mkdirTree("/guide/checker");
  for (const [name, source] of Object.entries(JSON.parse(sources))) {
    python.FS.writeFile(`/guide/checker/${name}`, source);
  }
  python.runPython("import sys; sys.path.insert(0, '/guide')");
  const api = python.pyimport("checker.api");
  const loaded = python.pyimport("checker.bundle").Bundle.from_json(bundle);
  return (request) => api.call(loaded, JSON.stringify(request));
}

const started = start();
started.then(
  () => postMessage({ state: READY }),
  (error) => postMessage({ state: FAILED, error: String(error) }),
);

addEventListener("message", async ({ data: { id, request } }) => {
  try {
    const evaluate = await started;
    postMessage({ id, result: JSON.parse(evaluate(request)) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
