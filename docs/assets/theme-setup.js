// Before the theme starts: what it expects of a script inside the page, which the pages' policy does not allow.
"use strict";

{
  const config = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("__config")).textContent);

  // The theme turns pages and opens the search at single letters, which a hand that trembles presses as well: WCAG 2.1.4.
  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (key && key.length === 1 && key !== " " && !(ctrlKey || metaKey || altKey)) event.stopImmediatePropagation();
    },
    true,
  );

  // What the theme keeps on the device, under names that begin with the path of the site.
  const scope = new URL(config.base, location.href);
  Object.assign(window, {
    __md_scope: scope,
    __md_hash: (/** @type {string} */ text) =>
      [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0),
    __md_get: (/** @type {string} */ key, storage = localStorage, at = scope) =>
      JSON.parse(String(storage.getItem(`${at.pathname}.${key}`))),
    __md_set: (/** @type {string} */ key, /** @type {unknown} */ value, storage = localStorage, at = scope) => {
      try {
        storage.setItem(`${at.pathname}.${key}`, JSON.stringify(value));
      } catch {
        // nothing can be kept
      }
    },
  });
}
