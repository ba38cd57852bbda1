// The few questions that would settle most of what is open, to be answered among the results.
import { element, paragraph, say } from "../page.js";
import { joint } from "./card.js";

/** @import { Settling } from "./plan.js" */

/** @param {Settling} found */
export function settles({ facts, outcomes }) {
  const [questions, results] = [facts.length, outcomes.length];
  return say(`check_settles_${questions > 1 ? "n" : "1"}_${results > 1 ? "n" : "1"}`, { questions, results });
}

export class Settle {
  element = element("section", { className: "cp-settle", hidden: true });
  #ask;
  #shown = ""; // what is asked, and what for

  /** @param {(fact: string) => Node} ask makes a question that can be answered here */
  constructor(ask) {
    this.#ask = ask;
  }

  /**
   * What is asked already stays as it is. Returns what takes the focus from a question that is gone, if there was one.
   * @param {Settling | null} found
   */
  offer(found) {
    const shown = found ? [...found.facts, ...found.outcomes.map(({ id }) => id)].join(" ") : "";
    if (shown === this.#shown && this.element.hasChildNodes() === Boolean(found)) return null;
    const focused = this.element.contains(document.activeElement);
    const heading = element("h3", { tabIndex: -1 });
    this.#shown = shown;
    this.element.hidden = !found;
    this.element.replaceChildren(...(found ? [heading, ...this.#words(found, heading)] : []));
    return focused ? heading : null;
  }

  /**
   * @param {Settling} found
   * @param {HTMLElement} heading
   */
  #words(found, heading) {
    heading.textContent = settles(found);
    const titles = say("check_settled_ones", { list: joint(found.outcomes.map(({ title }) => title)) });
    return [paragraph(titles), ...found.facts.map(this.#ask)];
  }
}
