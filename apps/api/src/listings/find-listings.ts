import {
  cheapestFirst,
  listingSearch,
  type Facets,
  type ListingFilter,
  type SearchFields,
} from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import type { QueryListingsArgs } from '../generated/schema.js';
import { intWithin, optional, textWithin } from '../graphql/arguments.js';
import { parseFilter, withUsage } from './filter-input.js';
import { ListingConnection } from './listing-connection.js';
import { parseInterruptions, parseUse } from './order-input.js';

const parseFirst = intWithin(1, 100);
const parseAfter = optional(textWithin(1, 300));

/** Counts what a filter leaves at a moment of the chain's clock. */
export type CountFacets = (filter: ListingFilter, chainNow: bigint) => Promise<Facets>;

/** The page of a search, of which these fields are read. Refuses as `Query.listings` says. */
export async function findListings(
  { clock, db, policy }: Market,
  args: QueryListingsArgs,
  fields: SearchFields,
  countFacets: CountFacets,
): Promise<ListingConnection> {
  const use = optional(parseUse)(args.usage, 'usage');
  const filter = withUsage(parseFilter(args.filter, 'filter'), use);
  const interruptions = parseInterruptions(args.interruptions, 'interruptions');
  const page = await listingSearch(
    db,
    { chainId: policy.chainId, now: clock.now() },
    {
      filter,
      order: { sort: args.sort ?? 'PRICE', usage: use ?? cheapestFirst.usage, interruptions },
      first: parseFirst(args.first ?? 20, 'first'),
      after: parseAfter(args.after, 'after'),
      fields,
    },
  );
  return new ListingConnection(page, () => countFacets(filter, page.head?.chainNow ?? 0n));
}
