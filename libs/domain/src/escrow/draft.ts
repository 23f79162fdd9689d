import type { EscrowLog } from '../chain/escrow-log.js';
import type { Address, Hash } from '../ids.js';
import { Refusal } from '../refusal.js';
import { accountKey, freeUnits, type Digests, type EscrowBooks } from './books.js';
import type { Signer } from './operation.js';
import { recordLog } from './record-log.js';

/** One operation while it is worked out: who asks, when, and what has been written so far. */
export interface Draft {
  readonly caller: Address;
  /** Chain time in seconds. */
  readonly now: bigint;
  readonly digests: Digests;
  /** A copy: thrown away with the draft where the operation is refused. */
  readonly books: EscrowBooks;
  readonly logs: EscrowLog[];
}

/** Writes a log down, and everything that follows from it. */
export function write(draft: Draft, log: EscrowLog): void {
  recordLog(draft.books, log, draft.digests);
  draft.logs.push(log);
}

type AccountKind = 'DEPOSITED' | 'WITHDRAWN' | 'CREDITED' | 'DEBITED';

/** Moves an owner's free balance up (DEPOSITED, CREDITED) or down. Refuses `INSUFFICIENT_BALANCE`. */
export function move(
  draft: Draft,
  kind: AccountKind,
  { token, owner }: { token: Address; owner: Address },
  amountUnits: bigint,
  rentalId?: Hash,
): void {
  const incoming = kind === 'DEPOSITED' || kind === 'CREDITED';
  const have = freeUnits(draft.books, token, owner);
  if (!incoming && have < amountUnits)
    throw new Refusal('INSUFFICIENT_BALANCE', { have, want: amountUnits });
  const seq = (draft.books.accounts.get(accountKey(token, owner))?.seq ?? 0n) + 1n;
  const free = incoming ? have + amountUnits : have - amountUnits;
  write(draft, { kind, token, owner, amountUnits, freeUnits: free, seq, rentalId });
}

/** Pays into a balance; nothing is no payment. */
export function credit(
  draft: Draft,
  account: { token: Address; owner: Address },
  amountUnits: bigint,
  rentalId: Hash,
): void {
  if (amountUnits > 0n) move(draft, 'CREDITED', account, amountUnits, rentalId);
}

/** Refuses `NOT_OWNER` where somebody else asks. */
export function requireCaller({ caller }: Draft, ...wanted: Address[]): void {
  if (!wanted.includes(caller))
    throw new Refusal('NOT_OWNER', { actor: caller, kind: 'party', id: wanted.join() });
}

/** Whether a side agrees: by being the caller, or by its signature. Refuses `BAD_SIGNATURE` for another's. */
export function agrees({ caller }: Draft, side: Address, signer: Signer): boolean {
  if (caller === side || signer === side) return true;
  if (signer !== undefined) throw new Refusal('BAD_SIGNATURE', { signer: side });
  return false;
}

/** Refuses `BAD_SIGNATURE` where this side does not agree. */
export function requireAgreement(draft: Draft, side: Address, signer: Signer): void {
  if (!agrees(draft, side, signer)) throw new Refusal('BAD_SIGNATURE', { signer: side });
}

/** Refuses `OUTSIDE_TIME` after a deadline. The deadline itself is still in time. */
export function requireInTime({ now }: Draft, deadline: number): void {
  if (now > BigInt(deadline)) throw new Refusal('OUTSIDE_TIME', { now, bound: BigInt(deadline) });
}

/** Refuses `OUTSIDE_TIME` before second `from`. */
export function requireFrom({ now }: Draft, from: bigint): void {
  if (now < from) throw new Refusal('OUTSIDE_TIME', { now, bound: from });
}

/** Refuses `MALFORMED_INPUT` for an amount of nothing. */
export function requireSome(units: bigint): void {
  if (units === 0n) throw malformed('amount', 'zero');
}

export function malformed(field: string, reason: string): Refusal<'MALFORMED_INPUT'> {
  return new Refusal('MALFORMED_INPUT', { field, reason });
}

/** Refuses `TERMS_OUT_OF_BOUNDS`. Without a bound, that one holds. */
export function requireWithin(
  term: string,
  have: bigint,
  { min, max }: { min?: bigint; max?: bigint },
): void {
  if (min !== undefined && have < min)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', { term, have, bound: min });
  if (max !== undefined && have > max)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', { term, have, bound: max });
}
