import { cancelledOffers, chainCounters, intents, machines } from '@gpuflow/db';
import type { Listing } from '@gpuflow/domain';

import { fund } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  depositUnits,
  eachTestItsMarket,
  listToken,
  otherRenter,
  provider,
  renter,
  showChainClock,
  token,
  walletOf,
} from '../fixture/market.js';
import { addListing } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { terms } from '../fixture/terms.js';
import { withdrawListing } from '../listings/withdraw-listing.js';
import { openRental } from './open-rental.js';
import { quoteRental, type QuoteRental } from './quote-rental.js';

const market = eachTestItsMarket();
const twoHours = 7_200;
const usageOf = (seconds: number) => ({ diskGb: 0, upGb: 0, downGb: 0, seconds });

describe('quoteRental', () => {
  let listing: Listing;
  beforeEach(async () => {
    listing = await addListing(market);
  });

  const quote = (changes: Partial<QuoteRental> = {}) =>
    quoteRental(market, {
      listingId: listing.id,
      renter: renter.address,
      usage: usageOf(twoHours),
      depositUnits: undefined,
      ...changes,
    });
  const expectRefused = (changes: Partial<QuoteRental>, code: string, facts: object) =>
    expect(quote(changes)).rejects.toMatchObject({ code, facts });

  it('prices two hours to the unit, and names the order to sign', async () => {
    expect(await quote()).toEqual({
      rentalId: expect.any(String),
      allInUnits: 1_180_000n,
      feeUnits: 118_000n,
      worstCaseUnits: 1_180_000n,
      secondsMax: 7_200n,
      order: {
        renter: renter.address,
        offer: listing.offer,
        pricePerHour: 590_000n,
        deposit: 1_180_000n,
        feeBps: 1_000,
        starter: 'METER',
        startDeadline: chainStart + 885,
        maxEnd: chainStart + 885 + twoHours,
        validUntil: chainStart + 300,
        counter: 0n,
        salt: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      },
    });
  });

  it('rounds a part of a unit up for the deposit and down for the price and the fee', async () => {
    // 61 seconds cost 9,997.2 units; a tenth of 9,997 is 999.7.
    expect(await quote({ usage: usageOf(61) })).toMatchObject({
      allInUnits: 9_997n,
      feeUnits: 999n,
      worstCaseUnits: 9_998n,
    });
  });

  it('quotes nothing that could not be opened', async () => {
    await listToken(market, false);
    await expectRefused({}, 'TOKEN_NOT_LISTED', { token });
    await listToken(market, true);
    await cancelledOffers.save(market.db, chainId, [
      { offerHash: listing.offerHash, lastBlock: 1n },
    ]);
    await expectRefused({}, 'OFFER_CANCELLED', { offerHash: listing.offerHash });
    const { validUntil } = listing.offer;
    await showChainClock(market, validUntil + 1);
    await expectRefused({}, 'OFFER_EXPIRED', { validUntil, now: validUntil + 1 });
  });

  it('lets a larger deposit last longer', async () => {
    // 5,000,000 units at 590,000 an hour last 30,508.4 seconds.
    expect(await quote({ depositUnits })).toMatchObject({
      allInUnits: 1_180_000n,
      worstCaseUnits: 5_000_000n,
      secondsMax: 30_508n,
      order: { deposit: 5_000_000n, maxEnd: chainStart + 885 + 30_508 },
    });
  });

  it('is an order that opens, once signed', async () => {
    await fund(market, renter, depositUnits);
    const { order, rentalId } = await quote({ depositUnits });
    expect(rentalId).toBe(terms.hashOrder(order));
    const signature = renter.sign(rentalId);
    const rental = await openRental(market, { ...openingOf(listing), order, signature });
    expect(rental).toMatchObject({ id: rentalId, state: 'FUNDING' });
  });

  it('gives another order each time, writes nothing, and goes with the chain’s clock', async () => {
    const first = await quote();
    market.clock.advanceSeconds(7);
    const second = await quote();
    expect(second.rentalId).not.toBe(first.rentalId);
    expect(second.order.validUntil).toBe(chainStart + 307);
    expect(await intents.unsettled(market.db, chainId)).toEqual([]);
  });

  it('is signed under the renter’s counter in force', async () => {
    const raised = { owner: renter.address, counter: 4n, lastBlock: 1n };
    await chainCounters.save(market.db, chainId, [raised]);
    expect((await quote()).order.counter).toBe(4n);
  });

  it('refuses a deposit below the price: DEPOSIT_TOO_SMALL', () =>
    expectRefused({ depositUnits: 1_179_999n }, 'DEPOSIT_TOO_SMALL', {
      have: 1_179_999n,
      want: 1_180_000n,
    }));

  it('refuses no time at all: TERMS_OUT_OF_BOUNDS', () =>
    expectRefused({ usage: usageOf(0) }, 'TERMS_OUT_OF_BOUNDS', {
      term: 'seconds',
      have: 0n,
      bound: 1n,
    }));

  it('refuses a listing that nobody knows: NOT_FOUND', async () => {
    const listingId = '00000000-0000-4000-8000-000000000404';
    await expectRefused({ listingId }, 'NOT_FOUND', { kind: 'listing', id: listingId });
  });

  it('refuses a listing that was withdrawn: LISTING_WITHDRAWN', async () => {
    const { id } = listing;
    await withdrawListing(market, { actor: walletOf(provider), key: 'key', id });
    await expectRefused({}, 'LISTING_WITHDRAWN', { listingId: id });
  });

  it('refuses a machine that is silent: MACHINE_OFFLINE', async () => {
    const { machineId } = listing;
    await machines.setLiveness(market.db, [machineId], 'SILENT');
    await expectRefused({}, 'MACHINE_OFFLINE', { machineId });
  });

  it('refuses a listing that another rental holds: LISTING_TAKEN', async () => {
    await fund(market, otherRenter, depositUnits);
    await openRental(market, openingOf(listing, {}, otherRenter));
    await expectRefused({}, 'LISTING_TAKEN', { listingId: listing.id });
  });
});
