import { chainNow, chainRentals, instances, type Tx } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { standingResume } from './desired-instance.js';

/**
 * Whether somebody waits for proof that a rental's instance is up: its clock is to start, or to go on at the full price
 * as the renter has signed or its bid comes first again, or it runs already and nobody knows. Not once it is too late for that.
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
      const turn = (await chainRentals.find(tx, policy.chainId, id))?.turn ?? 0;
      return (await standingResume(tx, id, turn)) !== undefined;
    }
    default:
      return false;
  }
}
