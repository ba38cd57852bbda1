// One question of the questionnaire, and its copies at other places of the page.
import { UNKNOWN, narrow, read } from "./answer.js";
import { all, one } from "../page.js";

/** @import { Answer } from "../protocol.js" */

const MANY = 24; // numbers, to be shown one beside the other
const DIGITS = /^[-+.\de]*$/i; // what a field for a number takes; of anything else most browsers make nothing

/**
 * A question to be answered at another place.
 * @param {Question} original
 * @param {string} place what makes its names those of this place
 */
export function copied(original, place) {
  const copy = /** @type {HTMLFieldSetElement} */ (original.element.cloneNode(true));
  copy.hidden = false;
  for (const input of copy.querySelectorAll("input")) input.name = `${place}-${input.name}`;
  for (const described of copy.querySelectorAll("[aria-describedby]")) described.removeAttribute("aria-describedby");
  for (const described of all(copy, "[id]")) described.id = `${place}-${described.id}`;
  const question = new Question(copy);
  question.answer = original.answer;
  return question;
}

/**
 * Tells once of each answer that is given in a copy, of which the browser tells twice: a number counts as it is typed, all else
 * once it has changed. The form does not hear of it.
 * @param {Question} question
 * @param {(input: HTMLInputElement, typed: boolean) => void} act
 */
export function whenGiven(question, act) {
  for (const name of ["input", "change"]) {
    question.element.addEventListener(name, (event) => {
      event.stopPropagation();
      const input = /** @type {HTMLInputElement} */ (event.target);
      const typed = input.type === "number";
      if (typed !== (name === "input")) return;
      question.changed(input);
      act(input, typed);
    });
  }
}

export class Question {
  #typed = { text: "", value: "" }; // what was read from words, and what stands in the field for it

  /** @param {HTMLFieldSetElement} element */
  constructor(element) {
    this.element = element;
    this.fact = element.dataset.fact ?? "";
    this.statement = element.dataset.statement ?? "";
    this.about = element.dataset.about ?? "";
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

  get unit() {
    return (this.type === "integer" && this.inputs[0].parentElement?.textContent?.trim()) || "";
  }

  get help() {
    return one(this.element, ".cp-q__help").textContent;
  }

  /** The numbers that make a difference, if they are few: up to the last one from which all are alike. */
  get numbers() {
    const [{ min }] = this.inputs;
    const last = Number(this.element.dataset.last);
    return last <= MANY ? Array.from({ length: last - Number(min) + 1 }, (_, i) => Number(min) + i) : [];
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
    const [{ min, max }] = this.inputs;
    return read({ type: this.type, values: this.inputs.map((input) => input.value), min, max, unit: this.unit }, value);
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
