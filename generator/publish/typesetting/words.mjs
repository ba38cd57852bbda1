// Headlines on standard input, by language; out come their words, in the clauses between pauses. Chinese has no blanks
// between words, and a headline of two lines that parts a word reads badly from afar.
import { text } from "node:stream/consumers";

const PAUSE = /[，、：；。:;]$/;
const CLINGS = /^[\p{P}的了着过吗地得]+$/u; // to the word before it
const OPENS = /[“《（(]$/; // and this to the word after it
/** @type {Record<string, string[]>} */
const wanted = JSON.parse(await text(process.stdin));

/** @type {(language: string, headline: string) => string[][]} */
function clauses(language, headline) {
  const spaced = headline.includes(" ");
  const parts = spaced
    ? headline.split(" ")
    : [...new Intl.Segmenter(language, { granularity: "word" }).segment(headline)].map((part) => part.segment);
  /** @type {string[][]} */
  const found = [[]];
  for (const part of parts) {
    const clause = found[found.length - 1];
    const last = clause.length - 1;
    if (!spaced && last >= 0 && (CLINGS.test(part) || OPENS.test(clause[last]))) clause[last] += part;
    else if (last >= 0 && PAUSE.test(clause[last])) found.push([part]);
    else clause.push(part);
  }
  return found;
}

const made = Object.entries(wanted).map(([language, headlines]) => [
  language,
  headlines.map((each) => clauses(language, each)),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(made)));
