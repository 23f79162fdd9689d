import type { Address, Order, Signer } from '@gpuflow/domain';

import { actors } from './actors.ts';
import type { Scene } from './scene.ts';

const day = 86_400;

/** Nearly always the one who may. */
export function mostly({ random }: Scene, entitled: Address): Address {
  return random.chance(0.93) ? entitled : random.pick(actors);
}

/** The renter of an order, or one of the keys that it has let act for it. */
export function actingFor(scene: Scene, { renter, offer }: Order): Address {
  const keys = [...scene.model.books.delegations.keys()].map((key) => key.split(':'));
  const delegates = actors.filter((actor) =>
    keys.some(([owner, key, token]) => owner === renter && key === actor && token === offer.token),
  );
  const [first, ...others] = delegates;
  if (first === undefined || scene.random.chance(0.3)) return mostly(scene, renter);
  return scene.random.pick([first, ...others]);
}

/** Nearly always the signature that is asked for; now and then another's, or none. */
export function signedBy({ random }: Scene, entitled: Address): Signer {
  if (random.chance(0.93)) return entitled;
  return random.chance(0.5) ? undefined : random.pick(actors);
}

/** A deadline that has nearly never passed. */
export function deadline({ random, now }: Scene): number {
  return Number(now) + random.pick([60, 0, day, day, day, random.chance(0.2) ? -1 : 1]);
}
