import {
  endCap,
  grossAt,
  sliceKey,
  vestedAt,
  type Address,
  type EscrowRental,
  type Operation,
  type Order,
  type PlainKind,
  type ReportKind,
} from '@gpuflow/domain';

import { actors } from './actors.ts';
import { closeMany, settleMany } from './many.ts';
import type { MakeMove, Move } from './moves.ts';
import type { Scene } from './scene.ts';
import { actingFor, deadline, mostly, signedBy } from './somebody.ts';
import { anOrder, hashOf } from './terms.ts';

const day = 86_400;

/** Moves about one order, by the one who may, if anybody may. */
export const changes = {
  start: plain('START', ({ starter, renter, offer }) =>
    starter === 'METER' ? offer.meter : renter,
  ),
  cancel: plain('CANCEL', ({ renter }) => renter),
  decline: plain('DECLINE', ({ offer }) => offer.provider),
  expire: plain('EXPIRE', anybody),
  halt: plain('HALT', ({ offer }) => offer.provider),
  giveNotice: plain('GIVE_NOTICE', ({ offer }) => offer.provider),
  stop,
  settle: plain('SETTLE', anybody),
  close: plain('CLOSE', anybody),
  reportStart: reporting('START'),
  reportHalt: reporting('HALT'),
  reportResume: reporting('RESUME'),
  pause: wishing('PAUSE'),
  resume: wishing('RESUME'),
  stopBySig,
  preempt,
  reprice,
  extend,
  amend,
  topUp,
  statement,
  settleMany,
  closeMany,
} satisfies Record<string, MakeMove>;

function anybody(): Address | undefined {
  return undefined;
}

function plain(kind: PlainKind, entitled: (order: Order) => Address | undefined): MakeMove {
  return (scene, order) => {
    const wanted = entitled(order);
    const caller = wanted === undefined ? scene.random.pick(actors) : mostly(scene, wanted);
    return { caller, operation: { kind, order } };
  };
}

/** What every signed struct about a rental begins with, nearly always for this rental and its clock as it is. */
function signedFor(scene: Scene, order: Order, rental: EscrowRental | undefined) {
  const { random, orders } = scene;
  const another = random.chance(0.02) ? orders[random.below(orders.length)] : undefined;
  const turn = (rental?.turn ?? 0) + (random.chance(0.03) ? 1 : 0);
  return { rentalId: scene.rentalId(another ?? order), turn, deadline: deadline(scene) };
}

function reporting(kind: ReportKind): MakeMove {
  return (scene, order, rental) => {
    const { random, now } = scene;
    const report = {
      ...signedFor(scene, order, rental),
      kind,
      since: Number(now) - random.pick([0, 1, random.below(600), random.below(8_000), 1 - day]),
      evidenceRoot: hashOf(random.below(9)),
    };
    const { meter } = order.offer;
    const signature = random.chance(0.3) ? undefined : signedBy(scene, meter);
    const caller = signature === undefined ? mostly(scene, meter) : random.pick(actors);
    return { caller, operation: { kind: 'REPORT', order, report, signature } };
  };
}

function wishing(kind: 'PAUSE' | 'RESUME'): MakeMove {
  return (scene, order, rental) => {
    const { random } = scene;
    const signed = signedFor(scene, order, rental);
    const signature = random.chance(0.3) ? undefined : signedBy(scene, order.renter);
    const caller = signature === undefined ? mostly(scene, order.renter) : random.pick(actors);
    return { caller, operation: { kind, order, signed, signature } };
  };
}

function stop(scene: Scene, order: Order): Move {
  return { caller: actingFor(scene, order), operation: { kind: 'STOP', order } };
}

function stopBySig(scene: Scene, order: Order, rental: EscrowRental | undefined): Move {
  const { rentalId, deadline: until } = signedFor(scene, order, rental);
  const stop = { rentalId, deadline: until };
  const signature = signedBy(scene, order.renter);
  const operation: Operation = { kind: 'STOP_BY_SIG', order, stop, signature };
  return { caller: scene.random.pick(actors), operation };
}

