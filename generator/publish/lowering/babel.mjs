// Lowers one script to the engines that package.json names under `browserslist`, by Babel.
//
// That takes most of the time after the pages are written, so what was lowered once is kept by a digest of all that it
// comes from.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);
const KEPT = new URL(".cache/lowered/", ROOT);
const MAKERS = [new URL(import.meta.url), new URL("package.json", ROOT), new URL("package-lock.json", ROOT)];

/** @typedef {{ code: string, core: string[] }} Lowered `core`: modules of core-js that the script needs on old engines */

const CORE = /require\("(core-js\/modules\/[^"]+)"\);?/g;
// Babel names whatever a script might need. Left out is what only corrects, in these engines, what the site does not depend
// on, and newer methods of what is there (sets, iterators), which no script calls: they would be most of the bytes.
const LEFT_OUT = [
  /^es(next)?\.(array-buffer|error|iterator|json|map|reflect|regexp|set|symbol|typed-array|uint8-array)\b/,
  /^es\.promise$/,
  /^es\.array\.(iterator|push|reduce|reverse|sort)$/,
  /^es\.string\.(match|replace|search|split)$/,
  /^web\.(self|url)/,
];

// Safari 10 takes no function inside a block in strict mode, of which Babel does not know.
const BUGS = ["transform-block-scoped-functions"];

/**
 * The lowered script.
 * @param {string} code
 * @param {Set<string>} [needed] gets the modules of core-js that the script cannot do without on these engines
 */
export async function lower(code, needed = new Set()) {
  const digest = createHash("sha256");
  for (const maker of MAKERS) digest.update(await readFile(maker)).update("\0");
  const path = new URL(digest.update(code).digest("hex"), KEPT);
  const kept = await readFile(path, "utf8").catch(() => "");
  /** @type {Lowered} */
  const lowered = kept ? JSON.parse(kept) : await byBabel(code);
  if (!kept) await keep(path, JSON.stringify(lowered));
  for (const name of lowered.core) needed.add(name);
  return lowered.code;
}

/**
 * A build that is killed leaves no half of the file behind.
 * @param {URL} path
 * @param {string} content
 */
async function keep(path, content) {
  await mkdir(KEPT, { recursive: true });
  const part = new URL(`${path}.${process.pid}`);
  await writeFile(part, content);
  await rename(part, path);
}

/**
 * @param {string} code
 * @returns {Promise<Lowered>}
 */
async function byBabel(code) {
  const { default: babel } = await import("@babel/core"); // only to load it takes long
  const lowered = babel.transformSync(code, {
    cwd: fileURLToPath(ROOT), // where the targets stand
    presets: [
      [
        "@babel/preset-env",
        { bugfixes: true, modules: false, useBuiltIns: "usage", corejs: "3.51", exclude: LEFT_OUT, include: BUGS },
      ],
    ],
    assumptions: { noDocumentAll: true, privateFieldsAsProperties: true, setPublicClassFields: true },
    sourceType: "script",
    configFile: false,
    babelrc: false,
    minified: true,
  });
  /** @type {string[]} */
  const core = [];
  const without = String(lowered?.code).replace(CORE, (_, name) => {
    core.push(name);
    return "";
  });
  return { code: without, core };
}
