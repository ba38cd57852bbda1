// Loads what an older engine lacks before any script that needs it. In ES5, since every engine must be able to read it.
(function () {
  "use strict";
  // These are the newest things that a script here expects: an engine that has them has the older ones as well.
  /** @type {unknown[]} */
  var newest = [Array.prototype.at, Element.prototype.replaceChildren, Object.hasOwn, window.ResizeObserver];
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  // Written, because nothing else keeps the scripts that follow waiting for it.
  if (!newest.every(Boolean)) document.write('<script src="' + script.src.replace(/[^/]*$/, "") + "./polyfills.js" + '"></script>');
})();
