// Who works out the results: first the walker, on the page itself; then Python in a worker, which is the reference.
import { ANSWERED, FAILED, LATE, PATIENCE, READY, TIMEOUT } from "./protocol.js";

/** @import { FromWorker, Outcome, Report, ReportRequest, ToWorker } from "./protocol.js" */
/** @typedef {{ resolve(result: string): void, reject(error: Error): void }} Waiting */
/** @typedef {(state: "ready" | "late" | "failed") => void} OnState */

// --- the walker ---

export class OtherVersion extends Error {}

/**
 * Rules and page belong together: one of them may come from an older copy.
 * @param {{ version: string }} rules
 * @param {string} version
 */
export function belongs(rules, version) {
  if (rules.version !== version) throw new OtherVersion(`rules of version ${rules.version}, not ${version}`);
}

/**
 * A promise of the function that makes a report of a request at once, as text, or null if it leaves it to Python. The
 * rules are looked for where the page says that they are.
 * @param {string} address
 * @param {string} version
 * @param {RequestInit} [options] of fetch
 */
export async function walker(address, version, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const bundle = await answer.json();
  belongs(bundle, version);
  const reader = window.Walker.read(bundle);
  if (!reader) throw new Error("left to Python");
  return reader.call;
}

// Reports as text → as data, of which what is as before is the same object.
export class Reader {
  /** @type {Map<string, Outcome>} */
  #known = new Map(); // outcomes by the line on which they come

  /**
   * @param {string} text
   * @returns {Report}
   */
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

/**
 * Whether three megabytes and some hundred of memory are asked for unasked. See docs/dev/decisions.md, record 27. Stricter
 * than `metered` in docs/assets/offline.js, which asks for less.
 * @param {Partial<Pick<Navigator, "connection" | "deviceMemory">>} [device]
 */
export function affordable({ connection, deviceMemory = Infinity } = navigator) {
  const { saveData, type, effectiveType = "" } = connection ?? {};
  return possible() && !(saveData || type === "cellular" || /2g|3g/.test(effectiveType) || deviceMemory <= 2);
}

// To start Python keeps a small device busy, and on a slow line all that is asked for early holds up what is to be seen.
async function quiet() {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go));
  const idle = window.requestIdleCallback ?? ((go) => setTimeout(go));
  await new Promise((go) => idle(go, { timeout: 2_000 }));
}

export class Engine {
  /** @type {Worker | null} */
  #worker = null;
  #address;
  #onState;
  #starting = false;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #last = 0;
  #late = false;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #watching = []; // timers, while an answer is owed

  /**
   * @param {string} address
   * @param {OnState} onState is told "ready" once the worker is, "late" when it owes an answer and is silent, "ready" again
   *   when it speaks after all, and "failed" whenever it dies, cannot start or cannot answer
   */
  constructor(address, onState) {
    this.#address = address;
    this.#onState = onState;
    // Chromium keeps a page that is left for Back. With a worker that is just being started, it may never show the next.
    addEventListener("pagehide", () => this.#starting && this.#end());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#starting && this.start());
  }

  async start() {
    this.#starting = true;
    await quiet();
    if (this.#worker) return; // asked for twice
    try {
      this.#worker = new Worker(this.#address, { type: "module" });
    } catch (error) {
      this.#fail(String(error));
      return;
    }
    this.#worker.addEventListener("error", () => this.#fail("the worker did not start"));
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (message.state === ANSWERED) this.#settle(message.id, message.result);
    else if (message.state === FAILED) this.#fail(message.error);
    else {
      this.#starting = false;
      this.#onState(READY);
    }
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {string} error */
  #fail(error) {
    this.#starting = false;
    this.#end();
    for (const { reject } of this.#waiting.values()) reject(new Error(error));
    this.#waiting.clear();
    this.#watch();
    this.#onState(FAILED);
  }

  /**
   * @param {number} id
   * @param {string} result
   */
  #settle(id, result) {
    this.#waiting.get(id)?.resolve(result);
    this.#waiting.delete(id);
    if (this.#late) this.#onState(READY);
    this.#watch();
  }

  #watch() {
    this.#late = false;
    this.#watching.forEach(clearTimeout);
    this.#watching = [];
    if (!this.#waiting.size) return;
    const late = () => {
      this.#late = true;
      this.#onState(LATE);
    };
    this.#watching = [setTimeout(late, PATIENCE), setTimeout(() => this.#fail("no answer"), TIMEOUT)];
  }

  /**
   * A promise of the report, as `call` in checker/api.py makes it.
   * @param {ReportRequest} request
   * @returns {Promise<string>}
   */
  evaluate(request) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Error("no worker"));
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage(/** @type {ToWorker} */ ({ id, request }));
      if (this.#waiting.size === 1) this.#watch();
    });
  }
}
