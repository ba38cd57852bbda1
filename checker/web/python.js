// Starting the checker in Pyodide: the same in a browser's worker as under Node.
//
// `interpreter`: Pyodide's two modules, or promises of them; `settings`: what to hand on to `loadPyodide`.

// The interpreter with all modules in use in one archive, compiled, the checker's own among them.
export function small(interpreter, archive, settings) {
  return load(interpreter, { ...settings, stdLibURL: archive });
}

// The interpreter with its whole standard library, and the checker from its sources: slower by far, but it needs nothing
// that was made for this very version of Pyodide.
export async function whole(interpreter, sources, settings) {
  const python = await load(interpreter, settings);
  python.FS.mkdirTree("/guide/checker");
  for (const [name, source] of Object.entries(sources)) python.FS.writeFile(`/guide/checker/${name}`, source);
  python.runPython("import sys; sys.path.insert(0, '/guide')");
  return python;
}

async function load({ loader, script }, settings) {
  const { loadPyodide } = await loader;
  // Pyodide asks for its other files first and for its script last, so that all of them come at the same time.
  const createPyodideModule = async (module) => (await script).default(module);
  return loadPyodide({ ...settings, createPyodideModule });
}

// Makes the interpreter ready for `answering`. `bundle`: the compiled rules, as JSON.
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

// The function that answers a request, both as JSON.
export function answering(python) {
  return python.globals.get("answer");
}
