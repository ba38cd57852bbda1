// Results on the page: each benefit and duty a card in the section of its status.
import { element, find, one, paragraph, root, say, whenTurned, write } from "../page.js";
import { ALWAYS, body, questionInside, tag } from "./card.js";
import { paper, plainText } from "./paper.js";

/** @import { Form } from "../form.js" */
/** @import { Answer, Outcome, Report, Status } from "../protocol.js" */

/** @typedef {{ outcome: Outcome, card?: HTMLDetailsElement }} Kept a card, if it is made yet, and what it tells of */

/**
 * `kinds`: the heading of each kind of outcome; `places`: where the card of each outcome would stand; `fold`: around all
 * cards, where the section is folded up.
 * @typedef {object} Section
 * @property {HTMLElement} section
 * @property {HTMLElement} heading
 * @property {HTMLElement} help
 * @property {HTMLElement} summary
 * @property {HTMLDetailsElement | null} fold
 * @property {Map<string, HTMLElement>} kinds
 * @property {Map<string, HTMLElement>} places
 */

/** @type {Status[]} */
const STATUSES = ["applies", "possible", "does_not_apply"];
const HELP = {
  applies: "check_none_applies",
  possible: "check_possible_help",
  does_not_apply: "check_does_not_apply_help",
};
const KINDS = { benefit: "check_help", duty: "check_duties" };

export class View {
  #container = find("report");
  #paper = find("paper");
  #form;
  #onAnswer;
  /** @type {Set<string>} */
  #open = new Set(); // cards that the visitor has opened stay open when results change
  /** @type {Map<string, Kept>} */
  #cards = new Map(); // by outcome: most answers change few of them
  /** @type {Map<Status, Section>} */
  #sections = new Map();
  /** @type {Report | null} */
  #report = null;

  /**
   * @param {Form} form
   * @param {(fact: string, answer: Answer | null) => void} onAnswer of a question inside a result
   */
  constructor(form, onAnswer) {
    this.#form = form;
    this.#onAnswer = onAnswer;
  }

  // Whether a newer answer is not in what is shown. Such results are grey, and go neither onto paper nor into a text.
  get old() {
    return this.#container.classList.contains("cp-old");
  }

  set old(old) {
    this.#container.classList.toggle("cp-old", old);
  }

  get empty() {
    return this.#report === null;
  }

  /**
   * What applies, and what no longer does, is on the page in the frame of the tap; the rest one frame later, since to lay
   * out so much at once would keep a small device from answering.
   * @param {Report} report
   */
  render(report) {
    const before = this.#report;
    this.#report = report;
    if (report.scope === "outside") {
      const heading = element("h3", { textContent: say("check_outside") });
      const section = element("section", { className: "cp-outside" }, heading, paragraph(report.scope_reason ?? ""));
      this.#container.replaceChildren(section);
      return;
    }
    if (!sameOutcomes(before, report)) this.#prepare(report);
    this.#show(report, STATUSES.slice(0, 1), (outcome) =>
      [outcome.status, this.#cards.get(outcome.id)?.outcome.status].includes("applies"),
    );
    afterPaint(() => {
      if (this.#report === report) this.#show(report, STATUSES, () => true);
    });
  }

  /**
   * Answering inside a result moves its card; the focus follows it, and is otherwise left where it is.
   * @param {Report} report
   * @param {Status[]} statuses
   * @param {(outcome: Outcome) => boolean} wanted
   */
  #show(report, statuses, wanted) {
    const active = this.#container.contains(document.activeElement) ? document.activeElement : null;
    const focused = /** @type {HTMLElement | undefined} */ (active?.closest("[data-outcome]"))?.dataset.outcome;
    for (const status of statuses) this.#arrange(report, this.#section(status));
    for (const outcome of report.outcomes) if (wanted(outcome)) this.#place(outcome);
    for (const status of statuses) this.#head(report, status);
    const sections = statuses.map((status) => this.#section(status).section);
    if (sections[0].parentElement !== this.#container) this.#container.replaceChildren();
    for (const section of sections) if (section.parentElement !== this.#container) this.#container.append(section);
    if (!focused || this.#container.contains(document.activeElement)) return;
    this.#cards.get(focused)?.card?.querySelector("summary")?.focus({ preventScroll: true });
  }

  clear() {
    this.#report = null;
    this.#open.clear();
    this.#container.replaceChildren();
    this.#paper.replaceChildren();
  }

  /**
   * Every outcome has its place in each section, so that a card on its way from one to another has no neighbours: these
   * would all be looked at anew. What a card says of others depends on which others there are.
   * @param {Report} report
   */
  #prepare(report) {
    this.#cards.clear();
    for (const status of STATUSES) this.#sections.set(status, this.#makeSection(report, status));
  }

  /**
   * Those that matter most first. Only what stands elsewhere than before is moved.
   * @param {Report} report
   * @param {Section} section
   */
  #arrange(report, { kinds, places }) {
    const last = new Map(kinds);
    for (const { id, kind } of report.outcomes) {
      const [before, place] = [given(last, kind), given(places, id)];
      if (before.nextElementSibling !== place) before.after(place);
      last.set(kind, place);
    }
  }

  /** @param {Status} status */
  #section(status) {
    return given(this.#sections, status);
  }

  /**
   * @param {Report} report
   * @param {Status} status
   * @returns {Section}
   */
  #makeSection(report, status) {
    const heading = element("h3");
    const help = paragraph(say(HELP[status]), { className: "cp-small" });
    const summary = element("summary");
    const section = element("section", { className: `cp-status-group cp-status-group--${status}` }, heading, help);
    const fold = status === "does_not_apply" ? element("details", { className: "cp-folded" }, summary) : null;
    if (fold) section.append(fold);
    // Most cards end up in there, and few of them are looked at: they are made when it is opened.
    if (fold) whenTurned(fold, () => fold.open && this.#putAll(status));
    const around = fold ?? section;
    const places = new Map();
    const kinds = new Map();
    for (const [kind, label] of Object.entries(KINDS)) {
      const title = element("h4", { textContent: say(label) });
      kinds.set(kind, title);
      around.append(title);
      for (const outcome of report.outcomes.filter((other) => other.kind === kind)) {
        const place = element("div");
        places.set(outcome.id, place);
        around.append(place);
      }
    }
    return { section, heading, help, fold, summary, kinds, places };
  }

  /**
   * @param {Report} report
   * @param {Status} status
   */
  #head(report, status) {
    const { heading, help, fold, summary, kinds } = this.#section(status);
    const outcomes = report.outcomes.filter((outcome) => outcome.status === status);
    const present = new Set(outcomes.map((outcome) => outcome.kind));
    for (const title of kinds.values()) title.hidden = present.size < 2;
    for (const place of [heading, summary]) write(place, `${say(`check_${status}`)} (${outcomes.length})`);
    if (fold) [heading.hidden, fold.hidden] = [outcomes.length > 0, !outcomes.length];
    help.hidden = status === "applies" && outcomes.length > 0;
  }

  /** @param {Outcome} outcome */
  #place(outcome) {
    const before = this.#cards.get(outcome.id);
    if (before?.outcome === outcome) return;
    const kept = { outcome, card: before?.card };
    this.#cards.set(outcome.id, kept);
    const { fold } = this.#section(outcome.status);
    if (!fold || fold.open) this.#put(kept);
    else kept.card?.remove();
  }

