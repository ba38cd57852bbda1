// The interpreter's memory as it stood before its first request, kept on this device: from it, a later visit is ready in
// a fraction of the time. It is made before the first answer is known, and kept only where the site itself is kept.

// As service-worker.js begins its names, so that a new build and the button of the privacy page remove this as well.
const NAME = `guide ${new URL("../..", import.meta.url)} memory`;
const PAGE = 4096; // bytes; more than half of the pages hold nothing, and are not written down

function address(build) {
  return new URL(`memory/${build}`, import.meta.url); // nothing is ever asked for at it
}

async function digest(bytes) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Numbers of four bytes: how long the whole is, how many pages follow, which they are; then the pages. The memory is given
// back at once and not when somebody tidies up, since no phone has room for it twice; `memory` is empty afterwards.
export function pack(memory) {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength / 4);
  const used = [];
  for (let page = 0; page * PAGE < memory.length; page++) {
    if (words.subarray((page * PAGE) / 4, ((page + 1) * PAGE) / 4).some(Boolean)) used.push(page);
  }
  const head = Uint32Array.of(memory.length, used.length, ...used);
  const packed = new Uint8Array(head.byteLength + used.length * PAGE);
  packed.set(new Uint8Array(head.buffer));
  used.forEach((page, i) => {
    packed.set(memory.subarray(page * PAGE, (page + 1) * PAGE), head.byteLength + i * PAGE);
  });
  memory.buffer.transfer?.(0);
  return packed;
}

// What was kept for this build of the site, or undefined.
export async function find(build) {
  return self.caches?.match(address(build), { cacheName: NAME });
}

// The memory in what was found.
export async function unpack(found) {
  const packed = await found.arrayBuffer();
  if ((await digest(packed)) !== found.headers.get("digest")) throw new Error("the kept memory is damaged");
  const [length, count] = new Uint32Array(packed, 0, 2);
  const used = new Uint32Array(packed, 8, count);
  const memory = new Uint8Array(length);
  used.forEach((page, i) => {
    const size = Math.min(PAGE, length - page * PAGE);
    memory.set(new Uint8Array(packed, 8 + count * 4 + i * PAGE, size), page * PAGE);
  });
  return memory;
}

export async function keep(build, packed) {
  const headers = { digest: await digest(packed) };
  await forget();
  await (await caches.open(NAME)).put(address(build), new Response(packed, { headers }));
}

export async function forget() {
  await self.caches?.delete(NAME);
}
