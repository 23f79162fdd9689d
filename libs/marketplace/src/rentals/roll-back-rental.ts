import { chainRentals, instances, rentals } from '@gpuflow/db';
import type { ChainRental, Hash, Rental, RentalState } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { desire, desiredBy } from './desired-instance.js';
import { withhold } from './withheld-intents.js';

/**
 * Takes a rental back to what the chain still says of it, after logs that the market had acted on vanished with their
 * block. Without its opening it waits for the money again, unless it was refused or adopted, and its machine is released; a
 * start that is not signed yet waits until the machine is proved up for the opening that takes its place.
 */
export function rollBackRental(
  market: Market<ChainPolicy>,
  { rentalId }: { rentalId: Hash },
): Promise<void> {
  return runCommand(market, { kind: 'SYSTEM', name: 'roll-back-rental' }, async (tx) => {
    const rental = await rentals.lock(tx, rentalId);
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (rental === undefined || !isUndone(rental, chain)) return unrecorded(undefined);
    const chainSeq = chain?.seq ?? 0;
    const state = chain === undefined ? stateWithoutChain(rental) : chain.state;
    if (chain === undefined && wasAdopted(rental)) await rentals.refuse(tx, rentalId, gone(rental));
    await rentals.follow(tx, rentalId, { state, chainSeq });
    const stops = chain === undefined || waits(rental, chain);
    await desire(tx, rentalId, stops ? 'STOP' : await desiredBy(tx, chain));
    if (chain === undefined) {
      await instances.unprove(tx, rentalId);
      await withhold(tx, rentalId, 'START');
    }
    const facts = { from: rental.state, to: state, chainSeq };
    const record = { kind: 'rental.rolled_back', subject: `rental:${rentalId}`, facts };
    return { output: undefined, records: [record] };
  });
}

/** A bid that does not run has no instance until it is given the slice. */
function waits({ order }: Rental, chain: ChainRental | undefined): boolean {
  return order.offer.class === 'INTERRUPTIBLE' && chain?.state !== 'RUNNING';
}

/** What was refused, or never asked for here, and opened all the same has no intent that would open it again. */
function stateWithoutChain(rental: Rental): RentalState {
  return rental.refusal === undefined && !wasAdopted(rental) ? 'FUNDING' : 'REFUSED';
}

/** Only the renter's own transaction brings it back. */
function wasAdopted({ orderSignature }: Rental): boolean {
  return orderSignature === undefined;
}

function gone({ id, refusal }: Rental) {
  return refusal ?? ({ code: 'NOT_FOUND', facts: { kind: 'opening', id } } as const);
}

/** Whether the market has acted on what the chain does not say any more. Nothing follows CLOSED on a chain that stays. */
function isUndone(rental: Rental, chain: ChainRental | undefined): boolean {
  if (chain === undefined) return rental.chainSeq > 0;
  return chain.seq < rental.chainSeq || (rental.state === 'CLOSED' && chain.state !== 'CLOSED');
}
