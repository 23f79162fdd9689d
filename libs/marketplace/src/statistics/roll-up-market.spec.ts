import {
  chainCursors,
  chainRentals,
  listings,
  marketHistory,
  rentals,
  type Database,
} from '@gpuflow/db';
import {
  hourSeconds,
  periodOf,
  type ChainRental,
  type Listing,
  type Rental,
  type RollupPeriod,
} from '@gpuflow/domain';

import { chainRentalOf, positionOf } from '../fixture/chain-says.js';
import {
  chainId,
  eachTestItsMarket,
  hashOf,
  provider,
  renter,
  showChainClock,
  token,
  type TestMarket,
} from '../fixture/market.js';
import { addListing, addMachine, publicationOf } from '../fixture/providers.js';
import { publishListing } from '../listings/publish-listing.js';
import { orderOf } from '../fixture/rentals.js';
import { forgetRollups, rollUpMarket } from './roll-up-market.js';

const market = eachTestItsMarket();
const nowOf = ({ clock }: TestMarket) => BigInt(Math.floor(clock.now().getTime() / 1000));

/** The chain stands at this block, at our time. */
async function mine(to: bigint, finalizedNumber = to - 3n): Promise<void> {
  await showChainClock(market, Number(nowOf(market)));
  const cursor = await chainCursors.find(market.db, chainId);
  if (cursor === undefined) throw new Error('no chain was read');
  await chainCursors.save(market.db, {
    ...cursor,
    number: to,
    safeNumber: finalizedNumber,
    finalizedNumber,
  });
}

async function catchUp(): Promise<void> {
  while (await rollUpMarket(market));
}

async function historyOf(period: RollupPeriod, db: Database = market.db) {
  const all = { gpuModel: undefined, tier: undefined, class: undefined, after: undefined };
  const query = { ...all, token, period, from: 0n, until: 2n ** 40n, first: 100_000 };
  const { rollups } = await marketHistory(db, chainId, query);
  return rollups.map(({ rollup }) => rollup);
}

const rentalOf = (listing: Listing, name: string, pricePerHour: bigint): Rental => ({
  id: hashOf(name),
  listingId: listing.id,
  machineId: listing.machineId,
  renter: renter.address,
  provider: listing.provider,
  // Statistics follow the chain alone.
  state: 'CLOSED',
  order: { ...orderOf(listing, renter.address), pricePerHour },
  orderSignature: undefined,
  usage: undefined,
  chainSeq: 2,
  refusal: undefined,
  createdAt: market.clock.now(),
});

const startedAt = (at: bigint, block: bigint, endsAt: bigint): Partial<ChainRental> => ({
  state: 'RUNNING',
  seq: 2,
  lastKind: 'RENTAL_STARTED',
  startedAt: at,
  endsAt,
  last: positionOf(`block ${block}`, block),
});

describe('statistics, by hand', () => {
  it('count fills, prices, rented and listed time of an hour and of the day so far', async () => {
    const listing = await addListing(market);
    const start = nowOf(market);
    for (const [index, price] of [400_000n, 500_000n, 450_001n].entries()) {
      const rental = rentalOf(listing, `rental ${index}`, price);
      await rentals.insert(market.db, rental);
      // One after another, 20 minutes each.
      const from = start + BigInt(index) * 1_200n;
      await chainRentals.save(market.db, chainId, [
        chainRentalOf(rental, startedAt(from, 20n, from + 1_200n)),
      ]);
    }
    market.clock.advanceSeconds(2 * 3600 + 60);
    await mine(30n);
    await catchUp();
    const traded = {
      token,
      gpuModel: 'RTX 4090',
      tier: 'COMMUNITY',
      class: 'ON_DEMAND',
      fills: 3,
      rentedGpuSeconds: 3_600n,
      prices: {
        minUnits: 400_000n,
        p10Units: 400_000n,
        medianUnits: 450_001n,
        meanUnits: 450_000n,
        p90Units: 500_000n,
        maxUnits: 500_000n,
      },
    };
    const first = { ...traded, period: 'HOUR', startsAt: start, listedGpuSeconds: 3_600n };
    const empty = { fills: 0, rentedGpuSeconds: 0n, prices: undefined };
    expect(await historyOf('HOUR')).toEqual([
      first,
      { ...first, ...empty, startsAt: start + hourSeconds },
    ]);
    expect(await historyOf('DAY')).toEqual([
      { ...traded, period: 'DAY', startsAt: start, listedGpuSeconds: 7_200n },
    ]);
  });

  it('take back what a reorganisation took back, in every hour of it', async () => {
    const listing = await addListing(market);
    const start = nowOf(market);
    const rental = rentalOf(listing, 'rental', 400_000n);
    await rentals.insert(market.db, rental);
    const live = chainRentalOf(rental, startedAt(start, 20n, start + 30_000n));
    await chainRentals.save(market.db, chainId, [live]);
    market.clock.advanceSeconds(4 * 3600 + 60);
    await mine(21n, 15n);
    await catchUp();
    const rented = async () =>
      (await historyOf('HOUR')).map(({ rentedGpuSeconds }) => rentedGpuSeconds);
    expect(await rented()).toEqual([3_600n, 3_600n, 3_600n, 3_600n]);
    const ended = { ...live, state: 'ENDED', endsAt: start + 5_400n } as const;
    await chainRentals.save(market.db, chainId, [{ ...ended, last: positionOf('22', 22n) }]);
    await catchUp();
    expect(await rented()).toEqual([3_600n, 1_800n, 0n, 0n]);
    await chainRentals.remove(market.db, chainId, [rental.id]);
    await catchUp();
    expect(await rented()).toEqual([0n, 0n, 0n, 0n]);
    expect((await historyOf('DAY')).map(({ fills }) => fills)).toEqual([0]);
  });

  it('count a rental that the market took in after the chain had told of it for long', async () => {
    const listing = await addListing(market);
    const start = nowOf(market);
    const rental = rentalOf(listing, 'late', 400_000n);
    const said = chainRentalOf(rental, startedAt(start, 20n, start + 1_000n));
    await chainRentals.save(market.db, chainId, [said]);
    market.clock.advanceSeconds(3 * 3600 + 60);
    await mine(100n);
    await catchUp();
    expect((await historyOf('HOUR')).map(({ fills }) => fills)).toEqual([0, 0, 0]);
    await rentals.insert(market.db, { ...rental, createdAt: market.clock.now() });
    await catchUp();
    expect((await historyOf('HOUR')).map(({ fills }) => fills)).toEqual([1, 0, 0]);
  });

  it('are none before the chain was read, and before there is anything to say', async () => {
    expect(await rollUpMarket(market)).toBe(false);
    market.policy.chainId = 1;
    expect(await rollUpMarket(market)).toBe(false);
    market.policy.chainId = chainId;
  });
});

