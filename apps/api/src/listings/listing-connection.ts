import { JoinedMoney, type Facets, type ListingHit, type ListingPage } from '@gpuflow/db';

import { headOf } from '../settlement/chain-position.js';

/** A page of a search as a Relay connection: what nobody looks at is not made. */
export class ListingConnection {
  readonly edges: ListingEdge[];
  #facets: Promise<Facets> | undefined;

  constructor(
    private readonly page: ListingPage,
    private readonly count: () => Promise<Facets>,
  ) {
    this.edges = page.hits.map((hit) => new ListingEdge(hit));
  }

  get pageInfo() {
    const { hasNextPage } = this.page;
    return { hasNextPage, endCursor: this.edges.at(-1)?.cursor };
  }

  get position() {
    return this.page.head && headOf(this.page.head);
  }

  /** Counted once, for `facets` and `totalCount`. */
  facets(): Promise<Facets> {
    return (this.#facets ??= this.count());
  }
}

class ListingEdge {
  constructor(private readonly hit: ListingHit) {}

  get node() {
    return this.hit.listing;
  }

  get cursor(): string {
    return this.hit.cursor();
  }

  /** In the token of its price, which is read with it. */
  get allInPrice(): JoinedMoney | undefined {
    const { allInUnits, listing } = this.hit;
    const { token, symbol, decimals } = listing.pricePerHour ?? {};
    return allInUnits === undefined || token === undefined
      ? undefined
      : new JoinedMoney(allInUnits, { token, symbol, decimals });
  }
}
