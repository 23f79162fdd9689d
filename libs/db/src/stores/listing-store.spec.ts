import { eachTestItsDatabase, list } from '../fixture/market.js';
import { hashOf, later, listingOf, machineOf, offerOf, uuidOf } from '../fixture/samples.js';
import { listings, machines } from '../index.js';

const market = eachTestItsDatabase();

describe('listings', () => {
  it('come back as they were written', async () => {
    const offer = offerOf({ pricePerHour: 2n ** 96n - 1n });
    await list(market.db, 1, { offer });
    const listing = listingOf(1, { offer });
    expect(await listings.find(market.db, listing.id)).toEqual(listing);
    expect(await listings.lock(market.db, listing.id)).toEqual(listing);
    expect(await listings.listActiveOf(market.db, listing.machineId)).toEqual([listing]);
    expect(await listings.findMany(market.db, [listing.id])).toEqual([listing]);
  });

  it('are active once for a slice in a class, and published once for an offer', async () => {
    await list(market.db, 1);
    await machines.insert(market.db, machineOf(2));
    const another = { id: uuidOf(9), offerHash: hashOf(9) };
    expect(await listings.insert(market.db, listingOf(1, another))).toBe(false);
    const { offerHash } = listingOf(1);
    expect(await listings.insert(market.db, listingOf(2, { offerHash }))).toBe(false);
    await listings.withdraw(market.db, listingOf(1).id, later(1));
    expect(await listings.insert(market.db, listingOf(1, another))).toBe(true);
    expect(await listings.find(market.db, listingOf(1).id)).toEqual(
      listingOf(1, { state: 'WITHDRAWN', withdrawnAt: later(1) }),
    );
    expect(await listings.listActiveOf(market.db, uuidOf(1))).toEqual([listingOf(1, another)]);
  });
});
