import type { Address, Hash } from '../ids.js';
import type { Offer } from '../listing/offer.js';

export const starters = ['RENTER', 'METER'] as const;
export type Starter = (typeof starters)[number];

/**
 * The acceptance a renter signs (EIP-712 struct `Order` of the escrow). It embeds the Offer, so that a wallet shows
 * every term. Its digest is the rental's id.
 */
export interface Order {
  renter: Address;
  offer: Offer;
  pricePerHour: bigint;
  /** All the rental can ever cost. */
  deposit: bigint;
  feeBps: number;
  starter: Starter;
  /** Not started by then: anyone may expire it, with a full refund. */
  startDeadline: number;
  maxEnd: number;
  /** Not opened by then: void. */
  validUntil: number;
  counter: bigint;
  salt: Hash;
}
