import type { ArgsOf } from '../log/decode.js';
import type { Books, Place } from './books.js';
import { check } from './check.js';

/** The highest fee that the contract knows: 15 %. */
const feeBpsMax = 1_500;

/** The fee of rentals opened from now on. */
export function feeSet(books: Books, place: Place, { feeBps }: ArgsOf<'FeeSet'>): void {
  const bounded = Math.min(feeBps, feeBpsMax);
  check(books, place, { subject: 'params', field: 'feeBps' }, bounded, feeBps);
  books.feeBps = feeBps;
}

/** A meter's root over one hour: none is left out, none given twice. */
export function usageRoot(books: Books, place: Place, args: ArgsOf<'UsageRoot'>): void {
  const { publisher, hour, root, previousRoot, seq } = args;
  const last = books.lastUsage.get(publisher);
  const subject = `meter ${publisher}`;
  const gap = { subject, field: 'seq', code: 'MISSING_LOG' } as const;
  check(books, place, gap, (last?.seq ?? 0n) + 1n, seq);
  if (last !== undefined && seq === last.seq + 1n)
    check(books, place, { subject, field: 'previousRoot' }, last.root, previousRoot);
  books.lastUsage.set(publisher, { seq, root });
  books.usageRoots.set(usageKey(publisher, hour), { publisher, hour, root });
}

/** Names a meter's hour in a map. */
export function usageKey(publisher: string, hour: number): string {
  return `${publisher}:${hour}`;
}
