import {
  endCap,
  type Address,
  type ChainRentalState,
  type EscrowRental,
  type Operation,
  type Order,
} from '@gpuflow/domain';

import { actors } from './actors.ts';
import { entries, openings } from './entries.ts';
import { changes } from './changes.ts';
import type { Scene } from './scene.ts';

/** One call, and who sends it. */
export interface Move {
  caller: Address;
  operation: Operation;
}

/** A move about an order, whose rental may not exist. */
export type MakeMove = (scene: Scene, order: Order, rental: EscrowRental | undefined) => Move;

/** Moves by how they become a state; the likely ones stand there several times. */
const fitting: Record<ChainRentalState, readonly [MakeMove, ...MakeMove[]]> = {
  RESERVED: [
    changes.start,
    ...Array<MakeMove>(5).fill(changes.start),
    ...[changes.reportStart, changes.reportStart, changes.cancel, changes.decline],
    ...[changes.expire, changes.reprice, changes.topUp, changes.settle],
  ],
  RUNNING: [
    changes.stop,
    ...[changes.stopBySig, changes.halt, changes.reportHalt, changes.reportHalt, changes.pause],
    ...[changes.pause, changes.preempt, changes.preempt, changes.preempt, changes.giveNotice],
    changes.reprice,
    ...[changes.extend, changes.amend, changes.topUp, changes.topUp, changes.statement],
    ...[changes.settle, changes.settle, changes.settleMany],
  ],
  HALTED: [
    changes.resume,
    ...[changes.resume, changes.resume, changes.reportResume, changes.halt, changes.reportHalt],
    ...[changes.stop, changes.extend, changes.amend, changes.reprice, changes.topUp],
    ...[changes.settle, changes.settleMany, changes.statement, changes.giveNotice],
  ],
  ENDED: [
    changes.close,
    ...[changes.closeMany, changes.settle, changes.settleMany, changes.statement],
    ...[changes.reportHalt, changes.reportHalt, changes.reportHalt],
  ],
  CLOSED: [changes.settle],
};

/** What becomes of a rental whose time or money has run out. */
const lapsed: readonly [MakeMove, ...MakeMove[]] = [
  changes.stop,
  ...[changes.stop, changes.stopBySig, changes.statement, changes.settle],
  ...[changes.topUp, changes.resume, changes.reportHalt],
];
/** What becomes of a reservation that was not started in time. */
const late: readonly [MakeMove, ...MakeMove[]] = [changes.expire, changes.cancel, changes.start];

const allChanges = Object.values(changes);

/** A move that will likely, but not surely, be accepted. */
export function nextMove(scene: Scene): Move {
  const { random } = scene;
  if (random.chance(0.05)) return aBatch(scene);
  return random.chance(0.85) ? likelyMove(scene) : anyMove(scene);
}

function likelyMove(scene: Scene): Move {
  const { random, model } = scene;
  const live = [...model.books.rentals.values()].filter(({ state }) => state !== 'CLOSED');
  const [first, ...others] = live;
  if (first === undefined || random.chance(1 / (2 + live.length))) return openings(scene);
  if (random.chance(0.15)) return entries(scene);
  const rental = random.pick([first, ...others]);
  return random.pick(likelyFor(rental, scene.now))(scene, rental.order, rental);
}

function likelyFor(rental: EscrowRental, now: bigint): readonly [MakeMove, ...MakeMove[]] {
  const { state, order } = rental;
  if (state === 'RESERVED' && now > order.startDeadline) return late;
  const going = state === 'RUNNING' || state === 'HALTED';
  return going && now >= endCap(rental) ? lapsed : fitting[state];
}

/** Any change of any order by anybody, whatever state it is in. */
function anyMove(scene: Scene): Move {
  const { random, model, orders } = scene;
  const [first, ...others] = orders;
  const [change, ...otherChanges] = allChanges;
  if (first === undefined || change === undefined) return openings(scene);
  const order = random.pick([first, ...others]);
  const rental = model.books.rentals.get(scene.rentalId(order));
  return random.pick([change, ...otherChanges])(scene, order, rental);
}

/** Several calls at once, by one sender who is entitled to the first at best. */
function aBatch(scene: Scene): Move {
  const { random } = scene;
  const length = random.chance(0.02) ? 65 : random.below(6);
  const moves = Array.from({ length }, () => likelyMove(scene));
  const operations = moves.map(({ operation }) => operation);
  if (random.chance(0.05)) operations.push({ kind: 'BATCH', operations: [] });
  return { caller: moves[0]?.caller ?? actors[0], operation: { kind: 'BATCH', operations } };
}
