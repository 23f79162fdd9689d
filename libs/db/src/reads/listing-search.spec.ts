import {
  allInPrice,
  listedReliabilityOf,
  meanRun,
  runOf,
  unknownReliability,
  wholeMachine,
  type Listing,
  type Machine,
} from '@gpuflow/domain';
import { seeded, seedMarket } from '@gpuflow/testing';
import { eachTestItsDatabase, oneDatabase } from '../fixture/market.js';
import {
  addressOf,
  beatingMachineOf,
  chainId,
  cursorOf,
  hashOf,
  instanceOf,
  later,
  listingOf,
  machineOf,
  noon,
  offerOf,
  rentalOf,
  token,
  uuidOf,
} from '../fixture/samples.js';
import {
  cancelledOffers,
  chainCounters,
  chainCursors,
  chainTokens,
  cheapestFirst,
  instances,
  intervals,
  listingFieldNames,
  listings,
  listingSearch,
  listingSorts,
  machineFieldNames,
  machines,
  rentals,
  type Database,
  type ListingFilter,
  type ListingOrder,
  type ListingSearch,
} from '../index.js';
import { rowsOf } from '../rows-of.js';
import { parseCursor, queryName } from './listing-cursor.js';

const priceMax = 2n ** 96n - 1n;
const names = { listing: ['id'], machine: ['name'] } as const;

/** The chain is where the samples' cursor says, `seconds` after it was last looked at. */
const chainAfter = (seconds: number) => ({ chainId, now: later(seconds) });
const chain = chainAfter(0);

const searchOf = (changes: Partial<ListingSearch>): ListingSearch => ({
  ...{ filter: {}, order: cheapestFirst, first: 9, fields: names },
  ...changes,
});

/** The names of the machines that are found, and the cursor of the last. */
async function find(db: Database, changes: Partial<ListingSearch> = {}, at = chain) {
  const page = await listingSearch(db, at, searchOf(changes));
  return {
    found: page.hits.map(({ listing }) => Number(listing.machine?.name?.replace('machine ', ''))),
    cursor: page.hits.at(-1)?.cursor(),
    hasNextPage: page.hasNextPage,
  };
}

/** Machine `n` with a listing at this price. */
async function offerAt(
  db: Database,
  n: number,
  pricePerHour: bigint,
  machine: Partial<Machine> = {},
  listing: Partial<Listing> = {},
): Promise<void> {
  await machines.insert(db, machineOf(n, machine));
  const { gpuModel, provider, gpuCount, diskGb } = machineOf(n, machine);
  const offer = offerOf({ pricePerHour, provider });
  const slice = wholeMachine({ gpuCount, diskGb });
  await listings.insert(db, listingOf(n, { offer, gpuModel, provider, slice, ...listing }));
}

