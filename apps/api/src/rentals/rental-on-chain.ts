import type { ChainCursor } from '@gpuflow/db';
import { rentalToken, type ChainRental, type Money, type Rental } from '@gpuflow/domain';

import { chainMoment, chainMomentOf, positionOf } from '../settlement/chain-position.js';

/** What the chain says of a rental now, and whether the market has acted on it. */
export function rentalOnChain(market: Rental, chain: ChainRental, cursor: ChainCursor) {
  const token = rentalToken(chain);
  const money = (units: bigint): Money => ({ units, token });
  return {
    state: chain.state,
    seq: chain.seq,
    turn: chain.turn,
    pricePerHour: money(chain.pricePerHourUnits),
    funded: money(chain.fundedUnits),
    startedAt: chainMomentOf(chain.startedAt),
    endsAt: chainMoment(chain.endsAt),
    endedAt: chainMomentOf(chain.endedAt),
    actedOn: market.chainSeq === chain.seq && market.state === chain.state,
    openedAt: positionOf(cursor, chain.opened),
    position: positionOf(cursor, chain.last),
  };
}
