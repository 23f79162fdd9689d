import { Refusal } from '../refusal.js';
import type { Tier } from './listing.js';
import type { Offer } from './offer.js';

/** What a rental of a SECURE listing can count on at the least. */
export const secureNoticeSecondsMin = 3_600;

/**
 * Refuses `TIER_NOT_MET` for an offer that is not what its tier promises. SECURE: a provider that the operator has vetted, on
 * demand alone, with an hour's notice at the least. COMMUNITY promises nothing.
 */
export function refuseTier(tier: Tier, offer: Offer, vetted: boolean): void {
  if (tier === 'COMMUNITY') return;
  if (!vetted) throw notMet('provider', offer.provider, 'vetted by the operator');
  if (offer.class !== 'ON_DEMAND') throw notMet('class', offer.class, 'ON_DEMAND');
  if (offer.noticeSeconds < secureNoticeSecondsMin)
    throw notMet('noticeSeconds', `${offer.noticeSeconds}`, `${secureNoticeSecondsMin}`);
}

function notMet(term: string, have: string, want: string) {
  return new Refusal('TIER_NOT_MET', { tier: 'SECURE', term, have, want });
}
