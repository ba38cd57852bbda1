// The search box: asks the worker for each thing typed and shows what it answers. Nothing is loaded before somebody comes near.
"use strict";

{
  const one = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
  const dialog = /** @type {HTMLElement} */ (document.querySelector("[data-cp-search]"));
  const box = /** @type {HTMLInputElement} */ (one("input"));
  const form = /** @type {HTMLFormElement} */ (box.form);
  // The theme's checkbox: whether the results are open.
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
  const [danger, meta, list, none] = [".cp-found__danger", "[role=status]", "ol", ".cp-found__none"].map(one);
  /**
   * @type {{
   *   texts: Record<string, string>, searches: string[], contacts: Search.Contact[], languages: Record<string, string>,
   *   addresses: { index: Record<string, string>, check: string }
   * }}
   */
  const { texts, searches, contacts, languages, addresses } = JSON.parse(String(dialog.dataset.cpSearch));
  const indexes = Object.keys(addresses.index)
    .map((language) => ({ language, address: new URL(addresses.index[language], location.href).href }))
    .sort((index) => (index.language === document.documentElement.lang ? -1 : 1));
  const script = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const PATIENCE = 20000; // milliseconds, after which a worker that says nothing has failed

  // --- pieces of the page ---

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} inside
   */
  function element(name, attributes, ...inside) {
    const created = document.createElement(name);
    for (const key of Object.keys(attributes)) created.setAttribute(key, attributes[key]);
    created.append(...inside);
    return created;
  }

  // Every second piece of what the worker gives is marked.
  const marked = (/** @type {string[]} */ pieces) =>
    pieces.map((piece, i) => (i % 2 ? element("mark", {}, piece) : piece));
  const call = (/** @type {Search.Contact} */ { number, title }) =>
    element("a", { class: "cp-button", href: `tel:${number}` }, element("b", {}, number), ` ${title}`);
  const own = (/** @type {string} */ language) => language === document.documentElement.lang;
  const foreign = (/** @type {string} */ language) =>
    /** @type {Record<string, string>} */ (own(language) ? {} : { lang: language });
  const rootOf = (/** @type {string} */ language) =>
    (indexes.find((index) => index.language === language)?.address ?? "").replace(/search\/[^/]*$/, "");

  /**
   * @param {Search.Result} result
   * @param {string} language
   */
  function item(result, language) {
    const other = foreign(language);
    const label = [result.kind, own(language) ? "" : languages[language]].filter(Boolean).join(" · ");
    const article = element("article", { class: "md-search-result__article md-typeset" });
    if (label) article.append(element("p", { class: "cp-found__kind" }, label));
    article.append(element("h2", {}, ...marked(result.title)));
    if (result.part.length) article.append(element("p", { class: "cp-found__part" }, ...marked(result.part)));
    article.append(element("p", { class: "cp-found__text" }, ...marked(result.text)));
    if (texts[result.why]) article.append(element("p", { class: "cp-found__kind" }, texts[result.why]));
    const link = element(
      "a",
      Object.assign({ class: "md-search-result__link", href: rootOf(language) + result.at }, other),
      article,
    );
    return element("li", { class: "md-search-result__item" }, link);
  }

  // --- what is shown ---

  /**
   * @param {string} said
   * @param {{ dangers?: Node[], results?: Node[], after?: Node[] }} [parts]
   */
  function show(said, { dangers = [], results = [], after = [] } = {}) {
    meta.textContent = said;
    list.replaceChildren(...results);
    danger.hidden = !dangers.length;
    danger.replaceChildren(...dangers);
    none.hidden = !after.length;
    none.replaceChildren(...after);
  }

  /**
   * @param {Search.Danger[]} dangers
   * @param {string} language
   */
  function warnings(dangers, language) {
    const numbers = new Map(dangers.flatMap(({ contacts }) => contacts.map((contact) => [contact.number, contact])));
    return dangers
      .map(({ say, note }) => element("p", foreign(language), element("strong", {}, say), note ? ` (${note})` : ""))
      .concat(dangers.length ? element("p", foreign(language), ...Array.from(numbers.values(), call)) : []);
  }

  /**
   * @param {Search.Near[]} near
   * @param {string} language
   */
  function ways(near, language) {
    const links = near.map(({ at, title }) => {
      const link = element("a", Object.assign({ href: rootOf(language) + at }, foreign(language)), title);
      return element("li", {}, link);
    });
    const tries = searches.map((text) => {
      const button = element("button", { type: "button", class: "cp-button" }, text);
      button.addEventListener("click", () => ask(text));
      return button;
    });
    return [
      ...(links.length ? [element("p", {}, texts.near), element("ul", {}, ...links)] : []),
      element("p", {}, texts.tries),
      element("p", { class: "cp-found__tries" }, ...tries),
      element("p", {}, element("a", { href: addresses.check }, texts.check)),
      element("p", {}, texts.call),
      element("p", {}, ...contacts.map(call)),
    ];
  }

  /** @param {Search.Answer} answer */
  function tell({ dangers, results, near, language }) {
    const count = texts[results.length === 1 ? "one" : "many"].replace("{n}", String(results.length));
    show(results.length ? count : texts.none, {
      dangers: warnings(dangers, language),
      results: results.map((result) => item(result, language)),
      after: results.length ? [] : ways(near, language),
    });
  }

  function failed() {
    const again = element("button", { type: "button", class: "cp-button cp-button--main" }, texts.again);
    again.addEventListener("click", () => {
      stop();
      send();
    });
    show(texts.failed, { after: [element("p", {}, again), ...ways([], document.documentElement.lang)] });
  }

  // --- asking ---

  /** @type {Worker | undefined} */
  let worker;
  let asked = 0; // the number of the newest question
  let answered = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  function stop() {
    if (worker) worker.terminate();
    worker = undefined;
    clearTimeout(patience);
  }

  function start() {
    if (worker) return worker;
    worker = new Worker(new URL("worker.js", script));
    worker.addEventListener("message", (/** @type {MessageEvent<Search.FromWorker>} */ { data }) => {
      if (data.id !== asked) return; // something else has been typed since
      answered = data.id;
      dialog.dataset.answered = box.value.trim();
      clearTimeout(patience);
      if ("failed" in data) failed();
      else if (data.answer) tell(data.answer);
    });
    worker.addEventListener("error", () => {
      stop();
      failed();
    });
    return worker;
  }

  function send() {
    const query = box.value.trim();
    asked += 1;
    clearTimeout(patience);
    if (!query) {
      show(texts.ask);
      answered = asked;
    }
    try {
      start().postMessage(/** @type {Search.ToWorker} */ ({ id: asked, query, indexes }));
    } catch {
      failed(); // no worker may be started here
      return;
    }
    if (!query) return;
    if (!list.children.length) show(texts.wait);
    patience = setTimeout(() => {
      stop();
      failed();
    }, PATIENCE);
  }

  function open() {
    if (!toggle.checked) toggle.click();
  }

  /** @type {HTMLElement | null} */
  let opener = null; // what had the focus before

  function close() {
    if (toggle.checked) toggle.click();
    box.blur();
    if (opener) opener.focus();
    opener = null;
  }

  /** @param {string} text */
  function ask(text) {
    open();
    box.focus();
    box.value = text;
    send();
  }

  // --- hands and keys ---

  box.addEventListener("focus", () => {
    open();
    if (!worker) send(); // what was typed before the script was there, or nothing: then the index is made ready
  });
  box.addEventListener("input", send); // by keys, pasting or voice, also while characters are still being composed
  form.addEventListener("reset", () => {
    setTimeout(send);
    box.focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  toggle.addEventListener("change", () => toggle.checked && box.focus());
  dialog.addEventListener("click", ({ target }) => /** @type {Element} */ (target).closest("a") && close());
  dialog.addEventListener("focusout", ({ relatedTarget }) => {
    if (!toggle.checked || !relatedTarget || dialog.contains(/** @type {Node} */ (relatedTarget))) return;
    opener = null; // whoever leaves by the Tab key goes on from there
    toggle.click();
  });

  // The first result, unless there is a danger: that is to be read before.
  const goOn = (/** @type {HTMLElement | undefined} */ first) => (danger.hidden ? first?.click() : first?.focus());

  /** @type {Record<string, number>} */
  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  const stops = () =>
    [box, ...dialog.querySelectorAll(".md-search__output a, .md-search__output button")].filter(
      (stop) => stop.offsetParent,
    );
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const all = stops();
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      all[(all.indexOf(active) + step + all.length) % all.length].focus();
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && active === box) {
      event.preventDefault();
      if (answered === asked) goOn(all[1]);
    }
  });

  for (const button of document.querySelectorAll("button[data-toggle=__search]")) {
    button.addEventListener("click", () => {
      opener = button;
      open();
      box.focus();
    });
  }
  for (const other of document.querySelectorAll("form[data-search]")) {
    const words = /** @type {HTMLInputElement} */ (other.querySelector("[name=q]"));
    other.addEventListener("submit", (event) => {
      event.preventDefault();
      opener = words;
      ask(words.value);
    });
    for (const button of other.querySelectorAll("[data-query]")) {
      button.addEventListener("click", () => ask(String(button.dataset.query)));
    }
  }
  if (box.value || document.activeElement === box) send(); // typed before this script was there
}