describe('a search', () => {
  const market = eachTestItsDatabase();
  beforeEach(() => chainCursors.save(market.db, cursorOf()));

  it('answers listing, machine and whether it is free, the cheapest first', async () => {
    await chainTokens.save(market.db, chainId, [
      {
        ...{ address: token, symbol: 'dUSD', decimals: 6, listed: true },
        ...{ feesWithdrawnUnits: 0n, lastBlock: 1n },
      },
    ]);
    await offerAt(market.db, 1, 20n);
    await offerAt(market.db, 2, 10n);
    await rentals.insert(market.db, rentalOf(1));
    const fields = { listing: listingFieldNames, machine: machineFieldNames };
    const { hits, hasNextPage } = await listingSearch(market.db, chain, searchOf({ fields }));
    expect(hasNextPage).toBe(false);
    expect(hits.map(({ listing }) => listing)).toMatchObject([
      {
        ...listingOf(2, { offer: offerOf({ pricePerHour: 10n }) }),
        machine: machineOf(2),
        pricePerHour: { units: 10n, token, symbol: 'dUSD', decimals: 6, amount: '0.00001' },
        available: true,
      },
      {
        ...listingOf(1, { offer: offerOf({ pricePerHour: 20n }) }),
        machine: machineOf(1),
        pricePerHour: { units: 20n, token, symbol: 'dUSD', decimals: 6, amount: '0.00002' },
        available: false,
      },
    ]);
  });

  it('reads nothing that was not asked for, and says by which block it holds', async () => {
    await offerAt(market.db, 1, 10n);
    const fields = { listing: ['tier'], machine: [], head: true } as const;
    const page = await listingSearch(market.db, chainAfter(7), searchOf({ fields }));
    expect(page.hits).toMatchObject([{ listing: { tier: 'COMMUNITY' } }]);
    expect(page.hits[0]?.listing).not.toHaveProperty('id');
    const { number, hash, timestamp, safeNumber, finalizedNumber } = cursorOf();
    const head = { chainId, number, hash, timestamp, safeNumber, finalizedNumber };
    expect(page.head).toEqual({ ...head, chainNow: timestamp + 7n });
  });

  it('says the block where nothing is found too, and fails where no block was read', async () => {
    const fields = { ...names, head: true };
    expect(await listingSearch(market.db, chain, searchOf({ fields }))).toMatchObject({
      hits: [],
      head: { number: 20n },
    });
    const elsewhere = { chainId: chainId + 1, now: noon };
    await expect(listingSearch(market.db, elsewhere, searchOf({}))).rejects.toThrow('chain failed');
  });

  it('shows each listing once over pages, under equal prices too', async () => {
    const prices = [5n, 5n, 5n, 5n, 9n, 9n, priceMax];
    for (const [index, price] of prices.entries())
      await offerAt(market.db, prices.length - index, price);
    const found: number[] = [];
    let page = await find(market.db, { first: 2 });
    found.push(...page.found);
    for (let pages = 1; page.hasNextPage; pages += 1) {
      page = await find(market.db, { first: 2, after: page.cursor });
      found.push(...page.found);
      expect(pages).toBeLessThan(4);
    }
    expect(found).toEqual([4, 5, 6, 7, 2, 3, 1]);
  });

  it('knows in the same moment that a machine has fallen silent, or beats', async () => {
    await offerAt(market.db, 1, 10n, beatingMachineOf(1, noon));
    const online = () => find(market.db, { filter: { online: true } });
    expect((await online()).found).toEqual([1]);
    await machines.setLiveness(market.db, [uuidOf(1)], 'SILENT');
    expect((await online()).found).toEqual([]);
  });

  it('shows a listing to the last second of its offer, by the chain’s clock', async () => {
    const { timestamp } = cursorOf();
    const validUntil = Number(timestamp) + 60;
    await offerAt(market.db, 1, 10n, {}, { offer: offerOf({ validUntil }) });
    expect((await find(market.db, {}, chainAfter(60))).found).toEqual([1]);
    expect((await find(market.db, {}, chainAfter(61))).found).toEqual([]);
  });

  it('takes an offer that is valid for as long as the contract can say', async () => {
    await offerAt(market.db, 1, 10n, {}, { offer: offerOf({ validUntil: 2 ** 40 - 1 }) });
    expect((await find(market.db)).found).toEqual([1]);
  });

  it('hides what its provider has cancelled on this chain, or left by a new counter', async () => {
    const another = addressOf(0xbeef);
    await offerAt(market.db, 1, 10n);
    await offerAt(market.db, 2, 20n);
    await offerAt(market.db, 3, 30n, { provider: another });
    const cancelled = (n: number) => [{ offerHash: listingOf(n).offerHash, lastBlock: 1n }];
    await cancelledOffers.save(market.db, chainId, cancelled(1));
    await cancelledOffers.save(market.db, chainId + 1, cancelled(2));
    expect((await find(market.db)).found).toEqual([2, 3]);
    await chainCounters.save(market.db, chainId, [{ owner: another, counter: 7n, lastBlock: 1n }]);
    expect((await find(market.db)).found).toEqual([2]);
  });

  it('counts as up what was not silent, where it was enrolled for the whole time', async () => {
    const days = (n: number) => later(-n * 86_400);
    const machine = { ...beatingMachineOf(1, noon), enrolledAt: days(30) };
    await offerAt(market.db, 1, 10n, machine);
    await offerAt(market.db, 2, 20n, { ...beatingMachineOf(2, noon), enrolledAt: days(3) });
    await offerAt(market.db, 3, 30n, { enrolledAt: days(30) });
    const up = { state: 'UP', cause: 'BEATING' } as const;
    const down = { state: 'DOWN', cause: 'SILENT' } as const;
    const lately = [
      { ...up, from: days(30), until: days(8) },
      { ...down, from: days(8), until: days(6) },
      { ...up, from: days(6), until: undefined },
    ];
    const machineId = machine.id;
    await market.db.transaction((tx) =>
      intervals.replace(tx, [{ machineId, replacing: days(30), intervals: lately }]),
    );
    // One day of ten, of which one lies before the seven that are asked for, or all of it is inside ten.
    const upFor = (window: number, min: number) =>
      find(market.db, { filter: { uptime: { days: window, min } } });
    expect((await upFor(7, 0.857)).found).toEqual([1]);
    expect((await upFor(7, 0.858)).found).toEqual([]);
    expect((await upFor(10, 0.799)).found).toEqual([1]);
    expect((await upFor(10, 0.801)).found).toEqual([]);
    const silent = [
      { ...up, from: days(6), until: days(1) },
      { ...down, from: days(1), until: undefined },
    ];
    await market.db.transaction((tx) =>
      intervals.replace(tx, [{ machineId, replacing: days(6), intervals: silent }]),
    );
    expect((await upFor(10, 0.699)).found).toEqual([1]);
    expect((await upFor(10, 0.701)).found).toEqual([]);
  });
});

