// What a reader loses who enlarges a page: text that is cut, and controls that no tap reaches. Each part of `zoom` returns
// what is wrong, a line each. test_zoom.py asks.

const TAPPED = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const UNSEEN = /^(SCRIPT|STYLE|NOSCRIPT|OPTION)$/;
const EDGE = 1; // px by which a letter may stand over: what is between the sides of its box and its ink

const isSeen = (e) =>
  e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
  !e.closest(".cp-hidden") &&
  !(e.closest("thead")?.offsetWidth < 4); // hidden from sight where rows are cards
const named = (e) => `${e.localName}.${[...e.classList].slice(0, 2).join(".")} "${e.textContent.trim().slice(0, 16)}"`;
const cuts = (overflow) => /hidden|clip/.test(overflow);
const scrolls = (overflow) => /auto|scroll/.test(overflow);

/** What is above an element in the page, itself included, as far as the body. */
function* around(e) {
  for (let at = e; at && at !== document.body; at = at.parentElement) yield at;
}

const outAcross = (box, { left, right }) => box.left < left - EDGE || box.right > right + EDGE;
const outDown = (box, { top, bottom }) => box.top < top - EDGE || box.bottom > bottom + EDGE;

/** What cuts a box that stands out of it: something around it, or the window; what can be scrolled into view is not cut. */
function cutBy(box, from) {
  for (const at of around(from)) {
    const { overflowX, overflowY } = getComputedStyle(at);
    const limits = at.getBoundingClientRect();
    if ((cuts(overflowX) && outAcross(box, limits)) || (cuts(overflowY) && outDown(box, limits))) return named(at);
    if (scrolls(overflowX)) return "";
  }
  return outAcross(box, { left: 0, right: document.documentElement.clientWidth }) ? "the window" : "";
}

/** Texts that do not fit where they stand. */
function cut() {
  const found = new Set();
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!data.trim() || UNSEEN.test(parentElement.tagName) || !isSeen(parentElement)) continue;
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      const by = box.width > EDGE && cutBy(box, parentElement);
      if (by) found.add(`${named(parentElement)} is cut by ${by}`);
    }
  }
  return [...found];
}

/** Whether what is at the middle of an element is the element: a tap there is for it. */
function isHit(e) {
  for (const box of e.getClientRects()) {
    if (box.width < 2 || box.height < 2) continue;
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (hit && (e.contains(hit) || [...(e.labels ?? [])].some((label) => label.contains(hit)))) return true;
  }
  return false;
}

/** Controls that cannot be brought where a finger hits them. */
function unreached() {
  const found = [];
  for (const e of [...document.querySelectorAll(TAPPED)].filter(isSeen)) {
    if (e.closest("[data-md-component=search], .md-sidebar") || /^(__drawer|__search)$/.test(e.id)) continue;
    e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    if (!isHit(e)) found.push(`no tap reaches ${named(e)}`);
  }
  scrollTo({ top: 0, behavior: "instant" });
  return found;
}

window.zoom = { cut, unreached };
