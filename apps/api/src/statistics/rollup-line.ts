import type { ChainToken } from '@gpuflow/db';
import { formatUnits, utilisation, type Rollup } from '@gpuflow/domain';

import { chainMoment } from '../settlement/chain-position.js';

/** The first line of the table. Prices are per GPU and hour, in whole tokens. */
export const rollupColumns = [
  ...['period', 'starts_at', 'gpu_model', 'tier', 'class', 'token', 'symbol', 'fills'],
  ...['rented_gpu_seconds', 'listed_gpu_seconds', 'utilisation'],
  ...['min', 'p10', 'median', 'mean', 'p90', 'max'],
];

/** A rollup's line. Fields without a value are empty. */
export function rollupLine(rollup: Rollup, { decimals, symbol }: ChainToken) {
  const { prices } = rollup;
  const amounts = prices && [
    ...[prices.minUnits, prices.p10Units, prices.medianUnits],
    ...[prices.meanUnits, prices.p90Units, prices.maxUnits],
  ];
  return [
    ...[rollup.period.toLowerCase(), chainMoment(rollup.startsAt).toISOString()],
    ...[rollup.gpuModel, rollup.tier, rollup.class, rollup.token, symbol, rollup.fills],
    ...[rollup.rentedGpuSeconds, rollup.listedGpuSeconds, utilisation(rollup)?.toFixed(4)],
    ...(amounts?.map((units) => formatUnits(units, decimals)) ??
      Array.from({ length: 6 }, () => '')),
  ];
}
