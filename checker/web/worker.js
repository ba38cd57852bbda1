// Runs the checker's own Python in the visitor's browser. Nothing is asked of any other host, and no answer leaves.
import { build, lock } from "./build.js";
import { find, forget, keep, pack, unpack } from "./memory.js";
import { FAILED, KEPT, READY } from "./protocol.js";
import { answering, prepare, small, whole } from "./python.js";

const near = (name) => new URL(name, import.meta.url).href;
const interpreter = { loader: import("../pyodide/pyodide.mjs"), script: import("../pyodide/pyodide.asm.mjs") };
const settings = { indexURL: near("../pyodide/"), lockFileContents: lock };
const archive = near("python.zip");
const NOTHING = JSON.stringify({ answers: {}, audience: "family", lang: "zh", topic: null });

async function fetched(name) {
  const answer = await fetch(near(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

// As it was left at the end of an earlier start.
async function remembered() {
  const found = self.name === KEPT && (await find(build));
  if (!found) return null;
  const python = await small(interpreter, archive, { ...settings, _loadSnapshot: unpack(found) });
  const answer = answering(python);
  if (answer(NOTHING).startsWith('{"error"')) throw new Error("the kept memory gives no answer");
  return answer;
}

async function packed(bundle) {
  const python = await small(interpreter, archive, { ...settings, _makeSnapshot: self.name === KEPT });
  prepare(python, await bundle);
  const answer = answering(python);
  if (self.name === KEPT) writeDown(python, answer);
  return answer;
}

// Where that is not possible, every visit starts as the first one did.
function writeDown(python, answer) {
  try {
    answer(NOTHING); // what is worked out once is in the memory then
    const packed = pack(python.makeMemorySnapshot());
    setTimeout(() => keep(build, packed).catch(forget), 3000); // not while the visitor is waiting for a result
  } catch {
    forget();
  }
}

async function fromSource(bundle) {
  const python = await whole(interpreter, JSON.parse(await fetched("checker.json")), settings);
  prepare(python, await bundle);
  return answering(python);
}

async function start() {
  try {
    const answer = await remembered();
    if (answer) return answer;
  } catch {
    forget();
  }
  const bundle = fetched("bundle.json");
  return packed(bundle).catch(() => fromSource(bundle));
}

const started = start();
started.then(
  () => postMessage({ state: READY }),
  (error) => postMessage({ state: FAILED, error: String(error) }),
);

addEventListener("message", async ({ data: { id, request } }) => {
  try {
    const answer = await started;
    postMessage({ id, result: answer(JSON.stringify(request)) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
