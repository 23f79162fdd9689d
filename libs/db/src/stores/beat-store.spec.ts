import { newPulse, pulseAfter, receivedAt, type Pulse } from '@gpuflow/domain';
import fc from 'fast-check';
import pg from 'pg';
import { eachTestItsDatabase } from '../fixture/market.js';
import { later, machineOf, noon, uuidOf } from '../fixture/samples.js';
import { beatDays, beats, machines, pulses, sessions, type StoredBeat } from '../index.js';

const market = eachTestItsDatabase();
const policy = { beatEverySeconds: 15, missedBeatsMax: 4 };
const sessionId = uuidOf(0x5e55);

const beatOf = (seq: number, changes: Partial<StoredBeat> = {}): StoredBeat => ({
  machineId: uuidOf(1),
  sessionId,
  seq,
  sentAt: noon,
  states: undefined,
  ...changes,
});

async function begin(n: number, id = sessionId): Promise<void> {
  const machineId = uuidOf(n);
  await machines.insert(market.db, machineOf(n));
  await sessions.open(market.db, {
    ...{ id, machineId, bootId: uuidOf(7) },
    ...{ openedAt: noon, expiresAt: later(86_400) },
  });
}

beforeEach(async () => {
  await beatDays.prepare(market.db, noon, 2);
  await begin(1);
});

const take = (said: StoredBeat[], at = noon) => beats.take(market.db, said, at, policy);
const pulse = async () => (await pulses.lock(market.db, [uuidOf(1)]))[0];
const kept = () => beats.within(market.db, uuidOf(1), later(-86_400), later(86_400));

describe('beats', () => {
  it('count once, in their order, and in the newest session alone', async () => {
    const taken = [{ machineId: uuidOf(1), receivedAt: later(1), unjudged: true }];
    expect(await take([beatOf(3)], later(1))).toEqual(taken);
    for (const seq of [3, 2, 1]) expect(await take([beatOf(seq)], later(2))).toEqual([]);
    expect(await take([beatOf(4, { sessionId: uuidOf(0xbad) })], later(2))).toEqual([]);
    expect(await take([beatOf(4, { machineId: uuidOf(404) })], later(2))).toEqual([]);
    expect(await kept()).toEqual([later(1)]);
    expect(await beats.placesOf(market.db, [uuidOf(1)])).toEqual([
      { machineId: uuidOf(1), sessionId, seq: 3 },
    ]);
  });

  it('of many machines are taken together', async () => {
    await begin(2, uuidOf(0x5e56));
    const states = JSON.stringify({ gpus: [{ index: 0, utilisationPercent: 97.5 }] });
    const other = beatOf(1, { machineId: uuidOf(2), sessionId: uuidOf(0x5e56), states });
    const taken = await take([other, beatOf(1)]);
    expect(taken.map(({ machineId }) => machineId).sort()).toEqual([uuidOf(1), uuidOf(2)]);
  });

  it('are not received before what was judged, whichever way our clock turns', async () => {
    await take([beatOf(1)], later(30));
    await take([beatOf(2)], later(10));
    expect(await kept()).toEqual([later(30), later(30)]);
  });

  it('are counted by SQL as the domain counts them', async () => {
    const gaps = fc.array(fc.integer({ min: -20_000, max: 80_000 }), { maxLength: 25 });
    let seq = 0;
    await fc.assert(
      fc.asyncProperty(gaps, fc.constantFrom('UP', 'MAINTENANCE', 'DOWN'), async (waits, state) => {
        const start = later(60 * (seq += 1));
        let told: Pulse = { ...newPulse(start), state, lastBeatAt: start, heardAt: start };
        await haveHeard(start, state);
        let ms = start.getTime();
        for (const wait of waits) {
          ms += wait;
          told = pulseAfter(told, receivedAt(told, new Date(ms)), policy);
          await take([beatOf((seq += 1))], new Date(ms));
        }
        expect(await pulse()).toMatchObject(told);
      }),
      { numRuns: 25 },
    );
  });
});

/** Has the machine been heard and judged last at `at`, as it takes beats and a judgement to be. */
async function haveHeard(at: Date, state: Pulse['state']): Promise<void> {
  const client = new pg.Client({ connectionString: market.url });
  await client.connect();
  await client.query(
    `update machine_pulses set last_beat_at = $1, heard_at = $1, settled_at = $1, judged_at = $1,
       debt_ms = 0, state = $2`,
    [at, state],
  );
  await client.end();
}

describe('days of beats', () => {
  it('are made once, and dropped with their beats when they are past', async () => {
    expect(await beatDays.prepare(market.db, noon, 4)).toBe(2);
    const both = [1, 2].map(() => beatDays.prepare(market.db, later(5 * 86_400), 2));
    await Promise.all(both);
    await take([beatOf(1)], noon);
    await take([beatOf(2)], later(86_400));
    expect(await beatDays.dropBefore(market.db, later(86_400))).toBe(1);
    expect(await beats.within(market.db, uuidOf(1), noon, later(10 * 86_400))).toEqual([
      later(86_400),
    ]);
    expect(await beatDays.dropBefore(market.db, later(86_400))).toBe(0);
  });
});
