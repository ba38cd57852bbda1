// Who works out the results: first the walker, on the page itself; then Python in a worker, which is the reference.
import { FAILED, KEPT, READY, TIMEOUT } from "./protocol.js";

// --- the walker ---

// A promise of the function that makes a report of a request at once, as text, or null if it leaves it to Python. The
// rules are looked for where the page says that they are.
export async function walker(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return window.Walker.read(await answer.json()).call;
}

// Reports as text → as data, of which what is as before is the same object.
export class Reader {
  #known = new Map(); // outcomes by the line on which they come

  read(text) {
    const [report, ...lines] = text.split("\n");
    const before = this.#known;
    this.#known = new Map(lines.map((line) => [line, before.get(line) ?? JSON.parse(line)]));
    return { ...JSON.parse(report), outcomes: [...this.#known.values()] };
  }
}

// --- Python ---

// Whether three megabytes and some hundred of memory are asked for unasked. See docs/dev/decisions.md, record 27.
export function affordable({ connection, deviceMemory } = navigator) {
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") return false;
  return !(connection?.saveData || /2g|3g/.test(connection?.effectiveType) || deviceMemory <= 2);
}

// To start Python keeps a small device busy, and on a slow line all that is asked for early holds up what is to be seen.
async function quiet() {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
  const idle = window.requestIdleCallback ?? ((go) => setTimeout(go));
  await new Promise((go) => idle(go, { timeout: 2_000 }));
}

export class Engine {
  #worker = null;
  #waiting = new Map();
  #last = 0;

  // `onState(state)` is told "ready" once, and "failed" whenever the worker dies or cannot start.
  constructor(address, onState) {
    Object.assign(this, { address, onState });
  }

  async start() {
    await quiet();
    if (this.#worker) return; // asked for twice
    try {
      this.#worker = new Worker(this.address, { type: "module", name: navigator.serviceWorker?.controller ? KEPT : "" });
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#worker.addEventListener("error", () => this.#fail("the worker did not start"));
    this.#worker.addEventListener("message", ({ data }) => {
      if (data.state === FAILED) this.#fail(data.error);
      else if (data.state === READY) this.onState(READY);
      else this.#settle(data);
    });
  }

  #fail(error) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(error));
    this.#waiting.clear();
    this.onState(FAILED);
  }

  #settle({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error));
  }

  // A promise of the report, as `call` in checker/api.py makes it.
  evaluate(request) {
    if (!this.#worker) return Promise.reject(new Error("no worker"));
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      const timer = setTimeout(() => this.#settle({ id, error: "timed out" }), TIMEOUT);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, request });
    });
  }
}
