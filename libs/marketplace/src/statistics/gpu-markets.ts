import { marketAsks, marketFills, rollups, type Asks, type Traded } from '@gpuflow/db';
import {
  canonicalGpuModel,
  hourSeconds,
  type Address,
  type RentalClass,
  type Tier,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';

/** Which markets to show. */
export interface GpuMarkets {
  /** Undefined: the first that the market accepts. */
  token: Address | undefined;
  /** Undefined: all that are listed or were traded. */
  models: readonly string[] | undefined;
  /** Trades of so many full hours. */
  hours: number;
}

/** What is asked and what was traded in one tier and class of a model. */
export interface MarketSegmentNow {
  tier: Tier;
  class: RentalClass;
  asks: Asks | undefined;
  trades: Traded | undefined;
}

export interface GpuMarket {
  model: string;
  token: Address;
  segments: MarketSegmentNow[];
}

/** Asks and trades by model, tier and class: the named models in their order, or all by name. Refuses `UNKNOWN_GPU_MODEL`. */
export function gpuMarkets(
  market: Market,
  { models, hours, ...wanted }: GpuMarkets,
): Promise<GpuMarket[]> {
  const { db, policy } = market;
  const gpuModels = models && [...new Set(models.map(canonicalGpuModel))];
  return db.snapshot(async (tx) => {
    const { chainNow: now, tokens } = await settlementNow(market, tx);
    const token = wanted.token ?? tokens.find(({ listed }) => listed)?.address;
    if (token === undefined) return [];
    const until = (await rollups.progress(tx, policy.chainId))?.rolledUpTo ?? now;
    const from = until - BigInt(hours) * hourSeconds;
    const asks = await marketAsks(tx, { chainId: policy.chainId, now }, { token, gpuModels });
    const traded = await marketFills(tx, policy.chainId, { token, gpuModels, from, until });
    const listed = [...asks, ...traded].map(({ gpuModel }) => gpuModel);
    return (gpuModels ?? [...new Set(listed)].sort()).map((model) => ({
      model,
      token,
      segments: segmentsOf(
        asks.filter(({ gpuModel }) => gpuModel === model),
        traded.filter(({ gpuModel }) => gpuModel === model),
      ),
    }));
  });
}

const segments = [
  ['SECURE', 'ON_DEMAND'],
  ['COMMUNITY', 'ON_DEMAND'],
  ['COMMUNITY', 'INTERRUPTIBLE'],
] as const;

/** The segments in which there is something, the surest first. SECURE is on demand only. */
function segmentsOf(asks: readonly Asks[], traded: readonly Traded[]): MarketSegmentNow[] {
  return segments.flatMap(([tier, rentalClass]) => {
    const here = (one: { tier: Tier; class: RentalClass }) =>
      one.tier === tier && one.class === rentalClass;
    const segment = { asks: asks.find(here), trades: traded.find(here) };
    const isEmpty = segment.asks === undefined && segment.trades === undefined;
    return isEmpty ? [] : [{ tier, class: rentalClass, ...segment }];
  });
}
