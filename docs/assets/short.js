// Leads on from the short address of a poster, in the language of the device. Without it there is a link for each.
(function () {
  "use strict";
  var links = [].slice.call(document.querySelectorAll("a[hreflang]"));
  var wanted = (navigator.languages || [navigator.language]).map(function (tag) {
    return String(tag).slice(0, 2);
  });
  /** @param {string} language */
  function link(language) {
    return links.filter(function (/** @type {HTMLAnchorElement} */ each) {
      return each.hreflang === language;
    })[0];
  }
  location.replace((wanted.map(link).filter(Boolean)[0] || links[0]).href);
})();