  /** @param {Status} status */
  #putAll(status) {
    for (const kept of this.#cards.values()) if (kept.outcome.status === status) this.#put(kept);
  }

  /**
   * A card that only says something else stays where it is.
   * @param {Kept} kept
   */
  #put(kept) {
    const { outcome } = kept;
    kept.card ??= this.#makeCard(outcome.id);
    const { card } = kept;
    card.className = `cp-result cp-result--${outcome.status}${outcome.place === ALWAYS ? " cp-result--quiet" : ""}`;
    write(one(card, ".cp-result__title"), outcome.title);
    write(one(card, ".cp-result__kind"), say(tag(outcome)));
    if (card.open) this.#fill(card, outcome);
    const place = given(this.#section(outcome.status).places, outcome.id);
    if (card.parentElement !== place) place.append(card);
  }

  /**
   * What a card says is not put into it before it is opened.
   * @param {string} id
   */
  #makeCard(id) {
    const template = /** @type {HTMLTemplateElement} */ (one(root, "template[data-template=card]"));
    const details = /** @type {HTMLDetailsElement} */ (template.content.firstElementChild?.cloneNode(true));
    details.dataset.outcome = id;
    details.open = this.#open.has(id);
    whenTurned(details, () => {
      if (details.open) this.#fill(details, given(this.#cards, id).outcome);
      this.#open[details.open ? "add" : "delete"](id);
    });
    return details;
  }

  /**
   * @param {HTMLElement} card
   * @param {Outcome} outcome
   */
  #fill(card, outcome) {
    const ask = (/** @type {string} */ fact) => {
      const question = given(this.#form.facts, fact);
      return questionInside(outcome.id, question, (answer) => this.#onAnswer(fact, answer));
    };
    if (this.#report) one(card, ".cp-result__body").replaceChildren(...body(outcome, this.#report, ask));
  }

  get #current() {
    return this.old ? null : this.#report;
  }

  print() {
    this.#paper.replaceChildren(...paper(this.#current));
  }

  /**
   * The same report for a message or a note.
   * @param {string[]} answers
   * @param {string} footer
   */
  asText(answers, footer) {
    return plainText(this.#current, answers, footer);
  }
}

/**
 * What a map holds that has every key there is.
 * @template Key, Value
 * @param {Map<Key, Value>} map
 * @param {Key} key
 */
function given(map, key) {
  return /** @type {Value} */ (map.get(key));
}

/** @param {() => void} go */
function afterPaint(go) {
  requestAnimationFrame(() => setTimeout(go));
}

/**
 * Whether both are about the same outcomes, whatever they say of them.
 * @param {Report | null} a
 * @param {Report} b
 */
function sameOutcomes(a, b) {
  return a?.outcomes.length === b.outcomes.length && a.outcomes.every((outcome, i) => outcome.id === b.outcomes[i].id);
}
