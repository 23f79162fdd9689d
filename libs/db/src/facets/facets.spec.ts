import { seeded, seedMarket, seedModels, type Random } from '@gpuflow/testing';
import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, chainId, cursorOf, hashOf } from '../fixture/samples.js';
import {
  cancelledOffers,
  chainCounters,
  chainCursors,
  listingFacets,
  LiveFacets,
  type Facet,
  type Facets,
  type ListingFilter,
} from '../index.js';
import { rowsOf } from '../rows-of.js';

const seed = Number(process.env['SEED'] ?? 20261130);
const at = new Date('2026-11-30T12:00:00.000Z');
const chainNow = Math.floor(at.getTime() / 1_000);
const moment = { chainNow, now: at };
const chain = { chainId, now: at };

/** What a brute-force count knows of a listing: nothing of how search and snapshot are made. */
interface Known {
  gpuModel: string;
  country: string;
  region: string | null;
  tier: string;
  class: string;
  price: bigint;
  gpuCount: number;
  ramGb: number;
  downMbps: number;
  reliability: number | null;
  cuda: number[];
  providerSince: Date;
  liveness: string;
  taken: boolean;
  open: boolean;
}

const market = eachTestItsDatabase();
let live: LiveFacets;

beforeEach(async () => {
  const [token, meter] = [addressOf(1), addressOf(2)];
  await seedMarket(market.url, { seed, listings: 800, at, token, meter });
  await chainCursors.save(market.db, cursorOf({ timestamp: BigInt(chainNow), observedAt: at }));
  live = await LiveFacets.follow(market.db, chainId, { lagMsMax: 60_000 });
});
afterEach(() => live.stop());

async function knownListings(): Promise<Known[]> {
  return rowsOf<Known & { price: string }>(
    market.db,
    `select gpu_model as "gpuModel", country, region, tier, class, price_per_hour_units as price,
       gpu_count as "gpuCount", ram_gb as "ramGb", down_mbps as "downMbps", reliability,
       cuda_version as cuda, provider_since as "providerSince", liveness,
       id in (select listing_id from rentals where state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED')) as taken,
       state = 'ACTIVE' and valid_until >= $1
         and offer_hash not in (select offer_hash from chain_cancelled_offers)
         and provider not in (select owner from chain_counters where counter <> 0) as open
     from listings`,
    [at],
  ).then((rows) => rows.map((row) => ({ ...row, price: BigInt(row.price) })));
}

function isBelow(
  [major = 0, minor = 0]: number[],
  [wantMajor = 0, wantMinor = 0]: readonly number[],
) {
  return major < wantMajor || (major === wantMajor && minor < wantMinor);
}

/** Every condition but for model, country and tier. */
function passes(listing: Known, filter: ListingFilter): boolean {
  const { regions, cudaVersionMin, providerAgeDaysMin = 0, available, online } = filter;
  return (
    listing.open &&
    (regions?.includes(listing.region ?? '') ?? true) &&
    (filter.class ?? listing.class) === listing.class &&
    listing.gpuCount >= (filter.gpuCountMin ?? 0) &&
    listing.ramGb >= (filter.ramGbMin ?? 0) &&
    listing.downMbps >= (filter.downMbpsMin ?? 0) &&
    (listing.reliability ?? -1) >= (filter.reliabilityMin ?? -1) &&
    listing.price <= (filter.pricePerHourMaxUnits ?? listing.price) &&
    listing.price >= (filter.pricePerHourMinUnits ?? listing.price) &&
    !(cudaVersionMin && isBelow(listing.cuda, cudaVersionMin)) &&
    at.getTime() - listing.providerSince.getTime() >= providerAgeDaysMin * 86_400_000 &&
    (available ?? !listing.taken) === !listing.taken &&
    (online ?? listing.liveness === 'ONLINE') === (listing.liveness === 'ONLINE')
  );
}

function bruteForce(listings: readonly Known[], filter: ListingFilter): Facets {
  const found = listings.filter((listing) => passes(listing, filter));
  const ofModel = ({ gpuModel }: Known) => filter.gpuModels?.includes(gpuModel) ?? true;
  const ofCountry = ({ country }: Known) => filter.countries?.includes(country) ?? true;
  const ofTier = ({ tier }: Known) => (filter.tier ?? tier) === tier;
  return {
    total: found.filter((l) => ofModel(l) && ofCountry(l) && ofTier(l)).length,
    models: counted(
      found.filter((l) => ofCountry(l) && ofTier(l)),
      'gpuModel',
    ),
    countries: counted(
      found.filter((l) => ofModel(l) && ofTier(l)),
      'country',
    ),
    tiers: counted(
      found.filter((l) => ofModel(l) && ofCountry(l)),
      'tier',
    ),
  };
}

function counted(listings: Known[], column: 'gpuModel' | 'country' | 'tier'): Facet[] {
  const groups = Object.entries(Object.groupBy(listings, (listing) => listing[column]));
  return groups
    .map(([value, members = []]) => {
      const prices = members.map(({ price }) => price).sort((a, b) => (a < b ? -1 : 1));
      return {
        value,
        count: members.length,
        minPricePerHourUnits: prices[0] ?? 0n,
        maxPricePerHourUnits: prices.at(-1) ?? 0n,
      };
    })
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}

