import { intentFor, type Hex, type PauseOrResume, type Rental } from '@gpuflow/domain';

import { assertWallet } from '../guards.js';
import type { Market } from '../market.js';
import { rehearse } from './rehearse.js';
import { assertSigned, rentalOn, runForRental, type RentalCommand } from './rental-command.js';

export interface PauseRental extends RentalCommand {
  pause: PauseOrResume;
  signature: Hex;
}

/**
 * Relays a renter's signed Pause. When the chain says so, storage is charged in place of the price, and the machine
 * stops the instance and keeps its data. Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `BAD_STATE`,
 * `RENTAL_LAPSED`, `TURN_PASSED`, `OUTSIDE_TIME`.
 */
export async function pauseRental(market: Market, command: PauseRental): Promise<Rental> {
  const { actor, key, chainId, pause, signature } = command;
  const { id, renter } = await rentalOn(market, chainId, pause.rentalId);
  assertWallet(actor, renter, 'rental', id);
  await assertSigned(renter, market.terms.verifyPause(renter, pause, signature));
  const keyed = { name: 'pauseRental', actor, key, input: { chainId, pause, signature } };
  return runForRental(market, keyed, id, async (tx, { order }) => {
    const wish = { order, signed: pause };
    await rehearse(tx, market, { kind: 'PAUSE', ...wish, signature: renter });
    const { turn, deadline } = pause;
    const subject = `rental:${id}`;
    return {
      output: id,
      records: [{ kind: 'rental.pause_requested', subject, facts: { turn, deadline } }],
      intents: [intentFor(chainId, id, { purpose: 'PAUSE', ...wish, signature })],
    };
  });
}
