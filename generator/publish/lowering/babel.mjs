// Lowers one script to the engines that package.json names under `browserslist`, by Babel.
import { fileURLToPath } from "node:url";
import babel from "@babel/core";

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
export function lower(code, needed = new Set()) {
  const lowered = babel.transformSync(code, {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)), // where the targets stand
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
  return String(lowered?.code).replace(CORE, (_, name) => {
    needed.add(name);
    return "";
  });
}
