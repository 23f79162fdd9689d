import { cheapestFirst, searchStatement, type ListingFilter, type Statement } from '@gpuflow/db';
import { seedModels, type Random } from '@gpuflow/testing';
import { z } from 'zod';

import { sideForm } from '../sides/serve.ts';

export const chainId = 31_337;
export const rowsOfPage = 20;

/** What the side that is nothing but SQL is started with: SQL texts by the name of their query, too. */
export const rawForm = sideForm.extend({ texts: z.record(z.string()) });

/** A request to each side that asks for the same. */
export interface Asked {
  name: 'q1' | 'q2';
  filter: ListingFilter;
}

const document = `query ($filter: ListingFilter, $first: Int) {
  listings(filter: $filter, first: $first) {
    edges {
      node {
        id tier available publishedAt provider
        pricePerHour { units amount symbol }
        machine {
          id name gpuModel gpuCount vramGb cpuCores ramGb diskGb downMbps upMbps country region
          reliability liveness lastBeatAt
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const fields = {
  listing: ['id', 'tier', 'available', 'publishedAt', 'provider', 'pricePerHour'],
  machine: [
    ...(['id', 'name', 'gpuModel', 'gpuCount', 'vramGb', 'cpuCores', 'ramGb', 'diskGb'] as const),
    ...(['downMbps', 'upMbps', 'country', 'region', 'reliability', 'liveness'] as const),
    'lastBeatAt',
  ],
  allInUnits: false,
  head: false,
} as const;

/** Models that every size of the market has many of. */
const models = seedModels.filter(({ popularity }) => popularity >= 4).map(({ name }) => name);
const regions = ['US-CA', 'US-TX', 'US-VA', 'US-WA', 'DE-HE', 'SE-AB', 'CA-QC', 'FR-IDF', 'NL-NH'];

/** One model and six more conditions, by price. */
export function q1(random: Random): Asked {
  const filter = {
    gpuModels: [random.oneOf(models)],
    countries: [random.oneOf(['US', 'DE', 'CN', 'SE', 'CA'])],
    tier: 'COMMUNITY' as const,
    ramGbMin: random.oneOf([16, 32]),
    reliabilityMin: random.oneOf([0.9, 0.93, 0.95]),
    online: true,
    available: true,
  };
  return { name: 'q1', filter };
}

/** Three models in seven regions, by price. */
export function q2(random: Random): Asked {
  const some = (values: readonly string[], count: number) =>
    values.toSorted(() => random.unit() - 0.5).slice(0, count);
  return { name: 'q2', filter: { gpuModels: some(models, 3), regions: some(regions, 7) } };
}

export function statementOf({ filter }: Asked, now: Date): Statement {
  return searchStatement(
    { chainId, now },
    { filter, order: cheapestFirst, first: rowsOfPage, fields },
  );
}

/** What the API is sent. */
export function graphqlBody({ filter }: Asked): string {
  return JSON.stringify({ query: document, variables: { filter, first: rowsOfPage } });
}

/** What the side that is nothing but SQL is sent. */
export function sqlBody(asked: Asked, now: Date): string {
  return JSON.stringify({ query: asked.name, values: statementOf(asked, now).values });
}

/**
 * The same search as it is commonly written: one SELECT of the same columns, with lists as IN. The values are in the text,
 * so that the plan knows them.
 */
export function withIn(asked: Asked, now: Date): string {
  const { gpuModels, regions } = asked.filter;
  const quoted = (values: readonly string[] = []) => values.map((value) => `'${value}'`).join();
  const [, columns = ''] =
    /select (page\.id[^]*?)\s+from clock/.exec(statementOf(asked, now).text) ?? [];
  return `select ${columns.replace('page.id, page.key', 'l.id, l.price_per_hour_units')}
    from listings l join machines m on m.id = l.machine_id
      left join chain_tokens t on t.chain_id = ${chainId} and t.address = l.token
    where l.state = 'ACTIVE' and l.valid_until >= '${now.toISOString()}'
      and l.gpu_model in (${quoted(gpuModels)}) and l.region in (${quoted(regions)})
      and not exists (select from chain_cancelled_offers c
        where c.chain_id = ${chainId} and c.offer_hash = l.offer_hash)
      and not exists (select from chain_counters c where c.chain_id = ${chainId}
        and c.owner = l.provider and c.counter <> (l.offer ->> 'counter')::numeric)
    order by l.price_per_hour_units, l.id limit ${rowsOfPage + 1}`;
}
