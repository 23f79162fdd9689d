import type { FollowedTransaction } from '@gpuflow/db';
import { feeCap, feesUnder, lastResortCap, raisedFees, type Fees, type GasPrice } from './fees.js';

/** Bytes that are not mined for so long have somebody before them, or offer too little. */
const stuckMs = 60_000;
/** At the cap, and not mined for so long: the nonce is to be had by a transaction that does nothing. */
const lastResortMs = 600_000;
/** The most holes that are filled at once. */
const holesMax = 16;

/** What is known of a signer's nonces that are not mined. */
export interface Situation {
  /** All that hold a nonce and are not closed, by nonce. */
  live: readonly FollowedTransaction[];
  /** How many nonces are spent on the node's chain. */
  mined: number;
  price: GasPrice;
  /** The most that anything may offer, in wei per gas. */
  maxFeePerGas: bigint;
  /** The last nonce that carries something urgent: all before it are urgent too, because it waits for them. */
  lastUrgentNonce: number;
  now: Date;
}

/**
 * FILL: there are no bytes for this nonce, and later ones wait for it. RAISE: the same calls at the same nonce for higher
 * fees. CANCEL: nothing at that nonce, for higher fees.
 */
export type Repair =
  | { kind: 'FILL'; nonce: number; fees: Fees }
  | { kind: 'RAISE'; transaction: FollowedTransaction; fees: Fees }
  | { kind: 'CANCEL'; transaction: FollowedTransaction; fees: Fees };

/** What keeps a signer's nonces from being mined, and what to do about it. */
export function planRepairs(situation: Situation): Repair[] {
  return [...holesIn(situation), ...situation.live.flatMap((one) => raiseOf(situation, one))];
}

function holesIn({ live, mined, price, maxFeePerGas, lastUrgentNonce }: Situation): Repair[] {
  const held = new Set(live.map(({ nonce }) => nonce));
  const last = Math.max(mined, ...held);
  const holes: Repair[] = [];
  for (let nonce = mined; nonce < last && holes.length < holesMax; nonce += 1) {
    const fees = feesUnder(feeCap(maxFeePerGas, nonce <= lastUrgentNonce), price);
    if (!held.has(nonce) && fees !== undefined) holes.push({ kind: 'FILL', nonce, fees });
  }
  return holes;
}

function raiseOf(situation: Situation, transaction: FollowedTransaction): Repair[] {
  const { price, maxFeePerGas, lastUrgentNonce, now } = situation;
  const ageMs = now.getTime() - transaction.signedAt.getTime();
  if (!isDue(situation, transaction, ageMs)) return [];
  const cap = feeCap(maxFeePerGas, transaction.nonce <= lastUrgentNonce);
  const wanted = feesUnder(cap, price);
  if (wanted === undefined) return [];
  const fees = raisedFees(transaction, wanted);
  const carries = transaction.intentKeys.length > 0;
  if (fees.maxFeePerGas <= cap) return [{ kind: carries ? 'RAISE' : 'CANCEL', transaction, fees }];
  const lastResort = carries && ageMs >= lastResortMs && fees.maxFeePerGas <= lastResortCap(cap);
  return lastResort ? [{ kind: 'CANCEL', transaction, fees }] : [];
}

/** The first unmined nonce after a while; any of them whose offer the base fee has left behind. */
function isDue(
  { mined, price }: Situation,
  { nonce, state, maxFeePerGas }: FollowedTransaction,
  ageMs: number,
): boolean {
  if (state === 'MINED' || nonce < mined) return false;
  return maxFeePerGas < price.baseFeePerGas || (nonce === mined && ageMs >= stuckMs);
}
