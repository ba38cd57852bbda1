// The page's side of the worker: every request resolves, rejects or times out.
import { FAILED, READY, TIMEOUT } from "./protocol.js";
import { connect } from "./start.js";

export class Engine {
  #worker;
  #waiting = new Map();
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
    if (error === undefined) waiting.resolve(JSON.parse(result));
    else waiting.reject(new Error(error));
  }

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
