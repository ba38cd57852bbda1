// What the visitor has answered so far, to be looked at and changed. What is so comes first; what is not, or not known,
// is folded up.
import { element, find, one, say, whenTurned, write } from "../page.js";

/** @import { Form } from "./form.js" */
/** @import { Interview } from "./interview.js" */

export class Summary {
  #place = /** @type {HTMLDetailsElement} */ (find("summary"));
  #form;
  #interview;

  /**
   * @param {Form} form
   * @param {Interview} interview
   */
  constructor(form, interview) {
    this.#form = form;
    this.#interview = interview;
    whenTurned(this.#place, () => this.show());
  }

  /** Shows the answers as they are in the form. */
  show() {
    const given = this.#form.given();
    this.#place.hidden = !given.length;
    write(one(this.#place, "summary"), say("check_summary", { n: given.length }));
    if (!this.#place.open && given.length) return;
    const [told, rest] = [true, false].map((wanted) =>
      given.filter(({ answer }) => Boolean(answer ?? false) === wanted),
    );
    const [list, fold] = [one(this.#place, "[data-told-answers]"), one(this.#place, "[data-rest-answers]")];
    list.replaceChildren(...told.map((each) => this.#row(each)));
    one(fold, "ul").replaceChildren(...rest.map((each) => this.#row(each)));
    fold.hidden = !rest.length;
    write(one(fold, "summary"), say("check_summary_rest", { n: rest.length }));
  }

  /** @param {{ fact: string, question: string, label: string }} given */
  #row({ fact, question, label }) {
    const change = element("button", { type: "button", className: "cp-link", textContent: say("check_change_answer") });
    change.setAttribute("aria-label", `${say("check_change_answer")}${say("check_colon")}${question}`);
    change.addEventListener("click", () => this.#interview.change(fact));
    return element("li", {}, `${question} `, element("b", { textContent: label }), " ", change);
  }
}
