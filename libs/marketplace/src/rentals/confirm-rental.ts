import { chainRentals, rentals, type Tx } from '@gpuflow/db';
import { stateOnChain, type ChainRental, type Hash, type Rental } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded, type CommandResult, type NewRecord } from '../run-command.js';
import { assign, release } from './assignment.js';

const indexer = { kind: 'SYSTEM', name: 'confirm-rental' } as const;

/**
 * Brings the market's rental to what the projection says of it, and its machine's assignment with it. Asking again
 * changes nothing. The caller has seen to it that the last log is deep enough.
 */
export function confirmRental(market: Market, { rentalId }: { rentalId: Hash }): Promise<void> {
  return runCommand(market, indexer, async (tx) => {
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (chain === undefined) return unrecorded(undefined);
    const rental = await rentals.lock(tx, rentalId);
    if (rental === undefined || chain.seq <= rental.chainSeq) return unrecorded(undefined);
    return apply(tx, market, rental, chain);
  });
}

async function apply(
  tx: Tx,
  market: Market,
  rental: Rental,
  chain: ChainRental,
): Promise<CommandResult<undefined>> {
  const state = stateOnChain(chain);
  await rentals.setState(tx, rental.id, state, chain.seq);
  if (state === 'RESERVED') await assign(tx, market, rental);
  if (state === 'ENDED' || state === 'CLOSED') await release(tx, market, rental.id);
  return { output: undefined, records: [recordOf(rental, chain)] };
}

function recordOf(rental: Rental, chain: ChainRental): NewRecord {
  const state = stateOnChain(chain);
  const kind = state === rental.state ? 'rental.settled' : `rental.${state.toLowerCase()}`;
  const { seq, last } = chain;
  const facts = { seq, txHash: last.txHash, blockNumber: last.blockNumber.toString() };
  return { kind, subject: `rental:${rental.id}`, facts };
}
