import { endCap, rentalToken, type Address, type EscrowRental, type Money } from '@gpuflow/domain';
import { encodeEscrowCall } from '@gpuflow/escrow';
import type { PreparedCall } from '@gpuflow/marketplace';

import { chainMoment } from '../settlement/chain-position.js';

/** A prepared call with its calldata, for the wallet that has to send it. */
export function walletCall(
  { operation, sender, moves, after, refusals, chainNow }: PreparedCall,
  { chainId, escrow }: { chainId: number; escrow: Address },
) {
  const token = rentalToken(after);
  return {
    chainId,
    from: sender,
    to: escrow,
    data: encodeEscrowCall(operation),
    moves: moves.map(({ units, ...move }) => ({ ...move, amount: { units, token } })),
    after: rentalAfter(after),
    refusals,
    now: chainMoment(chainNow),
  };
}

function rentalAfter(rental: EscrowRental) {
  const money = (units: bigint): Money => ({ units, token: rentalToken(rental) });
  return {
    state: rental.state,
    pricePerHour: money(rental.pricePerHourUnits),
    storagePricePerHour: money(rental.storagePricePerHourUnits),
    funded: money(rental.fundedUnits),
    endsAt: chainMoment(endCap(rental)),
  };
}
