// What keeps a visitor safe on a shared device: leave quickly, wipe everything, and the notice of danger. A script of its
// own in the plainest JavaScript, so that it runs in every browser, before the page has loaded to its end, and whatever
// becomes of all other scripts. Each step is taken by itself: one that fails stops no other.
(function () {
  "use strict";

  var STORES = ["guide-answers", "guide-reload"];
  var WIPED = "guide-wiped"; // the event by which the other scripts hear of it
  var MARK = "guide-wiped"; // in the tab, a number made anew with each wipe: it says nothing of any answer
  /** @typedef {{ touched: EventTarget | null, others: Record<string, unknown>[] }} Answered */
  /** @type {Record<string, unknown>[]} */
  var others = []; // the answers about other children than the one in the form
  /** @type {string | null} */
  var known = null; // that of the last wipe that this page knows of
  var page = /** @type {HTMLElement} */ (document.querySelector("[data-check]"));
  var framed = page.hasAttribute("data-framed"); // another site shows it: then nothing is stored, and all of that page is left

  /** @param {() => void} step */
  function attempt(step) {
    try {
      step();
    } catch (error) {
      // the other steps matter as much
    }
  }

  /**
   * @template {HTMLElement} T
   * @param {string} selector
   * @param {(element: T) => void} act
   */
  function each(selector, act) {
    var elements = page.querySelectorAll(selector);
    for (var i = 0; i < elements.length; i += 1) act(/** @type {T} */ (elements[i]));
  }

  /** @param {Node} place */
  function empty(place) {
    while (place.firstChild) place.removeChild(place.firstChild);
  }

  // --- wipe and leave ---

  function marked() {
    return sessionStorage.getItem(MARK);
  }

  // Pages that the browser keeps in memory for Back hold answers too: each asks, when it is shown again, whether there has
  // been a wipe since.
  function wipe() {
    STORES.forEach(function (name) {
      attempt(function () {
        localStorage.removeItem(name);
      });
      attempt(function () {
        sessionStorage.removeItem(name);
      });
    });
    clear();
    if (!framed) attempt(function () {
      known = String(Math.random());
      sessionStorage.setItem(MARK, known);
    });
  }

  function clear() {
    others = [];
    attempt(function () {
      history.replaceState(null, "", location.pathname); // answers may have come in the query as well
    });
    attempt(function () {
      each("input", function (/** @type {HTMLInputElement} */ input) {
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.name === "audience" && input.value === "family";
        else input.value = "";
      });
    });
    attempt(function () {
      each("[data-report], [data-paper], [data-messages], [data-told], [data-plain], [data-picture-out], [data-answers-list] ul, [data-count]", empty);
    });
    attempt(look);
    attempt(function () {
      var event = document.createEvent("Event");
      event.initEvent(WIPED, false, false);
      window.dispatchEvent(event);
    });
  }

  function leave() {
    attempt(function () {
      document.documentElement.style.display = "none";
    });
    attempt(wipe);
    attempt(function () {
      if (framed && window.top) window.top.location.replace("about:blank");
    });
    attempt(function () {
      location.replace("about:blank");
    });
  }

  attempt(function () {
    known = marked();
  });
  window.addEventListener("pageshow", function (event) {
    attempt(function () {
      if (!event.persisted || marked() === known) return;
      known = marked();
      clear();
    });
  });

  // --- the notice of danger ---

  // All that are chosen or typed, by name, each with a blank before and behind it; each situation has a name of its own.
  // Of other children of the family another script tells.
  function answers() {
    /** @type {Record<string, string>} */
    var values = {};
    others.forEach(function (child) {
      Object.keys(child).forEach(function (name) {
        values[name] = (values[name] || " ") + child[name] + " ";
      });
    });
    var chosen = "[data-situations] input:checked, [data-form] fieldset[data-fact] input:checked, [data-form] fieldset[data-fact] input[type=number]";
    each(chosen, function (/** @type {HTMLInputElement} */ input) {
      if (input.value) values[input.name] = (values[input.name] || " ") + input.value + " ";
    });
    return values;
  }

  /**
   * Scrolls at once, without the browser doing the same by itself meanwhile.
   * @param {number} by
   */
  function stay(by) {
    var style = document.documentElement.style;
    style.scrollBehavior = "auto";
    window.scrollBy(0, by);
    setTimeout(function () {
      style.scrollBehavior = style.overflowAnchor = "";
    }, 100);
  }

  /**
   * It comes into view at the top of the window, and what the visitor has just touched stays where it is. To measure is to
   * lay out the whole page: that is done where something turns, and once, when all else of this tap is on the page.
   * @param {Record<string, string>} given
   * @param {EventTarget | null} [target] what the visitor has touched
   */
  function warn(given, target) {
    /** @type {HTMLElement[]} */
    var turning = [];
    var shown = false;
    each("[data-danger] > section", function (section) {
      var accepted = String(section.getAttribute("data-answers")).split(" ");
      var said = given[String(section.getAttribute("data-fact"))] || "";
      var hidden = !accepted.some(function (answer) { return said.indexOf(" " + answer + " ") >= 0; });
      if (section.hidden !== hidden) turning.push(section);
      shown = shown || !hidden;
    });
    if (!turning.length) return;
    var touched = target && "getBoundingClientRect" in target ? /** @type {HTMLElement} */ (target) : null;
    var before = touched ? touched.getBoundingClientRect().top : 0;
    if (touched) document.documentElement.style.overflowAnchor = "none";
    turning.forEach(function (section) {
      section.hidden = !section.hidden;
    });
    each("[data-danger]", function (notice) {
      notice.className = shown ? "cp-danger cp-danger--shown" : "cp-danger";
    });
    requestAnimationFrame(function () {
      if (touched) stay(touched.getBoundingClientRect().top - before);
      // Where several fill it, the newest is in view. What keys or links lead to stands below it: see check.css.
      var notice = /** @type {HTMLElement} */ (page.querySelector("[data-danger]")), height = notice.offsetHeight;
      turning.forEach(function (section) {
        if (!section.hidden) notice.scrollTop = section.offsetTop;
      });
      document.documentElement.style.scrollPaddingTop = shown ? "calc(6rem + " + height + "px)" : "";
      // Answers of a link come while the visitor looks elsewhere.
      if (shown && !touched && notice.getBoundingClientRect().bottom > window.innerHeight) notice.scrollIntoView(false);
    });
  }

  /**
   * To wipe is offered once there is something to wipe.
   * @param {EventTarget | null} [touched]
   */
  function look(touched) {
    var given = answers();
    each("[data-wipe]", function (button) {
      button.hidden = !Object.keys(given).length;
    });
    warn(given, touched);
  }

  document.addEventListener("change", function (event) {
    look(event.target);
  }, true);
  window.addEventListener("guide-answers", function (event) { // answers that another script has put in
    var detail = /** @type {CustomEvent<Answered>} */ (event).detail;
    others = detail.others;
    look(detail.touched);
  });

  // --- shown only where they work ---

  document.addEventListener("click", function (event) {
    var target = /** @type {HTMLElement | null} */ (event.target);
    for (var at = target; at && at.getAttribute; at = /** @type {HTMLElement | null} */ (at.parentNode)) {
      if (at.getAttribute("data-exit") !== null) return leave();
      if (at.getAttribute("data-wipe") !== null) return wipe();
    }
  }, true);
  attempt(function () {
    /** @type {HTMLElement} */ (page.querySelector("[data-exit]")).hidden = false;
    document.addEventListener("readystatechange", function () { // all of the page is there, though other scripts may not be
      look();
    });
  });
})();
