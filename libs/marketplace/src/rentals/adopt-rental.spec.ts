import { chainRentals, instances, listings, rentals } from '@gpuflow/db';
import type { Listing, Rental } from '@gpuflow/domain';

import { chainRentalOf, follow, fund } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  renter,
} from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addListing } from '../fixture/providers.js';
import { openingOf, orderOf } from '../fixture/rentals.js';
import { terms } from '../fixture/terms.js';
import { adoptRental } from './adopt-rental.js';
import { openRental } from './open-rental.js';
import { rollBackRental } from './roll-back-rental.js';

const market = eachTestItsMarket();

describe('adoptRental', () => {
  let listing: Listing;
  let foreign: Rental;
  beforeEach(async () => {
    listing = await addListing(market);
    foreign = await openedPast(listing);
  });

  const adopt = () => adoptRental(market, { rentalId: foreign.id, listingId: listing.id });
  const found = () => rentals.find(market.db, foreign.id);

  it('holds the free listing for it, and its confirmation has the machine bring it up', async () => {
    await adopt();
    expect(await found()).toEqual(foreign);
    expect((await rentals.holderOf(market.db, listing.id))?.id).toBe(foreign.id);
    await follow(market, foreign);
    expect(await found()).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
    expect(await instances.find(market.db, foreign.id)).toMatchObject({ desired: 'RUN' });
    expect(await recorded(market, `rental:${foreign.id}`)).toEqual([
      'rental.adopted',
      'rental.reserved',
    ]);
  });

  it('changes nothing when it is asked again, or by many at once', async () => {
    await Promise.all(Array.from({ length: 5 }, adopt));
    expect(await heardDuring(market, adopt)).toEqual([]);
    expect(await recorded(market, `rental:${foreign.id}`)).toEqual(['rental.adopted']);
  });

  it('leaves it where another rental holds the listing', async () => {
    await fund(market, otherRenter, depositUnits);
    const opening = openingOf(listing, { salt: hashOf('theirs') }, otherRenter);
    await openRental(market, opening);
    await adopt();
    expect(await found()).toBeUndefined();
  });

  it('leaves it where the offer is not the listing’s', async () => {
    const offer = { ...foreign.order.offer, maxFeeBps: 1 };
    const order = { ...foreign.order, offer };
    await chainRentals.save(market.db, chainId, [chainRentalOf(foreign, { order })]);
    await adopt();
    expect(await found()).toBeUndefined();
  });

  it('leaves it where the listing is withdrawn', async () => {
    await listings.withdraw(market.db, listing.id, market.clock.now());
    await adopt();
    expect(await found()).toBeUndefined();
  });

  it('leaves it where it was not started in time: everybody may expire it', async () => {
    const order = { ...foreign.order, startDeadline: chainStart - 1 };
    await chainRentals.save(market.db, chainId, [chainRentalOf(foreign, { order })]);
    await adopt();
    expect(await found()).toBeUndefined();
  });

  it('gives the listing back where the opening vanishes, and takes it in again when it is back', async () => {
    await adopt();
    await follow(market, foreign);
    await chainRentals.remove(market.db, chainId, [foreign.id]);
    await rollBackRental(market, { rentalId: foreign.id });
    expect(await found()).toMatchObject({ state: 'REFUSED', chainSeq: 0 });
    expect(await rentals.holderOf(market.db, listing.id)).toBeUndefined();
    expect(await instances.find(market.db, foreign.id)).toMatchObject({ desired: 'STOP' });
    await follow(market, foreign);
    expect(await found()).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
    expect(await instances.find(market.db, foreign.id)).toMatchObject({ desired: 'RUN' });
  });
});

/** A rental of a listing that its renter opened on chain, as the market would have it. */
async function openedPast(listing: Listing): Promise<Rental> {
  const order = orderOf(listing, renter.address);
  const rental: Rental = {
    id: terms.hashOrder(order),
    listingId: listing.id,
    machineId: listing.machineId,
    renter: renter.address,
    provider: listing.provider,
    state: 'FUNDING',
    order,
    orderSignature: undefined,
    usage: undefined,
    chainSeq: 0,
    refusal: undefined,
    createdAt: market.clock.now(),
  };
  await chainRentals.save(market.db, chainId, [chainRentalOf(rental)]);
  return rental;
}
