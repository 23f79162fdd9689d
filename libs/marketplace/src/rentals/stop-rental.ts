import { intentFor, Refusal, type Hex, type Rental, type Stop } from '@gpuflow/domain';

import { assertWallet } from '../guards.js';
import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';
import { assertSigned, rentalOn, runForRental, type RentalCommand } from './rental-command.js';

export interface StopRental extends RentalCommand {
  stop: Stop;
  signature: Hex;
}

/**
 * Relays a renter's signed Stop. The rental ends, and what had not accrued comes back, when the chain says so.
 * Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `BAD_STATE`, `OUTSIDE_TIME`.
 */
export async function stopRental(market: Market, command: StopRental): Promise<Rental> {
  const { actor, key, chainId, stop, signature } = command;
  const { id, renter } = await rentalOn(market, chainId, stop.rentalId);
  assertWallet(actor, renter, 'rental', id);
  await assertSigned(renter, market.terms.verifyStop(renter, stop, signature));
  const keyed = { name: 'stopRental', actor, key, input: { chainId, stop, signature } };
  return runForRental(market, keyed, id, async (tx, { order, state }) => {
    if (state !== 'RUNNING' && state !== 'HALTED')
      throw new Refusal('BAD_STATE', { have: state, want: 'RUNNING' });
    const { chainNow } = await settlementNow(market, tx);
    const bound = BigInt(stop.deadline);
    if (chainNow > bound) throw new Refusal('OUTSIDE_TIME', { now: chainNow, bound });
    const call = { purpose: 'STOP', order, stop, stopSignature: signature } as const;
    const facts = { deadline: stop.deadline };
    return {
      output: id,
      records: [{ kind: 'rental.stop_requested', subject: `rental:${id}`, facts }],
      intents: [intentFor(chainId, id, call)],
    };
  });
}
