import { accountKey, type ChainRentalState, type Order } from '@gpuflow/domain';

import { actors } from './actors.ts';
import type { Move } from './moves.ts';
import type { Scene } from './scene.ts';

/** Many rentals settled in one call, by anybody. */
export function settleMany(scene: Scene, order: Order): Move {
  const orders = someOrders(scene, order, ['RUNNING', 'HALTED', 'ENDED']);
  return { caller: scene.random.pick(actors), operation: { kind: 'SETTLE_MANY', orders } };
}

/** Many rentals closed in one call, by anybody. */
export function closeMany(scene: Scene, order: Order): Move {
  const orders = someOrders(scene, order, ['ENDED']);
  return { caller: scene.random.pick(actors), operation: { kind: 'CLOSE_MANY', orders } };
}

/** Mostly orders whose rental is in one of these states, some twice; half of the time sorted by who is paid. */
function someOrders(scene: Scene, order: Order, states: readonly ChainRentalState[]): Order[] {
  const { random, model, orders } = scene;
  const fitting = [...model.books.rentals.values()].filter(({ state }) => states.includes(state));
  const known: readonly [Order, ...Order[]] = [order, ...fitting.map((rental) => rental.order)];
  const any: readonly [Order, ...Order[]] = [order, ...orders];
  const length = random.chance(0.03) ? 65 : random.below(9);
  const picked = Array.from({ length }, () => random.pick(random.chance(0.85) ? known : any));
  return random.chance(0.5) ? picked.sort(byPayee) : picked;
}

function byPayee(one: Order, other: Order): number {
  return payeeOf(one).localeCompare(payeeOf(other));
}

function payeeOf({ offer }: Order): string {
  return accountKey(offer.token, offer.provider);
}
