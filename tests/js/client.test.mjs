import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Engine, OtherVersion, Reader, affordable, belongs, walker } from "../../checker/web/client.js";
import { ANSWERED, FAILED, LATE, PATIENCE, READY, TIMEOUT } from "../../checker/web/protocol.js";

/** @import { FromWorker, ReportRequest, ToWorker } from "../../checker/web/protocol.js" */

/** @type {ReportRequest} */
const REQUEST = { answers: { child_age: 9 }, audience: "family", lang: "zh", topic: null };

// A worker that says what the test tells it to.
class Scripted extends EventTarget {
  /** @type {Scripted[]} */
  static made = [];
  static refused = false;
  /** @type {ToWorker[]} */
  asked = [];
  ended = false;

  constructor() {
    super();
    if (Scripted.refused) throw new Error("refused by policy");
    Scripted.made.push(this);
  }

  /** @param {ToWorker} message */
  postMessage(message) {
    this.asked.push(message);
  }

  terminate() {
    this.ended = true;
  }

  /** @param {FromWorker} data */
  say(data) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

let page = new EventTarget();

beforeEach(() => {
  Scripted.made = [];
  Scripted.refused = false;
  page = new EventTarget();
  Object.assign(globalThis, {
    Worker: Scripted,
    document: { readyState: "complete" },
    window: { requestIdleCallback: (/** @type {() => void} */ go) => go() },
    addEventListener: page.addEventListener.bind(page),
  });
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => mock.timers.reset());

/** An engine that has been started, what it told of its state, and its worker. */
async function started() {
  /** @type {string[]} */
  const states = [];
  const engine = new Engine("worker.js", (state) => states.push(state));
  await engine.start();
  const [worker] = Scripted.made;
  return { engine, states, worker };
}

test("a request is answered by the message with its number", async () => {
  const { engine, states, worker } = await started();
  worker.say({ state: READY });
  const [first, second] = [engine.evaluate(REQUEST), engine.evaluate(REQUEST)];
  const [one, two] = worker.asked;
  assert.deepEqual([one.request, one.id !== two.id], [REQUEST, true]);
  worker.say({ state: ANSWERED, id: two.id, result: "second" });
  worker.say({ state: ANSWERED, id: one.id, result: "first" });
  assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
  assert.deepEqual(states, [READY]);
});

test("a failure rejects whatever waits, ends the worker and is told", async () => {
  const { engine, states, worker } = await started();
  const waiting = [engine.evaluate(REQUEST), engine.evaluate(REQUEST)];
  worker.say({ state: FAILED, error: "out of memory" });
  for (const promise of waiting) await assert.rejects(promise, /out of memory/);
  assert.deepEqual([states, worker.ended], [[FAILED], true]);
  await assert.rejects(engine.evaluate(REQUEST), /no worker/);
});

test("a worker that does not start is told, and can be started again", async () => {
  const { engine, states, worker } = await started();
  worker.dispatchEvent(new Event("error"));
  assert.deepEqual(states, [FAILED]);
  await engine.start();
  Scripted.made[1].say({ state: READY });
  assert.deepEqual(states, [FAILED, READY]);
});

test("a worker that cannot be made is told", async () => {
  Scripted.refused = true;
  assert.deepEqual((await started()).states, [FAILED]);
});

test("a worker that is silent is late within a second, and given up in the end", async () => {
  const { engine, states } = await started();
  const answer = engine.evaluate(REQUEST);
  assert.ok(PATIENCE < 1_000);
  mock.timers.tick(PATIENCE);
  assert.deepEqual(states, [LATE]);
  mock.timers.tick(TIMEOUT - PATIENCE);
  assert.deepEqual(states, [LATE, FAILED]);
  await assert.rejects(answer, /no answer/);
});

test("a late worker that speaks after all is ready", async () => {
  const { engine, states, worker } = await started();
  const answer = engine.evaluate(REQUEST);
  mock.timers.tick(PATIENCE);
  worker.say({ state: ANSWERED, id: worker.asked[0].id, result: "report" });
  assert.equal(await answer, "report");
  mock.timers.tick(TIMEOUT);
  assert.deepEqual(states, [LATE, READY]);
});

test("a page that is left for Back has no worker just being started", async () => {
  const { worker } = await started();
  page.dispatchEvent(new Event("pagehide"));
  assert.equal(worker.ended, true);
  page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await new Promise(setImmediate);
  assert.equal(Scripted.made.length, 2);
});

test("the walker is made of the rules of the page's own version", async () => {
  const call = () => "report";
  Object.assign(globalThis.window, { Walker: { read: () => ({ call }) } });
  const answers = { "good.json": { version: "2" }, "old.json": { version: "1" } };
  globalThis.fetch = async (address) => {
    const rules = answers[/** @type {keyof typeof answers} */ (address)];
    return rules ? Response.json(rules) : new Response("", { status: 404 });
  };
  assert.equal(await walker("good.json", "2"), call);
  await assert.rejects(walker("old.json", "2"), OtherVersion);
  await assert.rejects(walker("none.json", "2"), /404/);
  Object.assign(globalThis.window, { Walker: { read: () => null } });
  await assert.rejects(walker("good.json", "2"), /left to Python/);
});

test("what a report says as before is the same object", () => {
  const reader = new Reader();
  const head = '{"version":"2","scope":"inside"}';
  const before = reader.read(`${head}\n{"id":"a"}\n{"id":"b"}`);
  const after = reader.read(`${head}\n{"id":"b"}\n{"id":"c"}`);
  assert.deepEqual(
    after.outcomes.map(({ id }) => id),
    ["b", "c"],
  );
  assert.equal(after.outcomes[0], before.outcomes[1]);
  assert.throws(() => belongs(before, "1"), OtherVersion);
});

test("Python is not asked for unasked where it may cost", () => {
  assert.equal(affordable({}), true);
  assert.equal(affordable({ connection: { effectiveType: "4g" }, deviceMemory: 4 }), true);
  for (const connection of [
    { saveData: true },
    { type: "cellular" },
    { effectiveType: "slow-2g" },
    { effectiveType: "3g" },
  ]) {
    assert.equal(affordable({ connection }), false);
  }
  assert.equal(affordable({ deviceMemory: 2 }), false);
  Reflect.deleteProperty(globalThis, "Worker");
  assert.equal(affordable({}), false);
});
