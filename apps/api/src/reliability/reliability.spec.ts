import { SCORE_VERSION, stateOfCause, type IntervalCause } from '@gpuflow/domain';
import { learnScores, scoreMachines } from '@gpuflow/marketplace';
import pg from 'pg';
import { z } from 'zod';

import { addProvider, fieldOf, publish, type Provider } from '../fixture/provider.js';
import { startTestApi, type TestApi } from '../fixture/test-api.js';

const hour = 3_600_000;

describe('the reliability of a machine', () => {
  let api: TestApi;
  let provider: Provider;
  const ago = (hours: number) => new Date(api.market.clock.now().getTime() - hours * hour);

  /** Has its log say so, in place of what it says: the last interval goes on. */
  async function was(log: readonly [hoursAgo: number, cause: IntervalCause][]) {
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    const { machineId } = provider.agent;
    await client.query('begin');
    await client.query('delete from machine_intervals where machine_id = $1', [machineId]);
    for (const [place, [from, cause]] of log.entries()) {
      const next = log[place + 1];
      await client.query(
        'insert into machine_intervals (machine_id, starts_at, ends_at, state, cause) values ($1, $2, $3, $4, $5)',
        [machineId, ago(from), next && ago(next[0]), stateOfCause[cause], cause],
      );
    }
    await client.query('commit');
    await client.end();
  }

  beforeAll(async () => {
    api = await startTestApi();
    provider = await addProvider(api);
    await publish(api, provider, 590_000n);
    await was([
      [100, 'NEVER_SEEN'],
      [90, 'BEATING'],
      [20, 'SILENT'],
      [18, 'BEATING'],
      [6, 'NOT_ACCEPTING'],
      [5, 'BEATING'],
    ]);
  });
  afterAll(() => api.close());

  const machine = async (fields: string) =>
    fieldOf(
      await api.ask(`query ($id: ID!) { machine(id: $id) { ${fields} } }`, {
        id: provider.agent.machineId,
      }),
      'machine',
    );

  it('is shown to its provider by the same log', async () => {
    const query = '{ myMachines(days: 3) { machines { uptime { share silences } } } }';
    expect(fieldOf(await api.ask(query, {}, provider.authorization), 'myMachines')).toEqual({
      machines: [{ uptime: { share: 69 / 71, silences: 1 } }],
    });
  });

  it('is shown with a share of each span, and a bar for each day', async () => {
    const fields = `reliabilityReport {
      uptime { days share seconds { up down maintenance unknown } }
      days(last: 2) { day seconds { up down unknown } interruptions }
      interruptions meanHoursBetween
    }`;
    expect(await machine(fields)).toEqual({
      reliabilityReport: {
        uptime: [
          { days: 1, share: 21 / 23, seconds: secondsOf(21, 2, 1) },
          ...[7, 30, 90].map((days) => ({ days, share: 87 / 99, seconds: secondsOf(87, 12, 1) })),
        ],
        days: [
          {
            day: ago(48).toISOString(),
            seconds: { up: 24 * 3600, down: 0, unknown: 0 },
            interruptions: 0,
          },
          {
            day: ago(24).toISOString(),
            seconds: { up: 21 * 3600, down: 2 * 3600, unknown: 3600 },
            interruptions: 1,
          },
        ],
        interruptions: 1,
        meanHoursBetween: 87,
      },
    });
  });

  it('is shown of a machine that nobody rented yet', async () => {
    const fields = `reliabilityReport {
      boots { attempts successes share lowerBound } medianBootSeconds rentedAvailability rentedInterruptions
      rentals { rentalId } completedRentals soldGpuHours distinctRenters providerSince
    }`;
    expect(await machine(fields)).toEqual({
      reliabilityReport: {
        boots: { attempts: 0, successes: 0, share: null, lowerBound: null },
        medianBootSeconds: null,
        rentedAvailability: null,
        rentedInterruptions: 0,
        rentals: [],
        completedRentals: 0,
        soldGpuHours: 0,
        distinctRenters: 0,
        providerSince: ago(0).toISOString(),
      },
    });
  });

  it('is shown in a search, for all machines at once', async () => {
    const found = await api.ask(
      '{ listings { edges { node { machine { reliabilityReport { interruptions } intervals(first: 1) { edges { node { cause } } } } } } } }',
    );
    const intervals = { edges: [{ node: { cause: 'BEATING' } }] };
    expect(fieldOf(found, 'listings')).toEqual({
      edges: [{ node: { machine: { reliabilityReport: { interruptions: 1 }, intervals } } }],
    });
  });

  it('has its log behind it, page by page from the newest', async () => {
    const page = `{ edges { node { state cause from until } } pageInfo { hasNextPage endCursor } }`;
    const first = await machine(`intervals(first: 2) ${page}`);
    expect(first).toEqual({
      intervals: {
        edges: [
          { node: { state: 'UP', cause: 'BEATING', from: ago(5).toISOString(), until: null } },
          {
            node: {
              ...{ state: 'UNKNOWN', cause: 'NOT_ACCEPTING' },
              ...{ from: ago(6).toISOString(), until: ago(5).toISOString() },
            },
          },
        ],
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      },
    });
    const { endCursor } = z
      .object({ intervals: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) })
      .parse(first).intervals.pageInfo;
    const rest = await machine(`intervals(first: 10, after: "${endCursor}") ${page}`);
    expect(rest).toMatchObject({
      intervals: {
        edges: ['BEATING', 'SILENT', 'BEATING', 'NEVER_SEEN'].map((cause) => ({ node: { cause } })),
        pageInfo: { hasNextPage: false },
      },
    });
  });

  describe('as a score', () => {
    const verify = async () =>
      fieldOf(
        await api.ask(
          'query ($id: ID!) { verifyScore(machineId: $id) { holds differences served { logRoot survival { lowerBound } } logRoot survival { lowerBound } } }',
          { id: provider.agent.machineId },
        ),
        'verifyScore',
      );

    it('is none before it was computed', async () => {
      expect(await machine('score { version }')).toEqual({ score: null });
      const answer = await api.ask('query ($id: ID!) { verifyScore(machineId: $id) { holds } }', {
        id: provider.agent.machineId,
      });
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    });

    it('comes with all that it was computed with', async () => {
      await learnScores(api.market);
      await scoreMachines(api.market);
      const shown = await machine(
        'enrolledAt score { version asOf logSize logRoot survival { hours probability lowerBound } inputs { modelId recentRate lastingRate } }',
      );
      const unit = expect.any(Number);
      expect(shown).toMatchObject({
        score: {
          version: SCORE_VERSION,
          logSize: 6,
          logRoot: expect.stringMatching(/^0x[0-9a-f]{64}$/),
          survival: [4, 12, 24, 168].map((hours) => ({
            ...{ hours, probability: unit, lowerBound: unit },
          })),
          inputs: { modelId: expect.any(String), recentRate: unit, lastingRate: unit },
        },
      });
      const { modelId } = z
        .object({ score: z.object({ inputs: z.object({ modelId: z.string() }) }) })
        .parse(shown).score.inputs;
      const model = await api.ask(
        'query ($id: Uint!) { scoreModel(id: $id) { version features horizons { hours stackWeights calibrationWeights stackWeight } } }',
        { id: modelId },
      );
      expect(fieldOf(model, 'scoreModel')).toMatchObject({
        version: SCORE_VERSION,
        horizons: [4, 12, 24, 168].map((hours) => ({ hours, stackWeight: 1 })),
      });
    });

    it('is verified, and is not as soon as its log is another', async () => {
      const holding = await verify();
      expect(holding).toMatchObject({ holds: true, differences: [] });
      await was([
        [100, 'NEVER_SEEN'],
        [90, 'BEATING'],
      ]);
      expect(await verify()).toMatchObject({
        holds: false,
        differences: expect.arrayContaining(['logRoot', 'logSize']),
      });
    });

    it('tells its provider what a clean week gains, and what a failure costs', async () => {
      const answer = await api.ask(
        '{ myMachines { machines { improvements { kind outlook { hours now afterCleanWeek afterFailureAndWeek failuresNotForgotten } } } } }',
        {},
        provider.authorization,
      );
      const outlook = z.object({
        hours: z.literal(24),
        now: z.number(),
        afterCleanWeek: z.number(),
        afterFailureAndWeek: z.number(),
        failuresNotForgotten: z.number(),
      });
      const { machines } = z
        .object({
          machines: z.array(
            z.object({
              improvements: z.array(z.object({ kind: z.string(), outlook: outlook.nullable() })),
            }),
          ),
        })
        .parse(fieldOf(answer, 'myMachines'));
      const stayUp = machines[0]?.improvements.find(({ kind }) => kind === 'STAY_UP')?.outlook;
      expect(stayUp?.afterCleanWeek).toBeGreaterThan(stayUp?.now ?? 1);
      expect(stayUp?.afterFailureAndWeek).toBeLessThan(stayUp?.afterCleanWeek ?? 0);
      expect(stayUp?.failuresNotForgotten).toBeGreaterThan(0.5);
    });
  });

  it.each([
    ['a foreign cursor', 'intervals(after: "Zm9v") { pageInfo { hasNextPage } }', 'BAD_CURSOR'],
    ['a page too long', 'intervals(first: 501) { pageInfo { hasNextPage } }', 'MALFORMED_INPUT'],
    ['an empty page', 'intervals(first: 0) { pageInfo { hasNextPage } }', 'MALFORMED_INPUT'],
    ['too many days', 'reliabilityReport { days(last: 91) { day } }', 'MALFORMED_INPUT'],
    [
      'too many rentals',
      'reliabilityReport { rentals(last: 101) { rentalId } }',
      'MALFORMED_INPUT',
    ],
  ])('refuses %s', async (_name, fields, code) => {
    const answer = await api.ask(`query ($id: ID!) { machine(id: $id) { ${fields} } }`, {
      id: provider.agent.machineId,
    });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code });
  });
});

const secondsOf = (up: number, down: number, unknown: number) => ({
  up: up * 3600,
  down: down * 3600,
  maintenance: 0,
  unknown: unknown * 3600,
});
