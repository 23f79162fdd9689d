import { randomUUID } from 'node:crypto';

import { beatRefusals, beats, intervals } from '@gpuflow/db';

import { beatOf, openSession, sendBeat, type BeatAnswer, type Session } from '../fixture/beats.js';
import { addProvider, agentAuthorization } from '../fixture/provider.js';
import { startTestApi, type TestApi } from '../fixture/test-api.js';
import { beatBytesMax } from './beat-route.js';
import { TokenBuckets } from './token-buckets.js';

describe('POST /beats', () => {
  let api: TestApi;
  let session: Session;
  beforeAll(async () => {
    api = await startTestApi();
    const { agent } = await addProvider(api);
    session = await openSession(api, agent);
  });
  afterAll(() => api.close());

  const start = new Date(0);
  const far = new Date(1e14);
  const stored = async () => [
    await beats.within(api.market.db, session.agent.machineId, start, far),
    await intervals.listOf(api.market.db, session.agent.machineId, start),
  ];
  let seq = 0;
  const next = (changes: object = {}) => beatOf(api, session, (seq += 1), changes);

  it('acknowledges a beat, and keeps what it says', async () => {
    const rentalId = `0x${'07'.repeat(32)}`;
    const said = next({
      instances: [{ rentalId, state: 'RUNNING' }],
      gpus: [{ index: 0, utilisationPercent: 97.5, temperatureC: null }],
    });
    const receivedAt = api.market.clock.now().toISOString();
    expect(await sendBeat(api, session, said)).toEqual({
      status: 200,
      body: { seq, receivedAt, beatEverySeconds: 15 },
    });
  });

  const expectRefused = async (sending: Promise<BeatAnswer>, status: number, code: string) => {
    const before = await stored();
    expect(await sending).toMatchObject({ status, body: { message: code, extensions: { code } } });
    expect(await stored()).toEqual(before);
  };

  it('refuses a replay', async () => {
    const said = next();
    expect((await sendBeat(api, session, said)).status).toBe(200);
    await expectRefused(sendBeat(api, session, said), 409, 'BEAT_REPLAYED');
  });

  const gpu = (said: string) => `{"index":0,${said}}`;
  it.each<[string, string]>([
    ['NaN', gpu('"utilisationPercent":NaN')],
    ['an endless number', gpu('"powerWatts":1e999')],
    ['a negative number', gpu('"memoryUsedMb":-1')],
    ['1000 %', gpu('"utilisationPercent":1000')],
    ['text for a number', gpu('"utilisationPercent":"97"')],
    ['a word of its own', gpu('"mood":1')],
  ])('refuses a GPU with %s', async (_, said) => {
    const body = JSON.stringify(next()).replace(/\}$/, `,"gpus":[${said}]}`);
    await expectRefused(sendBeat(api, session, body), 400, 'MALFORMED_INPUT');
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[{}]'],
  ])('refuses %s', async (_, body) => {
    await expectRefused(sendBeat(api, session, body), 400, 'MALFORMED_INPUT');
  });

  it('refuses 10,000 beats in one request, and whatever else is too large', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => beatOf(api, session, n + 1));
    await expectRefused(sendBeat(api, session, many), 413, 'BODY_TOO_LARGE');
    const padded = `${JSON.stringify(next())}${' '.repeat(beatBytesMax)}`;
    await expectRefused(sendBeat(api, session, padded), 413, 'BODY_TOO_LARGE');
  });

  it('refuses beats of another machine, an unknown one among them', async () => {
    const { agent } = await addProvider(api);
    for (const machineId of [agent.machineId, randomUUID()])
      await expectRefused(sendBeat(api, session, next({ machineId })), 403, 'NOT_OWNER');
    const other = await openSession(api, agent);
    const stolen = { id: other.id, key: session.key };
    await expectRefused(sendBeat(api, stolen, beatOf(api, other, 1)), 401, 'BAD_SIGNATURE');
  });

  it('refuses times that are far from ours', async () => {
    const sentAt = new Date(api.market.clock.now().getTime() + 61_000);
    await expectRefused(sendBeat(api, session, next({ sentAt })), 400, 'BEAT_OUT_OF_TIME');
    const nonsense = next({ sentAt: 'tomorrow' });
    await expectRefused(sendBeat(api, session, nonsense), 400, 'MALFORMED_INPUT');
  });

  it('refuses an unknown session, and what no session has signed', async () => {
    const unknown = { ...session, id: randomUUID() };
    await expectRefused(sendBeat(api, unknown, next()), 401, 'SESSION_EXPIRED');
    const token = await agentAuthorization(api, session.agent);
    await expectRefused(sendBeat(api, session, next(), token), 401, 'UNAUTHENTICATED');
  });

  it('opens so many sessions for a machine, others for its neighbours, and more with time', async () => {
    const { agent } = await addProvider(api);
    for (let opened = 1; opened < 10; opened += 1) await openSession(api, agent);
    const query = 'mutation ($bootId: ID!) { openBeatSession(bootId: $bootId) { id } }';
    const authorization = await agentAuthorization(api, agent);
    expect(await api.ask(query, { bootId: randomUUID() }, authorization)).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', facts: { by: 'machine' } } }],
    });
    await openSession(api, (await addProvider(api)).agent);
    api.market.clock.advanceSeconds(60);
    await openSession(api, agent);
  });

  it('counts what it refuses', async () => {
    const another = await startTestApi();
    const { agent } = await addProvider(another);
    const opened = await openSession(another, agent);
    for (const body of ['{', '[]']) await sendBeat(another, opened, body);
    await sendBeat(another, { ...opened, id: randomUUID() }, '{}');
    await another.stop();
    const hour = another.market.clock.now();
    expect(await beatRefusals.since(another.market.db, hour)).toEqual([
      { hour, code: 'MALFORMED_INPUT', beats: 2 },
      { hour, code: 'SESSION_EXPIRED', beats: 1 },
    ]);
    await another.close();
  });
});

describe('token buckets', () => {
  it('let a burst pass, then as many as come back, each key for itself', () => {
    const buckets = new TokenBuckets({ burst: 2, perSecond: 0.5 });
    expect([0, 0, 0].map((at) => buckets.take('a', at))).toEqual([0, 0, 2]);
    expect(buckets.take('b', 0)).toBe(0);
    expect([1_000, 2_000, 2_000].map((at) => buckets.take('a', at))).toEqual([1, 0, 2]);
    expect([0, 2_000].map((at) => buckets.take('a', at))).toEqual([2, 2]);
    expect([1e9, 1e9, 1e9].map((at) => buckets.take('a', at))).toEqual([0, 0, 2]);
  });

  it('forget the key that was longest not asked for', () => {
    const buckets = new TokenBuckets({ burst: 1, perSecond: 1 }, 2);
    for (const key of ['a', 'b', 'a', 'c']) buckets.take(key, 0);
    expect(['b', 'a'].map((key) => buckets.take(key, 0))).toEqual([0, 0]);
  });
});
