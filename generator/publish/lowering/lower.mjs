// Lowers the scripts and styles of a site as MkDocs leaves it to the engines that package.json names under `browserslist`.
//
// Standard input has the folder of the site and the folders with its assets. Scripts that pages load as modules, at once
// or later (`data-later`), become one classic script each; all others are lowered one by one. What the engines lack beside
// syntax is collected on the way and written as polyfills.js, which old-engines.js loads.
import { readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import browserslist from "browserslist";
import * as esbuild from "esbuild";
import { browserslistToTargets, transform } from "lightningcss";
import { lower } from "./babel.mjs";

const PACKAGES = new URL("../../../node_modules/", import.meta.url);
const POLYFILLS = fileURLToPath(new URL("polyfills.mjs", import.meta.url));
// Needs an engine that runs WebAssembly anyway, so it and all that it imports stay modules.
const WORKER = "check/worker.js";
const PYODIDE = "pyodide/";
// Work where nothing else does: ES5 as they are written, but for comments.
const ALONE = ["check/safe.js", "check/walker.js", "old-engines.js"];
// The search of the theme, which is not used.
const UNUSED = ["javascripts/lunr", "javascripts/workers"];

/** @type {Record<string, string[]>} */ // their licences ask to be shown wherever they go
const LIBRARIES = {
  "polyfills.js": ["core-js/LICENSE", "@mrhenry/core-web/LICENSE"],
  "docx/writer.js": ["docx/LICENSE", "fflate/LICENSE", "nanoid/LICENSE"],
  "drills/drills.js": ["ts-fsrs/LICENSE"],
  "search/minisearch.js": ["minisearch/LICENSE.txt"],
  "search/stemmer.js": ["wink-porter2-stemmer/LICENSE"],
};

/** @type {{ site: string, folders: string[] }} */
const { site, folders } = JSON.parse(await text(process.stdin));
/** @type {Pick<esbuild.TransformOptions, "minify" | "legalComments" | "charset">} */
const short = { minify: true, legalComments: "inline", charset: "utf8" }; // no name of a file, so where it is built does not matter
/** @type {esbuild.BuildOptions} */
const options = {
  ...short,
  absWorkingDir: "/",
  preserveSymlinks: true,
  bundle: true,
  write: false,
  logLevel: "silent",
};
/** @type {Set<string>} */
const needed = new Set(); // modules of core-js

/**
 * @param {string} code
 * @param {string} sourcefile its name, for errors
 */
async function lowered(code, sourcefile) {
  return await lower((await esbuild.transform(code, { ...short, sourcefile })).code, needed);
}

/**
 * @param {string} code
 * @param {string} sourcefile its name, for errors
 */
async function withoutComments(code, sourcefile) {
  const target = ALONE.includes(sourcefile) ? "es5" : "esnext";
  return (await esbuild.transform(code, { legalComments: "inline", charset: "utf8", target, sourcefile })).code;
}

/**
 * The first file of a bundle, and the paths of all that went into it.
 * @param {esbuild.BuildOptions} own
 */
async function bundled(own) {
  const { outputFiles = [], metafile } = await esbuild.build({ ...options, metafile: true, ...own });
  return { code: outputFiles[0].text, inputs: Object.keys(metafile?.inputs ?? {}).map((name) => join("/", name)) };
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} code
 */
async function write(folder, name, code) {
  const texts = (LIBRARIES[name] ?? []).map((path) => readFile(new URL(path, PACKAGES), "utf8"));
  const shown = texts.length ? `/*!\n${(await Promise.all(texts)).join("\n")}*/\n` : "";
  await writeFile(join(folder, name), shown + code);
}

/**
 * @param {string} folder
 * @param {string} suffix
 */
async function files(folder, suffix) {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => extname(name) === suffix)
    .sort()
    .map((name) => join(folder, name));
}

// --- modules become classic scripts ---

const MODULE = /(<script\b[^>]*\b)type="module"([^>]*>)/g;
const LATER = /\bdata-later="([^"]+)"/g;
/**
 * A way from the root, as a page of wrong addresses has it, leads beside that page.
 * @type {(page: string, way: string) => string}
 */
const asset = (page, way) => resolve(dirname(page), way.startsWith("/") ? way.slice(way.lastIndexOf("assets/")) : way);
const entries = new Set();
for (const page of await files(site, ".html")) {
  const html = await readFile(page, "utf8");
  for (const [tag] of html.matchAll(MODULE)) entries.add(asset(page, String(/\bsrc="([^"]+)"/.exec(tag)?.[1])));
  for (const [, later] of html.matchAll(LATER)) entries.add(asset(page, later));
  // A module waits for the page as well, unless it is async; then it runs where it stands, after those before it.
  const classic = html.replace(MODULE, "$1defer$2").replace(/(<script\b[^>]*) defer async\b/g, "$1");
  if (classic !== html) await writeFile(page, classic);
}

const merged = new Set();
for (const entry of [...entries].sort()) {
  const define = { "import.meta.url": "document.currentScript.src" };
  const { code, inputs } = await bundled({ entryPoints: [entry], format: "iife", define });
  for (const input of inputs) if (!entries.has(input)) merged.add(input);
  await writeFile(entry, code);
}

const kept = new Set();
for (const folder of folders) {
  const entry = join(folder, WORKER);
  if (!(await stat(entry).catch(() => null))) continue;
  const { inputs } = await bundled({ entryPoints: [entry], format: "esm", external: [`../${PYODIDE}*`] });
  for (const input of inputs) kept.add(input);
}
for (const input of merged) {
  if (kept.has(input)) continue;
  await rm(input);
  await rmdir(dirname(input)).catch(() => {}); // unless something is left in it
}

// --- everything else, file by file ---

const IMPORTS = /^import\b/m; // a module that none of these pages loads, if it is not bundled by now
const targets = browserslistToTargets(browserslist(null, { path: dirname(POLYFILLS) }));

for (const folder of folders) {
  for (const unused of UNUSED) await rm(join(folder, unused), { recursive: true, force: true });
  for (const map of await files(folder, ".map")) await rm(map);
  for (const path of await files(folder, ".js")) {
    const name = relative(folder, path);
    if (name.startsWith(PYODIDE)) continue;
    const code = (await readFile(path, "utf8")).replace(/^\/\/# sourceMappingURL=.*$/m, "");
    if (IMPORTS.test(code) && !kept.has(path)) {
      await rm(path);
      continue;
    }
    const asIs = kept.has(path) || ALONE.includes(name);
    await write(folder, name, await (asIs ? withoutComments(code, name) : lowered(code, name)));
  }
  for (const path of await files(folder, ".css")) {
    const { code, warnings } = transform({ filename: path, code: await readFile(path), minify: true, targets });
    if (warnings.length) throw new Error(`${path}: ${warnings.map(({ message }) => message).join("; ")}`);
    await writeFile(
      path,
      Buffer.from(code)
        .toString()
        .replace(/\/\*# sourceMappingURL=.*?\*\//, ""),
    );
  }
}

// --- what is missing beside syntax ---

const core = [...needed]
  .sort()
  .map((name) => `import "${name}";`)
  .join("\n");
const contents = `${core}\n${await readFile(POLYFILLS, "utf8")}`;
const stdin = { contents, resolveDir: dirname(POLYFILLS), sourcefile: "polyfills.mjs" };
const polyfills = await lowered((await bundled({ stdin, format: "iife" })).code, "polyfills.js");
for (const folder of folders) await write(folder, "polyfills.js", polyfills);
