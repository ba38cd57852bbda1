// The page /check/: its elements, its words, and what it tells. Everything that comes from data is set as text, never as
// HTML.

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

/**
 * What stands in the page for its scripts: the texts to `say`, labels of answers by fact, the answers that each situation
 * gives, titles of topics, retired facts; errands by benefit, telephone numbers by contact, the contacts for emergencies, and
 * the sensitive facts.
 * @typedef {object} Texts
 * @property {Record<string, string>} say
 * @property {Record<string, Record<string, string>>} answers
 * @property {Record<string, import("./protocol.js").Answers>} situations
 * @property {Record<string, string>} topics
 * @property {Record<string, import("./fragment.js").Retired>} retired
 * @property {Partial<Record<string, import("./results/errand.js").Errand>>} errands
 * @property {Record<string, import("./results/errand.js").Telephone>} numbers
 * @property {string[]} emergency
 * @property {string[]} sensitive
 */

export const root = one(document, "[data-check]");
/** @type {Texts} */
export const texts = JSON.parse(find("text").textContent);
// What the template always gives.
export const { lang, version, bundle, pythonWorker, changes, plan, guides, duties, units } =
  /** @type {Record<string, string>} */ (root.dataset);
export const whole = String(root.dataset.check); // the way to this page on the site itself
export const framed = "framed" in root.dataset; // another site shows it

/**
 * What a selector names, which is always there.
 * @param {ParentNode} parent
 * @param {string} selector
 */
export function one(parent, selector) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}

/**
 * @param {ParentNode} parent
 * @param {string} selector
 */
export function all(parent, selector) {
  return /** @type {HTMLElement[]} */ ([...parent.querySelectorAll(selector)]);
}

/** @param {string} name */
export function find(name) {
  return one(root, `[data-${name}]`);
}

/**
 * @param {HTMLElement} heading
 * @param {HTMLElement} [part] of the page, which it is the heading of
 */
export function goTo(heading, part = heading) {
  heading.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
}

/** @type {Say} */
export function say(key, values = {}) {
  return texts.say[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @param {...(Node | string)} children
 */
export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

/**
 * @param {string} text
 * @param {Partial<HTMLParagraphElement>} [properties]
 */
export function paragraph(text, properties) {
  return element("p", { ...properties, textContent: text });
}

/**
 * @param {string[]} lines
 * @param {"ul" | "ol"} name
 */
export function list(lines, name = "ul") {
  return element(name, {}, ...lines.map((text) => element("li", { textContent: text })));
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Not the event of `details`, which the oldest engines do not have.
 * @param {HTMLDetailsElement} details
 * @param {() => void} act
 */
export function whenTurned(details, act) {
  new MutationObserver(act).observe(details, { attributeFilter: ["open"] });
}

/**
 * @param {string} message
 * @param {{ href: string, textContent: string }} [more] where to read on, and what to call it
 */
export function tell(message, more) {
  const line = paragraph(message);
  if (more) line.append(" ", element("a", more));
  find("messages").append(line);
}

/**
 * Beside the buttons as well, since the messages stand far above them on a phone.
 * @param {string} key
 */
export function answerTap(key) {
  tell(say(key));
  find("told").textContent = say(key);
}
