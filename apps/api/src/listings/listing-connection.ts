import type { ListingPage } from '@gpuflow/db';

/** A page of a search as a Relay connection. What the search has joined rides along. */
export function connectionOf({ hits, hasNextPage }: ListingPage) {
  return {
    edges: hits.map(({ cursor, listing, machine, available }) => ({
      cursor,
      node: { ...listing, machine, available },
    })),
    pageInfo: { hasNextPage, endCursor: hits.at(-1)?.cursor },
  };
}
