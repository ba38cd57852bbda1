// Starting the checker in Pyodide: the same in a browser's worker as under Node.

/** @import { PyodideAPI, PyodideConfig } from "pyodide" */
/** @typedef {NonNullable<PyodideConfig["createPyodideModule"]>} Create */
/** @typedef {{ loader: Promise<typeof import("pyodide")>, script: Promise<{ default: Create }> }} Interpreter */
/** @typedef {(request: string) => string} Answering `call` in checker/api.py */

/**
 * The interpreter with all modules in use in one archive, compiled, the checker's own among them.
 * @param {Interpreter} interpreter
 * @param {string} archive
 * @param {PyodideConfig} settings
 */
export function small(interpreter, archive, settings) {
  return load(interpreter, { ...settings, stdLibURL: archive });
}

/**
 * The interpreter with its whole standard library, and the checker from its sources: slower by far, but it needs nothing
 * that was made for this very version of Pyodide.
 * @param {Interpreter} interpreter
 * @param {Record<string, string>} sources by name of file
 * @param {PyodideConfig} settings
 */
export async function whole(interpreter, sources, settings) {
  const python = await load(interpreter, settings);
  python.FS.mkdirTree("/guide/checker");
  for (const [name, source] of Object.entries(sources)) python.FS.writeFile(`/guide/checker/${name}`, source);
  python.runPython("import sys; sys.path.insert(0, '/guide')");
  return python;
}

/**
 * @param {Interpreter} interpreter
 * @param {PyodideConfig} settings
 */
async function load({ loader, script }, settings) {
  const { loadPyodide } = await loader;
  // Pyodide asks for its other files first and for its script last, so that all of them come at the same time.
  /** @type {Create} */
  const createPyodideModule = async (module) => (await script).default(module);
  return loadPyodide({ ...settings, createPyodideModule });
}

/**
 * Makes the interpreter ready for `answering`.
 * @param {PyodideAPI} python
 * @param {string} bundle the compiled rules, as JSON
 */
export function prepare(python, bundle) {
  python.globals.set("source", bundle);
  python.runPython(`
import gc
from functools import partial
from checker import api
answer = partial(api.call, api.load(source))
del source
gc.freeze()  # none of it is ever garbage, so no answer need wait for a look through it`);
}

/**
 * The function that answers a request, both as JSON.
 * @param {PyodideAPI} python
 * @returns {Answering}
 */
export function answering(python) {
  return python.globals.get("answer");
}
