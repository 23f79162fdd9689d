import { cheapestFirst, listings, listingSearch, machines, type ListingFilter } from '@gpuflow/db';
import {
  advise,
  listedReliabilityOf,
  Refusal,
  type Address,
  type Advice,
  type Candidate,
  type Listing,
  type Reliability,
  type Workload,
} from '@gpuflow/domain';

import { found } from '../guards.js';
import type { Market } from '../market.js';

/** Which offers to compare for a workload. All are priced in one token. */
export interface AdviseRental {
  token: Address;
  workload: Workload;
  /** Named by the caller, from anywhere. */
  offers: Candidate[];
  /** Of this market. */
  listings: WantedListing[];
  /** The cheapest of this market that can be rented now. */
  cheapest: CheapestListings | undefined;
}

/** What the caller knows of a listing. */
export interface Assumed {
  speed: number;
  /** Undefined: what its machine is listed with counts, the lower bound. */
  reliability: Reliability | undefined;
}

export interface WantedListing extends Assumed {
  id: string;
}

export interface CheapestListings extends Assumed {
  filter: ListingFilter;
  first: number;
}

/** Advice, with the listings that were compared. */
export interface AdvisedRental extends Advice {
  listings: Listing[];
}

/**
 * Compares offers by what a workload is expected to cost and to take on them. Writes nothing. Refuses `MALFORMED_INPUT`,
 * `NOT_FOUND` and `LISTING_WITHDRAWN`.
 */
export async function adviseRental(market: Market, query: AdviseRental): Promise<AdvisedRental> {
  const named = await namedListings(market, query);
  const searched = await cheapestListings(market, query);
  const others = searched.filter(
    ({ listing: { id } }) => !named.some((one) => one.listing.id === id),
  );
  const compared = await withOwnReliability(market, [...named, ...others]);
  const advice = advise(query.workload, [...query.offers, ...compared.map(candidateOf)]);
  return { ...advice, listings: compared.map(({ listing }) => listing) };
}

interface Compared {
  listing: Listing;
  assumed: Assumed;
}

async function namedListings(
  { db }: Market,
  { listings: wanted, token }: AdviseRental,
): Promise<Compared[]> {
  const ids = wanted.map(({ id }) => id);
  const stored = new Map((await listings.findMany(db, ids)).map((one) => [one.id, one]));
  return wanted.map((assumed) => {
    const listing = found(stored.get(assumed.id), 'listing', assumed.id);
    if (listing.state !== 'ACTIVE')
      throw new Refusal('LISTING_WITHDRAWN', { listingId: listing.id });
    if (listing.offer.token !== token)
      throw new Refusal('MALFORMED_INPUT', {
        field: 'token',
        reason: `listing ${listing.id} is priced in ${listing.offer.token}`,
      });
    return { listing, assumed };
  });
}

async function cheapestListings(
  { clock, db, policy }: Market,
  { cheapest: wanted, token }: AdviseRental,
): Promise<Compared[]> {
  if (wanted === undefined) return [];
  const { hits } = await listingSearch(
    db,
    { chainId: policy.chainId, now: clock.now() },
    {
      filter: { ...wanted.filter, token, available: true },
      order: cheapestFirst,
      first: wanted.first,
      fields: { listing: ['id'], machine: [] },
    },
  );
  const ids = hits.flatMap(({ listing }) => listing.id ?? []);
  const stored = new Map((await listings.findMany(db, ids)).map((one) => [one.id, one]));
  return ids.flatMap((id) => stored.get(id) ?? []).map((listing) => ({ listing, assumed: wanted }));
}

/** The same, each listing with its machine's own reliability where the caller gives none. */
async function withOwnReliability({ db }: Market, compared: Compared[]): Promise<Compared[]> {
  const hosts = await machines.findMany(db, [
    ...new Set(compared.map(({ listing }) => listing.machineId)),
  ]);
  const byId = new Map(hosts.map((machine) => [machine.id, machine]));
  return compared.map(({ listing, assumed }) => {
    const known = listedReliabilityOf(byId.get(listing.machineId)?.reliability);
    return { listing, assumed: { ...assumed, reliability: assumed.reliability ?? known } };
  });
}

/** A machine that is down is not paid for; one that is preempted is, at the storage price. */
function candidateOf({ listing: { id, offer, tier }, assumed }: Compared): Candidate {
  const preemptible = offer.class === 'INTERRUPTIBLE';
  return {
    id,
    pricePerHourUnits: offer.pricePerHour,
    interruptedPricePerHourUnits: preemptible ? offer.storagePricePerHour : 0n,
    tier,
    speed: assumed.speed,
    reliability: assumed.reliability,
  };
}
