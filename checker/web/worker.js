// Runs the checker's own Python in the visitor's browser. Nothing is asked of any other host, and no answer leaves.
import { lock } from "./build.js";
import { ANSWERED, FAILED, READY } from "./protocol.js";
import { answering, prepare, small, whole } from "./python.js";

/** @import { FromWorker, ToWorker } from "./protocol.js" */

const near = (/** @type {string} */ name) => new URL(name, import.meta.url).href;
const interpreter = { loader: import("../pyodide/pyodide.mjs"), script: import("../pyodide/pyodide.asm.mjs") };
const settings = { indexURL: near("../pyodide/"), lockFileContents: lock };
const archive = near("python.zip");

/** @param {FromWorker} message */
function tell(message) {
  postMessage(message);
}

/** @param {string} name */
async function fetched(name) {
  const answer = await fetch(near(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

/** @param {Promise<string>} bundle */
async function packed(bundle) {
  const python = await small(interpreter, archive, settings);
  prepare(python, await bundle);
  return answering(python);
}

/** @param {Promise<string>} bundle */
async function fromSource(bundle) {
  const python = await whole(interpreter, JSON.parse(await fetched("checker.json")), settings);
  prepare(python, await bundle);
  return answering(python);
}

async function start() {
  const bundle = fetched("bundle.json");
  return packed(bundle).catch(() => fromSource(bundle));
}

// Several files are asked for at once. The first that does not come is told below; the others would only repeat it.
addEventListener("unhandledrejection", (event) => event.preventDefault());

const started = start();
started.then(
  () => tell({ state: READY }),
  (error) => tell({ state: FAILED, error: String(error) }),
);

addEventListener("message", async (/** @type {MessageEvent<ToWorker>} */ { data: { id, request } }) => {
  try {
    const answer = await started;
    tell({ state: ANSWERED, id, result: answer(JSON.stringify(request)) });
  } catch (error) {
    tell({ state: FAILED, error: String(error) });
  }
});
