// What can be measured of how a page looks: sizes of type, what covers what, edges on the grid, how Chinese is set.
// Each part of `look` returns what is wrong, a line each, but for `sizes`, which returns what there is. test_look.py asks.

const GUTTER = 24;
const WIDE = 1136;
const EIGHT = 8; // characters
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const FIELDS = "input:not([type=checkbox]):not([type=radio]), select, textarea";

function isSeen(e) {
  return e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest(".cp-hidden");
}

function named(e) {
  const own = [...e.classList].filter((name) => /^(cp|md)-/.test(name)).slice(0, 2);
  return `${[e.localName, ...own].join(".")} "${e.textContent.trim().slice(0, 16)}"`;
}

/** The texts that are seen within an element. */
function textsOf(root) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const told = data.trim() && !/^(SCRIPT|STYLE|NOSCRIPT|TITLE|OPTION)$/.test(parentElement.tagName);
    if (told && isSeen(parentElement)) found.push(walker.currentNode);
  }
  return found;
}

// --- sizes of type ---

const sizeOf = (e, part) => parseFloat(getComputedStyle(e, part).fontSize);
const says = (e, part) => /^".*\S.*"$/.test(getComputedStyle(e, part).content);

/** Of type, in px, each with where it is first found; of drawings the smallest alone, as they are scaled. */
function sizes() {
  const parents = textsOf(document.body).map((text) => text.parentElement);
  const written = parents.filter((e) => !e.ownerSVGElement);
  const found = [...written, ...[...document.querySelectorAll(FIELDS)].filter(isSeen)].map((e) => [
    sizeOf(e),
    named(e),
  ]);
  for (const e of [...document.querySelectorAll("body *")].filter(isSeen)) {
    for (const part of ["::before", "::after"]) if (says(e, part)) found.push([sizeOf(e, part), named(e)]);
  }
  const inDrawings = parents.filter((e) => e.ownerSVGElement && sizeOf(e));
  const drawn = inDrawings.map((e) => [sizeOf(e) * e.closest("text").getScreenCTM().a, "a drawing"]);
  return { written: found.filter(([size]) => size), drawn };
}

// --- what covers what ---

/** Where text and controls stand on the page, in px from its corner, but for those in what stands still. */
function targets(still) {
  const range = document.createRange();
  const boxes = (node) => {
    if (node instanceof Element) return [...node.getClientRects()].map((box) => [node, box]);
    range.selectNodeContents(node);
    return [...range.getClientRects()].map((box) => [node.parentElement, box]);
  };
  const nodes = [...textsOf(document.body), ...[...document.querySelectorAll(CONTROLS)].filter(isSeen)];
  return nodes
    .flatMap(boxes)
    .filter(([of, { width }]) => width > 2 && !still.some((each) => each.contains(of)))
    .map(([of, { left, right, top, bottom }]) => ({ of, left, right, top: top + scrollY, bottom: bottom + scrollY }));
}

/** A point where a bar, whose box is `over`, covers a target, or nothing. */
function covering(bar, over, { left, right, top, bottom }) {
  const [upper, lower] = [Math.max(top - scrollY, over.top, 0), Math.min(bottom - scrollY, over.bottom, innerHeight)];
  const [from, to] = [Math.max(left, over.left), Math.min(right, over.right)];
  if (lower - upper < 2 || to - from < 2) return null;
  const [x, y] = [(from + to) / 2, (upper + lower) / 2];
  return bar.contains(document.elementFromPoint(x, y)) ? { x, y } : null; // else one sees through it, or it lies behind
}

/** Whether a bar covers as the edge of the window does: the whole width, nothing seen between, and one can scroll on. */
function isEdge(still, over, { left, right }, { x, y }, last) {
  const atTop = over.top + over.bottom < innerHeight;
  if (atTop ? scrollY <= 0 : scrollY >= last) return false;
  if (over.left > Math.max(left, 0) + 1 || over.right < Math.min(right, innerWidth) - 1) return false;
  for (let z = y; z > 0 && z < innerHeight - 1; z += atTop ? -4 : 4) {
    const there = document.elementFromPoint(x, z);
    if (!still.some((bar) => bar.contains(there))) return false;
  }
  return true;
}

/** What the bars cover where the page is scrolled to. */
function coveredHere(still, items, last) {
  const found = [];
  for (const bar of still) {
    const over = bar.getBoundingClientRect();
    for (const item of items) {
      const point = covering(bar, over, item);
      if (!point || item.of.contains(bar) || isEdge(still, over, item, point, last)) continue;
      found.push(`${named(bar)} covers ${named(item.of)} at ${Math.round(scrollY)} of ${Math.round(last)}`);
    }
  }
  return found;
}

/** How far down the bars at the top reach, one below the other. */
function barsHeight(still) {
  const boxes = still.map((bar) => bar.getBoundingClientRect());
  const wide = boxes.filter(({ height, width }) => height > 1 && width > innerWidth / 2);
  const below = (reach, { top, bottom }) =>
    top <= reach + 1 && bottom < innerHeight ? Math.max(reach, bottom) : reach;
  return wide.sort((one, other) => one.top - other.top).reduce(below, 0);
}

/** Text and controls that something fixed or sticky covers, at any scroll position. */
function covered() {
  const still = [...document.querySelectorAll("body *")].filter(
    (e) => /fixed|sticky/.test(getComputedStyle(e).position) && isSeen(e) && e.offsetWidth > 1,
  );
  const items = targets(still);
  const last = document.documentElement.scrollHeight - innerHeight;
  const step = innerHeight * 0.4;
  const found = new Set();
  let bars = 0;
  for (let i = 0; i <= Math.ceil(last / step); i += 1) {
    scrollTo({ top: Math.min(i * step, last), behavior: "instant" });
    for (const each of coveredHere(still, items, last)) found.add(each);
    if (i && scrollY < last) bars = Math.max(bars, barsHeight(still));
  }
  const kept = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (bars > kept + 1) found.add(`bars take ${bars} px, and ${kept} are kept free for what is led to`);
  scrollTo({ top: 0, behavior: "instant" });
  return [...found];
}

