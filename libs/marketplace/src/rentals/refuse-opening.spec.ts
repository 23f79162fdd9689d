import { rentals } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { follow } from '../fixture/chain-says.js';
import { eachTestItsMarket, hashOf, renter, token } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { refuseOpening } from './refuse-opening.js';

const market = eachTestItsMarket();

describe('refuseOpening', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  const refuse = (rentalId = rental.id) =>
    refuseOpening(market, {
      rentalId,
      code: 'INSUFFICIENT_BALANCE',
      facts: { have: 1n, want: 2n ** 96n },
    });
  const now = () => rentals.find(market.db, rental.id);

  it('gives slice and money back, and says why', async () => {
    expect(await heardDuring(market, () => refuse())).toEqual([`rental:${rental.id}`]);
    expect(await now()).toEqual({
      ...rental,
      state: 'REFUSED',
      refusal: {
        code: 'INSUFFICIENT_BALANCE',
        facts: { have: '1', want: '79228162514264337593543950336' },
      },
    });
    expect(await rentals.holderOf(market.db, rental.listingId)).toBeUndefined();
    expect(await rentals.pledgedUnits(market.db, renter.address, token)).toBe(0n);
  });

  it('does so once', async () => {
    await Promise.all([refuse(), refuse()]);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.refused',
    ]);
  });

  it('leaves a rental whose money is held', async () => {
    await follow(market, rental);
    await refuse();
    expect(await now()).toMatchObject({ state: 'RESERVED', refusal: undefined });
  });

  it('does nothing for a rental that nobody knows', async () => {
    expect(await heardDuring(market, () => refuse(hashOf('unknown')))).toEqual([]);
  });
});
