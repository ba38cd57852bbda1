// The pictures of /graph/: what is connected with the box pointed at stands out; larger and smaller.
"use strict";

/** @typedef {HTMLElement} Part of a picture: SVG has what is used here of HTML */

/**
 * What the box rests on and what rests on it, the arrows between included.
 * @param {Part} box
 * @param {Map<string | undefined, Part>} boxes
 * @param {Part[]} arrows
 */
function connected(box, boxes, arrows) {
  const parts = new Set([box]);
  for (const [near, far] of [
    ["from", "to"],
    ["to", "from"],
  ]) {
    const reached = new Set([box.dataset.node]); // grows while it is gone through
    for (const name of reached) {
      for (const arrow of arrows.filter(({ dataset }) => dataset[near] === name)) {
        parts.add(arrow).add(/** @type {Part} */ (boxes.get(arrow.dataset[far])));
        reached.add(arrow.dataset[far]);
      }
    }
  }
  return parts;
}

for (const net of document.querySelectorAll("[data-net]")) {
  const drawing = net.getElementsByTagName("svg")[0];
  const arrows = [...drawing.querySelectorAll("[data-from]")];
  const boxes = new Map([...drawing.querySelectorAll("[data-node]")].map((box) => [box.dataset.node, box]));

  const show = (/** @type {Part | null} */ box) => {
    const lit = box ? connected(box, boxes, arrows) : new Set();
    drawing.classList.toggle("cp-graph--lit", lit.size > 0);
    for (const part of [...arrows, ...boxes.values()]) part.classList.toggle("cp-lit", lit.has(part));
  };
  for (const box of boxes.values()) {
    box.addEventListener("pointerenter", () => show(box));
    box.addEventListener("pointerleave", () => show(null));
    box.addEventListener("focus", () => show(box));
    box.addEventListener("blur", () => show(null));
  }

  const natural = parseFloat(String(drawing.getAttribute("width"))); // in em
  let scale = 1;
  // On a desk it is drawn as wide as the page, if that makes its text neither small nor huge.
  net.addEventListener("toggle", () => {
    if (drawing.style.width || !drawing.clientWidth || !matchMedia("(min-width: 60em)").matches) return;
    const room = /** @type {HTMLElement} */ (drawing.parentElement).clientWidth;
    scale = Math.min(1.4, Math.max(0.9, room / drawing.clientWidth));
    drawing.style.width = `${natural * scale}em`;
  });
  const zoom = /** @type {HTMLElement} */ (net.querySelector("[data-zoom]"));
  zoom.hidden = false;
  for (const button of zoom.querySelectorAll("button")) {
    const step = Number(button.dataset.step);
    button.addEventListener("click", () => {
      scale = step === 0 ? 1 : Math.min(3, Math.max(0.3, scale * step));
      drawing.style.width = step === 0 ? "100%" : `${natural * scale}em`;
    });
  }
}
