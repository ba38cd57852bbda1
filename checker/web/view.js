// Results on the page. Everything that comes from data is set as text, never as HTML.
import { Question } from "./form.js";

const STATUSES = ["applies", "possible", "does_not_apply"];
const HELP = {
  applies: "check_none_applies",
  possible: "check_possible_help",
  does_not_apply: "check_does_not_apply_help",
};
const ALWAYS = 3; // the place of what every child has: see checker/explain.py
const KINDS = { benefit: "check_help", duty: "check_duties" };

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// An answer takes its question away, so it counts only once it is whole: what is tapped at once, what arrow keys and typing
// lead past not before Enter, the space bar, or the focus going elsewhere.
function whenAnswered(fieldset, question, act) {
  let onTheWay = false; // whether the last key was not one that chooses
  let pending = false;
  const commit = () => {
    if (pending && question.answer !== undefined) act();
    pending = false;
    removeEventListener("click", commit, true);
  };
  fieldset.addEventListener("mousedown", () => (onTheWay = false));
  fieldset.addEventListener("keydown", ({ key }) => {
    onTheWay = key !== " ";
    if (key === " " || key === "Enter") commit();
  });
  // Of each answer the browser tells twice: a number counts as it is typed, all else once it has changed.
  for (const name of ["input", "change"]) {
    fieldset.addEventListener(name, (event) => {
      event.stopPropagation();
      const typed = event.target.type === "number";
      if (typed !== (name === "input")) return;
      question.changed(event.target);
      pending = true;
      if (!typed && !onTheWay) commit();
    });
  }
  // Not before the tap that took the focus has met what it was meant for: nothing moves under the finger.
  fieldset.addEventListener("focusout", ({ relatedTarget }) => {
    if (!pending || fieldset.contains(relatedTarget)) return;
    addEventListener("click", commit, true);
    setTimeout(commit, 300);
  });
}

// Not the event of `details`, which the oldest engines do not have.
function whenTurned(details, act) {
  new MutationObserver(act).observe(details, { attributeFilter: ["open"] });
}

export class View {
  #open = new Set(); // cards that the visitor has opened stay open when results change
  #cards = new Map(); // by outcome, with what each was made from: most answers change few of them
  #sections = new Map(); // by status
  #report = null;

  constructor({ container, paper, card, say, links, form, onAnswer }) {
    Object.assign(this, { container, paper, card, say, links, form, onAnswer });
  }

  // Whether a newer answer is not in what is shown. Such results are grey, and go neither onto paper nor into a text.
  get old() {
    return this.container.classList.contains("cp-old");
  }

  set old(old) {
    this.container.classList.toggle("cp-old", old);
  }

  get empty() {
    return this.#report === null;
  }

