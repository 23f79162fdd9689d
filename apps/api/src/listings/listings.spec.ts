import { z } from 'zod';

import { addListing, addProvider, fieldOf, fieldsOf, publish } from '../fixture/provider.js';
import { startTestApi, testWallet, type TestApi } from '../fixture/test-api.js';

const page = z.object({
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({ id: z.string(), pricePerHour: z.object({ units: z.string() }) }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

async function readPage(api: TestApi, variables: { first: number; after?: string | null }) {
  const answer = await api.ask(
    `query ($first: Int, $after: String) {
      listings(first: $first, after: $after) {
        edges { cursor node { id pricePerHour { units } } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables,
  );
  return page.parse(fieldOf(answer, 'listings'));
}

describe('listings', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.close());

  it('are published with a signature over the usual terms', async () => {
    const provider = await addProvider(api);
    expect(await publish(api, provider, 590_000n)).toEqual({
      data: {
        publishListing: {
          id: expect.any(String),
          available: true,
          pricePerHour: { amount: '0.59', symbol: 'dUSD', units: '590000' },
          machine: { id: provider.agent.machineId },
        },
      },
    });
  });

  it('refuse a second listing of a slice, with what overlaps', async () => {
    const provider = await addProvider(api);
    const first = await publish(api, provider, 590_000n);
    const { id: listingId } = fieldsOf(first, 'publishListing', { id: z.string() });
    const { errors } = await publish(api, provider, 600_000n);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'SLICE_OVERLAPS',
      facts: { machineId: provider.agent.machineId, listingId, gpuIndices: [0] },
    });
  });

  it('come in pages, the cheapest first, each once', async () => {
    const prices = [300n, 100n, 200n, 200n, 400n];
    for (const price of prices) await addListing(api, price);

    const first = await readPage(api, { first: 2 });
    const second = await readPage(api, { first: 2, after: first.pageInfo.endCursor });
    const third = await readPage(api, { first: 2, after: second.pageInfo.endCursor });

    const nodes = [first, second, third].flatMap(({ edges }) => edges.map(({ node }) => node));
    expect(nodes.map(({ pricePerHour }) => pricePerHour.units)).toEqual([
      '100',
      '200',
      '200',
      '300',
      '400',
    ]);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(5);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are neither shown nor quoted after their offer has run out', async () => {
    const listingId = await addListing(api, 590_000n);
    api.market.clock.advanceSeconds(30 * 86_400);
    expect((await readPage(api, { first: 9 })).edges).toHaveLength(1);
    api.market.clock.advanceSeconds(1);
    expect((await readPage(api, { first: 9 })).edges).toEqual([]);
    const { errors } = await api.ask(
      `query ($listingId: ID!, $renter: Address!) {
        quoteRental(listingId: $listingId, renter: $renter, seconds: 7200) { rentalId }
      }`,
      { listingId, renter: testWallet().address },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OFFER_EXPIRED' });
  });

  it('are found by what the filter asks for', async () => {
    const dear = await publish(
      api,
      await addProvider(api, { gpuModel: 'H100 SXM', vramGb: 80 }),
      2_000_000n,
    );
    const { id } = fieldsOf(dear, 'publishListing', { id: z.string() });
    await addListing(api, 590_000n);
    const answer = await api.ask(
      `{ listings(filter: { gpuModels: ["H100 80GB"], online: true, available: true }) {
        edges { node { id available machine { gpuModel liveness } } }
      } }`,
    );
    expect(fieldOf(answer, 'listings')).toEqual({
      edges: [
        { node: { id, available: true, machine: { gpuModel: 'H100 80GB', liveness: 'ONLINE' } } },
      ],
    });
  });

  it.each([
    ['a page too long', '{ listings(first: 101) { edges { cursor } } }', 'first'],
    ['a page of none', '{ listings(first: 0) { edges { cursor } } }', 'first'],
    [
      'a malformed provider',
      '{ listings(filter: { provider: "0x12" }) { edges { cursor } } }',
      'filter.provider',
    ],
    [
      'a price beyond its type',
      `{ listings(filter: { pricePerHourMaxUnits: "${2n ** 96n}" }) { edges { cursor } } }`,
      'filter.pricePerHourMaxUnits',
    ],
    ['an id that is none', '{ listing(id: "7") { id } }', 'id'],
  ])('refuse %s', async (_name, query, field) => {
    const { errors } = await api.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MALFORMED_INPUT', facts: { field } });
  });

  it('refuse a cursor of another query', async () => {
    const { errors } = await api.ask('{ listings(after: "Zm9v") { edges { cursor } } }');
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_CURSOR', facts: { cursor: 'Zm9v' } });
  });

  it('are taken back by their provider alone', async () => {
    const provider = await addProvider(api);
    const published = await publish(api, provider, 590_000n);
    const { id } = fieldsOf(published, 'publishListing', { id: z.string() });
    const withdraw = (authorization: string) =>
      api.ask(
        'mutation ($id: ID!) { withdrawListing(idempotencyKey: "w", id: $id) { state } }',
        { id },
        authorization,
      );
    const { authorization: foreign, wallet } = await addProvider(api);
    expect((await withdraw(foreign)).errors?.[0]?.extensions).toEqual({
      code: 'NOT_OWNER',
      facts: { actor: wallet.address, kind: 'listing', id },
    });
    expect(await withdraw(provider.authorization)).toEqual({
      data: { withdrawListing: { state: 'WITHDRAWN' } },
    });
  });
});

describe('machines', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('answer null for an id that nothing has', async () => {
    const query = '{ machine(id: "00000000-0000-4000-8000-000000000009") { id } }';
    expect(await api.ask(query)).toEqual({ data: { machine: null } });
  });
});
