import { z } from 'zod';

import { addListing, addProvider, fieldOf, publish } from '../fixture/provider.js';
import { startTestApi, testWallet, token, type TestApi } from '../fixture/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await addListing(api, 590_000n);
  await publish(api, await addProvider(api, { country: 'US' }), 450_000n);
  await publish(
    api,
    await addProvider(api, { gpuModel: 'H100 SXM', vramGb: 80, country: 'US' }),
    2_000_000n,
  );
});
afterAll(() => api.close());

const search = (arguments_: string, selection: string) =>
  api.ask(`{ listings(${arguments_}) { ${selection} } }`);

const facetsForm = z.object({
  listings: z.object({
    totalCount: z.number(),
    facets: z.record(z.array(z.record(z.union([z.string(), z.number()])))),
  }),
});

describe('a search', () => {
  it('prices what will be used as a quote does', async () => {
    const answer = await search(
      'first: 1, sort: ALL_IN_PRICE, usage: { seconds: 7201, diskGb: 20 }',
      'edges { allInPrice { units amount symbol token } node { id } }',
    );
    const { edges } = z
      .object({
        edges: z.tuple([z.object({ allInPrice: z.unknown(), node: z.object({ id: z.string() }) })]),
      })
      .parse(fieldOf(answer, 'listings'));
    const [{ allInPrice, node }] = edges;
    expect(allInPrice).toEqual({ units: '900125', amount: '0.900125', symbol: 'dUSD', token });
    const quoted = await api.ask(
      `query ($listingId: ID!, $renter: Address!) {
        quoteRental(listingId: $listingId, renter: $renter, seconds: 7201, diskGb: 20) {
          allIn { units }
        }
      }`,
      { listingId: node.id, renter: testWallet().address },
    );
    expect(fieldOf(quoted, 'quoteRental')).toEqual({ allIn: { units: '900125' } });
  });

  it('counts what there is to choose from under every condition but its own', async () => {
    const answer = await search(
      'filter: { gpuModels: ["h100"] }, first: 1',
      `totalCount
       facets {
         models { value count minPricePerHourUnits maxPricePerHourUnits }
         countries { value count } tiers { value count }
       }`,
    );
    expect(facetsForm.parse(answer.data).listings).toEqual({
      totalCount: 1,
      facets: {
        models: [
          {
            ...{ value: 'H100 80GB', count: 1 },
            ...{ minPricePerHourUnits: '2000000', maxPricePerHourUnits: '2000000' },
          },
          {
            ...{ value: 'RTX 4090', count: 2 },
            ...{ minPricePerHourUnits: '450000', maxPricePerHourUnits: '590000' },
          },
        ],
        countries: [{ value: 'US', count: 1 }],
        tiers: [{ value: 'COMMUNITY', count: 1 }],
      },
    });
  });

  it('knows models by all their names, and families', async () => {
    const found = async (filter: string) => {
      const answer = await search(
        `filter: ${filter}`,
        'edges { node { machine { gpuModel } pricePerHour { amount } } }',
      );
      return fieldOf(answer, 'listings');
    };
    const edge = (gpuModel: string, amount: string) => ({
      node: { machine: { gpuModel }, pricePerHour: { amount } },
    });
    const consumers = { edges: [edge('RTX 4090', '0.45'), edge('RTX 4090', '0.59')] };
    expect(await found('{ gpuModels: ["NVIDIA GeForce RTX 4090", "4090"] }')).toEqual(consumers);
    expect(await found('{ gpuFamilies: ["Ada Lovelace"] }')).toEqual(consumers);
    expect(await found('{ gpuFamilies: ["Hopper"], gpuModels: ["4090"] }')).toEqual({ edges: [] });
  });

  it.each([
    ['a model that nobody knows', 'filter: { gpuModels: ["RTX 4091"] }', 'UNKNOWN_GPU_MODEL'],
    ['a family that nobody knows', 'filter: { gpuFamilies: ["Tesla"] }', 'MALFORMED_INPUT'],
    ['a negative number', 'filter: { gpuCountMin: -1 }', 'MALFORMED_INPUT'],
    ['zero', 'filter: { vramGbMin: 0 }', 'MALFORMED_INPUT'],
    ['an absurd number', 'filter: { ramGbMin: 2147483647 }', 'MALFORMED_INPUT'],
    ['a probability above one', 'filter: { reliabilityMin: 1.01 }', 'MALFORMED_INPUT'],
    ['a price that is none', 'filter: { pricePerHourMaxUnits: "-5" }', 'MALFORMED_INPUT'],
    ['a version that is none', 'filter: { cudaVersionMin: "twelve" }', 'MALFORMED_INPUT'],
    ['a country that is none', 'filter: { countries: ["usa"] }', 'MALFORMED_INPUT'],
    ['a use of no time', 'usage: { seconds: 0 }', 'TERMS_OUT_OF_BOUNDS'],
    ['a use of a thousand years', 'usage: { seconds: 2147483647 }', 'TERMS_OUT_OF_BOUNDS'],
    ['negative traffic', 'usage: { seconds: 60, upGb: -1 }', 'TERMS_OUT_OF_BOUNDS'],
    ['a restart of a week', 'interruptions: { restartMinutes: 10080 }', 'MALFORMED_INPUT'],
    [
      'a checkpoint that takes no time',
      'interruptions: { checkpoints: { writeSeconds: 0 } }',
      'MALFORMED_INPUT',
    ],
    ['a page of none', 'first: 0', 'MALFORMED_INPUT'],
    ['too many models', `filter: { gpuModels: [${'"L4",'.repeat(21)}] }`, 'TOO_MANY_FILTERS'],
    ['too many regions', `filter: { regions: [${'"US-CA",'.repeat(51)}] }`, 'TOO_MANY_FILTERS'],
    ['a cursor that is none', 'after: "Zm9v"', 'BAD_CURSOR'],
  ])('refuses %s', async (_, arguments_, code) => {
    const { data, errors } = await search(arguments_, 'edges { cursor }');
    expect({ data, code: errors?.[0]?.extensions.code }).toEqual({ data: null, code });
  });

  it('orders by expected cost with checkpoints at an interval, and as often as is best', async () => {
    for (const checkpoints of ['{ writeSeconds: 60, everyMinutes: 30 }', '{ writeSeconds: 60 }']) {
      const answer = await search(
        `sort: EXPECTED_COST, usage: { seconds: 72000 }, interruptions: { checkpoints: ${checkpoints} }`,
        'edges { node { pricePerHour { units } } }',
      );
      const edges = ['450000', '590000', '2000000'].map((units) => ({
        node: { pricePerHour: { units } },
      }));
      expect(fieldOf(answer, 'listings')).toEqual({ edges });
    }
  });

  it('names the nearest models, and how many values it takes', async () => {
    const nearest = await search('filter: { gpuModels: ["RTX 4091"] }', 'totalCount');
    expect(nearest.errors?.[0]?.extensions.facts).toMatchObject({
      have: 'RTX 4091',
      nearest: expect.arrayContaining(['RTX 4090']),
    });
    const many = await search(`filter: { gpuModels: [${'"L4",'.repeat(21)}] }`, 'totalCount');
    expect(many.errors?.[0]?.extensions.facts).toEqual({
      field: 'filter.gpuModels',
      have: 21,
      max: 20,
    });
  });

  it('refuses a cursor of another order or filter, and takes its own', async () => {
    const answer = await search('first: 1, sort: VALUE', 'pageInfo { endCursor }');
    const { pageInfo } = z
      .object({ pageInfo: z.object({ endCursor: z.string() }) })
      .parse(fieldOf(answer, 'listings'));
    const after = `after: "${pageInfo.endCursor}"`;
    const codeOf = async (arguments_: string) =>
      (await search(arguments_, 'edges { cursor }')).errors?.[0]?.extensions.code;
    expect(await codeOf(`${after}, sort: PRICE`)).toBe('BAD_CURSOR');
    expect(await codeOf(`${after}, sort: VALUE, filter: { online: true }`)).toBe('BAD_CURSOR');
    expect(await codeOf(`${after}, sort: VALUE`)).toBeUndefined();
  });
});
