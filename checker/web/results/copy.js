// Text to the clipboard, by whichever way the browser allows.

const PATIENCE = 1_000; // milliseconds; some browsers inside other apps neither copy nor refuse

/**
 * A promise of whether the text in `place` has been copied. Where it has not, it stands there, selected, to be copied by
 * hand.
 * @param {HTMLElement} place
 */
export async function copy(place) {
  place.hidden = true;
  try {
    const never = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
    await Promise.race([navigator.clipboard.writeText(place.textContent ?? ""), never]);
    return true;
  } catch {
    offer(place);
  }
  try {
    place.hidden = document.execCommand("copy"); // older, and still known to browsers that refuse the other
  } catch {
    // by hand, then
  }
  return place.hidden;
}

/**
 * Shows the text in `place`, all of it selected.
 * @param {HTMLElement} place
 */
export function offer(place) {
  place.hidden = false;
  getSelection()?.selectAllChildren(place);
}
