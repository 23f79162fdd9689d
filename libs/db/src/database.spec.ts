import { Fault, Refusal } from '@gpuflow/domain';
import pg from 'pg';
import { gate } from './fixture/gate.js';
import { eachTestItsDatabase } from './fixture/market.js';
import { machineOf, noon, uuidOf } from './fixture/samples.js';
import { prisma } from './database.js';
import { machines, maintenance, notify, openDatabase } from './index.js';

const market = eachTestItsDatabase();

async function execute(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: market.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Resolves when `arrive` was called so many times. */
function meeting(size: number) {
  let here = 0;
  const { opened, open } = gate();
  return () => {
    here += 1;
    if (here >= size) open();
    return opened;
  };
}

describe('transaction', () => {
  it('keeps what was written when the work is done', async () => {
    const id = await market.db.transaction(async (tx) => {
      await machines.insert(tx, machineOf(1));
      return uuidOf(1);
    });
    expect(await machines.find(market.db, id)).toEqual(machineOf(1));
  });

  it('undoes everything when the work throws, and throws the same', async () => {
    const refusal = new Refusal('NOT_FOUND', { kind: 'machine', id: 'x' });
    const work = market.db.transaction(async (tx) => {
      await machines.insert(tx, machineOf(1));
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await machines.find(market.db, uuidOf(1))).toBeUndefined();
  });

  it('runs again what lost a deadlock', async () => {
    await machines.insert(market.db, machineOf(1));
    await machines.insert(market.db, machineOf(2));
    const meet = meeting(2);
    let runs = 0;
    const lockBoth = (first: number, second: number) =>
      market.db.transaction(async (tx) => {
        runs += 1;
        await machines.lock(tx, uuidOf(first));
        await meet();
        await machines.lock(tx, uuidOf(second));
      });
    await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
    expect(runs).toBe(3);
  });

  it('runs a third time at most', async () => {
    let runs = 0;
    const work = market.db.transaction(async (tx) => {
      runs += 1;
      await tx[prisma].$executeRaw`
        do $$ begin raise exception 'lost' using errcode = 'serialization_failure'; end $$`;
    });
    await expect(work).rejects.toBeInstanceOf(Fault);
    expect(runs).toBe(3);
  });

  it('runs once what fails for another reason', async () => {
    let runs = 0;
    const work = market.db.transaction(() => {
      runs += 1;
      return Promise.reject(new Error('a bug'));
    });
    await expect(work).rejects.toThrow('a bug');
    expect(runs).toBe(1);
  });
});

describe('errors', () => {
  it('are a Fault where the database is away', async () => {
    const away = openDatabase('postgresql://postgres@127.0.0.1:1/none');
    await expect(machines.find(away, uuidOf(1))).rejects.toMatchObject({
      name: 'Fault',
      source: 'database',
    });
    await expect(away.transaction(() => Promise.resolve())).rejects.toBeInstanceOf(Fault);
    await away.close();
  });

  it('are a Fault where the connection breaks', async () => {
    const sleep = market.db[prisma].$queryRaw`select pg_backend_pid(), pg_sleep(10)`;
    const broken = expect(sleep).rejects.toBeInstanceOf(Fault);
    for (let ended: unknown[] = []; ended.length === 0;)
      ended = await execute(`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep%'`);
    await broken;
    expect(await machines.find(market.db, uuidOf(1))).toBeUndefined();
  });

  it('are not a Fault where the statement is wrong', async () => {
    const tooSmall = machines.insert(market.db, machineOf(1, { gpuCount: 0 }));
    await expect(tooSmall).rejects.not.toBeInstanceOf(Fault);
    const unknown = maintenance.withdraw(market.db, uuidOf(404), noon);
    await expect(unknown).rejects.not.toBeInstanceOf(Fault);
    const nonsense = market.db[prisma].$queryRaw`select nonsense`;
    await expect(nonsense).rejects.not.toBeInstanceOf(Fault);
    const malformed = machines.find(market.db, 'not a uuid');
    await expect(malformed).rejects.not.toBeInstanceOf(Fault);
  });
});

describe('listen', () => {
  it('hears each subject when the transaction commits, and never when it does not', async () => {
    const heard: string[] = [];
    const last = gate();
    const listener = await market.db.listen('market', (subject) => {
      heard.push(subject);
      if (subject === 'last') last.open();
    });
    await market.db
      .transaction(async (tx) => {
        await notify(tx, ['undone']);
        throw new Error('undo');
      })
      .catch(() => undefined);
    await market.db.transaction((tx) => notify(tx, ['rental:1', 'machine:2']));
    await notify(market.db, ['last']);
    await last.opened;
    await listener.stop();
    expect(heard).toEqual(['rental:1', 'machine:2', 'last']);
  });

  it('says that it may have missed something, and hears on, when its connection was lost', async () => {
    const gap = gate();
    const heard = Promise.withResolvers<string>();
    const listener = await market.db.listen('market', heard.resolve, gap.open);
    await execute(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'LISTEN%'`);
    await gap.opened;
    await notify(market.db, ['again']);
    expect(await heard.promise).toBe('again');
    await listener.stop();
  });

  it('is a Fault where the database is away', async () => {
    const away = openDatabase('postgresql://postgres@127.0.0.1:1/none');
    await expect(away.listen('market', () => undefined)).rejects.toBeInstanceOf(Fault);
    await away.close();
  });

  it('leaves no connection when it is stopped', async () => {
    const listener = await market.db.listen('market', () => undefined);
    await listener.stop();
    const listening = `select pid from pg_stat_activity
      where datname = current_database() and query like 'LISTEN%'`;
    for (let open = await execute(listening); open.length > 0;) open = await execute(listening);
  });
});
