// What a visit brings along and leaves behind. Answers live in memory. They go into a link or onto this device only when
// the visitor asks for it; while the page is left they wait in the storage of its tab. In the frame of another site nothing
// is stored, nor taken up from what is.
import { format, parse } from "./fragment.js";
import { answerTap, changes, find, framed, lang, say, tell, texts, version, whole } from "./page.js";

/** @import { Children } from "./asking/children.js" */
/** @import { Interview } from "./asking/interview.js" */
/** @import { Form } from "./asking/form.js" */
/** @import { Fragment } from "./fragment.js" */
/** @import { Report } from "./protocol.js" */

const STORE = "guide-answers";
const RELOAD = "guide-reload"; // where answers wait until this page is shown again in the same tab

export class Session {
  #children;
  #form;
  #interview;
  #report;
  /** @type {string | null} */
  #topic = null;
  /** @type {Fragment | null} */
  #earlier = null; // a link of another version that says what applied, until the first report has been compared with it

  /**
   * @param {Children} children
   * @param {Form} form
   * @param {Interview} interview
   * @param {() => Report | null} report of the first child, the report of the answers as they are, if there is one
   */
  constructor(children, form, interview, report) {
    this.#children = children;
    this.#form = form;
    this.#interview = interview;
    this.#report = report;
    if (!framed)
      find("keep").addEventListener("click", () => answerTap(this.#keep() ? "check_kept" : "check_not_kept"));
    find("link").addEventListener("click", () => this.#makeLink());
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".cp-lang"))) {
      link.addEventListener("click", () => {
        if (some(form.answers)) link.hash = format(this.#state()); // the page in the other language goes on from here
      });
    }
    addEventListener("pagehide", () => this.#leave());
    // Whoever goes to make a call may find that the phone needed the room: of that a page is not told.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#leave() : forget()));
    // While this page is shown nothing waits in the tab: another one, left by going back to this, may write only now.
    addEventListener("storage", ({ key, newValue }) => {
      if (key === RELOAD && newValue) forget();
    });
  }

  get topic() {
    return this.#topic;
  }

  set topic(topic) {
    this.#topic = topic;
    find("topic").hidden = topic === null;
    if (topic)
      find("topic").getElementsByTagName("span")[0].textContent = say("check_topic", { topic: texts.topics[topic] });
  }

  /** Whether something is known already: an answer, or what it is to be about. */
  get speaks() {
    return some(this.#form.answers) || this.#topic !== null;
  }

  clear() {
    this.topic = null;
    this.#earlier = null;
  }

  // Takes up the answers that were here before, or that have come with the address.
  begin() {
    // What an address says, of a page that is not shown again, is what its visitor has come for. Answers in it are of a link
    // that was not taken up yet: it may have had to be loaded again for a lost network.
    const address = this.#inAddress();
    if (some(address.fragment.answers) || (speaks(address.fragment) && !shownAgain())) forget();
    if (framed) this.fromAddress(address);
    else if (!this.#fromTab() && !this.fromAddress(address)) this.#fromDevice();
  }

  #inAddress() {
    const query = speaks(this.#read(location.search)) ? location.search : ""; // some apps make ? of #, and others add a query
    return { query, fragment: this.#read(query + location.hash) };
  }

  /** Whether there was something in the address to take up. */
  fromAddress({ query, fragment } = this.#inAddress()) {
    if (fragment.ignored.length) tell(say("check_link_ignored", { list: fragment.ignored.join(" ") }));
    if (!speaks(fragment)) return false;
    this.#restore(fragment);
    const answered = some(fragment.answers);
    if (query && answered) tell(say("check_link_sent"));
    if (query || answered) {
      // No entry of the history holds answers: whoever wipes them would find them again by going back.
      history.replaceState(null, "", location.pathname + (query ? "" : location.search));
    }
    if (answered) tell(say("check_restored_link"));
    return true;
  }

  #fromDevice() {
    try {
      const kept = JSON.parse(String(localStorage.getItem(STORE)));
      if (!kept) return;
      // What is kept goes through the same door as a link, so that answers which no longer exist fall away.
      this.#restore(this.#read(format({ situations: [], children: [], ...kept, applied: kept.applied ?? [] })));
      tell(say("check_restored_device"));
    } catch {
      // nothing usable is kept
    }
  }

  #fromTab() {
    try {
      const kept = sessionStorage.getItem(RELOAD);
      sessionStorage.removeItem(RELOAD);
      if (!kept) return false;
      this.#restore(this.#read(kept));
      tell(say("check_restored_reload"));
      return true;
    } catch {
      return false; // storage is switched off
    }
  }

  #leave() {
    try {
      if (some(this.#form.answers) && !framed) sessionStorage.setItem(RELOAD, format(this.#state()));
    } catch {
      // the answers cannot be kept
    }
  }

  #keep() {
    try {
      const kept = JSON.stringify(this.#state());
      localStorage.setItem(STORE, kept);
      return localStorage.getItem(STORE) === kept;
    } catch {
      return false;
    }
  }

  #makeLink() {
    const out = find("link-out");
    out.hidden = false;
    const [input] = out.getElementsByTagName("input");
    input.value = new URL(whole + format(this.#state()), location.href).href;
    input.focus();
    setTimeout(() => input.select()); // Chromium 91 ends if a field is selected within a tap
  }

  #state() {
    const report = this.#report();
    const { audience } = this.#form;
    const { situations } = this.#interview;
    const [answers, ...children] = this.#children.all;
    return { answers, children, audience, topic: this.#topic, situations, version, applied: report && applied(report) };
  }

  /** @param {string} fragment */
  #read(fragment) {
    return parse(fragment, this.#form.facts, Object.keys(texts.topics), texts.retired, Object.keys(texts.situations));
  }

  /** @param {Fragment} fragment */
  #restore(fragment) {
    for (const [name, carried] of Object.entries(fragment.former)) {
      const key = carried ? "check_link_retired" : "check_link_retired_unknown";
      tell(say(key, { list: texts.retired[name].question }));
    }
    this.topic = fragment.topic;
    if (fragment.audience) this.#form.audience = fragment.audience;
    this.#interview.situations = fragment.situations;
    this.#children.all = [fragment.answers, ...fragment.children];
    const old = fragment.version && fragment.version !== version ? fragment.version : null;
    if (old)
      tell(say("check_link_old", { old, new: version }), { href: changes, textContent: say("check_link_changes") });
    if (fragment.version && !fragment.whole) tell(say("check_link_cut"));
    this.#earlier = old && fragment.applied ? fragment : null; // or else nothing can have changed
  }

  /**
   * Tells once what applies now and did not when the link was made, and the other way round.
   * @param {Report} report
   */
  compare(report) {
    if (!this.#earlier) return;
    const { applied: before, whole } = this.#earlier;
    this.#earlier = null;
    const now = applied(report);
    const titles = new Map(report.outcomes.map((outcome) => [outcome.id, outcome.title]));
    if (!before || (!whole && before.length && !titles.has(before[before.length - 1]))) return; // cut in the middle of a name
    const named = (/** @type {string[]} */ ids) => ids.map((id) => titles.get(id)).join(lang === "zh" ? "、" : ", ");
    const gained = now.filter((id) => !before.includes(id));
    const lost = before.filter((id) => titles.has(id) && !now.includes(id)); // a link can name what is not there
    if (gained.length) tell(say("check_link_gained", { list: named(gained) }));
    if (lost.length) tell(say("check_link_lost", { list: named(lost) }));
  }
}

/** The page is shown again, by going back to it: what waited for it in the tab is no longer wanted. */
export function forget() {
  try {
    sessionStorage.removeItem(RELOAD);
  } catch {
    // nothing was kept
  }
}

/** Whether the page is shown again: by loading it anew, by going back to it, or as the phone had ended it meanwhile. */
function shownAgain() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return document.wasDiscarded || ["reload", "back_forward"].includes(entry?.type);
}

/** @param {object} answers */
export function some(answers) {
  return Object.keys(answers).length > 0;
}

/**
 * Whether a link says anything that the form can hold.
 * @param {Fragment} fragment
 */
function speaks({ answers, former, topic, audience, situations }) {
  return some(answers) || some(former) || situations.length > 0 || Boolean(topic || audience);
}

/** @param {Report} report */
function applied({ outcomes }) {
  return outcomes.filter(({ status }) => status === "applies").map(({ id }) => id);
}