/** Numbers below 1 that are the same for the same seed (xorshift32). */
function seeded(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const seed = Number(process.env.SEED ?? 20_260_212);
process.stdout.write(`statistics seed ${seed}\n`);

describe.each([seed, seed + 2])('any history (seed %d)', (from) => {
  const pick = seeded(from);
  const finality = 4n;

  /** What the chain says of each rental now, and what it said in the blocks before, the newest last. */
  interface Told {
    rental: Rental;
    said: ChainRental[];
    adopted: boolean;
  }

  async function show({ said, rental }: Told): Promise<void> {
    const now = said.at(-1);
    if (now === undefined) await chainRentals.remove(market.db, chainId, [rental.id]);
    else await chainRentals.save(market.db, chainId, [now]);
  }

  it('rolled up bit by bit is what it is when rolled up at once', async () => {
    market.policy.vettedProviders = [provider.address];
    const noticed = publicationOf(await addMachine(market, 'two'), { noticeSeconds: 3_600 });
    const secure = { ...noticed, tier: 'SECURE' } as const;
    const listed = [await addListing(market, 'one'), await publishListing(market, secure)];
    const told: Told[] = [];
    let block = 20n;

    const acts: (() => Promise<void>)[] = [
      async function start() {
        const listing = listed[pick(listed.length)];
        if (listing === undefined) return;
        const at = nowOf(market);
        const rental = rentalOf(
          listing,
          `rental ${told.length}`,
          BigInt(300_000 + pick(9) * 10_000),
        );
        const endsAt = at + BigInt(pick(40_000));
        const opened = chainRentalOf(rental, { last: positionOf(`block ${block}`, block) });
        const said = [opened, { ...opened, ...startedAt(at, block, endsAt) }];
        const one = { rental, said, adopted: pick(4) > 0 };
        if (one.adopted) await rentals.insert(market.db, rental);
        told.push(one);
        await show(one);
      },
      async function moveTheEnd() {
        const one = told[pick(told.length + 1)];
        const last = one?.said.at(-1);
        if (one === undefined || last?.startedAt === undefined) return;
        const endsAt = last.startedAt + BigInt(pick(60_000));
        one.said.push({ ...last, endsAt, seq: last.seq + 1, last: positionOf('later', block) });
        await show(one);
      },
      async function reorganise() {
        for (const one of told) {
          const before = one.said.length;
          while ((one.said.at(-1)?.last.blockNumber ?? 0n) > block - finality && pick(2) === 0)
            one.said.pop();
          if (one.said.length < before) await show(one);
        }
      },
      async function adopt() {
        const one = told.find(({ adopted }) => !adopted);
        if (one === undefined) return;
        one.adopted = true;
        await rentals.insert(market.db, { ...one.rental, createdAt: market.clock.now() });
      },
      async function rollUp() {
        await rollUpMarket(market);
      },
    ];

    for (let turn = 0; turn < 60; turn += 1) {
      await acts[pick(acts.length)]?.();
      if (pick(3) === 0) market.clock.advanceSeconds(pick(9_000));
      block += BigInt(pick(3));
      await mine(block, block - finality);
    }
    await listings.withdraw(market.db, listed[0]?.id ?? '', market.clock.now());
    market.clock.advanceSeconds(5 * 3600);
    await mine(block, block - finality);
    await catchUp();

    const bitByBit = [await historyOf('HOUR'), await historyOf('DAY')];
    expect(bitByBit[0]?.length).toBeGreaterThan(10);
    await forgetRollups(market);
    expect(await historyOf('HOUR')).toEqual([]);
    await catchUp();
    expect([await historyOf('HOUR'), await historyOf('DAY')]).toEqual(bitByBit);

    // And it is what was told, counted by hand.
    const counted = told.filter(({ said, adopted }) => adopted && said.at(-1)?.startedAt);
    const until = periodOf(nowOf(market) - 60n, hourSeconds);
    const fills = (rollups: { fills: number }[] = []) =>
      rollups.reduce((sum, rollup) => sum + rollup.fills, 0);
    expect(bitByBit.map(fills)).toEqual([counted.length, counted.length]);
    const seconds = counted.reduce((sum, { said }) => {
      const { startedAt: since = 0n, endsAt = 0n } = said.at(-1) ?? {};
      const end = endsAt < until ? endsAt : until;
      return end > since ? sum + end - since : sum;
    }, 0n);
    const rented = bitByBit[0]?.reduce((sum, one) => sum + one.rentedGpuSeconds, 0n);
    expect(rented).toBe(seconds);
  });
});
