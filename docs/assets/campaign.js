// A poster with the name and telephone of an office, made on the device: nothing of it is sent or stored.
// @ts-check

// Where the poster has room for the two lines, in points, as generator/publish/kits/posters.typ draws it.
const MM = 72 / 25.4;
const ROOM = { left: 21 * MM, width: 122 * MM, name: 264 * MM, phone: 277 * MM };
const LARGEST = 9 * MM;
const [WIDE, HIGH] = [1654, 2339]; // pixels: A4 at 200 to the inch
const FAMILY = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-own]"));
const shown = /** @type {HTMLElement} */ (document.querySelector("[data-own-shown]"));
const picture = /** @type {HTMLImageElement} */ (shown.querySelector("img"));
const failed = /** @type {HTMLElement} */ (document.querySelector("[data-own-failed]"));
const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

/**
 * A line of the poster, as large as its room lets it be.
 * @param {Document} poster
 * @param {string} text
 * @param {number} foot
 */
function line(poster, text, foot) {
  pen.font = `700 100px ${FAMILY}`;
  const size = Math.min(LARGEST, (100 * ROOM.width) / Math.max(1, pen.measureText(text).width));
  const made = poster.createElementNS("http://www.w3.org/2000/svg", "text");
  const look = { x: ROOM.left, y: foot, "font-size": size, "font-family": FAMILY, "font-weight": 700, fill: "#1d2b2a" };
  for (const [name, value] of Object.entries(look)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

async function draw() {
  const { topic, office, phone } = Object.fromEntries(new FormData(form));
  const answer = await fetch(String(topic));
  if (!answer.ok) throw new Error(answer.statusText);
  const poster = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  poster.documentElement.append(line(poster, String(office), ROOM.name), line(poster, String(phone), ROOM.phone));
  picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(poster))}`;
  await picture.decode();
  shown.hidden = false;
  document.body.classList.add("cp-poster-there"); // from now on it alone is printed
  shown.scrollIntoView({ block: "nearest" });
}

function save() {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: WIDE, height: HIGH });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, WIDE, HIGH);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = "poster.png";
  document.body.append(link); // Firefox does not follow a link that is nowhere
  link.click();
  link.remove();
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  failed.hidden = true;
  draw().catch(() => (failed.hidden = false));
});
document.querySelector("[data-own-save]")?.addEventListener("click", save);
