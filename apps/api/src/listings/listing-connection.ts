import type { ChainCursor, ListingPage } from '@gpuflow/db';

import { headOf } from '../settlement/chain-position.js';

/** A page of a search as a Relay connection. What the search has joined rides along. */
export function connectionOf({ hits, hasNextPage }: ListingPage, cursor: ChainCursor) {
  return {
    edges: hits.map(({ cursor, listing, machine, available }) => ({
      cursor,
      node: { ...listing, machine, available },
    })),
    pageInfo: { hasNextPage, endCursor: hits.at(-1)?.cursor },
    position: headOf(cursor),
  };
}
