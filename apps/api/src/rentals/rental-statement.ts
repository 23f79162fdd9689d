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

import { chainMoment, chainMomentOf, positionOf } from '../settlement/chain-position.js';

/** What a rental has cost by the chain's clock. Refuses `NOT_FOUND` while the chain does not know it. */
export async function rentalStatement(market: Market, rentalId: Hash) {
  const { db, policy } = market;
  const rental = found(await chainRentals.find(db, policy.chainId, rentalId), 'rental', rentalId);
  const { chainNow: now, cursor } = await settlementNow(market, db);
  const spent = statement(rental, now);
  return {
    rentalId,
    state: rental.state,
    startedAt: chainMomentOf(spent.startedAt),
    through: chainMomentOf(spent.through),
    endsAt: chainMoment(spent.endsAt),
    billedSeconds: spent.billedSeconds,
    ...moneyOf(rental, spent),
    now: chainMoment(now),
    position: positionOf(cursor, rental.last),
  };
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
