import pg from 'pg';
import { z } from 'zod';

import { addListing, addProvider, fieldOf, fieldsOf, publish } from '../fixture/provider.js';
import { startTestApi, token, type TestApi } from '../fixture/test-api.js';

const query = `query (
  $token: Address!, $workload: WorkloadInput!, $offers: [ComparedOfferInput!],
  $listings: [ComparedListingInput!], $cheapest: CheapestListingsInput
) {
  adviseRental(
    token: $token, workload: $workload, offers: $offers, listings: $listings, cheapest: $cheapest
  ) {
    offers {
      name fits reliabilityKnown
      listing { id }
      pricePerHour { amount }
      outlook {
        reliability { noInterruption { probability overHours } availability { availability meanRepairHours } }
        undisturbed inTime inBudget
        expected { hours cost { units amount symbol } total { units } }
        checkpoints { everyHours count youngHours dalyHours }
      }
      outlookAtMost { reliability { noInterruption { probability overHours } } expected { cost { units } } }
      deadlineLimits { workHoursUpTo reliabilityFrom }
    }
    turningPoints {
      ahead behind workHoursBelow workHoursAbove hourValueBelow { amount } hourValueAbove { amount }
      aheadReliabilityBelow behindReliabilityAbove
    }
    published { rule offer total { units } checkpointHours extraUnits agrees }
  }
}`;

/** "97 %": of no interruption over the two hours. */
const over = (probability: number) => ({ noInterruption: { probability, overHours: 2 } });
const offers = [
  { name: '0.38 at 97 %', pricePerHourUnits: '380000', reliability: over(0.97) },
  { name: '0.52 at 99 %', pricePerHourUnits: '520000', reliability: over(0.99) },
];

