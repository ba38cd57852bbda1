// The questionnaire page: the form tells the engine, the engine tells the view. Answers live in memory. They go into a link
// or onto this device only when the visitor asks for it; while the page is left they wait in the storage of its tab.
import { Engine, OtherVersion, Reader, affordable, belongs, possible, walker } from "./client.js";
import { copy, offer } from "./copy.js";
import { Form } from "./form.js";
import { format, parse } from "./link.js";
import { FAILED, LATE, READY } from "./protocol.js";
import { View, write } from "./view.js";

const PAUSE = 500; // milliseconds without an answer, before what is for paper is written
const SLOW = 8_000; // milliseconds without the rules, before the page says so and offers another try
const STORE = "guide-answers";
const RELOAD = "guide-reload"; // where answers wait until the page is shown again
const ANSWERED = "guide-answers"; // the event by which safe.js hears of answers that nobody typed, and
const WIPED = "guide-wiped"; // the one by which it tells that all are gone
const REFUSED = "guide-refused"; // that by which guide.js tells that nothing is printed
const root = document.querySelector("[data-check]");
const find = (name) => root.querySelector(`[data-${name}]`);
const texts = JSON.parse(find("text").textContent);
const { lang, version } = root.dataset;

function say(key, values = {}) {
  return texts.say[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

let topic = null;
let given = {}; // the answers as they were last read from the form, anew whenever something of a request has changed
let report = null;
let compare = null; // a link of another version that says what applied, until the first report has been compared with it

const form = new Form(find("form"), changed, say);
const view = new View({
  container: find("report"),
  paper: find("paper"),
  card: root.querySelector("template[data-template=card]"),
  say,
  links: root.dataset,
  form,
  onAnswer(fact, answer) {
    form.answers = { ...form.answers, [fact]: answer };
    filled();
  },
});

// --- answers → results ---

const reader = new Reader();
const python = new Engine(root.dataset.pythonWorker, (state) => {
  const started = root.dataset.python !== LATE;
  root.dataset.python = state;
  tellState();
  if (state === READY && started) confirm();
});
let walk = null; // once the rules are there
let walked = null; // what it made of the answers, as text
let shown = null; // the report on the page, as text
let trouble = null; // why there are no results, as the key of the text that says so
let asked = false; // whether Python owes a report of the answers as they are
let slow = false;

function request() {
  return { answers: given, audience: form.audience, lang, topic };
}

// The results are there with the tap: the walker works them out here. Python does so again, once it is there, and what it
// says stands. Until there are new results those on the page are old.
function changed() {
  given = form.answers;
  report = walked = null;
  prepareToPrint();
  if (walk) trouble = attempt(() => show((walked = walk(request()))));
  if (!report) view.old = true;
  setTimeout(() => (find("actions").hidden = !some(given))); // the results come first
  confirm();
  tellState();
}

// Answers that nobody has tapped.
function filled() {
  dispatchEvent(new Event(ANSWERED));
  changed();
}

async function confirm() {
  const answers = given;
  asked = [READY, LATE].includes(root.dataset.python);
  if (!asked) return;
  const made = await python.evaluate(request()).catch(() => null); // its state tells that it failed
  if (answers !== given) return;
  asked = false;
  if (made !== null && (made !== shown || !report)) {
    const differs = walked !== null && made !== walked;
    const failed = attempt(() => show(made));
    if (failed) trouble = failed;
    else if (differs) tell(say("check_differs"));
  }
  tellState();
}

// What is wrong if a step cannot be taken, or null.
function attempt(step) {
  try {
    step();
    return null;
  } catch (error) {
    return error instanceof OtherVersion ? "check_other_version" : "check_broken";
  }
}

function show(text) {
  if (text === null) throw new Error("left to Python");
  const made = reader.read(text);
  if (made.error) throw new Error(made.error);
  belongs(made, version);
  form.open = made.scope === "inside" ? made.open : null;
  if (some(given)) view.render(made);
  else view.clear();
  view.old = false;
  shown = text;
  report = made;
  prepareToPrint();
  if (compare) tellWhatChanged();
}

function some(answers) {
  return Object.keys(answers).length > 0;
}

// --- what the page says of itself: it follows from what works ---

function tellState() {
  const state = root.dataset.python;
  const answering = [READY, LATE].includes(state);
  const works = report !== null || asked || (!trouble && answering);
  const [key, again] = works ? [stateOf(state), false] : trouble ? [trouble, true] : [slow ? "check_slow" : "check_loading", slow];
  write(find("state"), say(key));
  find("again").hidden = !again;
  find("words").hidden = works;
  find("python-start").hidden = !(walk || trouble) || !possible() || !["off", FAILED].includes(state);
  if (works || trouble) root.dataset.engine = works ? READY : FAILED;
  tellCount();
}

function stateOf(python) {
  if (python === LATE) return "check_late";
  return python === FAILED || (python === "off" && !possible()) ? "check_alone" : "check_ready";
}

function tellCount() {
  const count = (status) => report.outcomes.filter((outcome) => outcome.status === status).length;
  const old = some(given) && !report && !view.empty;
  find("count").classList.toggle("cp-old", old);
  if (old) return; // what was counted
  write(
    find("count"),
    !some(given)
      ? say("check_none_yet")
      : !report
        ? trouble ? "" : say("check_waiting")
        : report.scope === "outside"
          ? say("check_outside")
          : say("check_count", { applies: count("applies"), possible: count("possible") }),
  );
}

// --- the start ---

// The words of every rule stand below; nothing on the page moves.
async function prepare(options) {
  trouble = null;
  slow = false;
  const waiting = setTimeout(() => {
    slow = true;
    tellState();
  }, SLOW);
  tellState();
  try {
    walk = await walker(root.dataset.bundle, version, options);
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

function answerLines(answers) {
  return Object.entries(answers).map(([fact, answer]) => {
    const question = form.facts.get(fact);
    const labels = texts.answers[fact] ?? {};
    return `${question.text} ${answer === null ? say("checker_dont_know") : (labels[String(answer)] ?? String(answer))}`;
  });
}

// What is for paper: nobody waits for it.
let printing = null;

function prepareToPrint() {
  clearTimeout(printing);
  printing = setTimeout(showOnPaper, PAUSE);
}

function showOnPaper() {
  clearTimeout(printing);
  const items = answerLines(form.answers).map((line) => {
    return Object.assign(document.createElement("li"), { textContent: line });
  });
  find("answers-list").querySelector("ul").replaceChildren(...items);
  find("today").textContent = new Date().toLocaleDateString("sv"); // here, as 2018-03-30
  view.print();
}

addEventListener("beforeprint", showOnPaper);

// `more`: where to read on, if anywhere, and what to call it.
function tell(message, more) {
  const line = Object.assign(document.createElement("p"), { textContent: message });
  if (more) line.append(" ", Object.assign(document.createElement("a"), more));
  find("messages").append(line);
}

// --- keeping, linking, wiping ---

function applied() {
  return report && report.outcomes.filter((outcome) => outcome.status === "applies").map((outcome) => outcome.id);
}

function stored() {
  return { answers: form.answers, audience: form.audience, topic, version, applied: applied() };
}

function setTopic(area) {
  topic = area;
  find("topic").hidden = topic === null;
  if (topic) find("topic").querySelector("span").textContent = say("check_topic", { topic: texts.topics[topic] });
}

function read(fragment) {
  return parse(fragment, form.facts, Object.keys(texts.topics), texts.retired);
}

function restore(found) {
  for (const [name, carried] of Object.entries(found.former)) {
    const key = carried ? "check_link_retired" : "check_link_retired_unknown";
    tell(say(key, { list: texts.retired[name].question }));
  }
  setTopic(found.topic);
  if (found.audience) form.audience = found.audience;
  form.answers = found.answers;
  if (found.version && found.version !== version) {
    const changes = { href: root.dataset.changes, textContent: say("check_link_changes") };
    tell(say("check_link_old", { old: found.version, new: version }), changes);
  }
  if (found.version && !found.whole) tell(say("check_link_cut"));
  compare = found.applied && found.version && found.version !== version ? found : null; // or else nothing can have changed
}

function tellWhatChanged() {
  const now = applied();
  const named = (ids) => ids.map((id) => titles.get(id)).join(lang === "zh" ? "、" : ", ");
  const titles = new Map(report.outcomes.map((outcome) => [outcome.id, outcome.title]));
  const { applied: before, whole } = compare;
  compare = null;
  if (!whole && before.length && !titles.has(before[before.length - 1])) return; // cut in the middle of a name
  const gained = now.filter((id) => !before.includes(id));
  const lost = before.filter((id) => titles.has(id) && !now.includes(id)); // a link can name what is not there
  if (gained.length) tell(say("check_link_gained", { list: named(gained) }));
  if (lost.length) tell(say("check_link_lost", { list: named(lost) }));
}

// What is on the page, in the address and on the device is gone already: see safe.js.
addEventListener(WIPED, () => {
  setTopic(null);
  compare = null;
  form.answers = {};
  form.audience = "family";
  form.open = null;
  form.show(0, false);
  view.clear();
  find("messages").replaceChildren();
  find("link-out").hidden = true;
  find("plain").hidden = true;
  filled();
  showOnPaper(); // now: nothing may be left
  tell(say("check_wiped"));
  find("messages").scrollIntoView({ block: "center" });
});

find("keep").addEventListener("click", () => {
  try {
    const kept = JSON.stringify(stored());
    localStorage.setItem(STORE, kept);
    if (localStorage.getItem(STORE) !== kept) throw new Error("nothing is kept");
    answerTap("check_kept");
  } catch {
    answerTap("check_not_kept");
  }
});

find("link").addEventListener("click", () => {
  const out = find("link-out");
  out.hidden = false;
  const input = out.querySelector("input");
  input.value = new URL(format(stored()), location.href).href;
  input.focus();
  setTimeout(() => input.select()); // Chromium 91 ends if a field is selected within a tap
});

// Beside the buttons as well, since the messages stand far above them on a phone.
function answerTap(key) {
  tell(say(key));
  find("told").textContent = say(key);
}

function writePlain() {
  showOnPaper(); // with the day
  const footer = `${say("check_ours")} ${root.querySelector(".cp-results > .cp-printonly.cp-small").textContent}`;
  find("plain").textContent = view.asText(answerLines(form.answers), footer);
}

find("print-results").addEventListener(REFUSED, () => {
  writePlain();
  offer(find("plain"));
  answerTap("check_not_printed");
});

find("copy").addEventListener("click", async () => {
  writePlain();
  answerTap((await copy(find("plain"))) ? "check_copied" : "check_not_copied");
});

find("to-results").addEventListener("click", () => {
  const heading = document.getElementById("results");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
});

find("topic-all").addEventListener("click", () => {
  setTopic(null);
  changed();
});

// --- answers from elsewhere ---

// Whether a link says anything that the form can hold.
function says({ answers, former, topic, audience }) {
  return some(answers) || some(former) || Boolean(topic || audience);
}

function fromAddress() {
  const query = says(read(location.search)) ? location.search : ""; // some apps make ? of #, and others add a query
  const found = read(query + location.hash);
  if (found.ignored.length) tell(say("check_link_ignored", { list: found.ignored.join(" ") }));
  if (!says(found)) return false;
  restore(found);
  if (query && some(found.answers)) tell(say("check_link_sent"));
  if (query || some(found.answers)) {
    // No entry of the history holds answers: whoever wipes them would find them again by going back.
    history.replaceState(null, "", location.pathname + (query ? "" : location.search));
  }
  if (some(found.answers)) tell(say("check_restored_link"));
  return true;
}

function fromDevice() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    if (!kept) return;
    // What is kept goes through the same door as a link, so that answers which no longer exist fall away.
    restore(read(format({ ...kept, applied: kept.applied ?? [] })));
    tell(say("check_restored_device"));
  } catch {
    // nothing usable is kept
  }
}

// Whether the page is shown again: by loading it anew, by going back to it, or as the phone had ended it meanwhile.
function again() {
  const [entry] = performance.getEntriesByType("navigation");
  return document.wasDiscarded || ["reload", "back_forward"].includes(entry?.type);
}

function fromReload() {
  try {
    const kept = sessionStorage.getItem(RELOAD);
    sessionStorage.removeItem(RELOAD);
    if (!kept || !again()) return false;
    restore(read(kept));
    tell(say("check_restored_reload"));
    return true;
  } catch {
    return false; // storage is switched off
  }
}

function leave() {
  try {
    if (some(form.answers)) sessionStorage.setItem(RELOAD, format(stored()));
  } catch {
    // the answers cannot be kept
  }
}

function comeBack() {
  try {
    sessionStorage.removeItem(RELOAD);
  } catch {
    // nothing was kept
  }
}

addEventListener("pagehide", leave);
// Whoever goes to make a call may find that the phone needed the room: of that a page is not told.
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : comeBack()));

// Shown as it was left, though some browsers have emptied the form meanwhile. WebKit does so only after this event.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  comeBack();
  setTimeout(() => {
    form.answers = given;
    filled();
  });
});

// While this page is shown nothing waits in the tab: another one, left by going back to this, may write only now.
addEventListener("storage", ({ key, newValue }) => {
  if (key === RELOAD && newValue) comeBack();
});

if (!fromReload() && !fromAddress()) fromDevice();
addEventListener("hashchange", () => {
  if (fromAddress()) filled();
});
for (const link of document.querySelectorAll(".cp-lang")) {
  link.addEventListener("click", () => {
    if (some(form.answers)) link.hash = format(stored()); // the page in the other language goes on from here
  });
}
filled(); // what is in the form already; results follow once the rules are there
prepare();
