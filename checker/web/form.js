// The questionnaire as it stands in the page's HTML: reading and setting answers, one group of questions at a time.
//
// An answer is true, false, a whole number or a choice; null is "don't know"; a question not answered is absent.
import { UNKNOWN, narrow, read } from "./answer.js";

const DIGITS = /^[-+.\de]*$/i; // what a field for a number takes; of anything else most browsers make nothing

export class Form {
  #element;
  #groups; // each with its element and the ids of its questions
  #current = 0;
  #idle = new Set(); // ids of the questions that are put away
  #open = null; // ids of the questions that can still change something; null until that is known

  constructor(element, onChange, say) {
    this.#element = element;
    this.say = say;
    this.facts = new Map();
    for (const fieldset of element.querySelectorAll("fieldset[data-fact]")) {
      this.facts.set(fieldset.dataset.fact, new Question(fieldset));
    }
    this.#groups = [...element.querySelectorAll("[data-group]")].map((group) => ({
      element: group,
      facts: [...group.querySelectorAll("fieldset[data-fact]")].map((each) => each.dataset.fact),
    }));
    element.addEventListener("change", (event) => {
      const fieldset = event.target.closest("fieldset[data-fact]");
      if (fieldset) this.facts.get(fieldset.dataset.fact).changed(event.target);
      if (event.target.name === "audience") this.#showAudience();
      onChange();
    });
    element.addEventListener("input", (event) => {
      if (event.target.type === "number") event.target.dispatchEvent(new Event("change", { bubbles: true }));
    });
    element.addEventListener("submit", (event) => event.preventDefault());
    element.querySelector("[data-back]").addEventListener("click", () => this.show(this.#next(-1)));
    element.querySelector("[data-next]").addEventListener("click", () => this.show(this.#next(1)));
    element.querySelector("[data-progress]").hidden = false;
    element.querySelector("[data-steps]").hidden = false;
    this.show(0, false);
  }

  get audience() {
    return this.#element.elements.audience.value;
  }

  set audience(value) {
    this.#element.elements.audience.value = value;
    this.#showAudience();
  }

  get answers() {
    const found = {};
    for (const [fact, question] of this.facts) {
      const answer = question.answer;
      if (answer !== undefined) found[fact] = answer;
    }
    return found;
  }

  set answers(answers) {
    for (const [fact, question] of this.facts) question.answer = answers[fact];
    this.#hideIdle();
  }

  // Questions that can change nothing are put away, but never one that has an answer.
  set open(facts) {
    this.#open = facts && new Set(facts);
    this.#hideIdle();
  }

  show(index, focus = true) {
    this.#current = index;
    this.#groups.forEach((group, i) => {
      group.element.hidden = i !== index;
    });
    this.#hideIdle();
    const progress = this.#element.querySelector("[data-progress]");
    progress.querySelector("progress").value = index + 1;
    progress.querySelector("span").textContent = this.say("check_step", { n: index + 1, total: this.#groups.length });
    if (focus) {
      const heading = this.#groups[index].element.querySelector("h2");
      heading.focus({ preventScroll: true });
      heading.scrollIntoView({ block: "start" });
    }
  }

  // The nearest group in a direction that has something to ask, or the current one if there is none.
  #next(direction) {
    for (let i = this.#current + direction; i >= 0 && i < this.#groups.length; i += direction) {
      if (this.#asks(this.#groups[i])) return i;
    }
    return this.#current;
  }

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
    group.element.querySelector("[data-done]").hidden = this.#asks(group);
    this.#element.querySelector("[data-back]").disabled = this.#next(-1) === this.#current;
    this.#element.querySelector("[data-next]").hidden = this.#next(1) === this.#current;
  }

  #showAudience() {
    for (const forWorker of this.#element.querySelectorAll("legend > [data-for=worker]")) {
      forWorker.hidden = this.audience !== "worker";
      forWorker.parentElement.querySelector("[data-for=family]").hidden = this.audience === "worker";
    }
  }
}

export class Question {
  #typed = { text: "", value: "" }; // what was read from words, and what stands in the field for it

  constructor(element) {
    this.element = element;
    this.type = element.dataset.type;
    this.inputs = [...element.querySelectorAll("input")];
    if (this.type === "integer") this.#listen(...this.inputs);
  }

  // A field for a number brings old phones the keys for numbers, but would swallow ９, 9岁 and 九.
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
      if (this.#typed.text && number.value === this.#typed.value) number.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Added to what is there, or in its place.
  #type(number, words) {
    const before = number.value === this.#typed.value ? this.#typed.text : number.value;
    const text = [before + words, words].find((each) => typeof this.read(each) === "number");
    if (text === undefined) {
      if (/^-/.test(narrow(words))) number.value = "";
      this.#tell(number, this.answer === undefined, true); // what stands there may be an answer all the same
      return;
    }
    number.value = this.read(text);
    this.#typed = { text, value: number.value };
    number.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The words of the question, for whoever is being asked.
  get text() {
    const legend = this.element.querySelector("legend");
    return (legend.querySelector("span:not([hidden])") ?? legend).textContent;
  }

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

  // What a typed or linked value means; undefined if it is not an answer to this question.
  read(value) {
    const [{ min, max, parentElement }] = this.inputs;
    const unit = this.type === "integer" ? parentElement.textContent.trim() : "";
    return read({ type: this.type, values: this.inputs.map((input) => input.value), min, max, unit }, value);
  }

  // A number and "don't know" exclude each other.
  changed(input) {
    if (this.type !== "integer") return;
    const [number, unknown] = this.inputs;
    if (input === unknown && unknown.checked) number.value = "";
    if (input === number && number.value !== "") unknown.checked = false;
    this.#mark(number);
  }

  #mark(number) {
    this.#tell(number, number.validity.badInput || (number.value !== "" && this.read(number.value) === undefined));
  }

  #tell(number, wrong, told = wrong) {
    const [help, message] = ["help", "wrong"].map((name) => this.element.querySelector(`.cp-q__${name}`));
    number.setAttribute("aria-invalid", String(wrong));
    number.setAttribute("aria-describedby", told ? `${help.id} ${message.id}` : help.id);
    message.hidden = !told;
  }
}
