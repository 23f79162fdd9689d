import { eachTestItsDatabase, list } from '../fixture/market.js';
import {
  addressOf,
  chainId,
  chainRentalOf,
  hashOf,
  listingOf,
  machineOf,
  positionOf,
  provider,
  rentalOf,
  token,
} from '../fixture/samples.js';
import { chainLogs, chainRentals, machines, providerView, rentals } from '../index.js';

const market = eachTestItsDatabase();
const settled = '0x71b20ff416db7f69a5a0e0c5c2f58f3800df2b2044eb0d3a2af69dce0859006f' as const;
const day = 86_400n;
/** 2027-01-15, midnight. */
const midnight = 20_833n * day;
const word = (units: bigint) => units.toString(16).padStart(64, '0');

/** The log that so much went to the provider of rental `n`. */
const settledAt = (n: number, block: bigint, timestamp: bigint, toProvider: bigint) => ({
  ...positionOf(block),
  timestamp,
  address: addressOf(0xe5c),
  topics: [settled, hashOf(0x5000 + n)],
  data: `0x${word(toProvider)}${word(7n)}${word(8n)}${word(3n)}` as const,
  foldKey: `rental:${hashOf(0x5000 + n)}`,
});

it('sums what each machine earned, by day, and how long its GPUs were rented', async () => {
  await list(market.db, 1);
  await list(market.db, 2);
  await rentals.insert(market.db, rentalOf(1, { state: 'RUNNING' }));
  const startedAt = midnight - 3_600n;
  await chainRentals.save(market.db, chainId, [chainRentalOf(1, { state: 'RUNNING', startedAt })]);
  await chainLogs.insert(market.db, chainId, [
    settledAt(1, 11n, midnight - 1n, 10n ** 30n),
    settledAt(1, 12n, midnight, 531_000n),
    settledAt(1, 13n, midnight + 7_200n, 1n),
    settledAt(1, 10n, midnight - 2n * day, 99n),
    settledAt(9, 14n, midnight, 99n),
  ]);
  const since = midnight - day;
  const period = { chainId, provider, since, now: midnight + 7_200n };
  const [first, second] = await providerView(market.db, period);
  expect(first).toEqual({
    machine: machineOf(1),
    listings: [listingOf(1)],
    rentedGpuSeconds: 10_800n,
    earnings: [
      { day: new Date(Number(since) * 1000), token, units: 10n ** 30n },
      { day: new Date(Number(midnight) * 1000), token, units: 531_001n },
    ],
  });
  expect(second).toMatchObject({ rentedGpuSeconds: 0n, earnings: [] });
});

it('shows nobody else’s machines', async () => {
  await machines.insert(market.db, machineOf(1, { provider: addressOf(0xbeef) }));
  expect(await providerView(market.db, { chainId, provider, since: 0n, now: 1n })).toEqual([]);
});
