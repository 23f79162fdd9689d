import { utilisation, type Address, type PriceStatistics, type Rollup } from '@gpuflow/domain';
import type { MarketSegmentNow } from '@gpuflow/marketplace';

import { chainMoment } from '../settlement/chain-position.js';

type Trades = Pick<Rollup, 'fills' | 'rentedGpuSeconds' | 'listedGpuSeconds' | 'prices'>;

/** One tier and class of a model's market, amounts with their token. */
export function segmentAnswer({ asks, trades, ...segment }: MarketSegmentNow, token: Address) {
  return {
    ...segment,
    asks: asks && { ...asks, prices: pricesAnswer(asks.prices, token) },
    trades: trades && tradesAnswer(trades, token),
  };
}

export function rollupAnswer(rollup: Rollup) {
  const { period, startsAt, gpuModel, tier, token } = rollup;
  return {
    period,
    startsAt: chainMoment(startsAt),
    model: gpuModel,
    tier,
    class: rollup.class,
    trades: tradesAnswer(rollup, token),
  };
}

function tradesAnswer(trades: Trades, token: Address) {
  return {
    fills: trades.fills,
    rentedGpuHours: hoursOf(trades.rentedGpuSeconds),
    listedGpuHours: hoursOf(trades.listedGpuSeconds),
    utilisation: utilisation(trades),
    prices: trades.prices && pricesAnswer(trades.prices, token),
  };
}

function pricesAnswer(prices: PriceStatistics, token: Address) {
  const money = (units: bigint) => ({ units, token });
  return {
    min: money(prices.minUnits),
    p10: money(prices.p10Units),
    median: money(prices.medianUnits),
    mean: money(prices.meanUnits),
    p90: money(prices.p90Units),
    max: money(prices.maxUnits),
  };
}

function hoursOf(seconds: bigint): number {
  return Number(seconds) / 3600;
}
