// The interview: the situations first, then one screen after the other of what the report says is still to be asked.
// Which screens, and in which order, checker/interview.py decides.
import { find, goTo, one, say, texts, write } from "../page.js";
import { single, ticks } from "./screen.js";

/** @import { Changes, Form } from "./form.js" */
/** @import { Report, Screen } from "../protocol.js" */
/** @import { Drawn } from "./screen.js" */

export class Interview {
  #form;
  #onAnswer;
  #situations = find("situations");
  #opened = false; // whether the situations are behind
  /** @type {Screen | null} */
  #screen = null; // the one on the page, if it is not one of situations or the end
  /** @type {Drawn | null} */
  #drawn = null;
  #audience = ""; // for whom it was drawn
  /** @type {Screen[]} */
  #past = [];
  /** @type {Screen[] | null} */
  #plan = null; // what is to be asked as things are, or null as long as that is not known
  #waiting = false; // for a plan, to go on
  #focus = false; // whether the screen that then comes is one that the visitor has asked for
  #able = false; // whether there has been a plan
  #skipping = false; // what is sensitive

  /**
   * @param {Form} form
   * @param {(changes: Changes, touched?: EventTarget | null) => void} onAnswer may set `report` at once, or later
   */
  constructor(form, onAnswer) {
    this.#form = form;
    this.#onAnswer = onAnswer;
    this.#situations.addEventListener("change", () => this.#nameButton());
    find("screen-next").addEventListener("click", () => this.#next());
    find("screen-back").addEventListener("click", () => this.#back());
    find("screen-skip").addEventListener("click", () => this.#skip(true));
    find("screen-ask").addEventListener("click", () => this.#skip(false));
    find("screen-results").addEventListener("click", () => goTo(find("results-title")));
  }

  /** Ids of those that are chosen. */
  get situations() {
    return this.#choices.filter(({ checked }) => checked).map(({ value }) => value);
  }

  set situations(ids) {
    for (const input of this.#choices) input.checked = ids.includes(input.value);
  }

  get #choices() {
    return [...this.#situations.getElementsByTagName("input")];
  }

  /**
   * Begins anew.
   * @param {boolean} known whether something is known already, so that the situations are behind; as they are if some are chosen
   * @param {boolean} [focus]
   */
  begin(known, focus = false) {
    const chosen = !known && this.situations.length > 0;
    const opened = known || chosen;
    this.#opened = opened;
    this.#past = [];
    this.#plan = null;
    this.#skipping = false;
    this.#waiting = opened;
    this.#focus = focus;
    this.#show(null);
    if (chosen) this.#onAnswer(this.#presets());
  }

  /** @param {Report} report of the answers as they are */
  set report({ scope, screens, open }) {
    this.#able = true;
    this.#plan = scope === "inside" ? screens : [];
    if (this.#waiting) this.#goOn(this.#focus);
    else if (this.#screen?.facts.every((fact) => !open.includes(fact) && !this.#answered(fact))) this.#goOn(false);
    else if (this.#audience !== this.#form.audience)
      this.#show(this.#screen); // it is put in other words
    else this.#drawn?.refresh();
    this.#nameButton();
  }

  /** @param {string} fact */
  #answered(fact) {
    return this.#form.answer(fact) !== undefined;
  }

  // --- from screen to screen ---

  #next() {
    if (!this.#opened) this.#end(this.#presets());
    else if (this.#screen?.ticks) {
      const rest = this.#screen.facts.filter((fact) => !this.#answered(fact));
      this.#end(Object.fromEntries(rest.map((fact) => [fact, false])));
    } else this.#goOn();
  }

  /** What the chosen situations say by themselves, where nothing else is said yet. */
  #presets() {
    const said = this.situations.flatMap((id) => Object.entries(texts.situations[id]));
    return Object.fromEntries(said.filter(([fact]) => !this.#answered(fact)));
  }

  /**
   * The last answers of what is on the page.
   * @param {Changes} changes
   * @param {EventTarget | null} [touched]
   */
  #end(changes, touched) {
    this.#plan = null;
    this.#onAnswer(changes, touched);
    this.#goOn();
  }

  #goOn(focus = true) {
    this.#waiting = !this.#plan;
    this.#focus = focus;
    if (!this.#plan) {
      write(find("screen-left"), say("check_waiting")); // the rules are not there yet
      return;
    }
    const next = this.#plan.find(({ sensitive }) => !(sensitive && this.#skipping));
    if (this.#screen) this.#past.push(this.#screen);
    this.#opened = true;
    this.#show(next ?? null, focus);
  }

  #back() {
    const before = this.#past.pop() ?? null;
    this.#waiting = false;
    this.#opened = before !== null;
    this.#show(before, true);
  }

  /** @param {boolean} skipping */
  #skip(skipping) {
    this.#skipping = skipping;
    this.#goOn();
  }

  /**
   * Asks for one answer again.
   * @param {string} fact
   */
  change(fact) {
    if (this.#screen) this.#past.push(this.#screen);
    this.#opened = true;
    this.#show({ facts: [fact], ticks: false, sensitive: false }, true);
  }

  // --- what is on the page ---

  /**
   * @param {Screen | null} screen
   * @param {boolean} [focus] whether a visitor has asked for it
   */
  #show(screen, focus = false) {
    this.#screen = screen;
    this.#audience = this.#form.audience;
    this.#drawn = screen && this.#draw(screen);
    const asking = screen !== null;
    for (const [name, show] of Object.entries(this.#parts(screen))) find(name).hidden = !show;
    find("screen").replaceChildren(...(this.#drawn ? [this.#drawn.element] : []));
    write(find("screen-left"), this.#left(screen));
    this.#nameButton();
    const place = asking ? "screen" : this.#opened ? "screen-done" : "situations";
    if (focus) goTo(one(find(place), "h2"), find("ask"));
  }

  /** @param {Screen} screen */
  #draw({ facts, ticks: several }) {
    const questions = facts.map((fact) => this.#form.question(fact));
    if (several) {
      return ticks(this.#form, questions, (changes, touched) => {
        this.#onAnswer(changes, touched);
        this.#nameButton();
      });
    }
    return single(questions[0], (answer, touched, last) => {
      const changes = { [facts[0]]: answer };
      if (last) this.#end(changes, touched);
      else this.#onAnswer(changes, touched);
      this.#nameButton();
    });
  }

  /**
   * Which parts of the panel are shown with a screen, or with none.
   * @param {Screen | null} screen
   */
  #parts(screen) {
    const sensitive = Boolean(screen?.sensitive);
    const over = !screen && this.#opened;
    return {
      situations: !this.#opened,
      "screen-done": over && !this.#waiting,
      "screen-back": this.#opened && (screen !== null || this.#past.length > 0),
      "screen-results": this.#opened,
      "screen-why": sensitive,
      "screen-skip": sensitive,
      "screen-ask": over && this.#skipping && Boolean(this.#plan?.length),
    };
  }

  /** @param {Screen | null} screen */
  #left(screen) {
    if (!screen) return this.#waiting ? say("check_waiting") : "";
    const left = (this.#plan ?? []).filter(({ facts }) => !facts.some((fact) => screen.facts.includes(fact))).length;
    return left ? say("check_left", { n: left }) : say("check_left_none");
  }

  // What it says is what it does. It is there once it leads somewhere.
  #nameButton() {
    const button = find("screen-next");
    const facts = this.#screen?.facts ?? [];
    const said = facts.filter((fact) => this.#answered(fact)).length;
    if (!this.#opened) {
      button.hidden = !this.#able;
      write(button, say(this.situations.length ? "check_next" : "check_no_situation"));
    } else if (this.#screen?.ticks) {
      button.hidden = false;
      write(
        button,
        say(!said ? "check_none_of_these" : said < facts.length ? "check_none_of_the_others" : "check_next"),
      );
    } else {
      button.hidden = !said;
      write(button, say("check_next"));
    }
  }
}
