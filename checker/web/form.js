// The questionnaire as it stands in the page's HTML: reading and setting answers, one group of questions at a time.
//
// An answer is true, false, a whole number or a choice; null is "don't know"; a question not answered is absent.
import { UNKNOWN, narrow, read } from "./answer.js";
import { all, goTo, one, root, say, texts } from "./page.js";

/** @import { Answer, Answers, Audience } from "./protocol.js" */

const DIGITS = /^[-+.\de]*$/i; // what a field for a number takes; of anything else most browsers make nothing

export class Form {
  /** @type {HTMLElement} */
  #element;
  /** @type {RadioNodeList} */
  #audience;
  /** @type {{ element: HTMLElement, facts: string[] }[]} */
  #groups; // each with the ids of its questions
  #current = 0;
  /** @type {Set<string>} */
  #idle = new Set(); // ids of the questions that are put away
  /** @type {Set<string> | null} */
  #open = null; // ids of the questions that can still change something; null until that is known
  /** @type {Map<string, Question>} */
  facts = new Map();

  /**
   * @param {HTMLFormElement} element
   * @param {() => void} onChange
   */
  constructor(element, onChange) {
    this.#element = element;
    this.#audience = /** @type {RadioNodeList} */ (element.elements.namedItem("audience"));
    for (const fieldset of questions(element)) this.facts.set(factOf(fieldset), new Question(fieldset));
    this.#groups = all(element, "[data-group]").map((group) => ({
      element: group,
      facts: questions(group).map(factOf),
    }));
    element.addEventListener("change", ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      const fieldset = input.closest("fieldset");
      this.facts.get(fieldset ? factOf(fieldset) : "")?.changed(input);
      if (input.name === "audience") this.#showAudience();
      onChange();
    });
    element.addEventListener("input", ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      if (input.type === "number") input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    element.addEventListener("submit", (event) => event.preventDefault());
    one(element, "[data-back]").addEventListener("click", () => this.show(this.#next(-1)));
    one(element, "[data-next]").addEventListener("click", () => this.show(this.#next(1)));
    one(element, "[data-to-results]").addEventListener("click", () => goTo(one(root, "#results")));
    one(element, "[data-progress]").hidden = false;
    one(element, "[data-steps]").hidden = false;
    this.show(0, false);
  }

  /** @returns {Audience} */
  get audience() {
    return this.#audience.value === "worker" ? "worker" : "family";
  }

  set audience(value) {
    this.#audience.value = value;
    this.#showAudience();
  }

  /** @returns {Answers} */
  get answers() {
    /** @type {Answers} */
    const answers = {};
    for (const [fact, question] of this.facts) {
      const answer = question.answer;
      if (answer !== undefined) answers[fact] = answer;
    }
    return answers;
  }

  set answers(answers) {
    for (const [fact, question] of this.facts) question.answer = answers[fact];
    this.#hideIdle();
  }

  // Each question with its answer, as they stand on the page.
  inWords() {
    return Object.entries(this.answers).map(([fact, answer]) => {
      const label =
        answer === null ? say("checker_dont_know") : (texts.answers[fact]?.[String(answer)] ?? String(answer));
      return `${this.facts.get(fact)?.text} ${label}`;
    });
  }

  /**
   * Questions that can change nothing are put away, but never one that has an answer.
   * @param {string[] | null} facts
   */
  set open(facts) {
    this.#open = facts && new Set(facts);
    inPlace(() => this.#hideIdle());
  }

  /** @param {number} index of a group */
  show(index, focus = true) {
    this.#current = index;
    this.#groups.forEach((group, i) => {
      group.element.hidden = i !== index;
    });
    this.#hideIdle();
    const progress = one(this.#element, "[data-progress]");
    /** @type {HTMLProgressElement} */ (progress.querySelector("progress")).value = index + 1;
    one(progress, "span").textContent = say("check_step", { n: index + 1, total: this.#groups.length });
    if (focus) goTo(one(this.#groups[index].element, "h2"));
  }

  /**
   * The nearest group in a direction that has something to ask, or the current one if there is none.
   * @param {1 | -1} direction
   */
  #next(direction) {
    for (let i = this.#current + direction; i >= 0 && i < this.#groups.length; i += direction) {
      if (this.#asks(this.#groups[i])) return i;
    }
    return this.#current;
  }

  /** @param {{ facts: string[] }} group */
  #asks({ facts }) {
    return facts.some((fact) => !this.#idle.has(fact));
  }

  #hideIdle() {
    for (const [fact, question] of this.facts) {
      const idle = this.#open !== null && !this.#open.has(fact) && question.answer === undefined;
      this.#idle[idle ? "add" : "delete"](fact);
      if (question.element.hidden !== idle) question.element.hidden = idle;
    }
    const group = this.#groups[this.#current];
    one(group.element, "[data-done]").hidden = this.#asks(group);
    /** @type {HTMLButtonElement} */ (one(this.#element, "[data-back]")).disabled = this.#next(-1) === this.#current;
    one(this.#element, "[data-next]").hidden = this.#next(1) === this.#current;
  }

  #showAudience() {
    for (const forWorker of all(this.#element, "legend > [data-for=worker]")) {
      forWorker.hidden = this.audience !== "worker";
      /** @type {HTMLElement} */ (forWorker.previousElementSibling).hidden = this.audience === "worker";
    }
  }
}

/**
 * The question in hand stays where it is, whatever is put away above it. WebKit does not see to that by itself.
 * @param {() => void} act
 */
function inPlace(act) {
  const hand = window.CSS?.supports?.("overflow-anchor", "auto") ? null : document.activeElement;
  const before = hand?.getBoundingClientRect().top;
  act();
  if (hand && before !== undefined) scrollBy(0, hand.getBoundingClientRect().top - before);
}

/** @param {ParentNode} parent */
function questions(parent) {
  return /** @type {HTMLFieldSetElement[]} */ (all(parent, "fieldset[data-fact]"));
}

/** @param {HTMLElement} fieldset */
function factOf(fieldset) {
  return fieldset.dataset.fact ?? "";
}

export class Question {
  #typed = { text: "", value: "" }; // what was read from words, and what stands in the field for it

  /** @param {HTMLFieldSetElement} element */
  constructor(element) {
    this.element = element;
    this.type = element.dataset.type ?? "";
    this.inputs = [...element.querySelectorAll("input")]; // of a number its field and "don't know"
    if (this.type === "integer") this.#listen(this.inputs[0]);
  }

  /**
   * A field for a number brings old phones the keys for numbers, but would swallow ９, 9岁 and 九.
   * @param {HTMLInputElement} number
   */
  #listen(number) {
    // A number changes only by typing. Whoever turns the wheel or presses an arrow wants to go on.
    number.addEventListener("wheel", () => number.blur(), { passive: true });
    number.addEventListener("keydown", (event) => /^(Arrow|Page)(Up|Down)$/.test(event.key) && event.preventDefault());
    number.addEventListener("beforeinput", (event) => {
      if (event.isComposing || !event.data || DIGITS.test(event.data)) return;
      event.preventDefault();
      this.#type(number, event.data);
    });
    number.addEventListener("compositionend", ({ data }) => {
      if (data && !DIGITS.test(data)) this.#type(number, data);
    });
    number.addEventListener("blur", () => {
      if (this.#typed.text && number.value === this.#typed.value)
        number.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /**
   * Added to what is there, or in its place.
   * @param {HTMLInputElement} number
   * @param {string} words
   */
  #type(number, words) {
    const before = number.value === this.#typed.value ? this.#typed.text : number.value;
    const text = [before + words, words].find((typed) => typeof this.read(typed) === "number");
    if (text === undefined) {
      if (/^-/.test(narrow(words))) number.value = "";
      this.#tell(number, this.answer === undefined, true); // what stands there may be an answer all the same
      return;
    }
    number.value = String(this.read(text));
    this.#typed = { text, value: number.value };
    number.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The words of the question, for whoever is being asked.
  get text() {
    const legend = one(this.element, "legend");
    return (legend.querySelector("span:not([hidden])") ?? legend).textContent;
  }

  /** @returns {Answer | null | undefined} */
  get answer() {
    if (this.type === "integer") {
      const [number, unknown] = this.inputs;
      if (unknown.checked) return null;
      return number.value === "" ? undefined : this.read(number.value);
    }
    const chosen = this.inputs.find((input) => input.checked);
    return chosen && this.read(chosen.value);
  }

  set answer(answer) {
    const value = answer === undefined ? "" : answer === null ? UNKNOWN : String(answer);
    if (this.type === "integer") {
      const [number, unknown] = this.inputs;
      unknown.checked = value === UNKNOWN;
      number.value = unknown.checked ? "" : value;
      this.#mark(number);
    } else {
      for (const input of this.inputs) input.checked = input.value === value;
    }
  }

  /**
   * What a typed or linked value means; undefined if it is not an answer to this question.
   * @param {string} value
   */
  read(value) {
    const [{ min, max, parentElement }] = this.inputs;
    const unit = (this.type === "integer" && parentElement?.textContent?.trim()) || "";
    return read({ type: this.type, values: this.inputs.map((input) => input.value), min, max, unit }, value);
  }

  /**
   * A number and "don't know" exclude each other.
   * @param {HTMLInputElement} input
   */
  changed(input) {
    if (this.type !== "integer") return;
    const [number, unknown] = this.inputs;
    if (input === unknown && unknown.checked) number.value = "";
    if (input === number && number.value !== "") unknown.checked = false;
    this.#mark(number);
  }

  /** @param {HTMLInputElement} number */
  #mark(number) {
    this.#tell(number, number.validity.badInput || (number.value !== "" && this.read(number.value) === undefined));
  }

  /**
   * @param {HTMLInputElement} number
   * @param {boolean} wrong whether what stands there is no answer
   */
  #tell(number, wrong, told = wrong) {
    const [help, message] = ["help", "wrong"].map((name) => one(this.element, `.cp-q__${name}`));
    number.setAttribute("aria-invalid", String(wrong));
    number.setAttribute("aria-describedby", told ? `${help.id} ${message.id}` : help.id);
    message.hidden = !told;
  }
}
