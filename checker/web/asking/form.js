// The questionnaire as it stands in the page's HTML, with every question: reading and setting answers.
//
// An answer is true, false, a whole number or a choice; null is "don't know"; a question not answered is absent.
import { Question } from "./question.js";
import { all, one, say, texts } from "../page.js";

/** @import { Answer, Answers, Audience } from "../protocol.js" */

/** @typedef {Record<string, Answer | null | undefined>} Changes answers by fact; undefined takes one back */

export class Form {
  /** @type {HTMLElement} */
  #element;
  /** @type {RadioNodeList} */
  #audience;
  /** @type {{ element: HTMLElement, questions: Question[] }[]} */
  #chapters;
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
    this.#chapters = all(element, "[data-group]").map((chapter) => ({
      element: chapter,
      questions: all(chapter, "fieldset[data-fact]").map(
        (fieldset) => new Question(/** @type {HTMLFieldSetElement} */ (fieldset)),
      ),
    }));
    for (const { questions } of this.#chapters) for (const each of questions) this.facts.set(each.fact, each);
    element.addEventListener("change", ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      this.facts.get(input.closest("fieldset")?.dataset.fact ?? "")?.changed(input);
      if (input.name === "audience") this.#showAudience();
      onChange();
    });
    element.addEventListener("input", ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      if (input.type === "number") input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    element.addEventListener("submit", (event) => event.preventDefault());
    this.#hideIdle();
  }

  /** @param {string} fact which the form has */
  question(fact) {
    return /** @type {Question} */ (this.facts.get(fact));
  }

  /**
   * The title of the chapter in which a question stands.
   * @param {Question} question
   */
  chapter(question) {
    const chapter = this.#chapters.find(({ questions }) => questions.includes(question));
    return (chapter && one(chapter.element, "h2").textContent) ?? "";
  }

  /**
   * What the child is called that answers are about, or nothing.
   * @param {Answers} answers
   */
  called(answers) {
    const naming = [...this.facts.values()].find(({ element }) => element.dataset.called);
    const n = naming && answers[naming.fact];
    return typeof n === "number" ? naming?.element.dataset.called?.replace("{n}", String(n)) : "";
  }

  /** @param {string} fact */
  answer(fact) {
    return this.facts.get(fact)?.answer;
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

  /** @param {Changes} changes */
  change(changes) {
    for (const [fact, answer] of Object.entries(changes)) this.question(fact).answer = answer;
    this.#hideIdle();
  }

  /**
   * Each question that is answered, with its answer in words, as they stand on the page.
   * @param {Answers} [answers]
   */
  given(answers = this.answers) {
    return Object.entries(answers).map(([fact, answer]) => {
      const label =
        answer === null ? say("checker_dont_know") : (texts.answers[fact]?.[String(answer)] ?? String(answer));
      return { fact, answer, label, question: this.question(fact).text };
    });
  }

  /** @param {Answers} [answers] */
  inWords(answers) {
    return this.given(answers).map(({ question, label }) => `${question} ${label}`);
  }

  /**
   * Questions that can change nothing are put away, but never one that has an answer.
   * @param {string[] | null} facts
   */
  set open(facts) {
    this.#open = facts && new Set(facts);
    inPlace(() => this.#hideIdle());
  }

  #hideIdle() {
    for (const { element: chapter, questions } of this.#chapters) {
      for (const { fact, element, answer } of questions) {
        const idle = this.#open !== null && !this.#open.has(fact) && answer === undefined;
        if (element.hidden !== idle) element.hidden = idle;
      }
      const empty = questions.every(({ element }) => element.hidden);
      if (chapter.hidden !== empty) chapter.hidden = empty;
    }
  }

  #showAudience() {
    for (const forWorker of all(this.#element, "legend [data-for=worker]")) {
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
