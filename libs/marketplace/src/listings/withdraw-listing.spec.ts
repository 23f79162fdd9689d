import { listings } from '@gpuflow/db';
import type { Listing } from '@gpuflow/domain';

import { fund } from '../fixture/chain-says.js';
import {
  depositUnits,
  eachTestItsMarket,
  otherRenter,
  provider,
  renter,
  walletOf,
} from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addListing } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { openRental } from '../rentals/open-rental.js';
import { withdrawListing } from './withdraw-listing.js';

const market = eachTestItsMarket();

describe('withdrawListing', () => {
  let listing: Listing;
  beforeEach(async () => {
    listing = await addListing(market);
  });

  const withdraw = (key = 'key', actor = walletOf(provider), id = listing.id) =>
    withdrawListing(market, { actor, key, id });
  const kinds = () => recorded(market, `listing:${listing.id}`);

  it('takes a listing off the market', async () => {
    market.clock.advanceSeconds(5);
    const withdrawnAt = market.clock.now();
    expect(await withdraw()).toEqual({ ...listing, state: 'WITHDRAWN', withdrawnAt });
    expect(await listings.listActiveOf(market.db, listing.machineId)).toEqual([]);
    expect(await kinds()).toEqual(['listing.published', 'listing.withdrawn']);
  });

  it('does so once, whatever the key', async () => {
    const first = await withdraw();
    market.clock.advanceSeconds(5);
    expect(await withdraw()).toEqual(first);
    expect(await withdraw('another key')).toEqual(first);
    expect(await kinds()).toEqual(['listing.published', 'listing.withdrawn']);
  });

  it('leaves a rental of it as it is', async () => {
    await fund(market, renter, depositUnits);
    const command = openingOf(listing);
    const rental = await openRental(market, command);
    await withdraw();
    expect(await openRental(market, command)).toEqual(rental);
  });

  it('refuses another’s listing: NOT_OWNER', async () => {
    await expect(withdraw('key', walletOf(otherRenter))).rejects.toMatchObject({
      code: 'NOT_OWNER',
      facts: { actor: otherRenter.address, kind: 'listing', id: listing.id },
    });
    expect(await listings.find(market.db, listing.id)).toEqual(listing);
    expect(await withdraw()).toMatchObject({ state: 'WITHDRAWN' });
  });

  it('refuses a listing that nobody knows: NOT_FOUND', async () => {
    const id = '00000000-0000-4000-8000-000000000404';
    await expect(withdraw('key', walletOf(provider), id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      facts: { kind: 'listing', id },
    });
  });
});
