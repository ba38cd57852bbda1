// The questionnaire page: the form tells the engine, the engine tells the view. Answers live in memory. They go into a link
// or onto this device only when the visitor asks for it; while the page is left they wait in the storage of its tab.
import { Engine, Reader, affordable, walker } from "./client.js";
import { Form } from "./form.js";
import { format, parse } from "./link.js";
import { FAILED, READY } from "./protocol.js";
import { View } from "./view.js";

const PAUSE = 500; // milliseconds without an answer, before what is for paper is written
const STORE = "guide-answers";
const RELOAD = "guide-reload"; // where answers wait until the page is shown again
const ANSWERED = "guide-answers"; // the event by which safe.js hears of answers that nobody typed, and
const WIPED = "guide-wiped"; // the one by which it tells that all are gone
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
let compare = null; // what a link says applied when it was made, until the first report has been compared with it

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
    changed();
  },
});

// --- answers → results ---

const reader = new Reader();
const python = new Engine(root.dataset.pythonWorker, (state) => {
  root.dataset.python = state;
  if (state === READY) {
    prepared();
    confirm();
  } else if (walk) tellState("check_alone", "python");
  else fail();
});
let walk = null; // once the rules are there
let shown = null; // the report on the page, as text

function request() {
  return { answers: given, audience: form.audience, lang, topic };
}

// The results are there with the tap: the walker works them out here. Python does so again, once it is there, and what it
// says stands.
function changed() {
  given = form.answers;
  dispatchEvent(new Event(ANSWERED));
  prepareToPrint();
  find("report").classList.toggle("cp-old", !walk);
  if (walk) show(walk(request()));
  confirm();
}

async function confirm() {
  if (root.dataset.python !== READY) return;
  const asked = given;
  const made = await python.evaluate(request()).catch(() => null); // that it failed is told already
  if (made === null || asked !== given || made === shown) return;
  if (walk) tell(say("check_differs"));
  show(made);
}

function show(text) {
  if (text === null) return; // left to Python
  shown = text;
  find("report").classList.remove("cp-old");
  const made = reader.read(text);
  if (made.error) {
    tell(made.error);
    return;
  }
  report = made;
  form.open = made.scope === "inside" ? made.open : null;
  const some = Object.keys(given).length > 0;
  setTimeout(() => (find("actions").hidden = !some)); // the results come first
  if (some) {
    view.render(made);
    const count = (status) => made.outcomes.filter((outcome) => outcome.status === status).length;
    find("count").textContent =
      made.scope === "outside"
        ? say("check_outside")
        : say("check_count", { applies: count("applies"), possible: count("possible") });
  } else {
    view.clear();
    find("count").textContent = say("check_none_yet");
  }
  prepareToPrint();
  if (compare) tellWhatChanged();
}

function tellState(key, offered = "") {
  find("state").textContent = say(key);
  for (const button of find("state").parentElement.querySelectorAll("[data-again], [data-python-start]")) {
    button.hidden = button.dataset.again === undefined ? offered !== "python" : offered !== "again";
  }
}

// The words of every rule stand below; nothing on the page moves.
function fail() {
  tellState("check_failed", "again");
  root.dataset.engine = FAILED;
}

async function prepare() {
  tellState("check_loading");
  try {
    walk = await walker(root.dataset.bundle);
  } catch {
    fail(); // and Python, which may still be had
    python.start();
    return;
  }
  prepared();
  changed();
  if (affordable()) {
    python.start();
  } else {
    root.dataset.python = "off";
    tellState("check_ready", "python");
  }
}

function prepared() {
  tellState("check_ready");
  root.dataset.engine = READY;
}

find("again").addEventListener("click", prepare);
find("python-start").addEventListener("click", () => {
  tellState("check_ready");
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
  find("today").textContent = new Date().toISOString().slice(0, 10);
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
  return report?.outcomes.filter((outcome) => outcome.status === "applies").map((outcome) => outcome.id) ?? [];
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
  compare = found.applied;
}

function tellWhatChanged() {
  const now = applied();
  const named = (ids) => ids.map((id) => titles.get(id)).join(lang === "zh" ? "、" : ", ");
  const titles = new Map(report.outcomes.map((outcome) => [outcome.id, outcome.title]));
  const gained = now.filter((id) => !compare.includes(id));
  const lost = compare.filter((id) => titles.has(id) && !now.includes(id)); // a link can name what is not there
  if (gained.length) tell(say("check_link_gained", { list: named(gained) }));
  if (lost.length) tell(say("check_link_lost", { list: named(lost) }));
  compare = null;
}

// What is on the page, in the address and on the device is gone already: see safe.js.
addEventListener(WIPED, () => {
  setTopic(null);
  report = null;
  compare = null;
  form.answers = {};
  form.audience = "family";
  form.open = null;
  form.show(0, false);
  view.clear();
  find("messages").replaceChildren();
  find("link-out").hidden = true;
  changed();
  showOnPaper(); // now: nothing may be left
  tell(say("check_wiped"));
  find("messages").scrollIntoView({ block: "center" });
});

find("keep").addEventListener("click", () => {
  try {
    localStorage.setItem(STORE, JSON.stringify(stored()));
    tell(say("check_kept"));
  } catch (error) {
    tell(String(error));
  }
});

find("link").addEventListener("click", () => {
  const out = find("link-out");
  out.hidden = false;
  const input = out.querySelector("input");
  input.value = new URL(format(stored()), location.href).href;
  input.focus();
  input.select();
});

find("print-results").addEventListener("click", () => print());

find("copy").addEventListener("click", async () => {
  const footer = `${say("check_ours")} ${root.querySelector(".cp-results > .cp-printonly.cp-small").textContent}`;
  await navigator.clipboard.writeText(view.asText(answerLines(form.answers), footer));
  tell(say("check_copied"));
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

// --- the start ---

function fromFragment() {
  const found = read(location.hash);
  if (found.ignored.length) tell(say("check_link_ignored", { list: found.ignored.join(" ") }));
  const some = [found.answers, found.former].some((each) => Object.keys(each).length);
  if (!some && !found.topic && !found.audience) return false;
  restore(found);
  if (Object.keys(found.answers).length) {
    // No entry of the history holds answers: whoever wipes them would find them again by going back.
    history.replaceState(null, "", location.pathname + location.search);
    tell(say("check_restored_link"));
  }
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

// Whether the page is shown again, by loading it anew or by going back to it.
function again() {
  const [entry] = performance.getEntriesByType("navigation");
  return ["reload", "back_forward"].includes(entry?.type);
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

addEventListener("pagehide", () => {
  try {
    if (Object.keys(form.answers).length) sessionStorage.setItem(RELOAD, format(stored()));
  } catch {
    // the answers cannot be kept
  }
});

// Shown as it was left, though some browsers have emptied the form meanwhile.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  try {
    sessionStorage.removeItem(RELOAD);
  } catch {
    // nothing was kept
  }
  form.answers = given;
  changed();
});

if (!fromReload() && !fromFragment()) fromDevice();
addEventListener("hashchange", () => {
  if (fromFragment()) changed();
});
for (const link of document.querySelectorAll(".cp-lang")) {
  link.addEventListener("click", () => {
    if (Object.keys(form.answers).length) link.hash = format(stored()); // the page in the other language goes on from here
  });
}
changed(); // what is in the form already; results follow once the rules are there
prepare();