  // What applies, and what no longer does, is on the page in the frame of the tap; the rest one frame later, since to lay out
  // so much at once would keep a small device from answering.
  render(report) {
    const before = this.#report;
    this.#report = report;
    if (report.scope === "outside") {
      this.container.replaceChildren(this.#outside());
      return;
    }
    if (!sameOutcomes(before, report)) this.#prepare();
    const first = STATUSES.slice(0, 1);
    this.#show(first, (outcome) => [outcome.status, this.#cards.get(outcome.id)?.outcome.status].includes("applies"));
    afterPaint(() => {
      if (this.#report === report) this.#show(STATUSES, () => true);
    });
  }

  // Answering inside a result moves its card; the focus follows it, and is otherwise left where it is.
  #show(statuses, wanted) {
    const focused = this.container.contains(document.activeElement)
      ? document.activeElement.closest("[data-outcome]")?.dataset.outcome
      : null;
    for (const status of statuses) this.#arrange(this.#sections.get(status));
    for (const outcome of this.#report.outcomes) if (wanted(outcome)) this.#place(outcome);
    for (const status of statuses) this.#head(status);
    const sections = statuses.map((status) => this.#sections.get(status).section);
    if (sections[0].parentElement !== this.container) this.container.replaceChildren();
    for (const section of sections) if (section.parentElement !== this.container) this.container.append(section);
    const lost = focused && !this.container.contains(document.activeElement);
    if (lost) this.container.querySelector(`[data-outcome="${focused}"] summary`)?.focus({ preventScroll: true });
  }

  clear() {
    this.#report = null;
    this.#open.clear();
    this.container.replaceChildren();
    this.paper.replaceChildren();
  }

  #outside() {
    return element(
      "section",
      { className: "cp-outside" },
      element("h3", { textContent: this.say("check_outside") }),
      element("p", { textContent: this.#report.scope_reason }),
    );
  }

  // Every outcome has its place in each section, so that a card on its way from one to another has no neighbours: these
  // would all be looked at anew. What a card says of others depends on which others there are.
  #prepare() {
    this.#cards.clear();
    for (const status of STATUSES) this.#sections.set(status, this.#section(status));
  }

  // Those that matter most first. Only what stands elsewhere than before is moved.
  #arrange({ kinds, places }) {
    const last = new Map(kinds);
    for (const { id, kind } of this.#report.outcomes) {
      const place = places.get(id);
      if (last.get(kind).nextElementSibling !== place) last.get(kind).after(place);
      last.set(kind, place);
    }
  }

  #section(status) {
    const heading = element("h3");
    const help = element("p", { className: "cp-small", textContent: this.say(HELP[status]) });
    const summary = element("summary");
    const section = element("section", { className: `cp-status-group cp-status-group--${status}` }, heading, help);
    const fold = status === "does_not_apply" ? element("details", { className: "cp-folded" }, summary) : null;
    if (fold) section.append(fold);
    // Most cards end up in there, and few of them are looked at: they are made when it is opened.
    if (fold) whenTurned(fold, () => fold.open && this.#putAll(status));
    const body = fold ?? section;
    const places = new Map();
    const kinds = new Map();
    for (const [kind, label] of Object.entries(KINDS)) {
      const title = element("h4", { textContent: this.say(label) });
      kinds.set(kind, title);
      body.append(title);
      for (const outcome of this.#report.outcomes.filter((each) => each.kind === kind)) {
        const place = element("div");
        places.set(outcome.id, place);
        body.append(place);
      }
    }
    return { section, heading, help, fold, summary, kinds, places };
  }

  #head(status) {
    const { heading, help, fold, summary, kinds } = this.#sections.get(status);
    const outcomes = this.#report.outcomes.filter((outcome) => outcome.status === status);
    const found = new Set(outcomes.map((outcome) => outcome.kind));
    for (const [kind, title] of kinds) title.hidden = found.size < 2;
    for (const each of [heading, summary]) write(each, `${this.say(`check_${status}`)} (${outcomes.length})`);
    if (fold) [heading.hidden, fold.hidden] = [outcomes.length > 0, !outcomes.length];
    help.hidden = status === "applies" && outcomes.length > 0;
  }

  #place(outcome) {
    const kept = this.#cards.get(outcome.id);
    if (kept?.outcome === outcome) return;
    const made = { outcome, card: kept?.card };
    this.#cards.set(outcome.id, made);
    const { fold } = this.#sections.get(outcome.status);
    if (!fold || fold.open) this.#put(made);
    else made.card?.remove();
  }

  #putAll(status) {
    for (const made of this.#cards.values()) if (made.outcome.status === status) this.#put(made);
  }