describe('a search with a filter', () => {
  const another = addressOf(0xbeef);
  const market = oneDatabase(async (db) => {
    await chainCursors.save(db, cursorOf());
    const small = beatingMachineOf(1, noon, { cudaVersion: '12.4', driverVersion: '550.54.14' });
    await offerAt(db, 1, 10n, { ...small, reliability: 0.97, directPorts: 0, region: 'DE-HE' });
    const large = {
      gpuModel: 'H100 80GB',
      gpuCount: 8,
      vramGb: 80,
      country: 'US',
      region: 'US-CA',
    };
    const fast = { cpuCores: 128, ramGb: 1_024, diskGb: 9_000, diskMBps: 6_000, directPorts: 100 };
    const line = { downMbps: 10_000, upMbps: 8_000, cudaVersion: '12.10' };
    await offerAt(db, 2, 20n, { ...large, ...fast, ...line, reliability: 0.999 });
    const secure = { tier: 'SECURE' } as const;
    const third = { gpuModel: 'A100 40GB', gpuCount: 4, vramGb: 40, country: 'FR' };
    await offerAt(db, 3, 30n, third, secure);
    await offerAt(db, 4, 40n, { provider: another, enrolledAt: later(-100 * 86_400) });
    await offerAt(db, 5, 1n, {}, { state: 'WITHDRAWN', withdrawnAt: noon });
    await rentals.insert(db, rentalOf(4));
    await rentals.insert(db, { ...rentalOf(3), id: hashOf(0x9003), state: 'CLOSED' });
    await instances.insert(db, { ...instanceOf(3), rentalId: hashOf(0x9003), provedAt: noon });
  });

  it.each<[string, ListingFilter, number[]]>([
    ['nothing asked for', {}, [1, 2, 3, 4]],
    ['one model', { gpuModels: ['H100 80GB'] }, [2]],
    ['two models, one twice', { gpuModels: ['H100 80GB', 'A100 40GB', 'H100 80GB'] }, [2, 3]],
    ['no model at all', { gpuModels: [] }, []],
    ['GPUs', { gpuCountMin: 4 }, [2, 3]],
    ['memory of a GPU', { vramGbMin: 80 }, [2]],
    ['memory of all', { totalVramGbMin: 160 }, [2, 3]],
    ['cores', { cpuCoresMin: 64 }, [2]],
    ['memory', { ramGbMin: 65 }, [2]],
    ['disk', { diskGbMin: 501 }, [2]],
    ['the speed of a disk, where it is known', { diskMBpsMin: 1 }, [2]],
    ['bandwidth down', { downMbpsMin: 1_001 }, [2]],
    ['bandwidth up', { upMbpsMin: 501 }, [2]],
    ['one country', { countries: ['FR'] }, [3]],
    ['two countries', { countries: ['FR', 'US'] }, [2, 3]],
    ['regions', { regions: ['DE-HE', 'US-TX'] }, [1]],
    ['tier', { tier: 'SECURE' }, [3]],
    ['class', { class: 'INTERRUPTIBLE' }, []],
    ['reliability, where it is known', { reliabilityMin: 0.97 }, [1, 2]],
    ['more of it', { reliabilityMin: 0.98 }, [2]],
    ['CUDA, number by number', { cudaVersionMin: [12, 9] }, [2]],
    ['the driver', { driverVersionMin: [550, 54] }, [1]],
    ['direct ports', { directPortsMin: 1 }, [2]],
    ['the provider’s age', { providerAgeDaysMin: 99 }, [4]],
    ['rentals completed', { rentalsCompletedMin: 1 }, [3]],
    ['the token', { token: addressOf(0x7e57) }, []],
    ['the highest price', { pricePerHourMaxUnits: 20n }, [1, 2]],
    ['any price', { pricePerHourMaxUnits: priceMax }, [1, 2, 3, 4]],
    ['the lowest price', { pricePerHourMinUnits: 30n }, [3, 4]],
    ['online', { online: true }, [1]],
    ['offline', { online: false }, [2, 3, 4]],
    ['free', { available: true }, [1, 2, 3]],
    ['taken', { available: false }, [4]],
    ['provider', { provider: another }, [4]],
    ['how long it is offered', { seconds: 99_999_979 }, [1, 2, 3, 4]],
    ['a second longer', { seconds: 99_999_981 }, []],
    [
      'all at once',
      { gpuModels: ['H100 80GB'], gpuCountMin: 4, countries: ['US'], available: true },
      [2],
    ],
    ['all at once, and one is not so', { gpuModels: ['H100 80GB'], tier: 'SECURE' }, []],
  ])('finds by %s', async (_, filter, want) => {
    expect((await find(market.db, { filter })).found).toEqual(want);
  });

  it('refuses a cursor that this search has not made', async () => {
    const { cursor } = await find(market.db, { first: 1 });
    const foreign: Partial<ListingSearch>[] = [
      { after: 'hello' },
      { after: cursor, filter: { gpuCountMin: 1 } },
      { after: cursor, order: { ...cheapestFirst, sort: 'VALUE' } },
      { after: cursor?.slice(0, -1) },
    ];
    for (const search of foreign)
      await expect(find(market.db, search)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    expect((await find(market.db, { after: cursor })).found).toEqual([2, 3, 4]);
  });
});

describe('a search of a generated market', () => {
  const seed = Number(process.env['SEED'] ?? 20261130);
  const day = 86_400;
  const usage = { diskGb: 60, upGb: 7, downGb: 130, seconds: 7_201 };
  const interruptions = {
    restartHours: 0.1,
    checkpoints: { everyHours: 0.75, writeHours: 0.05 },
  };
  const market = eachTestItsDatabase();
  beforeEach(async () => {
    await seedMarket(market.url, { seed, listings: 300, at: noon, token, meter: addressOf(3) });
    const timestamp = BigInt(noon.getTime() / 1_000);
    await chainCursors.save(market.db, cursorOf({ timestamp, observedAt: noon }));
  });

  async function readAll(
    order: ListingOrder,
    betweenPages: () => Promise<void> = () => Promise.resolve(),
    first = 17,
  ) {
    const found = [];
    const fields = {
      listing: ['id', 'terms', 'pricePerHour'],
      machine: ['reliability'],
      allInUnits: true,
    } as const;
    for (let after: string | undefined, more = true; more;) {
      const page = await listingSearch(market.db, chain, searchOf({ order, first, after, fields }));
      found.push(...page.hits);
      after = page.hits.at(-1)?.cursor();
      more = page.hasNextPage;
      await betweenPages();
    }
    return found;
  }

  it.each(listingSorts)('by %s never repeats or skips what does not change', async (sort) => {
    const random = seeded(seed);
    const order = { sort, usage, interruptions };
    const rows = await rowsOf<{ id: string }>(
      market.db,
      `select id from listings where valid_until >= $1 order by id`,
      [noon],
    );
    const ids = rows.map(({ id }) => id);
    const changed = new Set<string>();
    const found = await readAll(order, async () => {
      for (let count = 0; count < 4; count += 1) {
        const id = random.oneOf(ids);
        changed.add(id);
        await rowsOf(
          market.db,
          'update listings set price_per_hour_units = $2, reliability = $3 where id = $1',
          [id, random.between(50_000, 9_000_000), random.unit()],
        );
      }
    });
    const times = new Map(ids.map((id) => [id, 0]));
    for (const { listing } of found)
      times.set(listing.id ?? '', (times.get(listing.id ?? '') ?? 0) + 1);
    const wrong = [...times].filter(([id, count]) => !changed.has(id) && count !== 1);
    expect({ seed, wrong, changed: changed.size > 20 }).toEqual({ seed, wrong: [], changed: true });
  });

  it('prices all in as a quote does', async () => {
    const random = seeded(seed + 1);
    for (let trial = 0; trial < 5; trial += 1) {
      const drawn = {
        ...{ diskGb: random.between(0, 400), upGb: random.between(0, 900) },
        ...{ downGb: random.between(0, 900), seconds: random.between(1, 30 * day) },
      };
      const found = await readAll({ sort: 'ALL_IN_PRICE', usage: drawn, interruptions });
      const prices = found.map(({ allInUnits }) => allInUnits ?? -1n);
      expect(found.length).toBeGreaterThan(200);
      expect(prices).toEqual(prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      for (const { listing, allInUnits } of found) {
        const { terms, pricePerHour } = listing;
        if (!terms || pricePerHour?.units === undefined) throw new Error('not read');
        const price = { ...terms, pricePerHourUnits: pricePerHour.units };
        expect({ seed, allInUnits }).toEqual({
          seed,
          allInUnits: allInPrice(price, drawn).allInUnits,
        });
      }
    }
  });

  it('orders by value and by reliability', async () => {
    const byValue = await readAll({ sort: 'VALUE', usage, interruptions });
    const byReliability = await readAll({ sort: 'RELIABILITY', usage, interruptions });
    const known = byReliability.map(({ listing }) => listing.machine?.reliability ?? -1);
    expect(known).toEqual(known.toSorted((a, b) => b - a));
    const tflops = await rowsOf<{ id: string; tflops: number }>(
      market.db,
      'select id, tensor_tflops as tflops from listings',
      [],
    );
    const of = new Map(tflops.map(({ id, tflops: each }) => [id, each]));
    const values = byValue.map(
      ({ listing }) => (of.get(listing.id ?? '') ?? 0) / Number(listing.pricePerHour?.units),
    );
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it('orders by the cost that the advisor expects, without checkpoints, at an interval, and as often as is best', async () => {
    const random = seeded(seed);
    const drawn = (most: number) => most ** random.unit() / 60;
    // From never interrupted to 0.01, and unknown.
    for (const [table, machine] of [
      ['machines', 'id'],
      ['listings', 'machine_id'],
    ])
      await rowsOf(
        market.db,
        `update ${table} set reliability = case when drawn.v > 0.1 then 1 - 0.99 * drawn.v ^ 6 when drawn.v > 0.05 then 1 end
         from (select id, ('x' || right(md5(id::text), 6))::bit(24)::int / 2 ^ 24 as v from machines) drawn
         where drawn.id = ${table}.${machine}`,
        [],
      );
    const writeHours = drawn(1_440);
    for (const checkpoints of [
      undefined,
      { everyHours: drawn(600), writeHours },
      ...[1 / 3_600, drawn(10), writeHours, 24].map((hours) => ({
        everyHours: undefined,
        writeHours: hours,
      })),
    ]) {
      const use = { ...usage, seconds: random.between(60, 30 * day) };
      const asked = { restartHours: drawn(60), checkpoints };
      const order = { sort: 'EXPECTED_COST', usage: use, interruptions: asked } as const;
      const found = await readAll(order, undefined, 100);
      expect(found.length).toBeGreaterThan(100);
      const keys = found.map((hit) => Number(parseCursor(queryName({}, order), hit.cursor()).key));
      expect(keys).toEqual(keys.toSorted((a, b) => a - b));
      const apart = found.map(({ listing }, index) => {
        const price = { ...listing.terms, pricePerHourUnits: listing.pricePerHour?.units ?? 0n };
        const { pricePerHourUnits } = allInPrice({ ...noTerms, ...price }, use);
        const cost = Number(pricePerHourUnits) * hoursBilled(order, listing.machine?.reliability);
        return Math.abs((keys[index] ?? 0) / cost - 1);
      });
      expect({ seed, asked, apart: Math.max(...apart) < 1e-9 }).toEqual({
        seed,
        asked,
        apart: true,
      });
    }
  });

  const noTerms = {
    ...{ includedDiskGb: 0, diskPricePerGbHourUnits: 0n },
    ...{ upPricePerGbUnits: 0n, downPricePerGbUnits: 0n },
  };

  /** As the advisor has them, by the machine's listed bound. */
  function hoursBilled(
    { usage: { seconds }, interruptions: asked }: ListingOrder,
    bound: number | undefined,
  ) {
    const workload = {
      ...{ ...asked, workHours: seconds / 3_600, replacementHours: 0 },
      ...{ hourValueUnits: 0n, deadline: undefined, budgetUnits: undefined },
    };
    const candidate = {
      ...{ id: '', speed: 1, tier: undefined, reliability: undefined },
      ...{ pricePerHourUnits: 0n, interruptedPricePerHourUnits: 0n },
    };
    const run = runOf(workload, candidate, listedReliabilityOf(bound) ?? unknownReliability.least);
    return meanRun(run).runHours;
  }
});
