// A built site, its folder on standard input, gets its service worker: ours, with the list of files that workbox-build makes.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { injectManifest } from "workbox-build";
import { lower } from "../lowering/babel.mjs";

/** @import { ManifestTransform } from "workbox-build" */

const WORKER = "service-worker.js";
const SIZES = "offline.json";
// For crawlers, hosts and programs; other forms of files that are kept; what starts Python where nothing else does.
const NEVER = [
  WORKER,
  SIZES,
  "**/sitemap.xml",
  "robots.txt",
  "_*",
  "api/**",
  "data/**",
  "{,*/}changes/feed.xml",
  "**/*.{apkg,br,gz,pdf}",
  "{,*/}kits/**",
];
const NOT_FOR_VISITORS = '<meta name="robots" content="noindex" data-apart>'; // a page for those who make the site
const RARELY = ["assets/pyodide*/python_stdlib.zip", "assets/check*/checker.json"];

/** @type {{ site: string, languages: string[] }} */
const { site, languages } = JSON.parse(await text(process.stdin)); // the first language has its pages at the root
const packed = promisify(gzip);
/** @type {(bytes: string | Uint8Array) => string} */
const digest = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
const contents = (/** @type {string} */ url) => readFile(join(site, url));

/**
 * Keeps apart what one visitor needs from what few do: a language, in it what staff alone read and the page of each duty, of
 * which there may be a hundred, what writes documents for Word, and the interpreter, which is larger than all the rest.
 * @param {string} url
 */
function partOf(url) {
  if (/^assets\/(pyodide\b|check\b.*\/python\.zip$)/.test(url)) return "python";
  if (/^(\w+\/)?assets\/docx\b/.test(url)) return "docx";
  if (/^assets\/|(^|\/)404\.html$/.test(url)) return "shared";
  if (/^[^/]*\.\w+$/.test(url)) return "shared";
  const code = languages.slice(1).find((language) => url.startsWith(`${language}/`)) ?? languages[0];
  const [, few] = /(?:^|\/)(duties|staff)\/./.exec(url) ?? [];
  return few ? `${code}-${few}` : code;
}

/**
 * workbox tells versions of a file apart by its own revisions; we by digests, which the browser itself compares. A page
 * stands under the address that visitors use, because some hosts redirect `index.html` to it.
 * @param {{ url: string }[]} entries
 */
async function withDigests(entries) {
  const sizes = new Map(); // by digest: what stands at two addresses is kept once
  /** @type {{ url: string, integrity: string, part: string }[]} */
  const manifest = [];
  /** @type {(url: string, bytes: string | Uint8Array) => void} */
  const add = (url, bytes) => manifest.push({ url, integrity: digest(bytes), part: partOf(url) });
  for (const file of entries.map(({ url }) => url).sort()) {
    const bytes = await contents(file);
    if (file.endsWith(".html") && bytes.includes(NOT_FOR_VISITORS)) continue;
    const url = file.replace(/(?<=^|\/)index\.html$/, "");
    add(url, bytes);
    if (sizes.has(digest(bytes))) continue;
    sizes.set(digest(bytes), { part: partOf(url), kept: bytes.length, sent: (await packed(bytes)).length });
  }
  /** @type {Record<string, { kept: number, sent: number }>} */
  const sums = {};
  for (const { part, kept, sent } of sizes.values()) {
    sums[part] ??= { kept: 0, sent: 0 };
    sums[part].kept += kept;
    sums[part].sent += sent;
  }
  const text = JSON.stringify(sums);
  await writeFile(join(site, SIZES), text);
  add(SIZES, text);
  return { manifest };
}

const { warnings } = await injectManifest({
  globDirectory: site,
  globPatterns: ["**/*"],
  globIgnores: [...NEVER, ...RARELY],
  maximumFileSizeToCacheInBytes: 2 ** 30,
  manifestTransforms: [/** @type {ManifestTransform} */ (/** @type {unknown} */ (withDigests))], // without `revision`
  swSrc: fileURLToPath(new URL(WORKER, import.meta.url)),
  swDest: join(site, WORKER),
});
await writeFile(join(site, WORKER), await lower(await readFile(join(site, WORKER), "utf8")));
if (warnings.length) throw new Error(warnings.join("\n"));
