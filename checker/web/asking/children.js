// Several children of one family. The form holds the answers about one of them; what is about the family is about all.
import { element, find, say, write } from "../page.js";

/** @import { Form } from "./form.js" */
/** @import { Answers } from "../protocol.js" */

const MOST = 9; // a link tells them apart by one digit

export class Children {
  #form;
  #onTurn;
  /** @type {Answers[]} */
  #left = [{}]; // the answers about each, as they were when another one came into the form
  #at = 0;

  /**
   * @param {Form} form
   * @param {() => void} onTurn called when another child has come into the form
   */
  constructor(form, onTurn) {
    this.#form = form;
    this.#onTurn = onTurn;
    find("add-same").addEventListener("click", () => this.#add(["family", "parents"]));
    find("add-other").addEventListener("click", () => this.#add(["family"]));
    find("child-remove").addEventListener("click", () => this.#remove());
    this.show();
  }

  /** Which of them is in the form, from 0. */
  get at() {
    return this.#at;
  }

  /** The answers about each. */
  get all() {
    const now = this.#form.answers;
    return this.#left.map((answers, i) =>
      i === this.#at ? now : { ...this.#about(answers, ["child", "parents"]), ...this.#about(now, ["family"]) },
    );
  }

  /** Puts the first of them into the form. */
  set all(children) {
    this.#left = children.slice(0, MOST);
    this.#at = 0;
    this.#form.answers = this.#left[0];
    this.show();
  }

  get several() {
    return this.#left.length > 1;
  }

  get others() {
    return !this.several ? [] : this.all.filter((_, i) => i !== this.#at);
  }

  /** What each is called: names are not asked. */
  get names() {
    const names = this.all.map((answers, i) => this.#form.called(answers) || say("check_child", { n: i + 1 }));
    return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`));
  }

  /** The answers about all, each line with whom it is about if there are several. */
  inWords() {
    if (!this.several) return this.#form.inWords();
    const { names } = this;
    return this.all.flatMap((answers, i) =>
      this.#form.inWords(answers).map((line) => `${names[i]}${say("check_colon")}${line}`),
    );
  }

  /**
   * @param {Answers} answers
   * @param {string[]} whose
   */
  #about(answers, whose) {
    return Object.fromEntries(
      Object.entries(answers).filter(([fact]) => whose.includes(this.#form.question(fact).about)),
    );
  }

  /** @param {string[]} known whose answers are those of the child in the form */
  #add(known) {
    const answers = this.#about(this.#form.answers, known);
    this.#turn([...this.all, answers], this.#left.length);
  }

  #remove() {
    this.#turn(this.others, 0);
  }

  /**
   * @param {Answers[]} all
   * @param {number} at
   */
  #turn(all, at) {
    this.#left = all;
    this.#at = at;
    this.#form.answers = all[at];
    this.#onTurn();
  }

  show() {
    const names = this.several ? this.names : [];
    find("children").hidden = !this.several;
    find("add-child").hidden = this.#left.length >= MOST;
    write(find("child"), this.several ? `${say("check_colon")}${names[this.#at]}` : "");
    const buttons = names.map((textContent, i) => {
      const button = element("button", { type: "button", className: "cp-small-button", textContent });
      button.setAttribute("aria-pressed", String(i === this.#at));
      button.addEventListener("click", () => this.#turn(this.all, i));
      return button;
    });
    find("children-list").replaceChildren(...buttons);
  }
}
