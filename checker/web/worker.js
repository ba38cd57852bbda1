// Runs the checker's own Python in the visitor's browser. Nothing is asked of any other host, and no answer leaves.
import lock from "./lock.js";
import { FAILED, READY } from "./protocol.js";
import { answering, small, whole } from "./python.js";

const near = (name) => new URL(name, import.meta.url).href;
const interpreter = { loader: import("../pyodide/pyodide.mjs"), script: import("../pyodide/pyodide.asm.mjs") };
const settings = { indexURL: near("../pyodide/"), lockFileContents: lock };

async function fetched(name) {
  const answer = await fetch(near(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

async function start() {
  const bundle = fetched("bundle.json");
  try {
    return answering(await small(interpreter, near("python.zip"), settings), await bundle);
  } catch {
    return answering(await whole(interpreter, JSON.parse(await fetched("checker.json")), settings), await bundle);
  }
}

const started = start();
started.then(
  () => postMessage({ state: READY }),
  (error) => postMessage({ state: FAILED, error: String(error) }),
);

addEventListener("message", async ({ data: { id, request } }) => {
  try {
    const answer = await started;
    postMessage({ id, result: JSON.parse(answer(JSON.stringify(request))) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
