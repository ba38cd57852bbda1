// Runs the search's worker, a script without modules, outside a browser.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

/**
 * @param {string} worker its path
 * @param {(name: string) => string} library the path of what it asks for by a name
 * @param {Record<string, unknown>} globals what it finds beside the words of the language
 */
export function sandbox(worker, library, globals) {
  const context = createContext(globals);
  const load = (/** @type {string} */ path) => runInContext(readFileSync(path, "utf8"), context);
  Object.assign(globals, { self: globals, importScripts: (/** @type {string} */ name) => load(library(name)) });
  load(worker);
  return context;
}
