// A group of results on the page: its heading, and a place for the card of each outcome, whether or not it is in the group.
import { all, element, paragraph, say, texts, whenTurned, write } from "../page.js";
import { forWorker } from "./plan.js";

/** @import { Outcome, Report } from "../protocol.js" */
/** @import { Group } from "./plan.js" */

const SHOWN = 4; // cards in view at once

/**
 * @param {Report} report
 * @param {Group} group
 */
export function titled(report, group) {
  const key = `check_worker_${group}`;
  return say(forWorker(report) && key in texts.say ? key : `check_group_${group}`);
}

export class Section {
  #heading = element("h3");
  #more = element("button", { type: "button", className: "cp-button cp-rest" });
  #title;
  /** @type {Map<string, HTMLElement>} */
  #places;
  /** @type {string[]} */
  #ids = []; // of the outcomes in the group
  #whole = false; // whether all of them are in view

  /**
   * A card on its way from one group to another has no neighbours: these would all be looked at anew.
   * @param {Report} report
   * @param {Group} group
   * @param {() => void} onUnfold most cards end up in a fold, and few are looked at: they are made when it is opened
   */
  constructor(report, group, onUnfold) {
    const worker = forWorker(report);
    const folded = group === "possible" || group === "does_not_apply" || (group === "always" && worker);
    this.#title = titled(report, group);
    this.#places = new Map(report.outcomes.map(({ id }) => [id, element("div")]));
    this.element = element("section", { className: `cp-status-group cp-status-group--${group}` });
    this.fold = folded ? element("details", { className: "cp-folded" }, element("summary", {}, this.#heading)) : null;
    if (this.fold) whenTurned(this.fold, onUnfold);
    this.#more.addEventListener("click", () => this.#turn());
    const help =
      group === "does_not_apply" ? [paragraph(say("check_does_not_apply_help"), { className: "cp-small" })] : [];
    (this.fold ?? this.element).append(...help, ...this.#places.values());
    if (this.fold) {
      this.element.classList.add("cp-status-group--folded");
      this.element.append(this.fold);
    } else {
      this.element.prepend(this.#heading);
      this.element.append(this.#more);
    }
  }

  /** Whether cards in it would be seen by nobody. */
  get closed() {
    return this.fold !== null && !this.fold.open;
  }

  /** @param {string} id of an outcome */
  place(id) {
    return /** @type {HTMLElement} */ (this.#places.get(id));
  }

  /**
   * Whether it has places for just these outcomes.
   * @param {Outcome[]} outcomes
   */
  fits(outcomes) {
    return outcomes.length === this.#places.size && outcomes.every(({ id }) => this.#places.has(id));
  }

  /**
   * Those that matter most first. Only what stands elsewhere than before is moved.
   * @param {Outcome[]} outcomes
   */
  arrange(outcomes) {
    /** @type {HTMLElement | null} */
    let last = null;
    for (const { id } of outcomes) {
      const place = this.place(id);
      if (last && last.nextElementSibling !== place) last.after(place);
      last = place;
    }
  }

  /** @param {string[]} ids of the outcomes in the group, as they stand */
  show(ids) {
    this.#ids = ids;
    write(this.#heading, say("check_counted", { title: this.#title, n: ids.length }));
    this.element.hidden = !ids.length;
    if (this.fold) return;
    ids.forEach((id, i) => {
      this.place(id).hidden = i >= SHOWN && !this.#whole;
    });
    this.#more.hidden = ids.length <= SHOWN;
    this.#more.setAttribute("aria-expanded", String(this.#whole));
    write(this.#more, this.#whole ? say("check_fewer") : say("check_rest", { n: ids.length - SHOWN }));
  }

  /**
   * What has the focus is not left where nobody sees it.
   * @param {string} id of an outcome in the group
   */
  reveal(id) {
    if (this.place(id).hidden) this.#turn();
  }

  #turn() {
    this.#whole = !this.#whole;
    this.show(this.#ids);
    if (this.#whole) all(this.place(this.#ids[SHOWN]), "summary")[0]?.focus();
  }
}
