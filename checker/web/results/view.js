// Results on the page: each benefit and duty a card in its group, and before all the one thing to do first.
import { element, find, list, one, paragraph, root, say, texts, whenTurned, write } from "../page.js";
import { body, head, joint, tag } from "./card.js";
import { firstCalls, where } from "./errand.js";
import { facts } from "./paper.js";
import { DANGER, GROUPS, grouped, settling } from "./plan.js";
import { questionInside } from "./question.js";
import { Section, titled } from "./section.js";
import { Settle, settles } from "./settle.js";

/** @import { Form } from "../asking/form.js" */
/** @import { Answer, Outcome, Report } from "../protocol.js" */
/** @import { Group, Settling } from "./plan.js" */

/** @typedef {{ outcome: Outcome, group: Group, card?: HTMLElement }} Kept a card, if it is made yet, and what it tells of */

/** @type {Group[]} */
const DONE = ["now", "days", "help"]; // the groups of what is to be done now or soon

export class View {
  #container = find("report");
  #first = paragraph("", { className: "cp-first", tabIndex: -1 });
  #settle = new Settle((fact) => this.#question("settle", fact));
  #written = element("section", { className: "cp-written", hidden: true }); // what goes into a report
  #form;
  #onAnswer;
  /** @type {Set<string>} */
  #open = new Set(); // cards that the visitor has opened stay open when results change
  /** @type {Map<string, Kept>} */
  #cards = new Map(); // by outcome: most answers change few of them
  /** @type {Map<Group, Section>} */
  #sections = new Map();
  /** @type {Map<string, Group>} */
  #groups = new Map(); // of the report, by outcome
  /** @type {Report | null} */
  #report = null;
  /** @type {Settling | null} */
  #settled = null; // the answers that would settle most of it

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

  /** The report, if it may be taken along, and the group of each of its outcomes. */
  get current() {
    return this.old || !this.#report ? null : { report: this.#report, groups: this.#groups };
  }

