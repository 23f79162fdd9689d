import { evidence, type Tx } from '@gpuflow/db';
import { stillDownTold, type ChainRental } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { sayEvidence } from './say-evidence.js';

/**
 * A halt that is mined late counts from later than it asked, and than its evidence goes: says on until then that the
 * machine has not been proved up. Take the rental's lock first.
 */
export async function tellLateHalt(
  tx: Tx,
  market: Market<ChainPolicy>,
  chain: ChainRental,
  machineId: string,
): Promise<void> {
  const haltedAt = haltedAtOf(chain);
  if (haltedAt === undefined) return;
  const { rentalId } = chain;
  const stretches = stillDownTold(await evidence.last(tx, rentalId), haltedAt);
  const observed = { machineId, notProvedUpBySecond: Number(haltedAt) };
  await sayEvidence(tx, market, { rentalId, stretches, observed, ofHalt: false });
}

/** Where the last log stopped the clock because the machine was down. */
function haltedAtOf({ lastKind, halt, clock, endedAt }: ChainRental): bigint | undefined {
  if (lastKind === 'RENTAL_TRIMMED') return endedAt;
  return lastKind === 'RENTAL_HALTED' && halt === 'DOWN' ? clock.current.from : undefined;
}
