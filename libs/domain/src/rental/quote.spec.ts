import fc from 'fast-check';

import { chainNow, listing, machine, offer } from '../fixture/terms.js';
import { assertOpenable } from './open.js';
import { clockSlackSeconds, quote, type QuoteRequest } from './quote.js';

const request: QuoteRequest = {
  renter: `0x${'b'.repeat(40)}`,
  listing,
  usage: { diskGb: 0, upGb: 0, downGb: 0, seconds: 7_200 },
  depositUnits: 5_000_000n,
  feeBps: 1_000,
  counter: 0n,
  chainNow,
  salt: `0x${'9'.repeat(64)}`,
};

it('prices the published example', () => {
  expect(quote(request)).toMatchObject({
    allInUnits: 1_180_000n,
    feeUnits: 118_000n,
    worstCaseUnits: 5_000_000n,
    secondsMax: 30_508n,
  });
});

it('takes the price of the asked-for time as deposit when none is given', () => {
  expect(quote({ ...request, depositUnits: undefined }).order.deposit).toBe(1_180_000n);
});

it('refuses a deposit that is too small for the asked-for time', () => {
  expect(() => quote({ ...request, depositUnits: 1_179_999n })).toThrow('DEPOSIT_TOO_SMALL');
});

it('refuses a deposit below the price of the shortest stay', () => {
  expect(() =>
    quote({ ...request, usage: { ...request.usage, seconds: 59 }, depositUnits: undefined }),
  ).toThrow('DEPOSIT_TOO_SMALL');
});

it.each([
  ['OFFER_EXPIRED', { validUntil: 999_999 }],
  ['TERMS_OUT_OF_BOUNDS', { availableUntil: 1_000_000 }],
])('refuses %s for an offer that nobody can accept any more', (code, terms) => {
  const late = { ...listing, offer: { ...offer, ...terms } };
  expect(() => quote({ ...request, listing: late })).toThrow(code);
});

it('leaves a second to be billed where the offer ends before a start would have to', () => {
  const late = { ...listing, offer: { ...offer, availableUntil: 1_000_500 } };
  expect(quote({ ...request, listing: late }).order).toMatchObject({
    startDeadline: 1_000_499,
    maxEnd: 1_000_500,
  });
});

it('prices an offer in its last second', () => {
  const late = { ...listing, offer: { ...offer, validUntil: 1_000_000 } };
  expect(quote({ ...request, listing: late }).order.validUntil).toBe(1_000_000);
});

it('never offers an order that opening would refuse, be the clock read a little back', () => {
  const price = fc.bigInt({ min: 1n, max: 2n ** 60n });
  const seconds = fc.integer({ min: 60, max: 5_000_000 });
  fc.assert(
    fc.property(
      price,
      seconds,
      fc.integer({ min: 2 * clockSlackSeconds, max: 86_400 }),
      fc.bigInt({ min: 0n, max: BigInt(clockSlackSeconds) }),
      (pricePerHour, time, startWithin, back) => {
        const bent = { ...listing, offer: { ...offer, pricePerHour, startWithin } };
        const { order } = quote({
          ...request,
          listing: bent,
          usage: { ...request.usage, seconds: time },
          depositUnits: undefined,
        });
        assertOpenable(order, {
          usage: { ...request.usage, seconds: time },
          listing: bent,
          machine,
          chainNow: chainNow - back,
          feeBps: 1_000,
          tokenListed: true,
          offerCancelled: false,
          counters: { renter: 0n, provider: 0n },
          availableUnits: order.deposit,
          taken: false,
        });
      },
    ),
  );
});

describe('a bid', () => {
  const bidding = { ...listing, offer: { ...offer, class: 'INTERRUPTIBLE' } } as const;
  const bid = (bidPerHourUnits: bigint | undefined) =>
    quote({ ...request, listing: bidding, bidPerHourUnits, depositUnits: undefined });

  it('is what the order says, and the floor where none is made', () => {
    expect(bid(600_000n)).toMatchObject({
      order: { pricePerHour: 600_000n, deposit: 1_200_000n },
      allInUnits: 1_200_000n,
    });
    expect(bid(undefined).order.pricePerHour).toBe(590_000n);
  });

  it('is refused a unit below the floor, and for what is on demand', () => {
    expect(() => bid(589_999n)).toThrow('PRICE_BELOW_OFFER');
    expect(() => quote({ ...request, bidPerHourUnits: 600_000n })).toThrow('TERM_NOT_SUPPORTED');
  });
});

it('lasts out the notice of a bid that has to give way', () => {
  const { order } = quote({ ...request, noticeSeconds: 600 });
  expect(order.validUntil).toBe(Number(chainNow) + 900);
  expect(order.startDeadline).toBe(Number(chainNow) + 600 + offer.startWithin - clockSlackSeconds);
});
