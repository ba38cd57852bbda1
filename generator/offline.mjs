// A built site, its folder on standard input, gets its service worker: ours, with the list of files that workbox-build makes.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { injectManifest } from "workbox-build";
import { lower } from "./babel.mjs";

const WORKER = "service-worker.js";
const SIZES = "offline.json";
// For crawlers, hosts and programs; or other forms of files that are kept.
const NEVER = [WORKER, SIZES, "**/sitemap.xml", "robots.txt", "_*", "api/**", "**/*.{br,gz,pdf}"];

const site = await text(process.stdin);
const packed = promisify(gzip);
const digest = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
const contents = (url) => readFile(join(site, url));

// workbox tells versions of a file apart by its own revisions; we by digests, which the browser itself compares. A page
// stands under the address that visitors use, because some hosts redirect `index.html` to it.
async function withDigests(found) {
  const sizes = new Map(); // by digest: what stands at two addresses is kept once
  const manifest = [];
  const add = (url, bytes) => manifest.push({ url: url.replace(/(?<=^|\/)index\.html$/, ""), integrity: digest(bytes) });
  for (const url of found.map((file) => file.url).sort()) {
    const bytes = await contents(url);
    add(url, bytes);
    sizes.set(digest(bytes), { kept: bytes.length, sent: (await packed(bytes)).length });
  }
  const sum = (name) => [...sizes.values()].reduce((total, size) => total + size[name], 0);
  const told = JSON.stringify({ kept: sum("kept"), sent: sum("sent") });
  await writeFile(join(site, SIZES), told);
  add(SIZES, told);
  return { manifest };
}

const { warnings } = await injectManifest({
  globDirectory: site,
  globPatterns: ["**/*"],
  globIgnores: NEVER,
  maximumFileSizeToCacheInBytes: 2 ** 30,
  manifestTransforms: [withDigests],
  swSrc: fileURLToPath(new URL(WORKER, import.meta.url)),
  swDest: join(site, WORKER),
});
await writeFile(join(site, WORKER), lower(await readFile(join(site, WORKER), "utf8")));
if (warnings.length) throw new Error(warnings.join("\n"));
