/** Numbers that look drawn and are the same for the same seed. */
export interface Random {
  /** A real number from 0 up to, and without, 1. */
  unit(): number;
  /** An integer; both ends included. */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  oneOf<Item>(items: readonly Item[]): Item;
  /** So many bytes in hex, without `0x`. */
  hex(bytes: number): string;
}

/** Mulberry32: 32 bits of state, good enough to vary a scenario. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const unit = () => bits() / 2 ** 32;
  return {
    unit,
    between: (min, max) => min + Math.floor(unit() * (max - min + 1)),
    chance: (probability) => unit() < probability,
    oneOf(items) {
      const item = items[Math.floor(unit() * items.length)];
      if (item === undefined) throw new Error('There is nothing to choose from.');
      return item;
    },
    hex(bytes) {
      let text = '';
      while (text.length < bytes * 2) text += bits().toString(16).padStart(8, '0');
      return text.slice(0, bytes * 2);
    },
  };
}

/** Draws an item as often as its weight says. */
export function weighted<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
): (random: Random) => Item {
  const upTo: number[] = [];
  let total = 0;
  for (const item of items) upTo.push((total += weightOf(item)));
  return (random) => {
    const drawn = random.unit() * total;
    const item = items[upTo.findIndex((bound) => drawn < bound)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
}