function randomFilter(random: Random): ListingFilter {
  const sometimes = <Value>(value: () => Value) => (random.chance(0.25) ? value() : undefined);
  const some = (values: readonly string[]) =>
    Array.from({ length: random.between(1, 4) }, () => random.oneOf(values));
  return {
    gpuModels: sometimes(() => some(seedModels.map(({ name }) => name))),
    countries: sometimes(() => some(['US', 'DE', 'SE', 'CN', 'ZZ'])),
    regions: sometimes(() => some(['US-CA', 'US-TX', 'DE-HE', 'CA-QC'])),
    tier: sometimes(() => random.oneOf(['SECURE', 'COMMUNITY'] as const)),
    class: sometimes(() => random.oneOf(['ON_DEMAND', 'INTERRUPTIBLE'] as const)),
    gpuCountMin: sometimes(() => random.between(1, 8)),
    ramGbMin: sometimes(() => random.oneOf([16, 64, 256])),
    downMbpsMin: sometimes(() => random.between(100, 1_000)),
    reliabilityMin: sometimes(() => 1 - random.unit() / 20),
    pricePerHourMaxUnits: sometimes(() => BigInt(random.between(100_000, 9_000_000))),
    pricePerHourMinUnits: sometimes(() => BigInt(random.between(1, 900_000))),
    cudaVersionMin: sometimes(() => random.oneOf([[12, 4], [12, 10], [13]])),
    providerAgeDaysMin: sometimes(() => random.between(1, 500)),
    available: sometimes(() => random.chance(0.8)),
    online: sometimes(() => random.chance(0.8)),
  };
}

async function compareMany(random: Random, filters: number): Promise<void> {
  const listings = await knownListings();
  for (let count = 0; count < filters; count += 1) {
    const filter = randomFilter(random);
    const want = bruteForce(listings, filter);
    const note = { seed, filter };
    expect({ ...note, facets: live.facets(filter, moment) }).toEqual({ ...note, facets: want });
    expect({ ...note, facets: await listingFacets(market.db, chain, filter) }).toEqual({
      ...note,
      facets: want,
    });
  }
}

const changes: ((random: Random, id: string) => [sql: string, values: unknown[]])[] = [
  (random, id) => [
    'update listings set price_per_hour_units = $2 where id = $1',
    [id, random.between(1, 5_000_000)],
  ],
  (_, id) => [`update listings set state = 'WITHDRAWN', withdrawn_at = now() where id = $1`, [id]],
  (random, id) => [
    'update machines set reliability = $2 where id = (select machine_id from listings where id = $1)',
    [id, random.unit()],
  ],
  (_, id) => [
    `update machines set liveness = case when liveness = 'ONLINE' then 'SILENT' else 'ONLINE' end::"Liveness"
     where liveness <> 'NEVER_SEEN' and id = (select machine_id from listings where id = $1)`,
    [id],
  ],
  (_, id) => [
    `update rentals set state = case when state = 'RUNNING' then 'CLOSED' else 'RUNNING' end::"RentalState" where listing_id = $1`,
    [id],
  ],
];

describe('facets', () => {
  it('are what counting one by one gives, in memory and in SQL', async () => {
    await live.caughtUp();
    await compareMany(seeded(seed), 60);
  });

  it('follow every change, whoever writes it', async () => {
    const random = seeded(seed + 1);
    const ids = (
      await rowsOf<{ id: string }>(market.db, 'select id from listings order by id', [])
    ).map(({ id }) => id);
    await live.caughtUp();
    for (let count = 0; count < 150; count += 1) {
      const [sql, values] = random.oneOf(changes)(random, random.oneOf(ids));
      await rowsOf(market.db, sql, values);
    }
    const [cancelled, left] = await rowsOf<{ offer_hash: `0x${string}`; provider: `0x${string}` }>(
      market.db,
      `select offer_hash, provider from listings where state = 'ACTIVE' order by id limit 2`,
      [],
    );
    await cancelledOffers.save(market.db, chainId, [
      { offerHash: cancelled?.offer_hash ?? hashOf(1), lastBlock: 1n },
    ]);
    await chainCounters.save(market.db, chainId, [
      { owner: left?.provider ?? addressOf(1), counter: 3n, lastBlock: 1n },
    ]);
    await live.caughtUp();
    await compareMany(random, 20);
    expect(await live.differences()).toBe(0);
  });

  it('are read anew after a change of everything', async () => {
    await live.caughtUp();
    await rowsOf(
      market.db,
      'update listings set price_per_hour_units = price_per_hour_units + 1',
      [],
    );
    await live.caughtUp();
    await compareMany(seeded(seed + 2), 3);
    expect(await live.differences()).toBe(0);
  });
});

describe('a snapshot', () => {
  it('finds by checksum what it has missed, and reads it again', async () => {
    await live.caughtUp();
    const [row] = await rowsOf<{ id: string }>(market.db, 'select id from listings limit 1', []);
    // As nothing in the market can: without the word of a trigger.
    await market.db.transaction(async (tx) => {
      await rowsOf(tx, 'set local session_replication_role = replica', []);
      await rowsOf(tx, 'update listings set price_per_hour_units = 7 where id = $1', [row?.id]);
    });
    expect(await live.differences()).toBe(1);
    expect(await live.differences()).toBe(0);
  });

  it('leaves to SQL what it does not hold, and everything until it is whole', async () => {
    const young = await LiveFacets.follow(market.db, chainId);
    expect(young.facets({}, moment)).toBeUndefined();
    await young.caughtUp();
    expect(young.facets({}, moment)).toBeDefined();
    expect(young.facets({ uptime: { days: 7, min: 0.9 } }, moment)).toBeUndefined();
    await young.stop();
  });
});
