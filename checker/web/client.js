// The page's side of the worker: every request resolves, rejects or times out.
import { FAILED, READY, TIMEOUT } from "./protocol.js";
import { connect } from "./start.js";

export class Engine {
  #worker;
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
    this.#worker = connect(({ type, data }) => {
      if (type === "error") fail("the worker did not start");
      else if (data.state === FAILED) fail(data.error);
      else if (data.state === READY) tell(READY);
      else this.#settle(data);
    });
    if (!this.#worker) queueMicrotask(() => fail("no WebAssembly"));
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
  evaluate(request) {
    return new Promise((resolve, reject) => {
      if (!this.#worker) {
        reject(new Error("no worker"));
        return;
      }
      const id = ++this.#last;
      const timer = setTimeout(() => this.#settle({ id, error: "timed out" }), TIMEOUT);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, request });
    });
  }
}
