import { chainRentals } from '@gpuflow/db';
import {
  rentalToken,
  statement,
  type ChainRental,
  type Hash,
  type Money,
  type Statement,
} from '@gpuflow/domain';
import { found, settlementNow, type Market } from '@gpuflow/marketplace';

import { evidenceOfRental } from '../reliability/evidence-answer.js';
import { chainMoment, chainMomentOf, positionOf } from '../settlement/chain-position.js';
import { linesAnswer } from './statement-lines.js';

/** What a rental has cost by the chain's clock. Refuses `NOT_FOUND` while the chain does not know it. */
export async function rentalStatement(market: Market, rentalId: Hash) {
  const { chainId } = market.policy;
  return market.db.snapshot(async (tx) => {
    const rental = found(await chainRentals.find(tx, chainId, rentalId), 'rental', rentalId);
    const { chainNow, cursor } = await settlementNow(market, tx);
    const spent = statement(rental, chainNow);
    const token = rentalToken(rental);
    const evidence = await evidenceOfRental(tx, market, rentalId);
    return {
      rentalId,
      state: rental.state,
      startedAt: chainMomentOf(spent.startedAt),
      through: chainMomentOf(spent.through),
      endsAt: chainMoment(spent.endsAt),
      billedSeconds: spent.billedSeconds,
      ...moneyOf(rental, spent),
      ...(await linesAnswer(tx, { chainId, rentalId, token, chainNow, cursor, evidence })),
      evidence,
      now: chainMoment(chainNow),
      position: positionOf(cursor, rental.last),
    };
  });
}

function moneyOf(rental: ChainRental, spent: Statement) {
  const token = rentalToken(rental);
  const money = (units: bigint): Money => ({ units, token });
  return {
    pricePerHour: money(spent.pricePerHourUnits),
    gross: money(spent.grossUnits),
    vested: money(spent.vestedUnits),
    fee: money(spent.feeUnits),
    provider: money(spent.providerUnits),
    claimed: money(spent.claimedUnits),
    deposit: money(rental.order.deposit),
    refunded: money(spent.refundedUnits),
    refundIfStopped: money(spent.refundIfStoppedUnits),
  };
}
