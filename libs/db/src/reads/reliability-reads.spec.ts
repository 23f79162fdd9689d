import { writeIntervals } from '../fixture/intervals.js';
import { eachTestItsDatabase, list } from '../fixture/market.js';
import {
  addressOf,
  chainId,
  chainRentalOf,
  instanceOf,
  listingOf,
  machineOf,
  noon,
  orderOf,
  positionOf,
  provider,
  rentalOf,
} from '../fixture/samples.js';
import {
  chainRentals,
  instances,
  intervalPages,
  machines,
  rentalOutcomes,
  rentals,
  standings,
} from '../index.js';

const market = eachTestItsDatabase();
const opened = 1_800_000_000n;
const moment = (seconds: bigint) => new Date(Number(seconds) * 1000);

/** Rental `n` of machine 1, as the chain tells it. */
async function rented(n: number, changes: Parameters<typeof chainRentalOf>[1]) {
  const place = { listingId: listingOf(1).id, machineId: machineOf(1).id };
  await rentals.insert(market.db, rentalOf(n, { ...place, state: 'CLOSED' }));
  const at = { ...positionOf(10n), timestamp: opened };
  await chainRentals.save(market.db, chainId, [chainRentalOf(n, { opened: at, ...changes })]);
}

describe('outcomes of rentals', () => {
  const outcomesSince = async (since: bigint) =>
    (await rentalOutcomes(market.db, chainId, [machineOf(1).id], since)).get(machineOf(1).id);

  it('say what was booted and what was not', async () => {
    await list(market.db, 1);
    const [startedAt, endedAt] = [opened + 30n, opened + 3_630n];
    await rented(1, { state: 'CLOSED', startedAt, endedAt, closeReason: 'SETTLED' });
    await rented(2, { state: 'CLOSED', closeReason: 'EXPIRED', endedAt: opened + 900n });
    await rented(3, { state: 'CLOSED', closeReason: 'CANCELLED', endedAt: opened + 20n });
    await rented(4, { state: 'RESERVED' });
    await instances.insert(
      market.db,
      instanceOf(4, { machineId: machineOf(1).id, bootFailedAt: noon }),
    );
    const usual = { openedAt: moment(opened), startedAt: undefined, waited: false };
    expect(await outcomesSince(opened)).toEqual([
      {
        ...{ ...usual, rentalId: rentalOf(1).id, bootFailed: false },
        ...{ startedAt: moment(startedAt), endedAt: moment(endedAt) },
      },
      { ...usual, rentalId: rentalOf(2).id, endedAt: moment(opened + 900n), bootFailed: true },
      { ...usual, rentalId: rentalOf(3).id, endedAt: moment(opened + 20n), bootFailed: false },
      { ...usual, rentalId: rentalOf(4).id, endedAt: undefined, bootFailed: true },
    ]);
  });

  it('are of those that ran since, and of nobody who rents of itself', async () => {
    await list(market.db, 1);
    await rented(1, { state: 'CLOSED', startedAt: opened, endedAt: opened + 60n });
    await rented(2, { state: 'RUNNING', startedAt: opened });
    await rented(3, { state: 'RUNNING', startedAt: opened, order: orderOf({ renter: provider }) });
    const found = await outcomesSince(opened + 61n);
    expect(found?.map(({ rentalId }) => rentalId)).toEqual([rentalOf(2).id]);
  });
});

describe('standings', () => {
  it('sum what was sold to others, and know the provider’s first machine', async () => {
    await list(market.db, 1, { slice: { gpuIndices: [0, 1], diskGb: 500 } });
    const older = new Date(noon.getTime() - 86_400_000);
    await machines.insert(market.db, machineOf(2, { enrolledAt: older }));
    const other = orderOf({ renter: addressOf(0xabc) });
    await rented(1, { state: 'CLOSED', startedAt: opened, endedAt: opened + 100n });
    await rented(2, { state: 'RUNNING', startedAt: opened, order: other });
    await rented(3, { state: 'RUNNING', startedAt: opened, order: orderOf({ renter: provider }) });
    await rented(4, { state: 'CLOSED', endedAt: opened + 900n });
    const ids = [machineOf(1).id, machineOf(2).id];
    const found = await standings(market.db, chainId, ids, opened + 1_000n);
    expect(found.toSorted((a, b) => a.machineId.localeCompare(b.machineId))).toEqual([
      {
        ...{ machineId: machineOf(1).id, providerSince: older },
        ...{ completedRentals: 1, gpuSeconds: 2n * 1_100n, distinctRenters: 2 },
      },
      {
        ...{ machineId: machineOf(2).id, providerSince: older },
        ...{ completedRentals: 0, gpuSeconds: 0n, distinctRenters: 0 },
      },
    ]);
  });

  it('are none of a machine that is none', async () => {
    expect(await standings(market.db, chainId, [machineOf(9).id], 1n)).toEqual([]);
  });
});

describe('pages of intervals', () => {
  const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

  it('go backwards from a place, for each machine by itself', async () => {
    for (const n of [1, 2]) await machines.insert(market.db, machineOf(n));
    await writeIntervals(market.url, machineOf(1).id, [
      [at(0), 'NEVER_SEEN'],
      [at(1), 'BEATING'],
      [at(5), 'SILENT'],
    ]);
    await writeIntervals(market.url, machineOf(2).id, [[at(2), 'NEVER_SEEN']]);
    const [first, second, third] = await intervalPages(
      market.db,
      [
        { machineId: machineOf(1).id, before: undefined },
        { machineId: machineOf(1).id, before: at(5) },
        { machineId: machineOf(2).id, before: at(2) },
      ],
      2,
    );
    expect(first).toEqual([
      { state: 'DOWN', cause: 'SILENT', from: at(5), until: undefined },
      { state: 'UP', cause: 'BEATING', from: at(1), until: at(5) },
    ]);
    expect(second?.map(({ cause }) => cause)).toEqual(['BEATING', 'NEVER_SEEN']);
    expect(third).toEqual([]);
  });
});