/** In favour of an order that waits for the same slice; where none does, one begins to, by a higher bid. */
function preempt(scene: Scene, order: Order): Move {
  const { random, orders, model } = scene;
  const slice = sliceKey(order.offer);
  const rivals = orders.filter((rival) => rival !== order && sliceKey(rival.offer) === slice);
  const better = rivals.filter((rival) => {
    const { state } = model.books.rentals.get(scene.rentalId(rival)) ?? {};
    const waits = state === 'RESERVED' || state === 'HALTED';
    const { token } = rival.offer;
    return waits && token === order.offer.token && rival.pricePerHour > order.pricePerHour;
  });
  if (better.length === 0 && random.chance(0.8)) return outbid(scene, order);
  const some = better.length > 0 ? better : rivals;
  const byNew = some[random.below(some.length)] ?? anOrder(scene);
  const { provider, meter } = order.offer;
  const caller = mostly(scene, random.pick([provider, meter]));
  return { caller, operation: { kind: 'PREEMPT', order, byNew } };
}

function outbid(scene: Scene, { offer, pricePerHour }: Order): Move {
  const rival = { ...anOrder({ ...scene, offers: [offer] }), pricePerHour: pricePerHour + 1n };
  const order = { ...rival, deposit: rival.pricePerHour * 24n };
  scene.orders.push(order);
  const offerSignature = offer.provider;
  return { caller: order.renter, operation: { kind: 'OPEN', order, offerSignature } };
}

function reprice(scene: Scene, order: Order, rental: EscrowRental | undefined): Move {
  const { random } = scene;
  const now = rental?.pricePerHourUnits ?? order.pricePerHour;
  const pricePerHourUnits = now + random.pick([1n, random.units(now), 0n, now]);
  const operation: Operation = { kind: 'REPRICE', order, pricePerHourUnits };
  return { caller: mostly(scene, order.renter), operation };
}

function extend(scene: Scene, order: Order, rental: EscrowRental | undefined): Move {
  const { random } = scene;
  const end = Number(rental?.endsAt ?? order.maxEnd);
  const maxEnd = random.chance(0.1)
    ? order.offer.availableUntil + random.below(2)
    : end + random.pick([1, random.below(day), random.below(20 * day), 0]);
  return { caller: mostly(scene, order.renter), operation: { kind: 'EXTEND', order, maxEnd } };
}

function amend(scene: Scene, order: Order, rental: EscrowRental | undefined): Move {
  const { random, now } = scene;
  const pricePerHour = random.units(2n * order.pricePerHour);
  const terms = {
    ...signedFor(scene, order, rental),
    pricePerHour,
    storagePricePerHour: random.units(pricePerHour + (random.chance(0.02) ? 1n : 0n)),
    maxEnd: Number(now) + random.pick([0, 1, 60, day, 20 * day, random.chance(0.1) ? -9 : day]),
  };
  const renterSignature = signedBy(scene, order.renter);
  const providerSignature = signedBy(scene, order.offer.provider);
  const signatures = { renterSignature, providerSignature };
  return {
    caller: mostly(scene, order.renter),
    operation: { kind: 'AMEND', order, amend: terms, ...signatures },
  };
}

function topUp(scene: Scene, order: Order): Move {
  const { random } = scene;
  const caller = random.chance(0.7) ? actingFor(scene, order) : random.pick(actors);
  const from = random.chance(0.3) ? caller : order.renter;
  const amountUnits = random.units(order.pricePerHour * 4n);
  return { caller, operation: { kind: 'TOP_UP', order, from, amountUnits } };
}

function statement(scene: Scene, order: Order, rental: EscrowRental | undefined): Move {
  const signed = { ...signedFor(scene, order, rental), ...agreedCost(scene, rental) };
  const { random } = scene;
  const { renter, offer } = order;
  const [byRenter, byProvider] = random.pick([
    [true, true],
    [true, true],
    [true, false],
    [false, true],
  ]);
  const renterSignature = byRenter ? signedBy(scene, renter) : undefined;
  const providerSignature = byProvider ? signedBy(scene, offer.provider) : undefined;
  return {
    caller: random.pick(actors),
    operation: { kind: 'STATEMENT', order, statement: signed, renterSignature, providerSignature },
  };
}

/** An end and a cost that are nearly always within what may be agreed on. */
function agreedCost({ random, now }: Scene, rental: EscrowRental | undefined) {
  if (rental === undefined) return { gross: 0n, endedAt: 0 };
  const cap = endCap(rental);
  const last = rental.endedAt ?? (now < cap ? now : cap);
  const endedAt = rental.endedAt === undefined ? last - BigInt(random.below(2)) : last;
  const most = grossAt(rental, endedAt);
  const { claimedUnits } = rental;
  const vested = vestedAt(rental, now, BigInt(rental.order.offer.window));
  const gross = random.pick([most, vested, claimedUnits, random.units(most), most + 1n]);
  return { gross, endedAt: endedAt > 0n ? Number(endedAt) : 0 };
}
