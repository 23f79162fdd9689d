/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Random {
  /** From 0 to below `bound`. */
  below(bound: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** From 0 to `max`, small ones as often as large ones. */
  units(max: bigint): bigint;
}

export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    below,
    chance: (share) => next() < share,
    pick: ([first, ...others]) => others[below(others.length + 1)] ?? first,
    units(max) {
      const bits = BigInt(below(max.toString(2).length + 1));
      const some = BigInt(below(2 ** 31)) * BigInt(below(2 ** 31)) * BigInt(below(2 ** 31));
      return (some & ((1n << bits) - 1n)) % (max + 1n);
    },
  };
}
