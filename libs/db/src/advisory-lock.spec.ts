import { Fault } from '@gpuflow/domain';
import { gate } from './fixture/gate.js';
import { eachTestItsDatabase } from './fixture/market.js';
import { addressOf, chainId } from './fixture/samples.js';
import { prisma } from './database.js';
import { lockKey, openDatabase, withSignerLock } from './index.js';

const market = eachTestItsDatabase();
const signer = { chainId, signer: addressOf(1) };

/** Resolves when so many sessions wait for an advisory lock. */
async function waiting(count: bigint): Promise<void> {
  for (let found = -1n; found !== count;) {
    const rows = await market.db[prisma].$queryRaw<{ count: bigint }[]>`
      select count(*) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
    found = rows[0]?.count ?? 0n;
  }
}

describe('withSignerLock', () => {
  it('lets one writer at a time work for a signer', async () => {
    const steps: string[] = [];
    const release = gate();
    const first = withSignerLock(market.db, signer, async () => {
      steps.push('first in');
      await release.opened;
      steps.push('first out');
    });
    const inside = gate();
    const other = withSignerLock(market.db, { ...signer, signer: addressOf(2) }, () => {
      inside.open();
      return Promise.resolve();
    });
    await inside.opened;
    await other;
    const second = withSignerLock(market.db, signer, () =>
      Promise.resolve(steps.push('second in')),
    );
    await waiting(1n);
    release.open();
    await Promise.all([first, second]);
    expect(steps).toEqual(['first in', 'first out', 'second in']);
  });

  it('gives the lock back when the work throws', async () => {
    const failed = withSignerLock(market.db, signer, () => Promise.reject(new Error('a bug')));
    await expect(failed).rejects.toThrow('a bug');
    expect(await withSignerLock(market.db, signer, () => Promise.resolve('free'))).toBe('free');
  });

  it('says when the lock was lost with its connection', async () => {
    const seen = await withSignerLock(market.db, signer, async (lost) => {
      const aborted = new Promise((resolve) => lost.addEventListener('abort', resolve));
      await market.db[prisma].$queryRaw`
        select pg_terminate_backend(l.pid) from pg_locks l
        join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and l.granted`;
      await aborted;
      return lost.aborted;
    });
    expect(seen).toBe(true);
  });

  it('is a Fault where the database is away', async () => {
    const away = openDatabase('postgresql://postgres@127.0.0.1:1/none');
    const locked = withSignerLock(away, signer, () => Promise.resolve());
    await expect(locked).rejects.toBeInstanceOf(Fault);
    await away.close();
  });
});

describe('lockKey', () => {
  it('has the second transaction wait for the end of the first', async () => {
    const steps: string[] = [];
    const locked = gate();
    const release = gate();
    const first = market.db.transaction(async (tx) => {
      await lockKey(tx, 'key');
      locked.open();
      await release.opened;
      steps.push('first');
    });
    await locked.opened;
    const second = market.db.transaction(async (tx) => {
      await lockKey(tx, 'key');
      steps.push('second');
    });
    await market.db.transaction((tx) => lockKey(tx, 'another key'));
    await waiting(1n);
    release.open();
    await Promise.all([first, second]);
    expect(steps).toEqual(['first', 'second']);
  });
});
