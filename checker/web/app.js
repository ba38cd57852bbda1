// The questionnaire page: the form tells the engines, the engines tell the view.
import { Children } from "./asking/children.js";
import { Interview } from "./asking/interview.js";
import { Summary } from "./asking/summary.js";
import { Engine, OtherVersion, Reader, affordable, belongs, possible, walker } from "./client.js";
import { Form } from "./asking/form.js";
import { bundle, find, lang, pythonWorker, root, say, tell, version, write } from "./page.js";
import { FAILED, LATE, READY } from "./protocol.js";
import { family } from "./results/family.js";
import { Takeaway } from "./results/takeaway.js";
import { View } from "./results/view.js";
import { Session, forget, some } from "./session.js";

/** @import { Answers, Audience, Report, ReportRequest } from "./protocol.js" */

const SLOW = 8_000; // milliseconds without the rules, before the page says so and offers another try
const ANSWERED = "guide-answers"; // the event by which safe.js hears of answers that nobody typed, and
const WIPED = "guide-wiped"; // the one by which it tells that all are gone
const AGAIN = 2_000; // milliseconds after a page is shown again, in which a browser may still empty the form

/** @type {Answers} */
let given = {}; // the answers as they were last read from the form, anew whenever something of a request has changed
/** @type {Audience} */
let audience = "family"; // the same of who asks
/** @type {Report | null} */
let report = null;

const form = new Form(/** @type {HTMLFormElement} */ (find("form")), changed);
const view = new View(form, (fact, answer) => {
  form.change({ [fact]: answer });
  filled();
});
const interview = new Interview(form, (changes, touched) => {
  form.change(changes);
  filled(touched);
});
const children = new Children(form, () => {
  interview.begin(true, true);
  filled();
});
const session = new Session(children, form, interview, () => (children.at ? reportOf(children.all[0]) : report));
const summary = new Summary(form, interview);
const takeaway = new Takeaway(
  () => view.current && family(view.current, children, reportOf),
  () => children.inWords(),
);

// --- answers → results ---

const reader = new Reader();
const python = new Engine(pythonWorker, (state) => {
  const started = root.dataset.python !== LATE;
  root.dataset.python = state;
  tellState();
  if (state === READY && started) confirm();
});
/** @type {((request: ReportRequest) => string | null) | null} */
let walk = null; // once the rules are there
/** @type {string | null} */
let walked = null; // what it made of the answers, as text
/** @type {string | null} */
let shown = null; // the report on the page, as text
/** @type {string | null} */
let trouble = null; // why there are no results, as the key of the text that says so
let asked = false; // whether Python owes a report of the answers as they are
let slow = false;

/** @returns {ReportRequest} */
function request() {
  return { answers: given, audience, lang, topic: session.topic, situations: interview.situations };
}

/**
 * The report of a child that is not in the form; without the walker none is added.
 * @param {Answers} answers
 */
function reportOf(answers) {
  const text = walk?.({ ...request(), answers });
  return text ? new Reader().read(text) : null;
}

/** Whether Python answers, or has only fallen silent. */
function answering() {
  return [READY, LATE].includes(root.dataset.python ?? "");
}

// The results are there with the tap: the walker works them out here. Python does so again, once it is there, and what it
// says stands. Until there are new results those on the page are old.
function changed() {
  given = form.answers;
  summary.show();
  children.show();
  audience = form.audience;
  report = walked = null;
  takeaway.changed();
  if (walk) {
    const call = walk;
    trouble = attempt(() => {
      walked = call(request());
      show(walked);
    });
  }
  if (!report) view.old = true;
  setTimeout(() => {
    find("actions").hidden = !some(given); // the results come first
  });
  confirm();
  tellState();
}

/**
 * Answers that stand in the form, but were not given there.
 * @param {EventTarget | null} [touched] what stays where it is
 */
function filled(touched) {
  dispatchEvent(new CustomEvent(ANSWERED, { detail: { touched, others: children.others } }));
  changed();
}

async function confirm() {
  const answers = given;
  asked = answering();
  if (!asked) return;
  const text = await python.evaluate(request()).catch(() => null); // its state tells that it failed
  if (answers !== given) return;
  asked = false;
  if (text !== null && (text !== shown || !report)) {
    const differs = walked !== null && text !== walked;
    const failed = attempt(() => show(text));
    if (failed) trouble = failed;
    else if (differs) tell(say("check_differs"));
  }
  tellState();
}

