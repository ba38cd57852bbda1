// What the tour sees of a page: put into each before its own scripts, or else as soon as somebody looks. `wander` counts
// what goes wrong and what changes, finds what can be pressed, and tells what is shown.
(() => {
  if (window.wander) return;

  // --- what goes wrong ---

  const errors = [];
  const tell = (kind, text) => {
    errors.push(`${kind}: ${text}`);
    try {
      navigator.sendBeacon("/wander", `${kind}: ${text}`); // the page may be left before anybody looks
    } catch {
      // a page of the browser's own
    }
  };
  addEventListener("error", ({ message, filename, lineno }) => {
    const late = /^ResizeObserver loop/.test(message); // told to nobody but this: the rest is observed one frame later
    if (message && !late) tell("error", `${message} (${filename}:${lineno})`);
  });
  addEventListener("unhandledrejection", ({ reason }) => tell("rejection", String(reason?.stack ?? reason)));
  addEventListener("securitypolicyviolation", (event) =>
    tell("policy", `${event.effectiveDirective} ${event.blockedURI}`),
  );
  const { error } = console;
  console.error = (...said) => {
    tell("console", said.map(String).join(" "));
    error.apply(console, said);
  };

  // --- what changes ---

  let pressed = null;
  let before = null; // what had the focus then: to lose it changes little
  let changes = 0;
  let moved = performance.now(); // when something last changed
  let frames = 0; // since then: on a busy machine what is to follow a frame later may take a while
  const change = () => {
    changes += 1;
    moved = performance.now();
    frames = 0;
  };
  const shown = (node) => node?.getClientRects?.().length > 0;
  // Scripts' own notes, and what is set to what it was.
  const idle = ({ type, attributeName, oldValue, target }) =>
    type === "attributes" &&
    ((attributeName.startsWith("data-") && target !== document.documentElement) ||
      target.getAttribute(attributeName) === oldValue);
  // What is for paper, or for nobody, is no answer to a tap.
  const seen = (record) => {
    const { type, target } = record;
    return (
      target !== before && !idle(record) && shown(type === "childList" ? target : (target.parentElement ?? target))
    );
  };
  new MutationObserver((records) => records.some(seen) && change()).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
  });
  for (const type of ["scroll", "input", "change", "reset", "submit", "toggle", "hashchange", "popstate"])
    addEventListener(type, ({ target }) => target === before || change(), true);
  addEventListener("focusin", ({ target }) => target.contains(pressed) || change(), true);
  const counted = (object, name, instead) => {
    const before = object?.[name];
    if (!before) return;
    object[name] = function (...given) {
      change();
      return instead ? instead() : before.apply(this, given);
    };
  };
  counted(window, "print", () => {
    for (const type of ["beforeprint", "afterprint"]) dispatchEvent(new Event(type));
  }); // onto no paper
  counted(navigator.clipboard, "writeText");
  counted(window.speechSynthesis, "speak");
  for (const name of ["pushState", "replaceState"]) counted(history, name);

  // --- what can be pressed ---

  const KINDS = {
    answer: ".cp-q .cp-option input, .cp-audience input, .cp-tick input, .cp-situation input, .cp-numbers button",
    number: "input[type=number]",
    control: "[data-ask] button, [data-actions] button, [data-wipe], [data-exit], [data-topic-all], [data-again]",
    button: "button, label[for^=__]:not(.md-overlay)",
    fold: "summary",
    link: "a[href]",
    language: ".cp-lang",
    text: "input[type=text]:not([readonly]), input[type=search]",
  };
  const words = (element) =>
    (element.innerText || element.ariaLabel || element.title || "").replace(/\s+/g, " ").trim().slice(0, 60);
  const nameOf = (element) => {
    const { type, name, value, localName } = element;
    if (localName === "a") return `${words(element)} → ${element.getAttribute("href").split("#v=")[0]}`;
    if (localName === "label") return `${element.className} ${element.htmlFor}`;
    if (localName === "input") return ["radio", "checkbox"].includes(type) ? `${name}=${value}` : name;
    return words(element);
  };
  const shows = (element) =>
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === "visible" &&
    !element.disabled &&
    !element.closest("[inert]");
  // Pages of this site: the tour reads no files, calls nobody and goes nowhere else.
  const ours = (element) =>
    element.localName !== "a" ||
    (element.origin === location.origin && /\/(index\.html)?$/.test(element.pathname) && !element.download);
  const owns = (element, hit) =>
    Boolean(hit) &&
    (element.contains(hit) || (element.labels ? [...element.labels].some((label) => label.contains(hit)) : false));
  // A point of it that is on the screen with nothing over it.
  const point = (element) => {
    for (const rect of element.getClientRects()) {
      for (const [across, down] of [
        [0.5, 0.5],
        [0.1, 0.5],
        [0.9, 0.5],
        [0.5, 0.1],
        [0.5, 0.9],
      ]) {
        const [x, y] = [rect.left + rect.width * across, rect.top + rect.height * down];
        if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && owns(element, document.elementFromPoint(x, y)))
          return { x, y };
      }
    }
    return null;
  };

  // Scrolls to one of a kind, by its number among all that are there or by its name. Null if there is none to be pressed.
  function aim(kind, which) {
    const all = [...document.querySelectorAll(KINDS[kind])].filter((each) => shows(each) && ours(each));
    const found = typeof which === "number" ? all[which % all.length] : all.find((each) => nameOf(each) === which);
    if (!found) return null;
    if (!point(found)) found.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const place = point(found);
    if (!place) return null;
    ready(found);
    return { ...place, name: nameOf(found), ...kindOf(found) };
  }

  function ready(element) {
    pressed = element;
    before = document.activeElement;
    changes = 0;
  }

  const onItsWay = (animation) => animation instanceof CSSTransition && animation.playState === "running";
  const quiet = () => performance.now() - moved > 120 && frames > 2 && !document.getAnimations().some(onItsWay);
  (function count() {
    frames += 1;
    requestAnimationFrame(count);
  })();

  // Another document takes the place of this one.
  const leads = (element) => {
    if (element.closest("[data-exit]")) return true;
    return element.localName === "a" && (!element.hash || element.href.split("#")[0] !== location.href.split("#")[0]);
  };

  const kindOf = (element) => ({
    leads: leads(element),
    button: element.matches("button, summary"),
    wipes: Boolean(element.closest("[data-wipe], [data-exit]")),
    keeps: Boolean(element.closest("[data-keep]")),
  });

  // --- what is shown ---

  function marked(element) {
    if (element.matches("input[type=text], input[type=number], textarea")) return true; // by the caret
    const places = [element, ...(element.labels ?? []), ...element.querySelectorAll("rect")];
    return places.some((place) => {
      const { outlineStyle, outlineWidth, boxShadow, stroke } = getComputedStyle(place);
      return (
        (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) ||
        boxShadow !== "none" ||
        (place.localName === "rect" && stroke !== "none")
      );
    });
  }

  function focus() {
    const element = document.hasFocus() ? document.activeElement : null; // it may be in the browser's own search
    if (!element || element === document.body || element === document.documentElement) return null;
    const outside = element.localName === "a" && !ours(element);
    const skips = outside || ["select", "iframe"].includes(element.localName); // Enter would leave the site or open a list of the system's
    return {
      name: `${element.localName} ${nameOf(element)}`,
      seen: point(element) !== null,
      marked: marked(element),
      skips,
      ...kindOf(element),
    };
  }

  function inside(selector, of, read) {
    return [...of.querySelectorAll(selector)].map(read);
  }

  const value = (inputs) => {
    const chosen = inputs.find((input) => input.checked);
    const number = inputs.find((input) => input.type === "number");
    return chosen ? chosen.value : number ? number.value : "";
  };
  const question = (fieldset) => {
    const inputs = [...fieldset.querySelectorAll("input")];
    const number = inputs.find((input) => input.type === "number");
    const unknown = inputs.some((input) => input.type === "checkbox" && input.checked); // then no number counts
    const wrong =
      Boolean(number) && !unknown && (number.validity.badInput || number.getAttribute("aria-invalid") === "true");
    return { fact: fieldset.dataset.fact, value: value(inputs), hidden: fieldset.hidden, wrong };
  };

  // What a screen shows of an answer, as the list of all questions would have it.
  const row = (each) => {
    const [box, unknown] = [each.querySelector("input"), each.querySelector("button:last-of-type")];
    const known = box.checked ? "true" : unknown.getAttribute("aria-pressed") === "true" ? "?" : "";
    return { fact: box.value, value: known, ticks: true, wrong: false };
  };
  const alone = (fieldset) => ({
    ...question(fieldset),
    fact: fieldset.querySelector("input").name.replace("ask-", ""),
    ticks: false,
  });

  function check() {
    const root = document.querySelector("[data-check]");
    if (!root) return null;
    const find = (name) => root.querySelector(`[data-${name}]`);
    const texts = JSON.parse(find("text").textContent);
    const topic = find("topic").hidden ? null : find("topic").querySelector("span").textContent;
    const sections = inside(".cp-status-group", find("report"), (section) => ({
      group: /cp-status-group--(\w+)/.exec(section.className)[1],
      count: Number(/[（(](\d+)[）)]$/.exec(section.querySelector("h3").textContent)?.[1]),
      whole: !section.querySelector(".cp-folded:not([open])"),
      cards: inside("[data-outcome]", section, (card) => ({
        id: card.dataset.outcome,
        status: /cp-result--(applies|possible|does_not_apply)/.exec(card.className)?.[1],
        title: card.querySelector(".cp-result__title").textContent,
        asked: inside("fieldset[data-fact]", card, question),
      })),
    }));
    return {
      lang: root.dataset.lang,
      engine: root.dataset.engine ?? null,
      python: root.dataset.python ?? null,
      audience: find("form").elements.audience.value,
      topic:
        topic === null
          ? null
          : (Object.entries(texts.topics).find(
              ([, title]) => topic === texts.say.check_topic.replace("{topic}", title),
            ) ?? ["?"])[0],
      old: find("report").classList.contains("cp-old"),
      questions: inside("fieldset[data-fact]", find("form"), question),
      groups: inside("[data-group]", root, (group) => ({
        hidden: group.hidden,
        facts: inside("fieldset[data-fact]", group, (each) => each.dataset.fact),
      })),
      screen: [...inside(".cp-tick__row", find("screen"), row), ...inside("fieldset.cp-q", find("screen"), alone)],
      situations: inside("input:checked", find("situations"), (input) => input.value),
      children: Math.max(1, find("children-list").children.length),
      outside: root.querySelector(".cp-outside p")?.textContent ?? null,
      sections,
      dangers: inside("[data-danger] > section", root, (section) => ({
        fact: section.dataset.fact,
        answers: section.dataset.answers.split(" "),
        shown: !section.hidden && shows(section),
        seen: !section.hidden && point(section.querySelector("p")) !== null,
      })),
      covered: ["__search", "__drawer"].some((toggle) => document.getElementById(toggle)?.checked),
    };
  }

  function stored(name) {
    try {
      return Object.fromEntries(Object.entries(window[name]));
    } catch {
      return {};
    }
  }

  function look() {
    const entries = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")].map(
      ({ name }) => name,
    );
    return {
      href: location.href,
      size: [innerWidth, innerHeight],
      errors,
      elsewhere: entries.filter((name) => /^(https?|wss?):/.test(name) && !name.startsWith(`${location.origin}/`)),
      local: stored("localStorage"),
      session: stored("sessionStorage"),
      focus: focus(),
      check: check(),
    };
  }

  // Whether nothing has changed for a moment, and what the page owes is there.
  function still() {
    const root = document.querySelector("[data-check]");
    const owes = root && (!root.dataset.engine || root.querySelector("[data-report].cp-old"));
    return document.readyState === "complete" && !owes && quiet();
  }

  // A page that is not as it is looked at is an error of its own, or else the tour would go on and see nothing.
  function looked() {
    try {
      return look();
    } catch (error) {
      const blind = { elsewhere: [], local: {}, session: {}, focus: null, check: null };
      return { href: location.href, size: [innerWidth, innerHeight], errors: [`look: ${error}`], ...blind };
    }
  }

  window.wander = {
    aim,
    look: looked,
    still,
    quiet,
    ready: () => ready(document.activeElement),
    changes: () => changes,
  };
})();
