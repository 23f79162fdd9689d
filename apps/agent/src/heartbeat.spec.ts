import { createHmac, randomUUID } from 'node:crypto';
import { createApiClient } from '@gpuflow/api-client';
import { machineId, serveApi } from './fixture/api.js';
import { createHeart } from './heartbeat.js';

describe('a heart', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  beforeEach(async () => {
    api = await serveApi();
  });
  afterEach(() => api.close());

  const { signal } = new AbortController();
  const rentalId = `0x${'07'.repeat(32)}` as const;
  /** A heart as it is after a start of the agent's process. */
  const started = (apiUrl = api.url) =>
    createHeart({
      ...{ apiUrl, machineId, client: createApiClient({ url: api.url }), bootId: randomUUID() },
      instances: () => [{ rentalId, state: 'RUNNING' }],
    });
  const seqs = () => api.beats.map(({ seq }) => seq);

  it('opens a session at its start, and numbers its beats from 1', async () => {
    const first = started();
    await first.beat(signal);
    await first.beat(signal);
    await started().beat(signal);
    expect(seqs()).toEqual([1, 2, 1]);
    expect(api.sessions).toHaveLength(2);
    expect(new Set(api.beats.map(({ bootId }) => bootId)).size).toBe(2);
  });

  it('never uses a number twice, though the beat was not taken', async () => {
    const heart = started();
    await heart.beat(signal);
    api.state.failing = true;
    await expect(heart.beat(signal)).rejects.toMatchObject({ name: 'ApiFault' });
    api.state.failing = false;
    await heart.beat(signal);
    expect(seqs()).toEqual([1, 3]);
  });

  it('opens another session where the API knows this one no more', async () => {
    const heart = started();
    await heart.beat(signal);
    api.forgetSessions();
    await heart.beat(signal);
    expect(seqs()).toEqual([1, 1]);
    expect(api.sessions).toHaveLength(1);
  });

  it('goes on above what the API has seen in the session', async () => {
    const heart = started();
    api.state.lastSeq = 41;
    await heart.beat(signal);
    expect(seqs()).toEqual([42]);
  });

  it('signs the very bytes that it sends, and says what is up', async () => {
    await started().beat(signal);
    const [session] = api.sessions;
    const [said] = api.bodies;
    const key = Buffer.from((session?.key ?? '').slice(2), 'hex');
    const mac = createHmac('sha256', key)
      .update(said?.text ?? '')
      .digest('hex');
    expect(said?.authorization).toBe(`Beat ${session?.id}:${mac}`);
    expect(api.beats[0]).toMatchObject({ machineId, instances: [{ rentalId, state: 'RUNNING' }] });
  });

  it('beats again when the API says', async () => {
    expect(await started().beat(signal)).toBe(1000);
  });
});
