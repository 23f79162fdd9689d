import { Fault } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { hotRows } from '../hot-rows.js';
import { Values, type Statement } from '../statement.js';
import { acceptable, conditionsOf, type ListingFilter } from './listing-filter.js';
import type { OfferChain } from './listing-search.js';
import { chainNow, clockOf } from './search-statement.js';

/** How many listings have a value, and from which price per hour to which. */
export interface Facet {
  value: string;
  count: number;
  minPricePerHourUnits: bigint;
  maxPricePerHourUnits: bigint;
}

/**
 * What there is to choose from. Each facet is counted under all conditions of the filter but its own, so that it says what
 * another choice would find; `total` under all.
 */
export interface Facets {
  total: number;
  /** By value, as the other two. */
  models: Facet[];
  countries: Facet[];
  tiers: Facet[];
}

/** The facets of a search by SQL: the truth that a snapshot is held to. Throws `Fault('chain')` as a search does. */
export async function listingFacets(
  tx: Tx,
  chain: OfferChain,
  filter: ListingFilter,
): Promise<Facets> {
  const rows = await hotRows(tx, facetsStatement(chain, filter));
  const facets: Facets = { total: 0, models: [], countries: [], tiers: [] };
  if (rows.length === 0) throw new Fault('chain', new Error(`${chain.chainId} was never read`));
  for (const [kind, value, count, min, max] of rows) {
    const facet = {
      value: value ?? '',
      count: Number(count),
      minPricePerHourUnits: BigInt(min ?? 0),
      maxPricePerHourUnits: BigInt(max ?? 0),
    };
    if (kind === 'total') facets.total = facet.count;
    else if (facet.count > 0) facetsIn(facets, kind).push(facet);
  }
  return facets;
}

function facetsIn({ models, countries, tiers }: Facets, kind: string | null | undefined): Facet[] {
  if (kind === 'model') return models;
  return kind === 'country' ? countries : tiers;
}

/** One pass over the listings, counted in four ways. */
export function facetsStatement(chain: OfferChain, filter: ListingFilter): Statement {
  const values = new Values();
  const chainId = values.add(chain.chainId, 'int');
  const moment = values.add(chain.now, 'timestamptz');
  const { gpuModels, countries, tier, ...others } = filter;
  const one = (column: string, list: readonly string[] | undefined) =>
    list === undefined ? 'true' : `${column} = any(${values.add(list, 'text[]')})`;
  const conditions = [
    `l.state = 'ACTIVE'`,
    `l.valid_until >= ${chainNow}`,
    ...conditionsOf(others, { chainNow, now: moment }, values),
    acceptable(chainId),
  ];
  const text = `${clockOf(chainId, moment)},
    found as materialized (
      select l.gpu_model, l.country, l.tier::text as tier, l.price_per_hour_units as price,
        ${one('l.gpu_model', gpuModels)} as of_model, ${one('l.country', countries)} as of_country,
        ${one('l.tier::text', tier && [tier])} as of_tier
      from listings l where ${conditions.join(' and ')})
    select 'total', null, count(f.price)::text, null, null from clock left join
      (select price from found where of_model and of_country and of_tier) f on true group by now
    union all (select 'model', gpu_model, count(*)::text, min(price)::text, max(price)::text
      from found where of_country and of_tier group by gpu_model order by gpu_model collate "C")
    union all (select 'country', country, count(*)::text, min(price)::text, max(price)::text
      from found where of_model and of_tier group by country order by country collate "C")
    union all (select 'tier', tier, count(*)::text, min(price)::text, max(price)::text
      from found where of_model and of_country group by tier order by tier collate "C")`;
  return { text, values: values.list };
}
