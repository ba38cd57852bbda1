// What pages use of the DOM and older engines lack. The modules of core-js come before these (see lower.mjs).
import "@mrhenry/core-web/modules/fetch.js";

// A worker has the above alone.
if (self.document) {
  require("@mrhenry/core-web/modules/Element.prototype.after.js");
  require("@mrhenry/core-web/modules/Element.prototype.append.js");
  require("@mrhenry/core-web/modules/DocumentFragment.prototype.append.js");
  require("@mrhenry/core-web/modules/Element.prototype.prepend.js");
  require("@mrhenry/core-web/modules/Element.prototype.replaceChildren.js");
  require("@mrhenry/core-web/modules/Element.prototype.replaceWith.js");
  require("@mrhenry/core-web/modules/Element.prototype.toggleAttribute.js");
  require("@mrhenry/core-web/modules/MediaQueryList.prototype.addEventListener.js");
  require("@mrhenry/core-web/modules/IntersectionObserver.js");
  require("@mrhenry/core-web/modules/ResizeObserver.js");
}

if (!Blob.prototype.text) {
  Blob.prototype.text = function text() {
    return new Response(this).text();
  };
}
