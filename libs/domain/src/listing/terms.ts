import { Refusal } from '../refusal.js';
import { rentalSecondsMax } from '../rental/times.js';
import type { Offer } from './offer.js';

const hour = 3600;
const day = 24 * hour;

/** The contract's bounds on an offer's terms, in seconds: what `open` would refuse is refused when it is published. */
export const offerBounds = {
  window: day,
  retroBudget: 30 * day,
  noticeSeconds: 12 * hour,
  startWithin: day,
} as const;

const boundedTerms = ['window', 'retroBudget', 'noticeSeconds', 'startWithin'] as const;

/** Refuses `TERM_NOT_SUPPORTED` or `TERMS_OUT_OF_BOUNDS` for terms that this market does not trade in. */
export function refuseUnsupportedTerms(offer: Offer): void {
  refuseOffer(offer);
  if (offer.minDuration > rentalSecondsMax)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term: 'minDuration',
      have: BigInt(offer.minDuration),
      bound: BigInt(rentalSecondsMax),
    });
}

/** Refuses `TERM_NOT_SUPPORTED` or `TERMS_OUT_OF_BOUNDS` for terms that the contract cannot honour. */
export function refuseOffer(offer: Offer): void {
  if (offer.bond !== 0n) throw new Refusal('TERM_NOT_SUPPORTED', { term: 'bond' });
  if (offer.evictPenalty !== 0n) throw new Refusal('TERM_NOT_SUPPORTED', { term: 'evictPenalty' });
  if (offer.pricePerHour < 1n)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term: 'pricePerHour',
      have: offer.pricePerHour,
      bound: 1n,
    });
  if (offer.storagePricePerHour > offer.pricePerHour)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term: 'storagePricePerHour',
      have: offer.storagePricePerHour,
      bound: offer.pricePerHour,
    });
  for (const term of boundedTerms) {
    if (offer[term] > offerBounds[term])
      throw new Refusal('TERMS_OUT_OF_BOUNDS', {
        term,
        have: BigInt(offer[term]),
        bound: BigInt(offerBounds[term]),
      });
  }
}
