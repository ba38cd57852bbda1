// The questionnaire page: the form tells the engine, the engine tells the view. Answers live in memory; they go into the
// address's fragment or this device's storage only when the visitor asks for it.
import { Engine } from "./client.js";
import { Form } from "./form.js";
import { format, parse } from "./link.js";
import { FAILED } from "./protocol.js";
import { View } from "./view.js";

const PAUSE = 500; // milliseconds without an answer, before what is for paper is written
const STORE = "guide-answers";
const RELOAD = "guide-reload"; // the event before a new version is loaded, and where answers stay over that reload alone
const root = document.querySelector("[data-check]");
const find = (name) => root.querySelector(`[data-${name}]`);
const texts = JSON.parse(find("text").textContent);
const { lang, version } = root.dataset;

function say(key, values = {}) {
  return texts.say[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

let topic = null;
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
const engine = new Engine((state) => {
  find("state").textContent = say(state === FAILED ? "check_failed" : "check_ready");
  root.dataset.engine = state;
  if (state === FAILED) document.getElementById("conditions").scrollIntoView({ block: "nearest" });
});

// --- answers → results ---

let asked = 0;

async function changed() {
  const answers = form.answers;
  showDanger(answers);
  prepareToPrint();
  const turn = ++asked;
  let made;
  try {
    made = await engine.evaluate({ answers, audience: form.audience, lang, topic });
  } catch {
    return; // the state line says so already, and the conditions stand below in words
  }
  if (turn !== asked) return; // a newer answer is being worked out
  if (made.error) {
    tell(made.error);
    return;
  }
  report = made;
  form.open = made.scope === "inside" ? made.open : null;
  const some = Object.keys(answers).length > 0;
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

function showDanger(answers) {
  for (const section of find("danger").querySelectorAll("section")) {
    const answer = answers[section.dataset.fact];
    const hidden = answer === undefined || !section.dataset.answers.split(" ").includes(String(answer));
    if (section.hidden !== hidden) section.hidden = hidden;
  }
}

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

function wipe() {
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
  find("link-out").querySelector("input").value = "";
  try {
    localStorage.removeItem(STORE);
  } catch {
    // storage is switched off, so nothing was ever kept
  }
  if (location.hash) history.replaceState(null, "", location.pathname);
  changed();
  showOnPaper(); // now: nothing may be left
}

find("wipe").addEventListener("click", () => {
  wipe();
  tell(say("check_wiped"));
  find("messages").scrollIntoView({ block: "center" });
});

find("exit").addEventListener("click", () => {
  wipe();
  document.body.hidden = true;
  location.replace("about:blank");
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
  if (Object.keys(found.answers).length) tell(say("check_restored_link"));
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

function fromReload() {
  try {
    const kept = sessionStorage.getItem(RELOAD);
    sessionStorage.removeItem(RELOAD);
    if (!kept) return false;
    restore(read(kept));
    tell(say("check_restored_reload"));
    return true;
  } catch {
    return false; // storage is switched off
  }
}

addEventListener(RELOAD, () => {
  try {
    if (Object.keys(form.answers).length) sessionStorage.setItem(RELOAD, format(stored()));
  } catch {
    // the answers cannot be kept
  }
});

if (!fromReload() && !fromFragment()) fromDevice();
addEventListener("hashchange", () => {
  if (fromFragment()) changed();
});
changed();
