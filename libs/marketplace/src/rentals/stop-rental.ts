import { rentals } from '@gpuflow/db';
import { intentFor, Refusal, type Actor, type Hex, type Rental, type Stop } from '@gpuflow/domain';

import { assertChain, assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce } from '../run-command.js';
import { settlementNow } from '../settlement.js';

export interface StopRental {
  actor: Actor;
  key: string;
  chainId: number;
  stop: Stop;
  signature: Hex;
}

/**
 * Relays a renter's signed Stop. The rental ends, and what had not accrued comes back, when the chain says so.
 * Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `BAD_STATE`, `OUTSIDE_TIME`.
 */
export async function stopRental(market: Market, command: StopRental): Promise<Rental> {
  const { actor, key, chainId, stop, signature } = command;
  const id = stop.rentalId;
  assertChain(chainId, market.policy.chainId);
  const { renter } = found(await rentals.find(market.db, id), 'rental', id);
  assertWallet(actor, renter, 'rental', id);
  if (!(await market.terms.verifyStop(renter, stop, signature)))
    throw new Refusal('BAD_SIGNATURE', { signer: renter });
  const keyed = { name: 'stopRental', actor, key, input: { chainId, stop, signature } };
  await runOnce(market, keyed, async (tx) => {
    const { order, state } = found(await rentals.lock(tx, id), 'rental', id);
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
  return found(await rentals.find(market.db, id), 'rental', id);
}
