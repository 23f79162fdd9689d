import type { Address, Hash } from '../ids.js';
import type { RentalClass } from '../listing/offer.js';
import type { Tier } from '../listing/listing.js';

/** What statistics are kept apart by. A price is one token's. */
export interface MarketSegment {
  token: Address;
  gpuModel: string;
  tier: Tier;
  class: RentalClass;
}

/** A rental that started on chain, as statistics see it. */
export interface Fill extends MarketSegment {
  rentalId: Hash;
  gpuCount: number;
  /** The order's price, for each GPU. Rounded down. */
  pricePerGpuHourUnits: bigint;
  /** Chain seconds. */
  startedAt: bigint;
  /** When it ended; while it has not, when it will at the latest. */
  endsAt: bigint;
  /** The block of its last log. */
  lastBlock: bigint;
}

/** A fill as it was counted, and as it is now. Undefined: not at all. */
export interface FillChange {
  rentalId: Hash;
  before: Fill | undefined;
  after: Fill | undefined;
}

export const hourSeconds = 3600n;
export const daySeconds = 86_400n;

/** The first second of the period that a second lies in: UTC hours and days. */
export function periodOf(second: bigint, periodSeconds: bigint): bigint {
  return second - (second % periodSeconds);
}

/**
 * The hours, by their first seconds, whose statistics change with these fills, of those before `until`. Where only the
 * end has moved, the hours between both ends; otherwise all that the fill has or had part in.
 */
export function changedHours(changes: readonly FillChange[], until: bigint): Set<bigint> {
  const hours = new Set<bigint>();
  for (const { before, after } of changes)
    for (const [from, to] of changedStretches(before, after)) addHours(hours, from, to, until);
  return hours;
}

type Stretch = [from: bigint, to: bigint];

function changedStretches(before: Fill | undefined, after: Fill | undefined): Stretch[] {
  if (before !== undefined && after !== undefined && sameButForTheEnd(before, after)) {
    const [sooner, later] =
      before.endsAt < after.endsAt ? [before.endsAt, after.endsAt] : [after.endsAt, before.endsAt];
    return sooner === later ? [] : [[sooner, later]];
  }
  return [before, after].flatMap((fill) => (fill ? [lifeOf(fill)] : []));
}

/** A fill counts in the hour in which it starts, though it end in the same second. */
function lifeOf({ startedAt, endsAt }: Fill): Stretch {
  return [startedAt, endsAt > startedAt ? endsAt : startedAt + 1n];
}

function sameButForTheEnd(one: Fill, other: Fill): boolean {
  return (
    one.startedAt === other.startedAt &&
    one.token === other.token &&
    one.gpuModel === other.gpuModel &&
    one.tier === other.tier &&
    one.class === other.class &&
    one.gpuCount === other.gpuCount &&
    one.pricePerGpuHourUnits === other.pricePerGpuHourUnits
  );
}

function addHours(hours: Set<bigint>, from: bigint, to: bigint, until: bigint): void {
  const end = to < until ? to : until;
  for (let hour = periodOf(from, hourSeconds); hour < end; hour += hourSeconds) hours.add(hour);
}
