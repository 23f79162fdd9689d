import type { Address, Hash, Hex } from '../ids.js';
import type { ListingTerms } from './listing-terms.js';
import type { Offer } from './offer.js';
import type { Slice } from './slice.js';

export type ListingState = 'ACTIVE' | 'WITHDRAWN';
/** SECURE: what `refuseTier` asks for. COMMUNITY: anything. */
export type Tier = 'SECURE' | 'COMMUNITY';

/** A slice of a machine on the market, under a published, signed Offer. */
export interface Listing {
  id: string;
  machineId: string;
  provider: Address;
  state: ListingState;
  tier: Tier;
  slice: Slice;
  terms: ListingTerms;
  offer: Offer;
  /** The EIP-712 digest that the provider signed. */
  offerHash: Hash;
  offerSignature: Hex;
  gpuModel: string;
  publishedAt: Date;
  withdrawnAt: Date | undefined;
}
