import { wholeMachine, type Listing, type Machine } from '@gpuflow/domain';
import { eachTestItsDatabase, oneDatabase } from '../fixture/market.js';
import {
  addressOf,
  beatingMachineOf,
  chainId,
  listingOf,
  machineOf,
  noon,
  offerOf,
  rentalOf,
  unitsMax,
  uuidOf,
} from '../fixture/samples.js';
import {
  cancelledOffers,
  chainCounters,
  listings,
  listingSearch,
  machines,
  rentals,
  type Database,
  type ListingFilter,
} from '../index.js';

/** Every offer of the samples can still be accepted. */
const chain = { chainId, now: 1_800_000_000n };

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

describe('listingSearch', () => {
  const market = eachTestItsDatabase();

  it('answers listing, machine and whether it is free, the cheapest first', async () => {
    await offerAt(market.db, 1, 20n);
    await offerAt(market.db, 2, 10n);
    await rentals.insert(market.db, rentalOf(1));
    const { hits, hasNextPage } = await listingSearch(market.db, chain, {}, 2);
    expect(hasNextPage).toBe(false);
    expect(hits.map(({ listing, machine, available }) => [listing, machine, available])).toEqual([
      [listingOf(2, { offer: offerOf({ pricePerHour: 10n }) }), machineOf(2), true],
      [listingOf(1, { offer: offerOf({ pricePerHour: 20n }) }), machineOf(1), false],
    ]);
  });

  it('shows each listing once over pages, under equal prices too', async () => {
    const prices = [5n, 5n, 5n, 5n, 9n, 9n, unitsMax];
    for (const [index, price] of prices.entries())
      await offerAt(market.db, prices.length - index, price);
    const names: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const page = await listingSearch(market.db, chain, {}, 2, cursor);
      names.push(...page.hits.map(({ machine }) => machine.name));
      cursor = page.hits.at(-1)?.cursor;
      more = page.hasNextPage;
    }
    expect(names).toEqual([4, 5, 6, 7, 2, 3, 1].map((n) => `machine ${n}`));
    expect(pages).toBe(4);
  });

  it('goes on where it was, although listings came and went', async () => {
    for (const n of [1, 2, 3]) await offerAt(market.db, n, BigInt(n));
    const page = await listingSearch(market.db, chain, {}, 2);
    await listings.withdraw(market.db, uuidOf(0x3002), noon);
    await offerAt(market.db, 4, 0n);
    await offerAt(market.db, 5, 2n);
    const next = await listingSearch(market.db, chain, {}, 9, page.hits.at(-1)?.cursor);
    expect(next.hits.map(({ machine }) => machine.name)).toEqual(['machine 5', 'machine 3']);
  });
});

