const looks = 64;
const halvingsMax = 40;

/**
 * The first place on the way from `from` to `to` at which something begins to hold: looked for at 64 places with equal
 * ratios, then halved between the last without and the first with it. Undefined: at none of them.
 */
export function firstTurn(
  from: number,
  to: number,
  holds: (at: number) => boolean,
): number | undefined {
  let without = from;
  for (let look = 1; look <= looks; look += 1) {
    const place = look === looks ? to : from * (to / from) ** (look / looks);
    if (holds(place)) return halved(without, place, holds, halvingsMax);
    without = place;
  }
  return undefined;
}

/** The place between one without and one with it at which it begins to hold: the end that has it. */
export function halved(
  without: number,
  having: number,
  holds: (at: number) => boolean,
  halvings: number,
): number {
  let [from, to] = [without, having];
  for (let halving = 0; halving < halvings; halving += 1) {
    const middle = (from + to) / 2;
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return to;
}
