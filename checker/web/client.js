// The page's side of the worker: every request resolves, rejects or times out.
import { FAILED, KEPT, READY, TIMEOUT } from "./protocol.js";

// The worker, or null if this browser cannot run it. To start Python keeps a small device busy, and on a slow line all that
// is asked for early holds up what is to be seen: the page comes first.
async function begin() {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", () => setTimeout(go)));
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") return null;
  const name = navigator.serviceWorker?.controller ? KEPT : "";
  return new Worker(new URL("worker.js", import.meta.url), { type: "module", name });
}

export class Engine {
  #worker = begin();
  #waiting = new Map();
  #known = new Map(); // outcomes by the line on which they come: what comes again is the same object
  #last = 0;

  // `onState(state)` is told once: "ready" or "failed".
  constructor(onState) {
    let told = false;
    const tell = (state) => {
      if (!told) onState(state);
      told = true;
    };
    const fail = (error) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(error));
      this.#waiting.clear();
      tell(FAILED);
    };
    this.#worker.then((worker) => {
      if (!worker) return fail("no WebAssembly");
      worker.addEventListener("error", () => fail("the worker did not start"));
      worker.addEventListener("message", ({ data }) => {
        if (data.state === FAILED) fail(data.error);
        else if (data.state === READY) tell(READY);
        else this.#settle(data);
      });
    });
  }

  #settle({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error === undefined) waiting.resolve(this.#read(result));
    else waiting.reject(new Error(error));
  }

  #read(result) {
    const [report, ...lines] = result.split("\n");
    const before = this.#known;
    this.#known = new Map(lines.map((line) => [line, before.get(line) ?? JSON.parse(line)]));
    return { ...JSON.parse(report), outcomes: [...this.#known.values()] };
  }

  // A promise of the report, as `page` in checker/api.py makes it, or of `{error, fact}`.
  async evaluate(request) {
    const worker = await this.#worker;
    if (!worker) throw new Error("no worker");
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      const timer = setTimeout(() => this.#settle({ id, error: "timed out" }), TIMEOUT);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, request });
    });
  }
}
