import { gpuNamed } from '@gpuflow/domain';
import { cloneDatabase, seedMarket, seedModels } from '@gpuflow/testing';
import { eachTestItsDatabase } from './fixture/market.js';
import { addressOf, noon } from './fixture/samples.js';
import { listings, machines, openDatabase, type Database } from './index.js';
import { rowsOf } from './rows-of.js';

const options = { seed: 7, listings: 400, at: noon, token: addressOf(1), meter: addressOf(2) };
const market = eachTestItsDatabase();

const count = async (db: Database, sql: string) => {
  const [row] = await rowsOf<{ n: number }>(db, `select count(*)::int as n ${sql}`, []);
  return row?.n;
};

describe('a generated market', () => {
  it('is as large as asked for, of models that the catalogue knows', async () => {
    const written = await seedMarket(market.url, options);
    expect(await count(market.db, 'from listings')).toBe(400);
    expect(await count(market.db, 'from machines')).toBe(written.machines);
    expect(await count(market.db, `from rentals where state = 'RUNNING'`)).toBe(written.taken);
    for (const { name, family, line, tensorTflops, vramGb } of seedModels) {
      expect(gpuNamed(name)).toMatchObject({ name, family, line, throughput: { tensorTflops } });
      expect(gpuNamed(name)?.vramGb).toContain(vramGb);
    }
  });

  it('reads as what the market itself would have written', async () => {
    await seedMarket(market.url, options);
    const all = await rowsOf<{ id: string }>(market.db, 'select id from listings order by id', []);
    const stored = await listings.findMany(
      market.db,
      all.map(({ id }) => id),
    );
    const hosts = await machines.findMany(market.db, [...new Set(stored.map((l) => l.machineId))]);
    const byId = new Map(hosts.map((host) => [host.id, host]));
    for (const { machineId, slice, offer, provider } of stored) {
      const host = byId.get(machineId);
      expect(host).toMatchObject({ provider });
      expect(offer.provider).toBe(provider);
      expect(slice.gpuIndices.at(-1)).toBeLessThan(host?.gpuCount ?? 0);
      expect(offer.validUntil * 1_000).toBeGreaterThan(noon.getTime());
    }
    const overlapping = stored.filter((one) =>
      stored.some(
        (other) =>
          other !== one &&
          other.machineId === one.machineId &&
          one.slice.gpuIndices.some((index) => other.slice.gpuIndices.includes(index)),
      ),
    );
    expect(overlapping).toEqual([]);
  });

  it('repeats of each machine what its trigger would repeat', async () => {
    await seedMarket(market.url, options);
    expect(
      await count(
        market.db,
        `from listings l join machines m on m.id = l.machine_id
         where (l.country, l.region, l.liveness, l.reliability, l.disk_mbytes_per_second, l.direct_ports,
             l.cuda_version, l.driver_version, l.nvlink, l.provider_since)
           is distinct from (m.country, m.region, m.liveness, m.reliability, m.disk_mbytes_per_second, m.direct_ports,
             version_numbers(m.cuda_version), version_numbers(m.driver_version), m.nvlink,
             (select min(enrolled_at) from machines p where p.provider = m.provider))`,
      ),
    ).toBe(0);
  });

  it('is the same for the same seed', async () => {
    const digest = async (db: Database) =>
      rowsOf(db, `select md5(string_agg(l::text, '' order by id)) as digest from listings l`, []);
    await seedMarket(market.url, options);
    const clone = await cloneDatabase();
    const again = openDatabase(clone.url);
    await seedMarket(clone.url, options);
    expect(await digest(again)).toEqual(await digest(market.db));
    await again.close();
    await clone.drop();
  });
});