describe('listingSearch on a chain', () => {
  const market = eachTestItsDatabase();

  const found = async (now = chain.now) => {
    const { hits } = await listingSearch(market.db, { ...chain, now }, {}, 9);
    return hits.map(({ machine }) => machine.name);
  };

  it('shows a listing to the last second of its offer', async () => {
    await offerAt(market.db, 1, 10n, {}, { offer: offerOf({ validUntil: 1_800_000_000 }) });
    expect(await found(1_800_000_000n)).toEqual(['machine 1']);
    expect(await found(1_800_000_001n)).toEqual([]);
  });

  it('takes an offer that is valid for as long as the contract can say', async () => {
    await offerAt(market.db, 1, 10n, {}, { offer: offerOf({ validUntil: 2 ** 40 - 1 }) });
    expect(await found()).toEqual(['machine 1']);
  });

  it('knows in the same moment that a machine has fallen silent, or beats', async () => {
    await offerAt(market.db, 1, 10n, beatingMachineOf(1, noon));
    const online = async () =>
      (await listingSearch(market.db, chain, { online: true }, 9)).hits.length;
    expect(await online()).toBe(1);
    await machines.setLiveness(market.db, uuidOf(1), 'SILENT');
    expect(await online()).toBe(0);
    await machines.saveBeat(market.db, beatingMachineOf(1, noon));
    expect(await online()).toBe(1);
  });

  it('hides what its provider has cancelled on this chain', async () => {
    await offerAt(market.db, 1, 10n);
    await offerAt(market.db, 2, 20n);
    const cancelled = (n: number) => [{ offerHash: listingOf(n).offerHash, lastBlock: 1n }];
    await cancelledOffers.save(market.db, chainId, cancelled(1));
    await cancelledOffers.save(market.db, chainId + 1, cancelled(2));
    expect(await found()).toEqual(['machine 2']);
  });

  it('hides what was signed under an old counter', async () => {
    await offerAt(market.db, 1, 10n);
    const counter = 2n ** 64n - 1n;
    const offer = offerOf({ pricePerHour: 20n, counter });
    await offerAt(market.db, 2, 20n, {}, { offer });
    const { provider } = offer;
    await chainCounters.save(market.db, chainId, [{ owner: provider, counter: 0n, lastBlock: 1n }]);
    expect(await found()).toEqual(['machine 1']);
    await chainCounters.save(market.db, chainId, [{ owner: provider, counter: 7n, lastBlock: 1n }]);
    expect(await found()).toEqual([]);
  });
});

describe('listingSearch with a filter', () => {
  const market = oneDatabase(async (db) => {
    await offerAt(db, 1, 10n, beatingMachineOf(1, noon));
    await offerAt(db, 2, 20n, { gpuModel: 'H100 80GB', gpuCount: 8, vramGb: 80, country: 'US' });
    const secure = { tier: 'SECURE' } as const;
    await offerAt(
      db,
      3,
      30n,
      { gpuModel: 'A100 40GB', gpuCount: 4, vramGb: 40, country: 'FR' },
      secure,
    );
    await offerAt(db, 4, 40n, { provider: addressOf(0xbeef) });
    await offerAt(db, 5, 1n, {}, { state: 'WITHDRAWN', withdrawnAt: noon });
    await rentals.insert(db, rentalOf(4));
  });

  it.each<[string, ListingFilter, number[]]>([
    ['nothing asked for', {}, [1, 2, 3, 4]],
    ['one model', { gpuModels: ['H100 80GB'] }, [2]],
    ['two models', { gpuModels: ['H100 80GB', 'A100 40GB'] }, [2, 3]],
    ['no model at all', { gpuModels: [] }, []],
    ['GPUs', { gpuCountMin: 4 }, [2, 3]],
    ['memory', { vramGbMin: 80 }, [2]],
    ['one country', { countries: ['FR'] }, [3]],
    ['two countries', { countries: ['FR', 'US'] }, [2, 3]],
    ['tier', { tier: 'SECURE' }, [3]],
    ['price', { pricePerHourMaxUnits: 20n }, [1, 2]],
    ['the highest price', { pricePerHourMaxUnits: unitsMax }, [1, 2, 3, 4]],
    ['online', { online: true }, [1]],
    ['offline', { online: false }, [2, 3, 4]],
    ['free', { available: true }, [1, 2, 3]],
    ['taken', { available: false }, [4]],
    ['provider', { provider: addressOf(0xbeef) }, [4]],
    [
      'all at once',
      { gpuModels: ['H100 80GB'], gpuCountMin: 4, countries: ['US'], available: true },
      [2],
    ],
    ['all at once, and one is not so', { gpuModels: ['H100 80GB'], tier: 'SECURE' }, []],
  ])('finds by %s', async (_, filter, want) => {
    const { hits } = await listingSearch(market.db, chain, filter, 100);
    expect(hits.map(({ machine }) => machine.name)).toEqual(want.map((n) => `machine ${n}`));
  });

  it('refuses a cursor that it has not made', async () => {
    await expect(listingSearch(market.db, chain, {}, 2, 'hello')).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    });
  });
});
