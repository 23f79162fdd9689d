import { createHash } from 'node:crypto';

import { evidence, lockKey, usageRoots, type StoredPiece, type Tx } from '@gpuflow/db';
import { usageHourOf, type Hash, type Seen } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { settlementNow } from '../settlement.js';

/** What the meter says of a rental's machine, and on the strength of what. */
export interface Said {
  rentalId: Hash;
  stretches: readonly Seen[];
  /** What was seen of the machine: beats, probes. It is kept as text, and its digest is in every piece. */
  observed: object;
  /** The pieces are the evidence of a halt. */
  ofHalt: boolean;
}

/** Between this and the end of the transaction nobody else says anything, and no hour is closed. */
export async function lockHours(tx: Tx, chainId: number): Promise<void> {
  await lockKey(tx, `usage-hours:${chainId}`);
}

/**
 * Writes what the meter says, under the chain's hour in which it says it, or the first one that is still open. Answers the
 * pieces; those of a halt name the root of the tree over them. Take the rental's lock first.
 */
export async function sayEvidence(
  tx: Tx,
  market: Market<ChainPolicy>,
  { rentalId, stretches, observed, ofHalt }: Said,
): Promise<StoredPiece[]> {
  if (stretches.length === 0) return [];
  const { chainId } = market.policy;
  await lockHours(tx, chainId);
  const text = JSON.stringify(observed);
  const seen: Hash = `0x${createHash('sha256').update(text).digest('hex')}`;
  const pieces = stretches.map((stretch) => ({ ...stretch, rentalId, seen }));
  const haltRoot = ofHalt ? market.terms.evidenceTree(pieces).root : undefined;
  const hour = await openHour(tx, market);
  const saidAt = market.clock.now();
  const stored = pieces.map((piece) => ({
    ...{ ...piece, chainId, hour, haltRoot },
    ...{ observed: text, saidAt },
  }));
  await evidence.insert(tx, stored);
  return stored;
}

/** The chain's clock can lag behind hours that are closed: they take nothing in any more. */
async function openHour(tx: Tx, market: Market<ChainPolicy>): Promise<number> {
  const { chainNow } = await settlementNow(market, tx);
  const closed = await usageRoots.lastHour(tx, market.policy.chainId);
  return Math.max(usageHourOf(chainNow), (closed ?? -1) + 1);
}
