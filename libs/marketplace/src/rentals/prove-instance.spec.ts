import { instances, intents, rentals } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { partyOf } from '../fixture/keys.js';
import { follow, fund, started } from '../fixture/chain-says.js';
import { chainId, depositUnits, eachTestItsMarket, hashOf, renter } from '../fixture/market.js';
import { heardDuring, recorded, wished } from '../fixture/observed.js';
import { addListing } from '../fixture/providers.js';
import { addFunding, openingOf } from '../fixture/rentals.js';
import type { Market } from '../market.js';
import { openRental } from './open-rental.js';
import { proveInstance } from './prove-instance.js';

const market = eachTestItsMarket();

describe('proveInstance', () => {
  const prove = ({ id }: Rental) => proveInstance(market, { rentalId: id });
  const provedAt = async ({ id }: Rental) => (await instances.find(market.db, id))?.provedAt;

  it('has the meter start the clock, once', async () => {
    const rental = await addFunding(market);
    await follow(market, rental);
    const at = market.clock.now();
    await Promise.all([prove(rental), prove(rental)]);
    market.clock.advanceSeconds(5);
    expect(await heardDuring(market, () => prove(rental))).toEqual([]);
    expect(await provedAt(rental)).toEqual(at);
    expect(await wished(market, rental)).toEqual(['open', 'start']);
    expect(await intents.find(market.db, `${chainId}:${rental.id}:start`)).toMatchObject({
      signerRole: 'METER',
      call: { purpose: 'START', order: rental.order },
    });
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.reserved',
      'instance.proved',
    ]);
  });

  it('leaves the start to the renter where the order says so', async () => {
    await fund(market, renter, depositUnits);
    const opening = openingOf(await addListing(market), { starter: 'RENTER' });
    const rental = await openRental(market, opening);
    await follow(market, rental);
    await prove(rental);
    expect(await provedAt(rental)).toEqual(market.clock.now());
    expect(await wished(market, rental)).toEqual(['open']);
  });

  it('leaves the start to another meter', async () => {
    const rental = await addFunding(market);
    await follow(market, rental);
    const policy = { ...market.policy, meter: partyOf('another meter').address };
    const elsewhere: Market = { ...market, policy };
    await proveInstance(elsewhere, { rentalId: rental.id });
    expect(await provedAt(rental)).toEqual(market.clock.now());
    expect(await wished(market, rental)).toEqual(['open']);
  });

  it('proves nothing before the money is held, and starts nothing once it runs', async () => {
    const rental = await addFunding(market);
    await prove(rental);
    expect(await wished(market, rental)).toEqual(['open']);
    await follow(market, rental);
    await follow(market, rental, started);
    await prove(rental);
    expect(await provedAt(rental)).toEqual(market.clock.now());
    expect(await wished(market, rental)).toEqual(['open']);
  });

  it('does nothing for a rental without an instance, or that nobody knows', async () => {
    const rental = await addFunding(market);
    await rentals.follow(market.db, rental.id, { state: 'RESERVED', chainSeq: 1 });
    await prove(rental);
    await prove({ ...rental, id: hashOf('unknown') });
    expect(await wished(market, rental)).toEqual(['open']);
  });
});
