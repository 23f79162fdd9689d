import type { Address, Hash, Hex } from '../ids.js';
import type { Offer } from './offer.js';

export type ListingState = 'ACTIVE' | 'WITHDRAWN';
/** SECURE: a vetted data centre. COMMUNITY: anybody. */
export type Tier = 'SECURE' | 'COMMUNITY';

/** A machine's published, signed Offer. */
export interface Listing {
  id: string;
  machineId: string;
  provider: Address;
  state: ListingState;
  tier: Tier;
  offer: Offer;
  /** The EIP-712 digest that the provider signed. */
  offerHash: Hash;
  offerSignature: Hex;
  gpuModel: string;
  publishedAt: Date;
  withdrawnAt: Date | undefined;
}