  /** How much is to be done, and what one or two answers more would settle; nothing of the many that serve nobody yet. */
  get inShort() {
    if (!this.#report) return "";
    const report = this.#report;
    const counts = DONE.map((group) => ({ title: titled(report, group), n: this.#in(group, report.outcomes).length }));
    const told = counts.filter(({ n }) => n).map((count) => say("check_counted", count));
    if (this.#settled) told.push(settles(this.#settled));
    return joint(told);
  }

  /**
   * What is to be done first, and what no longer is, is on the page in the frame of the tap; the rest one frame later, since
   * to lay out so much at once would keep a small device from answering.
   * @param {Report} report
   */
  render(report) {
    this.#report = report;
    this.#groups = grouped(report, this.#unknown, texts.sensitive);
    this.#settled = this.#settling(report);
    if (report.scope === "outside") {
      const heading = element("h3", { textContent: say("check_outside") });
      const section = element("section", { className: "cp-outside" }, heading, paragraph(report.scope_reason ?? ""));
      this.#container.replaceChildren(section);
      return;
    }
    if (!this.#sections.get("now")?.fits(report.outcomes)) this.#prepare(report);
    const first = DONE.findIndex((group) => this.#in(group, report.outcomes).length);
    this.#show(report, DONE.slice(0, first + 1));
    afterPaint(() => {
      if (this.#report !== report) return;
      this.#show(report, GROUPS);
      this.#offer();
      this.#write(report);
    });
  }

  clear() {
    this.#report = null;
    this.#open.clear();
    this.#settle.offer(null);
    this.#container.replaceChildren();
  }

  #unknown = (/** @type {string} */ fact) => this.#form.facts.get(fact)?.answer === null;

  /**
   * What a card says of others depends on which others there are.
   * @param {Report} report
   */
  #prepare(report) {
    this.#cards.clear();
    for (const group of GROUPS) this.#sections.set(group, new Section(report, group, () => this.#putAll(group)));
    this.#container.replaceChildren();
  }

  /**
   * Answering inside a result moves its card; the focus follows it, and is otherwise left where it is.
   * @param {Report} report
   * @param {Group[]} groups
   */
  #show({ outcomes }, groups) {
    const active = this.#container.contains(document.activeElement) ? document.activeElement : null;
    const focused = /** @type {HTMLElement | undefined} */ (active?.closest("[data-outcome]"))?.dataset.outcome;
    const sections = groups.map((group) => this.#section(group));
    for (const section of sections) section.arrange(outcomes);
    for (const outcome of outcomes) this.#place(outcome, groups);
    for (const group of groups) this.#section(group).show(this.#in(group, outcomes).map(({ id }) => id));
    write(this.#first, this.#whatFirst(outcomes));
    if (this.#first.parentElement !== this.#container) this.#container.replaceChildren(this.#first);
    for (const { element: section } of sections) if (!section.parentElement) this.#container.append(section);
    if (!focused || this.#container.contains(document.activeElement)) return;
    const { group, card } = given(this.#cards, focused);
    this.#section(group).reveal(focused);
    (card?.isConnected ? one(card, "summary") : this.#first).focus({ preventScroll: true });
  }

  /** @param {Group} group */
  #section(group) {
    return given(this.#sections, group);
  }

  /**
   * @param {Group | undefined} group
   * @param {Outcome[]} outcomes
   */
  #in(group, outcomes) {
    return outcomes.filter(({ id }) => this.#groups.get(id) === group);
  }

  /**
   * @param {Outcome} outcome
   * @param {Group[]} groups what comes or goes elsewhere is left for later, but what is no longer to be done
   */
  #place(outcome, groups) {
    const group = given(this.#groups, outcome.id);
    const before = this.#cards.get(outcome.id);
    const leaves = before && before.group !== group && DONE.includes(before.group);
    if (!leaves && !groups.includes(group) && !(before && groups.includes(before.group))) return;
    if (before?.outcome === outcome && before.group === group) return;
    const kept = { outcome, group, card: before?.card };
    this.#cards.set(outcome.id, kept);
    if (this.#section(group).closed) kept.card?.remove();
    else this.#put(kept);
  }

  /** @param {Group} group */
  #putAll(group) {
    if (this.#section(group).closed) return;
    for (const kept of this.#cards.values()) if (kept.group === group) this.#put(kept);
  }

  /**
   * A card that only says something else stays where it is.
   * @param {Kept} kept
   */
  #put(kept) {
    const { outcome, group } = kept;
    kept.card ??= this.#makeCard(outcome.id);
    const { card } = kept;
    card.className = `cp-result cp-result--${outcome.status}`;
    card.classList.toggle("cp-result--danger", outcome.place === DANGER);
    card.classList.toggle("cp-result--quiet", group === "always");
    write(one(card, ".cp-result__title"), outcome.title);
    const kind = one(card, ".cp-result__kind");
    write(kind, tag(outcome, group));
    kind.hidden = !kind.textContent;
    one(card, ".cp-result__head").replaceChildren(...head(outcome, group));
    if (/** @type {HTMLDetailsElement} */ (one(card, "details")).open) this.#fill(card, kept);
    const place = this.#section(group).place(outcome.id);
    if (card.parentElement !== place) place.append(card);
  }

  /**
   * What a card says when it is opened is not put into it before.
   * @param {string} id
   */
  #makeCard(id) {
    const template = /** @type {HTMLTemplateElement} */ (one(root, "template[data-template=card]"));
    const card = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    const details = /** @type {HTMLDetailsElement} */ (one(card, "details"));
    card.dataset.outcome = id;
    details.open = this.#open.has(id);
    whenTurned(details, () => {
      if (details.open) this.#fill(card, given(this.#cards, id));
      this.#open[details.open ? "add" : "delete"](id);
    });
    return card;
  }

  /**
   * @param {HTMLElement} card
   * @param {Kept} kept
   */
  #fill(card, { outcome, group }) {
    const ask = (/** @type {string} */ fact) => this.#question(outcome.id, fact);
    if (this.#report) one(card, ".cp-result__body").replaceChildren(...body(outcome, this.#report, group, ask));
  }

  /**
   * @param {string} place
   * @param {string} fact
   */
  #question(place, fact) {
    return questionInside(place, given(this.#form.facts, fact), (answer) => this.#onAnswer(fact, answer));
  }

  /** @param {Report} report */
  #settling({ outcomes }) {
    const unasked = (/** @type {string} */ fact) => this.#unknown(fact) || texts.sensitive.includes(fact);
    return settling(this.#in("possible", outcomes), unasked);
  }

  #offer() {
    if (!this.#settle.element.parentElement) this.#section("help").element.after(this.#settle.element);
    const heading = this.#settle.offer(this.#settled);
    if (heading) (heading.parentElement ? heading : this.#first).focus({ preventScroll: true });
  }

  /**
   * What a worker who must tell somebody writes down.
   * @param {Report} report
   */
  #write({ outcomes }) {
    const tasks = ["now", "days"].flatMap((group) => this.#in(/** @type {Group} */ (group), outcomes));
    const { title, lines } = facts(tasks.filter((task) => task.report_to.length));
    this.#written.hidden = !lines.length;
    this.#written.replaceChildren(...(lines.length ? [element("h3", { textContent: title }), list(lines)] : []));
    if (!this.#written.parentElement) this.#section("now").element.after(this.#written);
  }

  /**
   * The one thing to do first.
   * @param {Outcome[]} outcomes
   */
  #whatFirst(outcomes) {
    const [first] = DONE.flatMap((group) => this.#in(group, outcomes));
    if (!first) return say("check_none_applies");
    const { title, kind, place } = first;
    const [call] = place === DANGER ? firstCalls(first) : [];
    if (call) return say("check_first_call", { title, number: call.number });
    return kind === "duty" ? say("check_first_duty", { title }) : say("check_first", { title, where: where(first) });
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
  requestAnimationFrame(() => requestAnimationFrame(go));
}
