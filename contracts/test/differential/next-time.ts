import { endCap, type EscrowRental } from '@gpuflow/domain';

import type { Scene } from './scene.ts';

const day = 86_400;

/** The second of the next move: often the same one, often just at a deadline, sometimes days later. */
export function nextTime(scene: Scene): bigint {
  const { random, now } = scene;
  if (random.chance(0.35)) return now;
  if (random.chance(0.2)) return nearDeadline(scene);
  const most = random.pick([5, 60, 60, 600, 3_600, random.chance(0.1) ? 10 * day : 7_200]);
  const at = now + BigInt(random.below(most));
  const waiting = nextStartDeadline(scene);
  return at > waiting && random.chance(0.85) ? waiting : at;
}

/** Time mostly waits for what is reserved to start. */
function nextStartDeadline({ model, now }: Scene): bigint {
  const deadlines = [...model.books.rentals.values()]
    .filter(({ state }) => state === 'RESERVED')
    .map(({ order }) => BigInt(order.startDeadline))
    .filter((deadline) => deadline >= now);
  return deadlines.reduce((least, one) => (one < least ? one : least), now + BigInt(99 * day));
}

/** A second before, at or after some deadline of some rental, if that is still to come. */
function nearDeadline({ random, model, now }: Scene): bigint {
  const live = [...model.books.rentals.values()].filter(({ state }) => state !== 'CLOSED');
  const [first, ...others] = live;
  if (first === undefined) return now;
  const [deadline, ...more] = deadlinesOf(random.pick([first, ...others]));
  const at = random.pick([deadline, ...more]) + BigInt(random.below(3) - 1);
  // A rental that lasts for months must not take the others there.
  return at > now && at < now + BigInt(3 * day) ? at : now + 1n;
}

function deadlinesOf(rental: EscrowRental): [bigint, ...bigint[]] {
  const { order, clock, endsAt, state } = rental;
  const window = BigInt(order.offer.window);
  if (state === 'RESERVED') return [BigInt(order.startDeadline)];
  if (state === 'ENDED') return [endsAt + window];
  return [endCap(rental), endsAt, clock.current.from, clock.current.from + window];
}
