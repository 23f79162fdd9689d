import { rollUpMarket } from '@gpuflow/marketplace';

import { addProvider, fieldOf, fieldsOf, publish } from '../fixture/provider.js';
import { addRenter, chainSays, rent } from '../fixture/renter.js';
import { chainStart, startTestApi, token, type TestApi } from '../fixture/test-api.js';
import { z } from 'zod';

const prices = 'prices { min { amount } median { amount } mean { amount } max { units symbol } }';

describe('the market in figures', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    const ids: string[] = [];
    for (const price of [440_000n, 500_000n, 550_000n]) {
      const answer = await publish(api, await addProvider(api), price);
      ids.push(fieldsOf(answer, 'publishListing', { id: z.string() }).id);
    }
    const renter = await addRenter(api);
    const rentalId = await rent(api, renter, ids[0] ?? '');
    const [startedAt, endsAt] = [chainStart, chainStart + 1_800n];
    const ended = { state: 'ENDED', seq: 3, startedAt, endsAt, endedAt: endsAt } as const;
    await chainSays(api.market, rentalId, ended);
    api.market.clock.advanceSeconds(3_660);
    await rollUpMarket(api.market);
  });
  afterAll(() => api.close());

  const segments = `segments {
    tier class asks { listings gpus ${prices} }
    trades { fills rentedGpuHours listedGpuHours utilisation ${prices} }
  }`;
  const traded = {
    fills: 1,
    rentedGpuHours: 0.5,
    listedGpuHours: 3,
    utilisation: 1 / 6,
    prices: {
      min: { amount: '0.44' },
      median: { amount: '0.44' },
      mean: { amount: '0.44' },
      max: { units: '440000', symbol: 'dUSD' },
    },
  };
  const asked = {
    listings: 3,
    gpus: 3,
    prices: {
      min: { amount: '0.44' },
      median: { amount: '0.50' },
      mean: { amount: '0.496666' },
      max: { units: '550000', symbol: 'dUSD' },
    },
  };

  it('are asks and trades of a model, however its name is written', async () => {
    const answer = await api.ask(`{ gpuMarket(model: "rtx4090") { model ${segments} } }`);
    expect(fieldOf(answer, 'gpuMarket')).toEqual({
      model: 'RTX 4090',
      segments: [{ tier: 'COMMUNITY', class: 'ON_DEMAND', asks: asked, trades: traded }],
    });
  });

  it('are had for several models in one request, and for all', async () => {
    const query = `{ gpuMarkets(models: ["H100 80GB", "RTX 4090"]) { model segments { tier } } }`;
    expect(fieldOf(await api.ask(query), 'gpuMarkets')).toEqual([
      { model: 'H100 80GB', segments: [] },
      { model: 'RTX 4090', segments: [{ tier: 'COMMUNITY' }] },
    ]);
    const all = await api.ask(`{ gpuMarkets { model } }`);
    expect(fieldOf(all, 'gpuMarkets')).toEqual([{ model: 'RTX 4090' }]);
  });

  const history = (rest: string) =>
    `{ marketHistory(token: "${token}", from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", ${rest}) {
      edges { cursor node { period startsAt model tier class trades { fills utilisation } } }
      pageInfo { hasNextPage endCursor }
    } }`;

  it('are told hour by hour, page by page', async () => {
    const page = fieldOf(await api.ask(history('period: HOUR, first: 1')), 'marketHistory');
    expect(page).toMatchObject({
      edges: [
        {
          node: {
            period: 'HOUR',
            startsAt: '2026-01-01T00:00:00.000Z',
            model: 'RTX 4090',
            tier: 'COMMUNITY',
            class: 'ON_DEMAND',
            trades: { fills: 1, utilisation: 1 / 6 },
          },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
    const { pageInfo } = z.object({ pageInfo: z.object({ endCursor: z.string() }) }).parse(page);
    const next = history(`period: HOUR, after: "${pageInfo.endCursor}"`);
    expect(fieldOf(await api.ask(next), 'marketHistory')).toMatchObject({ edges: [] });
  });

  it.each([
    ['a model that is none', '{ gpuMarket(model: "RTX 4091") { model } }', 'UNKNOWN_GPU_MODEL'],
    ['too many hours', '{ gpuMarket(model: "L4", hours: 2161) { model } }', 'MALFORMED_INPUT'],
    ['a page too long', history('period: DAY, first: 501'), 'MALFORMED_INPUT'],
    ['a foreign cursor', history('period: DAY, after: "Zm9v"'), 'BAD_CURSOR'],
    [
      'a span that is none',
      `{ marketHistory(token: "${token}", period: DAY, from: "2026-02-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { pageInfo { hasNextPage } } }`,
      'MALFORMED_INPUT',
    ],
  ])('refuse %s', async (_name, query, code) => {
    expect((await api.ask(query)).errors?.[0]?.extensions).toMatchObject({ code });
  });

  describe('as CSV', () => {
    const get = (query: string) => fetch(`${api.url}/market.csv?${query}`);
    const span = 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z';

    it('are lines of RFC 4180 that may be cached', async () => {
      const response = await get(`token=${token}&model=rtx4090&period=hour&${span}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/csv');
      expect(response.headers.get('cache-control')).toBe('public, max-age=300');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('link')).toBeNull();
      expect(await response.text()).toBe(
        'period,starts_at,gpu_model,tier,class,token,symbol,fills,rented_gpu_seconds,listed_gpu_seconds,utilisation,min,p10,median,mean,p90,max\r\n' +
          `hour,2026-01-01T00:00:00.000Z,RTX 4090,COMMUNITY,ON_DEMAND,${token},dUSD,1,1800,10800,0.1667,0.44,0.44,0.44,0.44,0.44,0.44\r\n`,
      );
    });

    it.each([
      ['no token', span, 'MALFORMED_INPUT'],
      ['a token that is none of ours', `token=0x${'1'.repeat(40)}`, 'NOT_FOUND'],
      ['an unknown model', `token=${token}&model=RTX`, 'UNKNOWN_GPU_MODEL'],
      ['another period', `token=${token}&period=week`, 'MALFORMED_INPUT'],
      ['a parameter twice', `token=${token}&token=${token}`, 'MALFORMED_INPUT'],
      ['too long a span', `token=${token}&from=2020-01-01T00:00:00Z`, 'MALFORMED_INPUT'],
      ['a foreign cursor', `token=${token}&after=Zm9v`, 'BAD_CURSOR'],
    ])('refuse %s', async (_name, query, code) => {
      const response = await get(query);
      expect(response.status).toBe(400);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(JSON.parse(await response.text())).toMatchObject({ extensions: { code } });
    });
  });
});
