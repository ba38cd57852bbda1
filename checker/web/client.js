// Who works out the results: first the walker, on the page itself; then Python in a worker, which is the reference.
import { FAILED, LATE, PATIENCE, READY, TIMEOUT } from "./protocol.js";

// --- the walker ---

export class OtherVersion extends Error {}

// Rules and page belong together: one of them may come from an older copy.
export function belongs(made, version) {
  if (made.version !== version) throw new OtherVersion(`rules of version ${made.version}, not ${version}`);
}

// A promise of the function that makes a report of a request at once, as text, or null if it leaves it to Python. The
// rules are looked for where the page says that they are. `options`: of fetch.
export async function walker(address, version, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const bundle = await answer.json();
  belongs(bundle, version);
  return window.Walker.read(bundle).call;
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

export function possible() {
  return typeof WebAssembly === "object" && typeof Worker === "function";
}

// Whether three megabytes and some hundred of memory are asked for unasked. See docs/dev/decisions.md, record 27.
export function affordable({ connection, deviceMemory } = navigator) {
  const { saveData, type, effectiveType } = connection ?? {};
  return possible() && !(saveData || type === "cellular" || /2g|3g/.test(effectiveType) || deviceMemory <= 2);
}

// To start Python keeps a small device busy, and on a slow line all that is asked for early holds up what is to be seen.
async function quiet() {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
  const idle = window.requestIdleCallback ?? ((go) => setTimeout(go));
  await new Promise((go) => idle(go, { timeout: 2_000 }));
}

export class Engine {
  #worker = null;
  #starting = false;
  #waiting = new Map();
  #last = 0;
  #watching = []; // timers, while an answer is owed

  // `onState(state)` is told "ready" once the worker is, "late" when it owes an answer and is silent, "ready" again when it
  // speaks after all, and "failed" whenever it dies, cannot start or cannot answer.
  constructor(address, onState) {
    Object.assign(this, { address, onState });
    // Chromium keeps a page that is left for Back. With a worker that is just being started, it may never show the next.
    addEventListener("pagehide", () => this.#starting && this.#end());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#starting && this.start());
  }

  async start() {
    this.#starting = true;
    await quiet();
    if (this.#worker) return; // asked for twice
    try {
      this.#worker = new Worker(this.address, { type: "module" });
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#worker.addEventListener("error", () => this.#fail("the worker did not start"));
    this.#worker.addEventListener("message", ({ data }) => {
      if (data.state === FAILED || data.error !== undefined) this.#fail(data.error);
      else if (data.state === READY) this.#ready();
      else this.#settle(data);
    });
  }

  #ready() {
    this.#starting = false;
    this.onState(READY);
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #fail(error) {
    this.#starting = false;
    this.#end();
    for (const { reject } of this.#waiting.values()) reject(new Error(error));
    this.#waiting.clear();
    this.#watch();
    this.onState(FAILED);
  }

  #settle({ id, result }) {
    this.#waiting.get(id)?.resolve(result);
    this.#waiting.delete(id);
    if (this.late) this.onState(READY);
    this.#watch();
  }

  #watch() {
    this.late = false;
    this.#watching.forEach(clearTimeout);
    this.#watching = [];
    if (!this.#waiting.size) return;
    const late = () => {
      this.late = true;
      this.onState(LATE);
    };
    this.#watching = [setTimeout(late, PATIENCE), setTimeout(() => this.#fail("no answer"), TIMEOUT)];
  }

  // A promise of the report, as `call` in checker/api.py makes it.
  evaluate(request) {
    if (!this.#worker) return Promise.reject(new Error("no worker"));
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request });
      if (this.#waiting.size === 1) this.#watch();
    });
  }
}
