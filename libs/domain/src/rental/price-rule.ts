import type { Listing } from '../listing/listing.js';
import { Refusal } from '../refusal.js';
import { allInPrice, refuseUsage, type ListingPrice, type Usage } from './all-in-price.js';
import type { Order } from './order.js';

/** A price per hour or a deposit has 96 bits in the contract. */
const unitsMax = 2n ** 96n - 1n;

/** What a listing charges now. */
export function listingPrice({ offer, terms }: Listing): ListingPrice {
  return { pricePerHourUnits: offer.pricePerHour, ...terms };
}

/** The all-in price of a use. Refuses `TERMS_OUT_OF_BOUNDS` for a use that the listing, or the contract, has no room for. */
export function priced(listing: Listing, usage: Usage) {
  refuseUsage(usage, listing.slice.diskGb);
  const price = allInPrice(listingPrice(listing), usage);
  refuseAbove('pricePerHour', price.pricePerHourUnits);
  refuseAbove('deposit', price.depositUnits);
  return price;
}

/**
 * Refuses an Order whose price is not the one that the listing asks for this use: `PRICE_MISMATCH`. A bid for an
 * interruptible listing may be higher, and is refused below it: `PRICE_BELOW_OFFER`. Without a use: what is included.
 */
export function refusePrice(order: Order, listing: Listing, usage: Usage | undefined): void {
  const want =
    usage === undefined ? listing.offer.pricePerHour : priced(listing, usage).pricePerHourUnits;
  const have = order.pricePerHour;
  if (listing.offer.class === 'ON_DEMAND') {
    if (have !== want) throw new Refusal('PRICE_MISMATCH', { have, want });
  } else if (have < want) throw new Refusal('PRICE_BELOW_OFFER', { have, want });
}

function refuseAbove(term: string, have: bigint): void {
  if (have > unitsMax) throw new Refusal('TERMS_OUT_OF_BOUNDS', { term, have, bound: unitsMax });
}
