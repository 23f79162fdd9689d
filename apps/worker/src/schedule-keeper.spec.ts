import { cloneDatabase, type ClonedDatabase } from '@gpuflow/testing';
import { Queue } from 'bullmq';
import pg from 'pg';

import { chooseBackend } from './queue-backend.js';
import { scheduleKeeper } from './schedule-keeper.js';

describe('a schedule', () => {
  let database: ClonedDatabase;
  let queue: Queue;
  beforeEach(async () => {
    database = await cloneDatabase();
    const connection = chooseBackend({ redisUrl: undefined, databaseUrl: database.url });
    queue = new Queue('keep-rentals', { connection });
  });
  afterEach(async () => {
    await queue.close();
    await database.drop();
  });

  const waiting = () => queue.getJobs(['delayed', 'waiting']);
  const nextJob = async () => {
    const [job] = await waiting();
    return job?.id;
  };

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const giveUpAt = Date.now() + 10_000;
    while (!(await holds())) {
      if (Date.now() > giveUpAt) throw new Error('it never came true');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async function loseSuccessor(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`delete from bullmq.job where state in ('delayed', 'waiting')`);
    await client.end();
  }

  it('goes on after its next job was lost', async () => {
    const keep = scheduleKeeper(queue, 200);
    await keep();
    await loseSuccessor();
    expect(await waiting()).toEqual([]);
    await until(async () => {
      await keep();
      return (await waiting()).length === 1;
    });
  });

  it('is left alone by another start', async () => {
    await scheduleKeeper(queue, 3_600_000)();
    const before = await nextJob();
    expect(before).toMatch(/^repeat:keep-rentals:\d+$/);
    await scheduleKeeper(queue, 3_600_000)();
    expect(await nextJob()).toBe(before);
  });

  it('takes another interval from a start that has one', async () => {
    await scheduleKeeper(queue, 3_600_000)();
    await scheduleKeeper(queue, 60_000)();
    expect(await queue.getJobScheduler('keep-rentals')).toMatchObject({ every: 60_000 });
    expect(await waiting()).toHaveLength(1);
  });
});
