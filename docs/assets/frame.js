// A page in the frame of another site: that site is told how high the frame should be, and nothing else. It is never
// listened to.
"use strict";

{
  const [LEAST, MOST] = [200, 20_000]; // the snippet on the page for campaigns takes no other heights
  // The questionnaire asks for one height and keeps it, whatever is answered: a height that changes would tell the other
  // site of answers, and in a frame as high as its page the way out could not stay in sight.
  const OF_SCREEN = 0.8;
  const [LOWEST, HIGHEST] = [480, 900];

  /**
   * @param {number} height
   * @param {number} least
   * @param {number} most
   */
  const ask = (height, least, most) => parent.postMessage(Math.min(most, Math.max(least, Math.ceil(height))), "*");

  if (document.querySelector("[data-check]")) ask(screen.height * OF_SCREEN, LOWEST, HIGHEST);
  else {
    const content = /** @type {HTMLElement} */ (document.querySelector(".md-container"));
    const tell = () => ask(content.getBoundingClientRect().bottom + scrollY, LEAST, MOST);
    new ResizeObserver(tell).observe(content);
  }

  // The links that scripts make open another page, as those do that stand in it.
  document.addEventListener(
    "click",
    ({ target }) => {
      const link = /** @type {Element} */ (target).closest("main a");
      if (
        link instanceof HTMLAnchorElement &&
        link.host === location.host &&
        !link.getAttribute("href")?.startsWith("#")
      )
        link.target = "_blank";
    },
    true,
  );
}
