// Texts to send or to read out. Where a browser does not let a page copy, the text is selected, to be copied by hand.
"use strict";

const told = document.querySelector("[data-copy-told]");
for (const button of document.querySelectorAll("[data-copy-text]")) {
  const text = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[data-copied]"));
  const label = button.textContent;
  const tell = (/** @type {boolean} */ done) => {
    if (told) told.textContent = String(done ? told.dataset.done : told.dataset.failed);
    if (done) button.textContent = String(told?.dataset.done);
    setTimeout(() => (button.textContent = label), 2_000);
  };
  const byHand = () => {
    getSelection()?.selectAllChildren(text);
    try {
      tell(document.execCommand("copy")); // older, and still known to browsers that refuse the other
    } catch {
      tell(false);
    }
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(text.textContent ?? "").then(() => tell(true), byHand);
  });
}
