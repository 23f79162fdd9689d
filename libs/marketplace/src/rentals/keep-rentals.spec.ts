import { chainParams, chainRentals, intents } from '@gpuflow/db';
import type { ChainRental, Rental } from '@gpuflow/domain';

import {
  chainRentalOf,
  chainSays,
  closed,
  follow,
  started,
  stopped,
} from '../fixture/chain-says.js';
import { chainId, chainStart, eachTestItsMarket, showChainClock } from '../fixture/market.js';
import { recorded, wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { keepRentals } from './keep-rentals.js';

const market = eachTestItsMarket();

describe('keepRentals', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  /** The ends of the keys that are asked for when the chain says so, so many seconds after the start. */
  const askedAfter = async (said: Partial<ChainRental>, seconds: number) => {
    await chainSays(market, rental, said);
    await showChainClock(market, chainStart + seconds);
    const keys = await keepRentals(market);
    return keys.map((key) => key.slice(`${chainId}:${rental.id}:`.length));
  };

  it('expires what was not started by its deadline', async () => {
    expect(await askedAfter({}, 900)).toEqual([]);
    expect(await askedAfter({}, 901)).toEqual(['expire']);
  });

  it('stops at the second at which the money is used up', async () => {
    // 5,000,000 units at 590,000 an hour last 30,508.4 seconds; what had vested before is settled.
    const units = { claimedUnits: 4_960_000n, toProviderUnits: 4_464_000n, feeUnits: 496_000n };
    expect(await askedAfter({ ...started, ...units }, 30_507)).toEqual([]);
    expect(await askedAfter({ ...started, ...units }, 30_508)).toEqual(['stop-at-end']);
  });

  it('stops at the agreed end where the money lasts longer', async () => {
    const said = { ...started, endsAt: BigInt(chainStart + 7_200) };
    const settled = { claimedUnits: 600_000n, toProviderUnits: 540_000n, feeUnits: 60_000n };
    expect(await askedAfter({ ...said, ...settled }, 7_199)).toEqual([]);
    expect(await askedAfter({ ...said, ...settled }, 7_200)).toEqual(['stop-at-end']);
  });

  it('settles vested money from 50,000 units on, once for each amount claimed', async () => {
    // 305 seconds cost 49,986 units, 306 cost 50,150; they vest after an hour.
    expect(await askedAfter(started, 3_600 + 305)).toEqual([]);
    expect(await askedAfter(started, 3_600 + 306)).toEqual(['settle-from-0']);
    expect(await askedAfter(started, 3_600 + 400)).toEqual([]);
    const units = { claimedUnits: 50_150n, toProviderUnits: 45_135n, feeUnits: 5_015n };
    expect(await askedAfter({ ...started, seq: 3, ...units }, 3_600 + 612)).toEqual([
      'settle-from-50150',
    ]);
    const key = `${chainId}:${rental.id}:settle-from-50150`;
    expect(await intents.find(market.db, key)).toMatchObject({
      signerRole: 'KEEPER',
      call: { purpose: 'SETTLE', order: rental.order, claimedUnits: 50_150n },
    });
  });

  it('closes what has ended when the window has passed', async () => {
    expect(await askedAfter(stopped, 10_799)).toEqual([]);
    expect(await askedAfter(stopped, 10_800)).toEqual(['close']);
  });

  it('asks nothing for what is closed', async () => {
    expect(await askedAfter(closed, 1_000_000)).toEqual([]);
    expect(await wished(market, rental)).toEqual(['open']);
  });

  it('asks and records once, where five keep at once', async () => {
    await chainSays(market, rental);
    await showChainClock(market, chainStart + 901);
    const asked = await Promise.all(Array.from({ length: 5 }, () => keepRentals(market)));
    expect(asked.flat()).toEqual([`${chainId}:${rental.id}:expire`]);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.upkeep_requested',
    ]);
  });

  it('looks after every rental, each by what it needs', async () => {
    await follow(market, rental);
    const other = await addFunding(market, 'other agent');
    const said = [chainRentalOf(rental), chainRentalOf(other, stopped)];
    await chainRentals.save(market.db, chainId, said);
    await showChainClock(market, chainStart + 10_800);
    const keys = [`${chainId}:${rental.id}:expire`, `${chainId}:${other.id}:close`];
    expect((await keepRentals(market)).sort()).toEqual(keys.sort());
  });

  it('goes with the chain’s clock while no block comes', async () => {
    expect(await askedAfter({}, 900)).toEqual([]);
    market.clock.advanceSeconds(1);
    expect(await keepRentals(market)).toEqual([`${chainId}:${rental.id}:expire`]);
  });

  it('fails while the chain was not read', async () => {
    await chainParams.remove(market.db, chainId);
    await expect(keepRentals(market)).rejects.toMatchObject({ name: 'Fault', source: 'chain' });
  });
});
