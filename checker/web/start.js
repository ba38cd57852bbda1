// Starts the worker, before the rest of the page's script has come: the interpreter takes longest. But not before the
// page has been painted, since on a slow line everything that is asked for early holds up what is to be seen.
import { KEPT } from "./protocol.js";

let worker = null;
const early = []; // what the worker said when nobody was listening yet
let hear = (event) => early.push(event);

function begin() {
  if (worker || typeof WebAssembly !== "object" || typeof Worker !== "function") return;
  const name = navigator.serviceWorker?.controller ? KEPT : "";
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name });
  for (const kind of ["message", "error"]) worker.addEventListener(kind, (event) => hear(event));
}

// The worker, or null if this browser cannot run it. `listener` is told every message and error, earlier ones included.
export function connect(listener) {
  begin();
  hear = listener;
  early.splice(0).forEach(listener);
  return worker;
}

if (document.styleSheets.length === document.querySelectorAll("link[rel=stylesheet]").length) begin();
else requestAnimationFrame(() => setTimeout(begin)); // frames wait for style sheets
