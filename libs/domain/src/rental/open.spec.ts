import { chainNow, listing, machine, offer, order } from '../fixture/terms.js';
import { Refusal, type RefusalCode } from '../refusal.js';
import { assertOpenable, type OpeningContext } from './open.js';
import type { Order } from './order.js';

const context: OpeningContext = {
  listing,
  usage: undefined,
  machine,
  chainNow,
  feeBps: 1_000,
  tokenListed: true,
  offerCancelled: false,
  counters: { renter: 0n, provider: 0n },
  availableUnits: 5_000_000n,
  taken: false,
};

const withOffer = (fields: Partial<Order['offer']>): Partial<Order> => ({
  offer: { ...offer, ...fields },
});

function refusalOf(bentOrder: Partial<Order>, bentContext: Partial<OpeningContext>): unknown {
  try {
    assertOpenable({ ...order, ...bentOrder }, { ...context, ...bentContext });
    return undefined;
  } catch (error) {
    return error;
  }
}

it('opens what is in order', () => {
  expect(refusalOf({}, {})).toBeUndefined();
});

const cases: [string, RefusalCode, Partial<Order>, Partial<OpeningContext>][] = [
  [
    'a bid that the renter would start itself',
    'TERM_NOT_SUPPORTED',
    { starter: 'RENTER', ...withOffer({ class: 'INTERRUPTIBLE' }) },
    {},
  ],
  [
    'a bid a unit below the floor',
    'PRICE_BELOW_OFFER',
    { pricePerHour: 589_999n, ...withOffer({ class: 'INTERRUPTIBLE' }) },
    {},
  ],
  ['a quote that ends with a notice', 'TERMS_OUT_OF_BOUNDS', {}, { noticeSeconds: 301 }],
  ['a bond', 'TERM_NOT_SUPPORTED', withOffer({ bond: 1n }), {}],
  ['an eviction penalty', 'TERM_NOT_SUPPORTED', withOffer({ evictPenalty: 1n }), {}],
  ['a window of more than a day', 'TERMS_OUT_OF_BOUNDS', withOffer({ window: 86_401 }), {}],
  ['a retro-budget over 30 days', 'TERMS_OUT_OF_BOUNDS', withOffer({ retroBudget: 2_592_001 }), {}],
  ['a notice over 12 hours', 'TERMS_OUT_OF_BOUNDS', withOffer({ noticeSeconds: 43_201 }), {}],
  [
    'storage above the price',
    'TERMS_OUT_OF_BOUNDS',
    withOffer({ storagePricePerHour: 590_001n }),
    {},
  ],
  ['a renter who is the provider', 'RENTER_IS_PROVIDER', { renter: offer.provider }, {}],
  ['a token that is not listed', 'TOKEN_NOT_LISTED', {}, { tokenListed: false }],
  ['a price below the offer', 'PRICE_BELOW_OFFER', { pricePerHour: 589_999n }, {}],
  ['a price above what is asked', 'PRICE_MISMATCH', { pricePerHour: 590_001n }, {}],
  [
    'more use than the price pays for',
    'TERMS_OUT_OF_BOUNDS',
    {},
    { usage: { diskGb: 501, upGb: 0, downGb: 0, seconds: 3_600 } },
  ],
  ['another fee', 'FEE_MISMATCH', { feeBps: 999 }, {}],
  ['a fee above the provider’s limit', 'FEE_MISMATCH', withOffer({ maxFeeBps: 999 }), {}],
  ['a quote a second too old', 'QUOTE_EXPIRED', { validUntil: 999_999 }, {}],
  ['an offer a second too old', 'OFFER_EXPIRED', withOffer({ validUntil: 999_999 }), {}],
  ['a start deadline in the past', 'TERMS_OUT_OF_BOUNDS', { startDeadline: 999_999 }, {}],
  ['a start deadline too far ahead', 'TERMS_OUT_OF_BOUNDS', { startDeadline: 1_000_901 }, {}],
  ['an end at the start deadline', 'TERMS_OUT_OF_BOUNDS', { maxEnd: 1_000_900 }, {}],
  ['an end after 366 days', 'TERMS_OUT_OF_BOUNDS', { maxEnd: 1_000_000 + 366 * 86_400 + 1 }, {}],
  ['an end after the machine leaves', 'TERMS_OUT_OF_BOUNDS', { maxEnd: 9_000_001 }, {}],
  ['a withdrawn listing', 'LISTING_WITHDRAWN', {}, { listing: { ...listing, state: 'WITHDRAWN' } }],
  ['a cancelled offer', 'OFFER_CANCELLED', {}, { offerCancelled: true }],
  [
    'a counter of the renter gone by',
    'OFFER_CANCELLED',
    {},
    { counters: { renter: 1n, provider: 0n } },
  ],
  [
    'a counter of the provider gone by',
    'OFFER_CANCELLED',
    {},
    { counters: { renter: 0n, provider: 1n } },
  ],
  ['a silent machine', 'MACHINE_OFFLINE', {}, { machine: { ...machine, liveness: 'SILENT' } }],
  ['a listing that is held', 'LISTING_TAKEN', {}, { taken: true }],
  ['a deposit below the minimum duration', 'DEPOSIT_TOO_SMALL', { deposit: 9_833n }, {}],
  ['a balance one unit short', 'INSUFFICIENT_BALANCE', {}, { availableUnits: 4_999_999n }],
];

it.each(cases)('refuses %s', (_name, code, bentOrder, bentContext) => {
  const refusal = refusalOf(bentOrder, bentContext);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code });
});

it('takes the last second of every deadline', () => {
  expect(refusalOf({ validUntil: 1_000_000 }, {})).toBeUndefined();
  expect(refusalOf(withOffer({ validUntil: 1_000_000 }), {})).toBeUndefined();
});

it('takes the smallest deposit that covers the minimum duration', () => {
  expect(refusalOf({ deposit: 9_834n }, {})).toBeUndefined();
});