// --- the grid ---

/** Whether an element draws an edge or a ground. */
function isDrawn(e) {
  const style = getComputedStyle(e);
  const sides = ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style[`border${side}Width`]));
  return sides.some(Boolean) || !/, 0\)$/.test(style.backgroundColor);
}

const hasLines = (e) =>
  [...e.childNodes].some((node) =>
    node instanceof Element ? isSeen(node) && isInline(node) : node instanceof Text && node.data.trim(),
  );
const isInline = (e) => /^inline/.test(getComputedStyle(e).display);
const flows = (e) => isSeen(e) && !isInline(e) && !/absolute|fixed/.test(getComputedStyle(e).position);

/** The main blocks: what is drawn, a table, a list, a text. What is within one is its own affair. */
function blocks(root) {
  return [...root.children].filter(flows).flatMap((e) => {
    const { display } = getComputedStyle(e);
    const list = e.matches("ul, ol") && display !== "grid";
    const whole = /flex|table/.test(display) || e.matches("details, dl, svg") || list || isDrawn(e) || hasLines(e);
    return whole ? [e] : blocks(e);
  });
}

/** Left and right edges of main blocks that lie on none of the twelve columns. */
function offGrid() {
  const header = document.querySelector(".md-header__inner");
  if (!header) return []; // in the frame of another site, which has a grid of its own
  const frame = header.getBoundingClientRect();
  const column = (frame.width - 11 * GUTTER) / 12;
  const starts = [...Array(12).keys()].map((i) => frame.left + i * (column + GUTTER));
  const near = (x, edges) => edges.some((edge) => Math.abs(edge - x) <= 1);
  const found = Math.abs(frame.width - WIDE) > 1 ? [`the page is ${frame.width} px wide`] : [];
  const frames = document.querySelectorAll(".md-tabs__list, .md-sidebar, .md-footer-meta__inner, .md-content__inner");
  for (const e of [...[...frames].filter(isSeen), ...blocks(document.querySelector(".md-content__inner"))]) {
    const { left, right, width, height } = e.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    if (!near(left, starts)) found.push(`${named(e)} begins at ${Math.round(left - frame.left)}`);
    const ends = starts.map((x) => x + column);
    if (!near(right, ends)) found.push(`${named(e)} ends at ${Math.round(right - frame.left)}`);
  }
  return found;
}

// --- how Chinese is set ---

/** The signs of a block that are seen, each with how far down it stands. */
function signsOf(block) {
  const range = document.createRange();
  return textsOf(block).flatMap((node) =>
    [...node.data].flatMap((sign, i) => {
      if (!sign.trim()) return [];
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      return [[sign, range.getBoundingClientRect().top]];
    }),
  );
}

/** Blocks in which a line begins or ends with a dot in the middle. */
function dotsAtEnds() {
  const dotted = textsOf(document.body).filter(
    ({ data, parentElement }) => /·/.test(data) && !parentElement.ownerSVGElement,
  );
  const found = new Set();
  for (const { parentElement } of dotted) {
    let block = parentElement;
    while (isInline(block)) block = block.parentElement;
    const signs = signsOf(block);
    const away = (i, top) => !signs[i] || Math.abs(signs[i][1] - top) > 8;
    if (signs.some(([sign, top], i) => sign === "·" && (away(i - 1, top) || away(i + 1, top)))) found.add(block);
  }
  return [...found].map((block) => `a dot at an end: ${named(block)}`);
}

/** Cells and columns that break their text and hold less than eight characters a line. */
function narrow() {
  const range = document.createRange();
  const lines = (e) => {
    const tops = textsOf(e).flatMap((node) => {
      range.selectNodeContents(node);
      return [...range.getClientRects()].map(({ top }) => Math.round(top / 8));
    });
    return new Set(tops).size;
  };
  const found = [];
  for (const e of document.querySelectorAll("main td, main th, main dt, main dd")) {
    const style = getComputedStyle(e);
    if (e.closest("thead")?.offsetWidth < 4) continue; // hidden from sight where rows are cards
    const width = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (!isSeen(e) || width < 4 || width + 1 >= EIGHT * parseFloat(style.fontSize)) continue; // 4: hidden from sight
    if (/[\u4e00-\u9fff]/.test(e.textContent) && lines(e) > 1) found.push(`${Math.round(width)} px for ${named(e)}`);
  }
  return found;
}

function setBadly() {
  const texts = [...document.querySelectorAll("p, li, dd, dt, td, th, h1, h2, h3, h4, summary, label, legend")];
  const twice = texts.filter((e) => isSeen(e) && /[：:]\s*[：:]/.test(e.textContent));
  const { wordBreak, textWrapStyle, lineBreak } = getComputedStyle(document.querySelector("h1"));
  const title = `${wordBreak} ${textWrapStyle} ${lineBreak}`;
  return [
    ...dotsAtEnds(),
    ...twice.map((e) => `two colons: ${named(e)}`),
    ...narrow(),
    // Chromium keeps words whole by itself, and in Chinese the build says where they end.
    ...(/^(auto-phrase|keep-all) balance strict$/.test(title) ? [] : [`the title is set ${title}`]),
  ];
}

window.look = { sizes, covered, offGrid, setBadly };
