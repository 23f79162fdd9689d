import { chainNow, machine, offer } from '../fixture/terms.js';
import type { RefusalCode } from '../refusal.js';
import { assertPublishable, type PublishContext } from './publish.js';
import type { Offer } from './offer.js';

const context: PublishContext = {
  chainNow,
  feeBps: 1_000,
  tokenListed: true,
  meter: offer.meter,
  activeListingId: undefined,
};

const cases: [string, RefusalCode, Partial<Offer>, Partial<PublishContext>][] = [
  ['another provider’s machine', 'NOT_OWNER', { provider: `0x${'e'.repeat(40)}` }, {}],
  ['another machine’s spec', 'ASSET_MISMATCH', { assetHash: `0x${'e'.repeat(64)}` }, {}],
  ['an offer that has run out', 'OFFER_EXPIRED', { validUntil: 1_000_000 }, {}],
  ['a token that is not listed', 'TOKEN_NOT_LISTED', {}, { tokenListed: false }],
  ['a fee limit below the fee', 'FEE_MISMATCH', { maxFeeBps: 999 }, {}],
  ['another meter', 'TERM_NOT_SUPPORTED', { meter: `0x${'e'.repeat(40)}` }, {}],
  ['a price of nothing', 'TERMS_OUT_OF_BOUNDS', { pricePerHour: 0n }, {}],
  ['a start window over a day', 'TERMS_OUT_OF_BOUNDS', { startWithin: 86_401 }, {}],
  ['a machine that is listed', 'MACHINE_ALREADY_LISTED', {}, { activeListingId: 'x' }],
];

it.each(cases)('refuses %s', (_name, code, bentOffer, bentContext) => {
  expect(() =>
    assertPublishable({ ...offer, ...bentOffer }, machine, { ...context, ...bentContext }),
  ).toThrow(code);
});

it('lists what is in order', () => {
  expect(() => assertPublishable(offer, machine, context)).not.toThrow();
});
