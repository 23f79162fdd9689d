import type { Address, Hash } from '../ids.js';
import { Refusal } from '../refusal.js';
import type { Machine } from '../machine/machine.js';
import { refuseListingTerms, type ListingTerms } from './listing-terms.js';
import type { Listing, Tier } from './listing.js';
import { refuseOverlap, refuseSlice, type Slice } from './slice.js';
import { refuseUnsupportedTerms } from './terms.js';
import { refuseTier } from './tier.js';
import type { Offer } from './offer.js';

/** What a provider puts on the market. */
export interface Publication {
  offer: Offer;
  tier: Tier;
  slice: Slice;
  terms: ListingTerms;
}

const pricePerHourTokensMax = 10_000n;

/** The most that an hour may cost: 10,000 of a token with so many decimals. */
export function pricePerHourMaxUnits(decimals: number): bigint {
  return pricePerHourTokensMax * 10n ** BigInt(decimals);
}

/** What a publication is judged by, beside the machine. */
export interface PublishContext {
  chainNow: bigint;
  /** The fee of new rentals: an offer that accepts less could never be rented. */
  feeBps: number;
  tokenListed: boolean;
  /** More than anybody asks for an hour of a machine: most likely a slip of the decimal point. */
  pricePerHourMaxUnits: bigint;
  /** Whether the operator has vetted the provider. */
  vetted: boolean;
  /** The meter that this market starts clocks with. */
  meter: Address;
  /** What an offer of this slice must commit to. */
  sliceHash: Hash;
  /** What an offer under these listing terms must commit to. */
  termsHash: Hash;
  /** The machine's other active listings. */
  others: readonly Listing[];
}

/** Whether this slice may be listed under this offer. Refuses with the first reason, in this order. */
export function assertPublishable(
  publication: Publication,
  machine: Machine,
  context: PublishContext,
): void {
  const { offer, tier, slice, terms } = publication;
  if (offer.provider !== machine.provider)
    throw new Refusal('NOT_OWNER', { actor: offer.provider, kind: 'machine', id: machine.id });
  refuseSlice(slice, machine);
  if (offer.assetHash !== context.sliceHash)
    throw new Refusal('ASSET_MISMATCH', { have: offer.assetHash, want: context.sliceHash });
  refuseListingTerms(terms, slice.diskGb);
  if (offer.slaHash !== context.termsHash)
    throw new Refusal('LISTING_TERMS_MISMATCH', { have: offer.slaHash, want: context.termsHash });
  refuseOfferNow(offer, context);
  refuseTier(tier, offer, context.vetted);
  refuseOverlap(publication, machine, context.others);
}

/** Refuses what the contract, or this market, would not rent under this offer. */
function refuseOfferNow(offer: Offer, context: PublishContext): void {
  const { chainNow, feeBps, tokenListed, meter, pricePerHourMaxUnits: bound } = context;
  const now = Number(chainNow);
  if (offer.validUntil <= now)
    throw new Refusal('OFFER_EXPIRED', { validUntil: offer.validUntil, now });
  if (offer.availableUntil <= now)
    throw new Refusal('OFFER_EXPIRED', { validUntil: offer.availableUntil, now });
  if (!tokenListed) throw new Refusal('TOKEN_NOT_LISTED', { token: offer.token });
  if (offer.maxFeeBps < feeBps)
    throw new Refusal('FEE_MISMATCH', { have: feeBps, want: offer.maxFeeBps });
  if (offer.meter !== meter) throw new Refusal('TERM_NOT_SUPPORTED', { term: 'meter' });
  refuseUnsupportedTerms(offer);
  if (offer.pricePerHour > bound)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term: 'pricePerHour',
      have: offer.pricePerHour,
      bound,
    });
}
