import { dryRunRental, type DryRunRental, type Market } from '@gpuflow/marketplace';

import { chainMoment } from '../settlement/chain-position.js';

/** A dry run, with its sums in the order's token. */
export async function dryRunAnswer(market: Market, request: DryRunRental) {
  const { quote, outcomes } = await dryRunRental(market, request);
  const { token } = quote.order.offer;
  const moneyOf = (units: bigint) => ({ units, token });
  return {
    quote,
    outcomes: outcomes.map(({ end, path, ...sums }) => ({
      end,
      path: path.map(({ state, at }) => ({ state, at: chainMoment(Number(at)) })),
      paid: moneyOf(sums.paidUnits),
      provider: moneyOf(sums.providerUnits),
      fee: moneyOf(sums.feeUnits),
      refund: moneyOf(sums.refundUnits),
    })),
  };
}
