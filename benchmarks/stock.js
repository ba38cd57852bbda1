// What the checker's worker would be without any care for its start: Pyodide as it comes, everything from source.
import { loadPyodide } from "../pyodide/pyodide.mjs";

const text = async (name) => (await fetch(new URL(name, import.meta.url))).text();

async function start() {
  const python = await loadPyodide({ indexURL: new URL("../pyodide/", import.meta.url).href });
  python.FS.mkdirTree("/guide/checker");
  for (const [name, source] of Object.entries(JSON.parse(await text("checker.json")))) {
    python.FS.writeFile(`/guide/checker/${name}`, source);
  }
  python.runPython("import sys; sys.path.insert(0, '/guide')");
  const api = python.pyimport("checker.api");
  const loaded = python.pyimport("checker.bundle").Bundle.from_json(await text("bundle.json"));
  return (request) => api.call(loaded, JSON.stringify(request));
}

const started = start();
started.then(() => postMessage({ state: "ready" }));
addEventListener("message", async ({ data: { id, request } }) => {
  const evaluate = await started;
  postMessage({ state: "answered", id, result: evaluate(request) });
});