/**
 * What is wrong if a step cannot be taken, or null.
 * @param {() => void} step
 */
function attempt(step) {
  try {
    step();
    return null;
  } catch (error) {
    return error instanceof OtherVersion ? "check_other_version" : "check_broken";
  }
}

/** @param {string | null} text */
function show(text) {
  if (text === null) throw new Error("left to Python");
  const read = reader.read(text);
  if (read.error) throw new Error(read.error);
  belongs(read, version);
  form.open = read.scope === "inside" ? read.open : null;
  if (some(given)) view.render(read);
  else view.clear();
  view.old = false;
  shown = text;
  report = read;
  interview.report = read;
  takeaway.changed();
  session.compare(read);
}

// --- what the page says of itself: it follows from what works ---

function tellState() {
  const works = answered();
  const stuck = !works && Boolean(trouble || slow);
  write(find("state"), say(works ? whoAnswers() : whyNot()));
  find("again").hidden = !stuck;
  find("words").hidden = works;
  find("python-start").hidden = !((walk || trouble) && mayStart());
  if (stuck) find("all").setAttribute("open", ""); // what comes next cannot be told, but answered
  if (works || trouble) root.dataset.engine = works ? READY : FAILED;
  tellCount();
}

/** Whether there is a report, or one is on its way. */
function answered() {
  return report !== null || (root.dataset.python === READY && (asked || !trouble));
}

/** Whether Python is not there, and might be had. */
function mayStart() {
  return possible() && ["off", FAILED].includes(root.dataset.python ?? "");
}

function whyNot() {
  return trouble ?? (slow ? "check_slow" : "check_loading");
}

function whoAnswers() {
  const state = root.dataset.python;
  if (state === LATE) return "check_late";
  return state === FAILED || (state === "off" && !possible()) ? "check_alone" : "check_ready";
}

function tellCount() {
  const old = some(given) && !report && !view.empty;
  find("count").classList.toggle("cp-old", old);
  if (!old) write(find("count"), count()); // else it stays what was counted
}

function count() {
  if (!some(given)) return say("check_none_yet");
  if (!report) return trouble ? "" : say("check_waiting");
  return report.scope === "outside" ? say("check_outside") : view.inShort;
}

// --- the start ---

/**
 * The words of every rule stand below; nothing on the page moves.
 * @param {RequestInit} [options]
 */
async function prepare(options) {
  trouble = null;
  slow = false;
  const waiting = setTimeout(() => {
    slow = true;
    tellState();
  }, SLOW);
  tellState();
  try {
    walk = await walker(bundle, version, options);
  } catch (error) {
    trouble = error instanceof OtherVersion ? "check_other_version" : "check_failed"; // and Python, which may still be had
  }
  clearTimeout(waiting);
  if (walk) changed();
  if (affordable()) python.start();
  else if (root.dataset.python === undefined) root.dataset.python = "off";
  tellState();
}

find("again").addEventListener("click", () => prepare({ cache: "reload" })); // what was kept may be what is wrong
find("python-start").addEventListener("click", () => {
  delete root.dataset.python;
  tellState();
  python.start();
});

// --- going about the page ---

find("topic-all").addEventListener("click", () => {
  session.topic = null;
  changed();
});

// All but what scripts hold is gone already: see safe.js.
addEventListener(WIPED, () => {
  session.clear();
  children.all = [{}];
  form.audience = "family";
  form.open = null;
  interview.situations = [];
  interview.begin(false);
  view.clear();
  find("messages").replaceChildren();
  find("link-out").hidden = true;
  find("plain").hidden = true;
  filled();
  takeaway.write(); // now: nothing may be left
  tell(say("check_wiped"));
  find("messages").scrollIntoView({ block: "center" });
});

addEventListener("hashchange", () => {
  if (!session.fromAddress()) return;
  interview.begin(session.speaks);
  filled();
});

// Shown as it was left. WebKit empties the form, who asks as well, and tells nobody: some time after this event.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  forget();
  const end = performance.now() + AGAIN;
  requestAnimationFrame(function look(now) {
    refill();
    if (now < end) requestAnimationFrame(look);
  });
});

function refill() {
  if (form.audience === audience && JSON.stringify(form.answers) === JSON.stringify(given)) return;
  form.audience = audience;
  form.answers = given;
  filled();
}

session.begin();
interview.begin(session.speaks);
filled(); // what is in the form already; results follow once the rules are there
prepare();
