import type { Address } from '../ids.js';
import { Refusal } from '../refusal.js';
import type { Machine } from '../machine/machine.js';
import { refuseUnsupportedTerms } from './terms.js';
import type { Offer } from './offer.js';

/** What a publication is judged by, beside the offer and the machine. */
export interface PublishContext {
  chainNow: bigint;
  /** The fee of new rentals: an offer that accepts less could never be rented. */
  feeBps: number;
  tokenListed: boolean;
  /** The meter that this market starts clocks with. */
  meter: Address;
  activeListingId: string | undefined;
}

/** Whether this machine may be listed under this offer. Refuses with the first reason, in this order. */
export function assertPublishable(offer: Offer, machine: Machine, context: PublishContext): void {
  if (offer.provider !== machine.provider)
    throw new Refusal('NOT_OWNER', { actor: offer.provider, kind: 'machine', id: machine.id });
  if (offer.assetHash !== machine.assetHash)
    throw new Refusal('ASSET_MISMATCH', { have: offer.assetHash, want: machine.assetHash });
  if (BigInt(offer.validUntil) <= context.chainNow)
    throw new Refusal('OFFER_EXPIRED', {
      validUntil: offer.validUntil,
      now: Number(context.chainNow),
    });
  if (!context.tokenListed) throw new Refusal('TOKEN_NOT_LISTED', { token: offer.token });
  if (offer.maxFeeBps < context.feeBps)
    throw new Refusal('FEE_MISMATCH', { have: context.feeBps, want: offer.maxFeeBps });
  if (offer.meter !== context.meter) throw new Refusal('TERM_NOT_SUPPORTED', { term: 'meter' });
  refuseUnsupportedTerms(offer);
  if (context.activeListingId !== undefined)
    throw new Refusal('MACHINE_ALREADY_LISTED', {
      machineId: machine.id,
      listingId: context.activeListingId,
    });
}
