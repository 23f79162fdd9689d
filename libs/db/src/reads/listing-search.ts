import { Fault } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { hotRows } from '../hot-rows.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import type { FoundListing, ListingFields } from './listing-fields.js';
import type { ListingFilter } from './listing-filter.js';
import type { ListingOrder } from './listing-sort.js';
import { headIn, hitReader } from './search-rows.js';
import { searchStatement } from './search-statement.js';

/** The chain that offers are accepted on, and our moment, from which its clock follows. */
export interface OfferChain {
  chainId: number;
  now: Date;
}

export interface ListingSearch {
  filter: ListingFilter;
  order: ListingOrder;
  first: number;
  /** A cursor of this search. */
  after?: string | undefined;
  /** What is read: nothing that nobody looks at. */
  fields: SearchFields;
}

export interface SearchFields extends ListingFields {
  /** What the use costs, all in. */
  allInUnits?: boolean;
  /** The last block that was read, and the chain's clock. */
  head?: boolean;
}

/** The cheapest by the hour, with no use in mind. */
export const cheapestFirst: ListingOrder = {
  sort: 'PRICE',
  usage: { diskGb: 0, upGb: 0, downGb: 0, seconds: 3_600 },
  interruptions: { restartHours: 0, checkpoints: undefined },
};

/** A listing that was found. */
export interface ListingHit {
  listing: FoundListing;
  /** What the use costs, where that was asked for. */
  allInUnits: bigint | undefined;
  /** Names its place: the next page comes `after` the last one's. */
  cursor(): string;
}

/** The last block that was read, and the chain's clock, in seconds. */
export interface Head extends Omit<ChainCursor, 'escrow' | 'deploymentBlock' | 'observedAt'> {
  chainNow: bigint;
}

export interface ListingPage {
  hits: ListingHit[];
  hasNextPage: boolean;
  head: Head | undefined;
}

/**
 * Active listings whose offers can still be accepted on chain, in the order asked for, in one statement. A listing that
 * does not change is on exactly one page, whatever becomes of the others meanwhile. Refuses `BAD_CURSOR`; throws
 * `Fault('chain')` while no block of the chain was read.
 */
export async function listingSearch(
  tx: Tx,
  chain: OfferChain,
  search: ListingSearch,
): Promise<ListingPage> {
  const rows = await hotRows(tx, searchStatement(chain, search));
  const [first] = rows;
  if (first === undefined) throw new Fault('chain', new Error(`${chain.chainId} was never read`));
  const found = first[0] === null ? [] : rows;
  return {
    hits: found.slice(0, search.first).map(hitReader(search)),
    hasNextPage: found.length > search.first,
    head: search.fields.head ? headIn(first, chain.chainId) : undefined,
  };
}
