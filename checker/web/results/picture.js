// The first things to do as a picture, for the album or a chat: drawn on the device, from top to bottom on a canvas.

const WIDTH = 750; // pixels: as wide as a phone shows it without scaling down the letters
const EDGE = 48;
const FONT = "system-ui, -apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";
// Neither the light nor the dark colours of the page: the picture goes elsewhere.
const COLOURS = { ink: "#1d2b2a", soft: "#42504e", accent: "#1b5450", paper: "#fbf8f2", line: "#d9d6cb" };
const NOT_FIRST = /^[，。、；：？！）》”’,.;:?!)]/; // never at the start of a line,
const NOT_LAST = /[“‘（《]$/; // and never at its end: the sign before the one, or the other, goes to the next line

/** @typedef {"title" | "task" | "text" | "small"} Kind */
/** @typedef {{ kind: Kind, text: string } | "line"} Row a text, or a line across */

/** @type {Record<Kind, { size: number, weight: number, colour: string, after: number }>} */
const KINDS = {
  title: { size: 44, weight: 700, colour: COLOURS.accent, after: 14 },
  task: { size: 36, weight: 700, colour: COLOURS.ink, after: 8 },
  text: { size: 30, weight: 400, colour: COLOURS.ink, after: 6 },
  small: { size: 24, weight: 400, colour: COLOURS.soft, after: 4 },
};

/**
 * The picture as an address that holds it, or null where the browser draws none.
 * @param {Row[]} rows
 */
export function picture(rows) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  const measured = canvas.getContext("2d");
  if (!measured) return null;
  canvas.height = draw(measured, rows); // which empties it
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.fillStyle = COLOURS.paper;
  context.fillRect(0, 0, WIDTH, canvas.height);
  context.fillStyle = COLOURS.accent;
  context.fillRect(0, 0, WIDTH, 12);
  draw(context, rows);
  const address = canvas.toDataURL("image/png");
  return address.startsWith("data:image/png") ? address : null;
}

/**
 * Returns how high the picture is.
 * @param {CanvasRenderingContext2D} context
 * @param {Row[]} rows
 */
function draw(context, rows) {
  let y = EDGE + 12;
  context.textBaseline = "top";
  for (const row of rows) {
    if (row === "line") {
      context.fillStyle = COLOURS.line;
      context.fillRect(EDGE, y + 14, WIDTH - 2 * EDGE, 2);
      y += 32;
      continue;
    }
    const { size, weight, colour, after } = KINDS[row.kind];
    context.font = `${weight} ${size}px ${FONT}`;
    context.fillStyle = colour;
    for (const line of wrap(row.text, (text) => context.measureText(text).width, WIDTH - 2 * EDGE)) {
      context.fillText(line, EDGE, y);
      y += Math.round(size * 1.45);
    }
    y += after;
  }
  return y + EDGE;
}

/**
 * The lines of a text: Latin words stay whole where they fit, and marks with what they belong to.
 * @param {string} text
 * @param {(text: string) => number} measure
 * @param {number} width
 */
export function wrap(text, measure, width) {
  const fits = (/** @type {string} */ each) => measure(each.trimEnd()) <= width;
  const pieces = (text.match(/[\u0021-\u024f’]+ ?|[\s\S]/gu) ?? []).flatMap((each) =>
    fits(each) ? [each] : [...each],
  );
  /** @type {string[]} */
  const lines = [""];
  for (const piece of pieces) {
    const line = lines[lines.length - 1];
    if (!line || fits(line + piece)) lines[lines.length - 1] += line ? piece : piece.trimStart();
    else lines.splice(-1, 1, ...broken(line.trimEnd(), piece));
  }
  return lines.filter(Boolean);
}

/**
 * A line and the next one, which begins with `piece`.
 * @param {string} line
 * @param {string} piece
 */
function broken(line, piece) {
  let end = line.length;
  const unfit = () => NOT_FIRST.test(line.slice(end) || piece) || NOT_LAST.test(line.slice(0, end));
  while (end > 1 && unfit()) end -= 1;
  return end > 1
    ? [line.slice(0, end), line.slice(end) + (line.slice(end) ? piece : piece.trimStart())]
    : [line, piece];
}
