// A button that saves something as a document for Word: made on this device, by a script that is loaded at the first tap.

// Before the build lowers it, a script that pages load later is a module as well.
const KIND = document.currentScript ? "" : "module";
const KEPT = 60_000; // milliseconds for the browser to take the file
/** @type {Promise<void> | undefined} */
let loading;

/** @param {string} address */
function load(address) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.type = KIND;
    script.src = address;
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => {
      loading = undefined; // there may be a network next time
      failed(new Error(address));
    });
    document.head.append(script);
  });
  return loading;
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function hand(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name.replace(/[\\/:*?"<>|\s]+/g, " ").trim()}.docx`;
  document.body.append(link); // Firefox does not follow a link that is nowhere
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

/**
 * @param {HTMLButtonElement} button its `data-later` names the script that writes
 * @param {HTMLElement} told has a line for each state: `data-saving` is "making", "saved" or "failed"
 * @param {() => { name: string, content: Docx.Content }} wanted
 */
export function saveWith(button, told, wanted) {
  const tell = (/** @type {string} */ state) => {
    for (const line of told.querySelectorAll("[data-saving]")) line.hidden = line.dataset.saving !== state;
  };
  button.addEventListener("click", async () => {
    const { name, content } = wanted(); // as it is now, whatever is typed meanwhile
    button.disabled = true;
    tell("making");
    try {
      await load(String(button.dataset.later));
      hand(await window.writeDocument(content), name);
      tell("saved");
    } catch {
      tell("failed");
    }
    button.disabled = false;
  });
}
