// What a visitor takes along: the sheet on paper, its text, and the first things to do as a picture.
import { answerTap, element, find, one, root, say, version } from "../page.js";
import { copy, offer } from "./copy.js";
import { deadline, sentence, where } from "./errand.js";
import { paper, plainText } from "./paper.js";
import { picture } from "./picture.js";

/** @import { Outcome } from "../protocol.js" */
/** @import { Current } from "./paper.js" */
/** @import { Row } from "./picture.js" */

const PAUSE = 500; // milliseconds without an answer, before what is for paper is written: nobody waits for it
const REFUSED = "guide-refused"; // the event by which guide.js tells that nothing is printed
const FIRST = 3; // things to do in the picture

export class Takeaway {
  #current;
  #inWords;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /**
   * @param {() => Current | null} current the report, if it may be taken along
   * @param {() => string[]} inWords the questions with their answers
   */
  constructor(current, inWords) {
    this.#current = current;
    this.#inWords = inWords;
    addEventListener("beforeprint", () => this.write());
    find("with-answers").addEventListener("change", () => this.write());
    find("print-results").addEventListener(REFUSED, () => {
      this.#writeText();
      offer(find("plain"));
      answerTap("check_not_printed");
    });
    find("copy").addEventListener("click", async () => {
      this.#writeText();
      answerTap((await copy(find("plain"))) ? "check_copied" : "check_not_copied");
    });
    find("picture").addEventListener("click", () =>
      answerTap(this.#draw() ? "check_picture_made" : "check_picture_failed"),
    );
  }

  /** Something of an answer has changed: what was made of it before is no longer offered. */
  changed() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.write(), PAUSE);
    if (find("picture-out").firstChild) find("picture-out").replaceChildren();
  }

  write() {
    clearTimeout(this.#waiting);
    const answers = this.#answers;
    one(find("answers-list"), "ul").replaceChildren(...answers.map((textContent) => element("li", { textContent })));
    find("answers-list").hidden = !answers.length;
    find("today").textContent = today();
    const sheet = paper(this.#current());
    root.classList.toggle("cp-check--sheet", sheet.length > 0); // the page's own title does not head it
    find("paper").replaceChildren(...sheet);
  }

  /** The answers, if they are to be taken along: they are private. */
  get #answers() {
    return /** @type {HTMLInputElement} */ (find("with-answers")).checked ? this.#inWords() : [];
  }

  #writeText() {
    this.write(); // with the day
    const footer = `${say("check_ours")} ${one(root, ".cp-results > .cp-printonly.cp-small").textContent}`;
    find("plain").textContent = plainText(this.#current(), this.#answers, footer);
  }

  /** Whether there is a picture. It can be held as well as downloaded, since many browsers inside other apps only let it be held. */
  #draw() {
    const rows = this.#rows();
    const address = rows && picture(rows);
    if (!address) return false;
    const alt = say("check_picture_alt", { list: rows.flatMap((row) => (row === "line" ? [] : [row.text])).join(" ") });
    const link = element("a", { className: "cp-button", href: address, download: `${today()}.png` });
    link.textContent = say("check_picture_download");
    find("picture-out").replaceChildren(element("img", { src: address, alt }), element("p", {}, link));
    return true;
  }

  /** @returns {Row[] | null} */
  #rows() {
    const current = this.#current();
    if (!current || current.report.scope === "outside") return null;
    const { report, groups } = current;
    const done = report.outcomes.filter(({ id }) => ["now", "days"].includes(String(groups.get(id))));
    const more = done.length > FIRST ? [say("check_rest", { n: done.length - FIRST })] : [];
    const footer = [...more, today(), `${say("check_picture_version")} ${version}`, say("checker_not_final")];
    return [
      { kind: "title", text: say("check_picture_title") },
      ...done.slice(0, FIRST).flatMap(task),
      "line",
      ...footer.map((text) => /** @type {Row} */ ({ kind: "small", text })),
    ];
  }
}

/**
 * @param {Outcome} outcome
 * @param {number} i
 * @returns {Row[]}
 */
function task(outcome, i) {
  const colon = say("check_colon");
  const said = sentence(outcome);
  const at = where(outcome);
  const lines = [
    deadline(outcome),
    at && `${say("check_where")}${colon}${at}`,
    said && `${say(said[0])}${colon}${said[1]}`,
  ];
  const texts = lines.flatMap((text) => (text ? [/** @type {Row} */ ({ kind: "text", text })] : []));
  return ["line", { kind: "task", text: `${i + 1}. ${outcome.title}` }, ...texts];
}

/** Here, as 2018-03-30. */
function today() {
  return new Date().toLocaleDateString("sv");
}
