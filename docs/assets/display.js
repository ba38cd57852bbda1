// Easy mode, high contrast, dark: how the pages look is a choice that stays on this device. In the head of the page, so
// that nothing jumps when it appears; the buttons are found once they are there. Where storage is forbidden, a choice
// lasts as long as the page.
"use strict";

(() => {
  /** @typedef {"easy" | "contrast" | "dark"} Switch */
  const root = document.documentElement;
  /** @type {Partial<Record<Switch, MediaQueryList>>} */ // what the system can ask for by itself
  const asked = {
    contrast: matchMedia("(prefers-contrast: more)"),
    dark: matchMedia("(prefers-color-scheme: dark)"),
  };

  /** @type {Record<Switch, (on: boolean) => void>} */
  const shows = {
    easy: (on) => root.toggleAttribute("data-cp-easy", on),
    contrast: (on) => root.toggleAttribute("data-cp-contrast", on),
    dark: (on) => root.setAttribute("data-md-color-scheme", on ? "slate" : "default"),
  };
  /** @type {Partial<Record<Switch, boolean>>} */
  const chosen = {};
  const names = /** @type {Switch[]} */ (Object.keys(shows));

  // What the visitor has chosen here, or else what the system asks for.
  const isOn = (/** @type {Switch} */ name) => chosen[name] ?? asked[name]?.matches ?? false;

  /** @param {Switch} name */
  function show(name) {
    shows[name](isOn(name));
    for (const button of document.querySelectorAll(`[data-switch="${name}"]`)) {
      button.setAttribute("aria-pressed", String(isOn(name)));
    }
  }

  for (const name of names) {
    try {
      const stored = localStorage.getItem(`guide-${name}`);
      if (stored) chosen[name] = stored === "on";
    } catch {
      // nothing can have been kept
    }
    show(name);
  }

  for (const name of names) asked[name]?.addEventListener("change", () => show(name));

  document.addEventListener("DOMContentLoaded", () => {
    names.forEach(show);
    document.addEventListener("click", ({ target }) => {
      const button = /** @type {Element} */ (target).closest("[data-switch]");
      const name = /** @type {Switch | undefined} */ (button?.dataset.switch);
      if (!name) return;
      chosen[name] = !isOn(name);
      show(name);
      try {
        localStorage.setItem(`guide-${name}`, chosen[name] ? "on" : "off");
      } catch {
        // it holds for this page
      }
    });
  });
})();
