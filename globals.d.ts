// What scripts find beside what every browser has.

interface Window {
  Walker: {
    read(bundle: object): { call(request: import("./checker/web/protocol.js").ReportRequest): string | null } | null;
  };
}

// Left behind by the script that writes documents for Word, which is loaded only where one is wanted.
interface Window {
  writeDocument(content: Docx.Content): Promise<Blob>;
}

// Outside pictures, pages consist of HTML elements.
interface ParentNode {
  querySelector<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  querySelector(selectors: string): HTMLElement | null;
  querySelectorAll<Name extends keyof HTMLElementTagNameMap>(selectors: Name): NodeListOf<HTMLElementTagNameMap[Name]>;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}

interface Element {
  closest<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  closest(selectors: string): HTMLElement | null;
}

// Only some browsers have these.
interface Navigator {
  connection?: { saveData?: boolean; type?: string; effectiveType?: string };
  deviceMemory?: number;
}

interface Document {
  wasDiscarded?: boolean;
}

// What the search box and its worker say to each other.
declare namespace Search {
  type Index = { language: string; address: string };
  type ToWorker = { id: number; query: string; indexes: Index[] };
  type FromWorker = { id: number; answer: Answer | null } | { id: number; failed: string };
  type Answer = { language: string; dangers: Danger[]; results: Result[]; near: Near[] };
  type Contact = { number: string; title: string };
  type Danger = { say: string; note?: string; contacts: Contact[] };
  // Of `title`, `part` and `text` every second piece is to be marked. `why` it was found: "written", "sound" or "meant".
  type Result = { at: string; kind: string; title: string[]; part: string[]; text: string[]; why: string };
  type Near = { at: string; title: string };
}

// What a document for Word says, in plain data. A box is ticked or not; a row of a form has as much room as so many lines need that
// are written by hand.
declare namespace Docx {
  type Piece = string | { text: string; bold?: boolean; aside?: boolean } | { ticked: boolean };
  type Line = { as: "title" | "heading" | "text" | "note" | "question" | "option"; pieces: Piece[]; newPage?: boolean };
  type Form = { rows: { label: Line[]; value: Line[]; lines: number }[] };
  type Content = { title: string; language: string; parts: (Line | Form)[] };
}

// What scripts without modules leave behind in the search's worker, and what workbox puts into the service worker.
declare const MiniSearch: typeof import("minisearch").default;
interface WorkerGlobalScope {
  __WB_MANIFEST: { url: string; integrity: string; part: string }[];
  module: { exports?: (word: string) => string };
}

// Made by the build, or standing in the site beside the checker.
declare module "*/build.js" {
  export const lock: import("pyodide").Lockfile;
}
declare module "*/pyodide.mjs" {
  export * from "pyodide";
}
declare module "*/pyodide.asm.mjs" {
  const create: NonNullable<import("pyodide").PyodideConfig["createPyodideModule"]>;
  export default create;
}

// Only run, for what they add to a browser.
declare module "@mrhenry/core-web/*";

// Put beside the scripts of the drills by the build.
declare module "*/fsrs.js" {
  export * from "ts-fsrs";
}