  // A card that only says something else stays where it is.
  #put(made) {
    const { outcome } = made;
    made.card ??= this.#makeCard(outcome.id);
    const { card } = made;
    card.className = `cp-result cp-result--${outcome.status}${outcome.place === ALWAYS ? " cp-result--quiet" : ""}`;
    write(card.querySelector(".cp-result__title"), outcome.title);
    write(card.querySelector(".cp-result__kind"), this.say(kindOf(outcome)));
    if (card.open) this.#fill(card);
    const place = this.#sections.get(outcome.status).places.get(outcome.id);
    if (card.parentElement !== place) place.append(card);
  }

  // What a card says is not put into it before it is opened.
  #makeCard(id) {
    const details = this.card.content.firstElementChild.cloneNode(true);
    details.dataset.outcome = id;
    details.open = this.#open.has(id);
    whenTurned(details, () => {
      if (details.open) this.#fill(details);
      this.#open[details.open ? "add" : "delete"](id);
    });
    return details;
  }

  #fill(card) {
    const { outcome } = this.#cards.get(card.dataset.outcome);
    card.querySelector(".cp-result__body").replaceChildren(...this.#body(outcome));
  }

  #body(outcome) {
    const parts = [element("p", { textContent: outcome.text })];
    // Below "Help" and "Duties", where a worker has both, headings stand one level lower.
    const heading = this.#report.outcomes.some((other) => other.kind === "duty") ? "h5" : "h4";
    const add = (label, ...content) => {
      parts.push(element(heading, { textContent: this.say(label) }), ...content);
    };
    if (outcome.ask) parts.push(element("p", { className: "cp-note", textContent: outcome.ask }));
    if (outcome.also.length) add("check_also", list(outcome.also));
    if (outcome.needs.length) {
      const asked = outcome.needs.slice(0, 2);
      add("check_settle", ...asked.map((fact) => this.#inline(outcome.id, fact)));
      const more = outcome.needs.length - asked.length;
      if (more) parts.push(element("p", { className: "cp-small", textContent: this.say("check_more", { n: more }) }));
    }
    if (outcome.reasons.length) add("check_why_all", list(outcome.reasons));
    if (outcome.place === ALWAYS) parts.push(element("p", { textContent: this.say("check_everybody") }));
    if (outcome.status !== "does_not_apply" && outcome.next.length) add("check_do", list(outcome.next, "ol"));
    if (outcome.deadline) add("check_deadline", element("p", { textContent: outcome.deadline }));
    if (outcome.report_to.length) add("check_report", this.#units(outcome.report_to));
    add("check_who", this.#units(outcome.names));
    if (outcome.changes.length) {
      const joined = outcome.changes.map((change) => change.join(this.say("check_change_and")));
      add("check_change", element("p", { textContent: this.say("check_change_one") }), list(joined));
    }
    const linked = this.#report.outcomes.filter((other) => outcome.linked.includes(other.id));
    if (linked.length) {
      add(`check_linked_${outcome.kind}`, joinNodes(linked.map((other) =>
        element("a", { href: this.#page(other), textContent: other.title }))));
    }
    const sources = outcome.sources.map((source) =>
      element("a", { href: `${this.links.plan}#${source.id}`, textContent: source.number }),
    );
    add("check_clause", joinNodes(sources));
    parts.push(element("p", {}, element("a", { href: this.#page(outcome), textContent: this.say("check_guide") })));
    return parts;
  }

  // Where the site explains a benefit or a duty.
  #page(outcome) {
    return outcome.kind === "duty" ? `${this.links.duties}#${outcome.id}` : `${this.links.guides}${outcome.id}/`;
  }

  #units(units) {
    return joinNodes(
      units.map((unit) => {
        const link = element("a", { href: `${this.links.units}${unit.id}/`, textContent: unit.name });
        if (!unit.implied) return link;
        const tag = element("span", { className: "cp-tag", textContent: this.say("checker_implied") });
        return element("span", {}, link, " ", tag);
      }),
    );
  }

  // A question of the form, answerable inside a result.
  #inline(outcome, fact) {
    const original = this.form.facts.get(fact);
    const copy = original.element.cloneNode(true);
    copy.hidden = false;
    for (const input of copy.querySelectorAll("input")) {
      input.name = `${outcome}-${input.name}`;
      input.removeAttribute("aria-describedby");
    }
    for (const described of copy.querySelectorAll("[id]")) described.id = `${outcome}-${described.id}`;
    const question = new Question(copy);
    question.answer = original.answer;
    whenAnswered(copy, question, () => this.onAnswer(fact, question.answer));
    return copy;
  }

  get #current() {
    return this.old ? null : this.#report;
  }

  print() {
    this.paper.replaceChildren(...this.#forPaper());
  }

  // The page for the office window: what applies, why, under which clause, and what to say.
  #forPaper() {
    const report = this.#current;
    if (!report) return [];
    if (report.scope === "outside") return [element("p", { textContent: report.scope_reason })];
    const numbers = (outcome) => outcome.sources.map((source) => source.number).join(" · ");
    const parts = [];
    for (const status of STATUSES.slice(0, 2)) {
      const outcomes = report.outcomes.filter((outcome) => outcome.status === status);
      parts.push(element("h3", { textContent: `${this.say(`check_${status}`)} (${outcomes.length})` }));
      const open = outcomes.filter((outcome) => outcome.needs.length);
      const titles = open.map((outcome) => outcome.title).join(" · ");
      if (open.length) parts.push(element("p", { className: "cp-small", textContent: titles }));
      const settled = outcomes.filter((outcome) => !outcome.needs.length);
      const common = settled.filter((outcome) => outcome.place === ALWAYS); // a line is enough
      for (const outcome of settled.filter((each) => !common.includes(each))) {
        const entry = element("section", {}, element("h4", { textContent: outcome.title }));
        entry.append(
          element("p", { className: "cp-small", textContent: `${this.say("check_clause")} ${numbers(outcome)}` }),
          element("p", {
            className: "cp-small",
            textContent: ` ${this.say("check_why")} ${outcome.reasons.join(" · ")}`,
          }),
        );
        if (outcome.next.length) {
          entry.append(element("p", { textContent: `${this.say("check_ask_for")} ${outcome.next[0]}` }));
        }
        for (const line of outcome.also) {
          entry.append(element("p", { textContent: `${this.say("check_also")} ${line}` }));
        }
        parts.push(entry);
      }
      for (const outcome of common) {
        const said = `${outcome.title}${this.say("check_colon")}${this.say("check_everybody")}`;
        parts.push(element("p", { textContent: `${said} ${this.say("check_clause")} ${numbers(outcome)}` }));
      }
    }
    const asked = this.#asked();
    if (asked.length) {
      parts.push(element("h3", { textContent: this.say("check_ask_all") }));
      parts.push(...asked.map((line) => element("p", { className: "cp-small", textContent: line })));
    }
    return parts;
  }

  // What is worth asking all the same, a line for each reason.
  #asked() {
    const titles = new Map();
    for (const { ask, title } of this.#current?.outcomes ?? []) {
      if (ask) titles.set(ask, [...(titles.get(ask) ?? []), title]);
    }
    return [...titles].map(([ask, named]) => `${named.join(" · ")}${this.say("check_colon")}${ask}`);
  }

  // The same report for a message or a note.
  asText(answers, footer) {
    const lines = [this.say("check_answers_given"), ...answers.map((line) => `- ${line}`), ""];
    const report = this.#current;
    if (report?.scope === "outside") lines.push(report.scope_reason, "");
    for (const status of STATUSES.slice(0, 2)) {
      const outcomes = report?.outcomes.filter((o) => o.status === status) ?? [];
      if (!outcomes.length) continue;
      lines.push(`${this.say(`check_${status}`)} (${outcomes.length})`);
      for (const outcome of outcomes) {
        lines.push(`- ${outcome.title} [${outcome.sources.map((source) => source.number).join(", ")}]`);
        for (const line of outcome.also) lines.push(`    ${this.say("check_also")}${this.say("check_colon")}${line}`);
        if (!outcome.needs.length) {
          for (const reason of outcome.reasons) lines.push(`    ${this.say("check_why")} ${reason}`);
          for (const step of outcome.next) lines.push(`    ${step}`);
        }
      }
      lines.push("");
    }
    const asked = this.#asked();
    if (asked.length) lines.push(this.say("check_ask_all"), ...asked.map((line) => `- ${line}`), "");
    return [...lines, footer].join("\n");
  }
}

// What the tag of a card says.
function kindOf(outcome) {
  if (outcome.ask) return "check_ask";
  return outcome.also.length ? "check_judged" : `checker_${outcome.status}`;
}

function afterPaint(go) {
  requestAnimationFrame(() => setTimeout(go));
}

// Whether both are about the same outcomes, whatever they say of them.
function sameOutcomes(a, b) {
  return a?.outcomes.length === b.outcomes.length && a.outcomes.every((outcome, i) => outcome.id === b.outcomes[i].id);
}

export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function list(texts, name = "ul") {
  return element(name, {}, ...texts.map((text) => element("li", { textContent: text })));
}

function joinNodes(nodes) {
  const paragraph = element("p");
  nodes.forEach((node, i) => paragraph.append(...(i ? [" · ", node] : [node])));
  return paragraph;
}
