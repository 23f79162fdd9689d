import { openDatabase, outbox } from '@gpuflow/db';
import { Queue } from 'bullmq';

import { addProbeTo } from '../add-probe.js';
import { openMarket, type TestMarket } from '../fixture/market.js';
import { chooseBackend } from '../queue-backend.js';
import { relayOutbox, type RelayedJob } from './relay-outbox.js';

const rentalId = (n: number) => `0x${n.toString(16).padStart(64, '0')}`;

describe('relayOutbox', () => {
  let market: TestMarket;
  beforeEach(async () => {
    market = await openMarket();
  });
  afterEach(() => market.close());

  const put = (count: number) =>
    outbox.append(
      market.db,
      Array.from({ length: count }, (_, n) => ({
        kind: 'probe-instance' as const,
        payload: { rentalId: rentalId(n) },
      })),
      market.clock.now(),
    );
  const waiting = () => market.db.transaction((tx) => outbox.takeUnrelayed(tx, 1000));

  it('relays each message once, with two relays at once', async () => {
    await put(250);
    const db = openDatabase(market.databaseUrl);
    const added: RelayedJob[] = [];
    const add = async (job: RelayedJob) => void added.push(job);
    const moved = await Promise.all([
      relayOutbox(market, add),
      relayOutbox({ ...market, db }, add),
    ]);
    await db.close();
    expect(moved.reduce((a, b) => a + b)).toBe(250);
    expect(new Set(added.map(({ id }) => id)).size).toBe(250);
    expect(added).toHaveLength(250);
    expect(await waiting()).toEqual([]);
  });

  it('names a job after its message', async () => {
    await put(1);
    const [message] = await waiting();
    const added: RelayedJob[] = [];
    await relayOutbox(market, async (job) => void added.push(job));
    expect(added).toEqual([
      {
        id: `outbox-${message?.id}`,
        kind: 'probe-instance',
        payload: { rentalId: rentalId(0) },
        traceParent: null,
      },
    ]);
  });

  it('leaves all of a batch waiting where the queue fails, and adds it again under the same ids', async () => {
    await put(3);
    const first: string[] = [];
    const broken = relayOutbox(market, async ({ id }) => {
      first.push(id);
      if (first.length === 2) throw new Error('connection lost');
    });
    await expect(broken).rejects.toMatchObject({ name: 'Fault', source: 'queue' });
    expect(await waiting()).toHaveLength(3);
    const second: string[] = [];
    await relayOutbox(market, async ({ id }) => void second.push(id));
    expect(second).toEqual(first);
  });

  it('adds one job to a real queue, though a crash between adding and marking has it relayed twice', async () => {
    const connection = chooseBackend({ redisUrl: undefined, databaseUrl: market.databaseUrl });
    const queue = new Queue('probe-instance', { connection });
    await put(3);
    const add = addProbeTo(queue);
    const added: string[] = [];
    const crashed = relayOutbox(market, async (job) => {
      await add(job);
      added.push(job.id);
      if (added.length === 3) throw new Error('killed');
    });
    await expect(crashed).rejects.toThrow('queue failed');
    expect(await relayOutbox(market, add)).toBe(3);
    expect((await queue.getJobs()).map(({ id }) => id).sort()).toEqual(added.sort());
    await queue.close();
  });

  it('leaves what it does not know to a newer worker, and relays the rest', async () => {
    const unknown = { kind: 'send-webhook', payload: {} };
    await outbox.append(market.db, [unknown], market.clock.now());
    await put(1);
    const added: RelayedJob[] = [];
    expect(await relayOutbox(market, async (job) => void added.push(job))).toBe(1);
    expect((await waiting()).map(({ kind }) => kind)).toEqual(['send-webhook']);
  });
});
