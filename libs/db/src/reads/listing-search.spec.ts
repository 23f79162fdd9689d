import type { Listing, Machine } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../../test/market.js';
import {
  addressOf,
  beatingMachineOf,
  listingOf,
  machineOf,
  noon,
  offerOf,
  rentalOf,
  unitsMax,
  uuidOf,
} from '../../test/samples.js';
import { listings, listingSearch, machines, rentals, type ListingFilter } from '../index.js';

const market = eachTestItsDatabase();

/** Machine `n` with a listing at this price. */
async function offerAt(
  n: number,
  pricePerHour: bigint,
  machine: Partial<Machine> = {},
  listing: Partial<Listing> = {},
): Promise<void> {
  await machines.insert(market.db, machineOf(n, machine));
  const { gpuModel, provider } = machineOf(n, machine);
  const offer = offerOf({ pricePerHour, provider });
  await listings.insert(market.db, listingOf(n, { offer, gpuModel, provider, ...listing }));
}

async function found(filter: ListingFilter): Promise<string[]> {
  const { hits } = await listingSearch(market.db, filter, 100);
  return hits.map(({ machine }) => machine.name);
}

describe('listingSearch', () => {
  it('answers listing, machine and whether it is free, the cheapest first', async () => {
    await offerAt(1, 20n);
    await offerAt(2, 10n);
    await rentals.insert(market.db, rentalOf(1));
    const { hits, hasNextPage } = await listingSearch(market.db, {}, 2);
    expect(hasNextPage).toBe(false);
    expect(hits.map(({ listing, machine, available }) => [listing, machine, available])).toEqual([
      [listingOf(2, { offer: offerOf({ pricePerHour: 10n }) }), machineOf(2), true],
      [listingOf(1, { offer: offerOf({ pricePerHour: 20n }) }), machineOf(1), false],
    ]);
  });

  it('shows each listing once over pages, under equal prices too', async () => {
    const prices = [5n, 5n, 5n, 5n, 9n, 9n, unitsMax];
    for (const [index, price] of prices.entries()) await offerAt(prices.length - index, price);
    const names: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const page = await listingSearch(market.db, {}, 2, cursor);
      names.push(...page.hits.map(({ machine }) => machine.name));
      cursor = page.hits.at(-1)?.cursor;
      more = page.hasNextPage;
    }
    expect(names).toEqual([4, 5, 6, 7, 2, 3, 1].map((n) => `machine ${n}`));
    expect(pages).toBe(4);
  });

  it('goes on where it was, although listings came and went', async () => {
    for (const n of [1, 2, 3]) await offerAt(n, BigInt(n));
    const page = await listingSearch(market.db, {}, 2);
    await listings.withdraw(market.db, uuidOf(0x3002), noon);
    await offerAt(4, 0n);
    await offerAt(5, 2n);
    const next = await listingSearch(market.db, {}, 9, page.hits.at(-1)?.cursor);
    expect(next.hits.map(({ machine }) => machine.name)).toEqual(['machine 5', 'machine 3']);
  });

  it.each<[string, ListingFilter, number[]]>([
    ['nothing asked for', {}, [1, 2, 3, 4]],
    ['one model', { gpuModels: ['H100'] }, [2]],
    ['two models', { gpuModels: ['H100', 'A100'] }, [2, 3]],
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
      { gpuModels: ['H100'], gpuCountMin: 4, countries: ['US'], available: true },
      [2],
    ],
    ['all at once, and one is not so', { gpuModels: ['H100'], tier: 'SECURE' }, []],
  ])('filters by %s', async (_, filter, want) => {
    await offerAt(1, 10n, beatingMachineOf(1, noon));
    await offerAt(2, 20n, { gpuModel: 'H100', gpuCount: 8, vramGb: 80, country: 'US' });
    const secure = { tier: 'SECURE' } as const;
    await offerAt(3, 30n, { gpuModel: 'A100', gpuCount: 4, vramGb: 40, country: 'FR' }, secure);
    await offerAt(4, 40n, { provider: addressOf(0xbeef) });
    await offerAt(5, 1n, {}, { state: 'WITHDRAWN', withdrawnAt: noon });
    await rentals.insert(market.db, rentalOf(4));
    expect(await found(filter)).toEqual(want.map((n) => `machine ${n}`));
  });

  const text = (plain: string) => Buffer.from(plain).toString('base64url');
  it.each([
    ['empty', ''],
    ['not base64url', '!!!'],
    ['something else', text('hello')],
    ['without an id', text('10|')],
    ['with a malformed id', text('10|x')],
    ['with a negative price', text(`-1|${uuidOf(1)}`)],
    ['with a leading zero', text(`010|${uuidOf(1)}`)],
    ['with SQL', text(`1|${uuidOf(1)}'; drop table listings`)],
    ['with something behind it', `${text(`10|${uuidOf(1)}`)}A`],
    ['in padded base64', Buffer.from(`1|${uuidOf(1)}`).toString('base64')],
    ['very long', text('1'.repeat(100_000))],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    await expect(listingSearch(market.db, {}, 2, cursor)).rejects.toMatchObject({
      code: 'BAD_CURSOR',
      facts: { cursor: cursor.slice(0, 200) },
    });
  });
});
