// Drawing questions so that the same number draws the same ones, in the same order, on every device.

/**
 * Numbers that look random: mulberry32.
 * @param {number} seed
 * @returns {(bound: number) => number} a whole number from 0 to below the bound
 */
export function dice(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/**
 * @template T
 * @param {T[]} things
 * @param {(bound: number) => number} below
 */
export function shuffled(things, below) {
  const found = [...things];
  for (let i = found.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [found[i], found[j]] = [found[j], found[i]];
  }
  return found;
}

/**
 * So many of the questions, of as many kinds as there are.
 * @template {{ kind: string }} Q
 * @param {Q[]} questions
 * @param {number} seed
 * @param {number} count
 */
export function draw(questions, seed, count) {
  /** @type {Map<string, Q[]>} */
  const kinds = new Map();
  for (const question of shuffled(questions, dice(seed))) {
    kinds.set(question.kind, [...(kinds.get(question.kind) ?? []), question]);
  }
  const piles = [...kinds.values()];
  const most = Math.max(0, ...piles.map((pile) => pile.length));
  /** @type {Q[]} */
  const dealt = [];
  for (let i = 0; i < most; i += 1) for (const pile of piles) if (i < pile.length) dealt.push(pile[i]);
  return dealt.slice(0, count);
}
