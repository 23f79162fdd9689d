import { chainNow, listing, machine, offer } from '../fixture/terms.js';
import type { RefusalCode } from '../refusal.js';
import {
  assertPublishable,
  pricePerHourMaxUnits,
  type Publication,
  type PublishContext,
} from './publish.js';
import type { Offer } from './offer.js';

const { tier, slice, terms } = listing;
const publication: Publication = { offer, tier, slice, terms };
const context: PublishContext = {
  chainNow,
  feeBps: 1_000,
  tokenListed: true,
  pricePerHourMaxUnits: pricePerHourMaxUnits(6),
  vetted: false,
  meter: offer.meter,
  sliceHash: offer.assetHash,
  termsHash: offer.slaHash,
  others: [],
};
const another = `0x${'e'.repeat(40)}` as const;
const otherHash = `0x${'e'.repeat(64)}` as const;

const cases: [string, RefusalCode, Partial<Offer>, Partial<PublishContext>][] = [
  ['another provider’s machine', 'NOT_OWNER', { provider: another }, {}],
  ['another machine’s spec', 'ASSET_MISMATCH', { assetHash: otherHash }, {}],
  ['terms that were not signed', 'LISTING_TERMS_MISMATCH', { slaHash: otherHash }, {}],
  ['an offer that has run out', 'OFFER_EXPIRED', { validUntil: 1_000_000 }, {}],
  ['a token that is not listed', 'TOKEN_NOT_LISTED', {}, { tokenListed: false }],
  ['a fee limit below the fee', 'FEE_MISMATCH', { maxFeeBps: 999 }, {}],
  ['another meter', 'TERM_NOT_SUPPORTED', { meter: another }, {}],
  ['a price of nothing', 'TERMS_OUT_OF_BOUNDS', { pricePerHour: 0n }, {}],
  ['an absurd price', 'TERMS_OUT_OF_BOUNDS', { pricePerHour: 10_000_000_001n }, {}],
  ['a stay of a century at least', 'TERMS_OUT_OF_BOUNDS', { minDuration: 2 ** 31 - 1 }, {}],
  ['a machine that has left', 'OFFER_EXPIRED', { availableUntil: 1_000_000 }, {}],
  ['a start window over a day', 'TERMS_OUT_OF_BOUNDS', { startWithin: 86_401 }, {}],
  ['a slice that is listed', 'SLICE_OVERLAPS', {}, { others: [listing] }],
];

it.each(cases)('refuses %s', (_name, code, bentOffer, bentContext) => {
  const bent = { ...publication, offer: { ...offer, ...bentOffer } };
  expect(() => assertPublishable(bent, machine, { ...context, ...bentContext })).toThrow(code);
});

const bentPublications: [string, RefusalCode, Partial<Publication>][] = [
  ['no GPU', 'MALFORMED_INPUT', { slice: { gpuIndices: [], diskGb: 500 } }],
  ['a GPU twice', 'MALFORMED_INPUT', { slice: { gpuIndices: [0, 0], diskGb: 500 } }],
  ['a GPU that it has not', 'TERMS_OUT_OF_BOUNDS', { slice: { gpuIndices: [1], diskGb: 500 } }],
  ['more disk than it has', 'TERMS_OUT_OF_BOUNDS', { slice: { gpuIndices: [0], diskGb: 501 } }],
  ['no disk', 'TERMS_OUT_OF_BOUNDS', { slice: { gpuIndices: [0], diskGb: 0 } }],
  ['more disk for nothing', 'TERMS_OUT_OF_BOUNDS', { terms: { ...terms, includedDiskGb: 501 } }],
  ['a price below nothing', 'TERMS_OUT_OF_BOUNDS', { terms: { ...terms, upPricePerGbUnits: -1n } }],
];

it.each(bentPublications)('refuses %s', (_name, code, bent) => {
  expect(() => assertPublishable({ ...publication, ...bent }, machine, context)).toThrow(code);
});

it('lists what is in order', () => {
  expect(() => assertPublishable(publication, machine, context)).not.toThrow();
});

describe('the tier SECURE', () => {
  const secure = { ...publication, tier: 'SECURE' } as const;
  const vetted = { ...context, vetted: true };

  it('is for a vetted provider, on demand, with an hour’s notice', () => {
    expect(() => assertPublishable(secure, machine, vetted)).not.toThrow();
  });

  it.each<[string, Partial<Offer>, PublishContext]>([
    ['provider', {}, context],
    ['class', { class: 'INTERRUPTIBLE' }, vetted],
    ['noticeSeconds', { noticeSeconds: 3_599 }, vetted],
  ])('refuses less: %s', (term, bent, judged) => {
    const offered = { ...secure, offer: { ...offer, ...bent } };
    expect(() => assertPublishable(offered, machine, judged)).toThrow(
      expect.objectContaining({
        code: 'TIER_NOT_MET',
        facts: expect.objectContaining({ tier: 'SECURE', term }),
      }),
    );
  });
});