describe('adviseRental', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const ask = (workload: object, compared: object = { offers }) =>
    api.ask(query, { token, workload, ...compared });

  it('answers the published example: the cheap offer, until waiting or length turns it', async () => {
    const advice = fieldOf(await ask({ hours: 2 }), 'adviseRental');
    expect(advice).toMatchObject({
      offers: [
        {
          name: '0.38 at 97 %',
          listing: null,
          pricePerHour: { amount: '0.38' },
          reliabilityKnown: true,
          fits: true,
          outlook: {
            reliability: { ...over(0.97), availability: null },
            undisturbed: expect.closeTo(0.97, 12),
            expected: { cost: { units: '772673', amount: '0.772673', symbol: 'dUSD' } },
            checkpoints: null,
            inTime: null,
            inBudget: null,
          },
          outlookAtMost: null,
          deadlineLimits: null,
        },
        { name: '0.52 at 99 %', outlook: { expected: { cost: { units: '1045682' } } } },
      ],
      turningPoints: [
        {
          ahead: '0.38 at 97 %',
          behind: '0.52 at 99 %',
          workHoursBelow: null,
          workHoursAbove: expect.closeTo(56.04, 2),
          hourValueBelow: null,
          hourValueAbove: { amount: '10.540569' },
          aheadReliabilityBelow: expect.closeTo(0.5686, 4),
          behindReliabilityAbove: null,
        },
      ],
      published: { rule: 'ANY_TIER', offer: '0.38 at 97 %', extraUnits: '0', agrees: true },
    });
  });

  it('answers with checkpoints, a deadline, a budget and a value of waiting', async () => {
    const workload = {
      hours: 48,
      checkpoints: { writeSeconds: 60 },
      hourValueUnits: '1000000',
      deadline: { hours: 50.5, probability: 0.9 },
      budgetUnits: '30000000',
    };
    const advice = fieldOf(await ask(workload), 'adviseRental');
    expect(advice).toMatchObject({
      offers: [
        { name: '0.52 at 99 %', fits: true, outlook: { checkpoints: { count: 18 } } },
        { name: '0.38 at 97 %', fits: false, outlook: { checkpoints: { count: 32 } } },
      ],
      published: { rule: 'CHECKPOINTS', agrees: true },
    });
  });

  it('takes "97 %" as an availability with its repair time as well', async () => {
    const available = { availability: { availability: 0.97, meanRepairHours: 1 } };
    const named = { offers: [{ ...offers[0], reliability: available }] };
    expect(fieldOf(await ask({ hours: 2 }, named), 'adviseRental')).toMatchObject({
      offers: [{ outlook: { reliability: { ...available, noInterruption: null } } }],
    });
  });

  it('compares listings of the market with offers from elsewhere, and shows what is not known', async () => {
    const published = await publish(api, await addProvider(api), 590_000n);
    const { id } = fieldsOf(published, 'publishListing', { id: z.string() });
    const compared = { offers: [offers[1]], listings: [{ id }] };
    expect(fieldOf(await ask({ hours: 2 }, compared), 'adviseRental')).toMatchObject({
      offers: [
        { name: '0.52 at 99 %' },
        {
          name: id,
          listing: { id },
          pricePerHour: { amount: '0.59' },
          reliabilityKnown: false,
          outlook: {
            reliability: { noInterruption: { probability: 0.05, overHours: 24 } },
            expected: { cost: { units: '1354367' } },
          },
          outlookAtMost: { reliability: { noInterruption: { probability: 0.95, overHours: 24 } } },
        },
      ],
    });
  });

  it('takes the bound that a machine is listed with, where the caller knows no better', async () => {
    const provider = await addProvider(api);
    const published = await publish(api, provider, 590_000n);
    const { id } = fieldsOf(published, 'publishListing', { id: z.string() });
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    const { machineId } = provider.agent;
    await client.query('update machines set reliability = 0.97 where id = $1', [machineId]);
    await client.end();
    const known = (probability: number, overHours: number) => ({
      offers: [
        {
          reliabilityKnown: true,
          outlook: { reliability: { noInterruption: { probability, overHours } } },
          outlookAtMost: null,
        },
      ],
    });
    const its = { offers: [], listings: [{ id }] };
    expect(fieldOf(await ask({ hours: 2 }, its), 'adviseRental')).toMatchObject(known(0.97, 24));
    const ours = { offers: [], listings: [{ id, reliability: over(0.99) }] };
    expect(fieldOf(await ask({ hours: 2 }, ours), 'adviseRental')).toMatchObject(known(0.99, 2));
  });

  it('takes the cheapest of the market by a filter, each listing once', async () => {
    const model = { gpuModel: 'L4' };
    const [dear, fair] = [390_000n, 290_000n].map(async (price) => {
      const answer = await publish(api, await addProvider(api, model), price);
      return fieldsOf(answer, 'publishListing', { id: z.string() }).id;
    });
    const [dearId, fairId] = [await dear, await fair];
    const cheapest = { filter: { gpuModels: ['L4'] }, reliability: over(0.9) };
    const compared = { cheapest, listings: [{ id: dearId, reliability: over(1) }] };
    const { offers: found } = fieldsOf(await ask({ hours: 8 }, compared), 'adviseRental', {
      offers: z.array(z.object({ name: z.string() })),
    });
    expect(found.map(({ name }) => name)).toEqual([fairId, dearId]);
  });

  const one = offers[0];
  const nobody = '00000000-0000-4000-8000-000000000009';
  it.each<[string, object, object, string, object]>([
    ['no offers', { hours: 2 }, {}, 'MALFORMED_INPUT', { field: 'candidates' }],
    [
      'work of no length',
      { hours: 0 },
      { offers },
      'MALFORMED_INPUT',
      { field: 'workload.workHours' },
    ],
    [
      'too many offers',
      { hours: 2 },
      { offers: Array.from({ length: 11 }, () => one) },
      'MALFORMED_INPUT',
      { field: 'offers' },
    ],
    [
      'a figure that means nothing',
      { hours: 2 },
      { offers: [{ ...one, reliability: {} }] },
      'MALFORMED_INPUT',
      { field: 'offers.0.reliability' },
    ],
    [
      'a percentage for a part',
      { hours: 2 },
      { offers: [{ ...one, reliability: over(97) }] },
      'MALFORMED_INPUT',
      { field: 'candidates.0.38 at 97 %.reliability.probability' },
    ],
    [
      'a negative price',
      { hours: 2 },
      { offers: [{ ...one, pricePerHourUnits: '-1' }] },
      'MALFORMED_INPUT',
      { field: 'offers.0.pricePerHourUnits' },
    ],
    [
      'a listing that is none',
      { hours: 2 },
      { listings: [{ id: nobody }] },
      'NOT_FOUND',
      { id: nobody },
    ],
    [
      'too many listings',
      { hours: 2 },
      { cheapest: { first: 11 } },
      'MALFORMED_INPUT',
      { field: 'cheapest.first' },
    ],
  ])('refuses %s', async (_name, workload, compared, code, facts) => {
    const { errors } = await ask(workload, compared);
    expect(errors?.[0]?.extensions).toMatchObject({ code, facts });
  });

  it('refuses listings that are not for rent, or not in this token', async () => {
    const id = await addListing(api, 590_000n);
    const other = `0x${'ab'.repeat(20)}`;
    const variables = { token: other, workload: { hours: 2 }, listings: [{ id }] };
    const { errors } = await api.ask(query, variables);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'MALFORMED_INPUT',
      facts: { field: 'token' },
    });
    const provider = await addProvider(api);
    const published = await publish(api, provider, 590_000n);
    const { id: gone } = fieldsOf(published, 'publishListing', { id: z.string() });
    await api.ask(
      'mutation ($id: ID!) { withdrawListing(idempotencyKey: "w", id: $id) { state } }',
      { id: gone },
      provider.authorization,
    );
    expect((await ask({ hours: 2 }, { listings: [{ id: gone }] })).errors?.[0]?.extensions).toEqual(
      {
        code: 'LISTING_WITHDRAWN',
        facts: { listingId: gone },
      },
    );
  });
});

describe('rentOrBuy', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const ask = (purchase: object) =>
    api.ask(
      `query ($token: Address!, $purchase: PurchaseInput!) {
        rentOrBuy(token: $token, purchase: $purchase) {
          powerPerHour { amount } useHours calendarHours besidePublished
        }
      }`,
      {
        token,
        purchase: {
          cardUnits: '1599000000',
          resaleUnits: '500000000',
          powerWatts: 450,
          kwhUnits: '150000',
          utilisation: 0.5,
          rentPerHourUnits: '450000',
          ...purchase,
        },
      },
    );

  it('says from how many hours on buying is the cheaper', async () => {
    expect(fieldOf(await ask({}), 'rentOrBuy')).toEqual({
      powerPerHour: { amount: '0.0675' },
      useHours: expect.closeTo(2_873.2, 1),
      calendarHours: expect.closeTo(5_746.4, 1),
      besidePublished: 'WITHIN',
    });
  });

  it('says never where power costs as much as the rent', async () => {
    expect(fieldOf(await ask({ kwhUnits: '1000000' }), 'rentOrBuy')).toMatchObject({
      useHours: null,
      calendarHours: null,
      besidePublished: 'NEVER',
    });
  });

  it.each([
    ['resaleUnits', { resaleUnits: '1599000001' }],
    ['utilisation', { utilisation: 2 }],
  ])('refuses a senseless %s', async (field, changes) => {
    expect((await ask(changes)).errors?.[0]?.extensions).toMatchObject({
      code: 'MALFORMED_INPUT',
      facts: { field: `purchase.${field}` },
    });
  });
});
