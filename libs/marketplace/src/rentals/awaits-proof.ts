import { chainNow, chainRentals, instances, type Tx } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { isHaltedByMeter } from '../reliability/record-recovery.js';
import { standingResume } from './desired-instance.js';

/**
 * Whether somebody waits for proof that a rental's instance is up: its clock is to start, or to go on at the full price
 * as the renter has signed, or its bid comes first again, or the meter had stopped it, or it runs already and nobody knows.
 * Not once it is too late for that.
 */
export async function awaitsProof(
  tx: Tx,
  market: Market<ChainPolicy>,
  { id, state, order }: Rental,
): Promise<boolean> {
  const { clock, policy } = market;
  switch (state) {
    case 'RESERVED':
      return (await chainNow(tx, policy.chainId, clock.now())) <= BigInt(order.startDeadline);
    case 'RUNNING':
      return true;
    case 'HALTED': {
      if ((await instances.find(tx, id))?.givenAt !== undefined) return true;
      const chain = await chainRentals.find(tx, policy.chainId, id);
      if (chain === undefined) return false;
      if (order.offer.class === 'ON_DEMAND' && (await isHaltedByMeter(tx, market, chain)))
        return true;
      return (await standingResume(tx, id, chain.turn)) !== undefined;
    }
    default:
      return false;
  }
}
