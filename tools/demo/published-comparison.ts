import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createApiClient, operations } from '@gpuflow/api-client';
import { z } from 'zod';

import { repository } from '../start/settings.ts';

const file = path.join(repository, 'prisma/seed/published-prices.json');

const dollars = z.string().regex(/^\d+\.\d\d$/);
const range = z.tuple([dollars, dollars]).nullable();
const publishedSchema = z.object({
  source: z.string(),
  prices: z.array(z.object({ gpu: z.string(), secure: range, community: range, p2p: range })),
});

/** The published columns, and which part of our market each is: see docs/decisions/029. */
const columns = [
  ['secure', 'SECURE', 'ON_DEMAND'],
  ['community', 'COMMUNITY', 'ON_DEMAND'],
  ['p2p', 'COMMUNITY', 'INTERRUPTIBLE'],
] as const;

/** One model and published column, beside what our market asks. Amounts are decimal text. */
export interface ComparedPrices {
  gpu: string;
  column: string;
  published: readonly [string, string];
  asks: { listings: number; min: string; mean: string; max: string } | undefined;
}

/** Whether what is asked, and its mean, lie in the published range. Undefined where nothing is asked. */
export function liesInside({ published: [from, to], asks }: ComparedPrices): boolean | undefined {
  if (asks === undefined) return undefined;
  const inside = (amount: string) => Number(amount) >= Number(from) && Number(amount) <= Number(to);
  return inside(asks.min) && inside(asks.mean) && inside(asks.max);
}

/** Asks a market for the published comparison, in one request. `holds`: something is asked everywhere, and lies inside. */
export async function publishedComparison(apiUrl: string) {
  const { source, prices } = publishedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const api = createApiClient({ url: `${apiUrl}/graphql` });
  const models = prices.map(({ gpu }) => gpu);
  const { gpuMarkets } = await api.query(operations.gpuMarkets, { models, hours: 24 });
  const compared = prices.flatMap(({ gpu, ...published }) => {
    const { segments = [] } = gpuMarkets.find(({ model }) => model === gpu) ?? {};
    return columns.flatMap(([column, tier, rentalClass]): ComparedPrices[] => {
      const publishedRange = published[column];
      if (publishedRange === null) return [];
      const here = segments.find((one) => one.tier === tier && one.class === rentalClass);
      return [{ gpu, column, published: publishedRange, asks: asksOf(here?.asks ?? undefined) }];
    });
  });
  const holds = compared.every((one) => liesInside(one) === true);
  return { text: tableOf(source, compared, holds), holds };
}

type Amount = { amount: string };
type Asks = { listings: number; prices: { min: Amount; mean: Amount; max: Amount } };

function asksOf(asks: Asks | undefined): ComparedPrices['asks'] {
  if (asks === undefined) return undefined;
  const { min, mean, max } = asks.prices;
  return { listings: asks.listings, min: min.amount, mean: mean.amount, max: max.amount };
}

const verdicts = { true: 'inside', false: 'OUTSIDE', undefined: 'nothing asked' } as const;

/** The comparison as people read it. */
export function tableOf(
  source: string,
  compared: readonly ComparedPrices[],
  holds: boolean,
): string {
  const lines = compared.map((one) => {
    const { gpu, column, published, asks } = one;
    const range = asks === undefined ? '' : `${asks.min} to ${asks.max}`;
    const cells = [gpu.padEnd(11), column.padEnd(10), published.join(' to ').padEnd(13)];
    const ours = [String(asks?.listings ?? 0).padStart(4), range.padEnd(14)];
    return [...cells, ...ours, (asks?.mean ?? '').padEnd(9), verdicts[`${liesInside(one)}`]].join(
      '  ',
    );
  });
  const header = `GPU          column      published      asks  range           mean`;
  const verdict = holds
    ? 'Every range and mean that is asked here lies inside the published one.'
    : 'Some prices lie outside of what was published, or are missing.';
  return `\n${source}; beside it what this market asks, in one request\n\n${[header, ...lines].join('\n')}\n\n${verdict}\n`;
}
