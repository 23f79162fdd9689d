import { intents } from '@gpuflow/db';
import type { ChainRental, Rental } from '@gpuflow/domain';

import {
  addMachine,
  addReserved,
  chainId,
  chainStart,
  openMarket,
  project,
  showChainClock,
  type TestMarket,
} from '../fixture/market.js';
import { keepRentals } from './keep-rentals.js';

describe('keepRentals', () => {
  let market: TestMarket;
  let rental: Rental;
  beforeEach(async () => {
    market = await openMarket();
    rental = await addReserved(market, await addMachine(market), 'secret');
  });
  afterEach(() => market.close());

  const keysAfter = async (said: Partial<ChainRental>, seconds: bigint) => {
    await project(market, rental, said);
    await showChainClock(market, chainStart + seconds);
    await Promise.all([keepRentals(market), keepRentals(market)]);
    await keepRentals(market);
    const due = ['KEEPER', 'METER', 'RELAYER'] as const;
    const queued = await Promise.all(
      due.map((role) => intents.nextQueued(market.db, { chainId, role }, 10, market.clock.now())),
    );
    return queued.flat().map(({ key }) => key.slice(`${chainId}:${rental.id}:`.length));
  };
  const claimed = (units: bigint) => ({ claimedUnits: units, toProviderUnits: units });
  const running = { state: 'RUNNING', seq: 2, startedAt: chainStart } as const;

  it('expires what did not start in time, once', async () => {
    expect(await keysAfter({}, 900n)).toEqual([]);
    expect(await keysAfter({}, 901n)).toEqual(['expire']);
  });

  it('stops what has used up its money, once', async () => {
    // 5,000,000 units at 590,000 per hour last 30,508 whole seconds.
    const settled = { ...running, ...claimed(4_900_000n) };
    expect(await keysAfter(settled, 30_507n)).toEqual([]);
    expect(await keysAfter(settled, 30_508n)).toEqual(['stop-at-end']);
  });

  it('settles vested money when it is worth it, once for each amount claimed', async () => {
    // 50,000 units vest 306 seconds (rounded up) after the window of an hour.
    expect(await keysAfter(running, 3600n + 305n)).toEqual([]);
    expect(await keysAfter(running, 3600n + 306n)).toEqual(['settle-from-0']);
    const settled = { ...running, seq: 3, ...claimed(50_150n) };
    expect(await keysAfter(settled, 3600n + 612n)).toEqual(['settle-from-0', 'settle-from-50150']);
  });

  it('closes an ended rental when its window has passed, once', async () => {
    const ended = {
      state: 'ENDED',
      seq: 3,
      startedAt: chainStart,
      endedAt: chainStart + 7200n,
      endsAt: chainStart + 7200n,
      fundedUnits: 1_180_000n,
    } as const;
    expect(await keysAfter(ended, 10_799n)).toEqual([]);
    expect(await keysAfter(ended, 10_800n)).toEqual(['close']);
  });
});
