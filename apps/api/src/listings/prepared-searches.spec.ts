import { jest } from '@jest/globals';
import { z } from 'zod';

import { addListing, addProvider, publish } from '../fixture/provider.js';
import { startTestApi, type TestApi } from '../fixture/test-api.js';
import { PreparedSearches } from './prepared-searches.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await addListing(api, 590_000n);
  await publish(api, await addProvider(api, { country: 'US', name: '4090 "mine" é\n' }), 450_000n);
});
afterAll(() => api.close());

const asked = jest.spyOn(PreparedSearches.prototype, 'answer');

/** Whether the last request was answered without the executor. */
async function wasPrepared(): Promise<boolean> {
  return (await asked.mock.results.at(-1)?.value) !== undefined;
}

/** A document's answer when it is executed, and when it is sent again: the same text but for an error's place. */
async function twice(query: string, variables: object = {}) {
  const executed = await textOf(query, variables);
  const prepared = await textOf(query, variables);
  return { executed, prepared };
}

async function textOf(query: string, variables: object): Promise<string> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return response.text();
}

const dataForm = z.object({ data: z.object({}).passthrough() });

describe('a search that is sent again', () => {
  it.each([
    [
      'listing and machine',
      '{ listings { edges { node { id tier machine { name gpuModel } } } } }',
    ],
    ['every kind of value', everyKind()],
    ['no listing', '{ listings(filter: { gpuModels: ["H200"] }) { edges { cursor } } }'],
    ['the page', '{ listings(first: 1) { pageInfo { hasNextPage endCursor } } }'],
    ['the block', '{ listings { position { chainId blockNumber blockHash at finality } } }'],
    ['aliases', '{ all: listings { found: edges { n: node { x: id x: id } } } }'],
    ['its types', '{ listings { __typename edges { __typename node { __typename } } } }'],
    ['a name', 'query Search { listings { edges { node { id } } } }'],
    [
      'fragments',
      `{ listings { ...page ... on ListingConnection { pageInfo { hasNextPage } } } }
       fragment page on ListingConnection { edges { node { ...l } node { tier } } }
       fragment l on Listing { id machine { id } }`,
    ],
  ])('answers %s as it was executed', async (_, query) => {
    const { executed, prepared } = await twice(query);
    expect(prepared).toBe(executed);
    expect(await wasPrepared()).toBe(true);
    dataForm.parse(JSON.parse(prepared));
  });

  it.each([
    ['what is counted', '{ listings { totalCount facets { models { value } } } }'],
    ['trust', '{ listings { edges { node { machine { trust { fact class } } } } } }'],
    ['two searches', '{ a: listings { edges { cursor } } b: listings { edges { cursor } } }'],
  ])('leaves %s to the executor', async (_, query) => {
    const { executed, prepared } = await twice(query);
    expect(prepared).toBe(executed);
    expect(await wasPrepared()).toBe(false);
    dataForm.parse(JSON.parse(prepared));
  });

  it('answers by the variables that are sent, not by those of before', async () => {
    const query = `query ($filter: ListingFilter, $first: Int, $sort: ListingSort = PRICE) {
      listings(filter: $filter, first: $first, sort: $sort) {
        edges { node { pricePerHour { amount } } } } }`;
    const amounts = async (variables: object) =>
      (await textOf(query, variables)).match(/\d\.\d+/g) ?? [];
    expect(await amounts({})).toEqual(['0.45', '0.59']);
    expect(await amounts({})).toEqual(['0.45', '0.59']);
    expect(await wasPrepared()).toBe(true);
    expect(await amounts({ first: 1 })).toEqual(['0.45']);
    expect(await amounts({ filter: { countries: ['US'] } })).toEqual(['0.45']);
    expect(await amounts({ filter: { pricePerHourMinUnits: '450001' } })).toEqual(['0.59']);
  });

  it('leaves out what a directive leaves out', async () => {
    const query = `query ($brief: Boolean!) {
      listings { edges { node { tier id @skip(if: $brief) } } } }`;
    await textOf(query, { brief: false });
    expect(await textOf(query, { brief: true })).not.toContain('"id"');
    expect(await textOf(query, { brief: false })).toContain('"id"');
  });

  it.each([
    ['an argument', { first: 0 }],
    ['a filter', { filter: { gpuModels: ['RTX 4091'] } }],
    ['a cursor', { after: 'Zm9v' }],
    ['the type of a variable', { first: 'one' }],
    ['a variable that is none', { filter: { nothing: 1 } }],
  ])('refuses %s as it was refused when it was executed', async (_, variables) => {
    const query = (
      name: string,
    ) => `query ${name}($filter: ListingFilter, $first: Int, $after: String) {
      listings(filter: $filter, first: $first, after: $after) { edges { node { id } } } }`;
    const name = `Refused${Object.keys(variables).join('')}${JSON.stringify(variables).length}`;
    const executed: unknown = JSON.parse(await textOf(query(name), variables));
    await textOf(query(name), {});
    const prepared: unknown = JSON.parse(await textOf(query(name), variables));
    expect(prepared).toEqual(executed);
    expect(executed).toMatchObject({ data: null, errors: [{ extensions: expect.anything() }] });
  });
});

function everyKind(): string {
  return `{ listings(usage: { seconds: 7200, diskGb: 20 }) { edges { cursor
    allInPrice { units amount symbol token }
    node { id state tier provider available publishedAt offerHash
      slice { gpuIndices diskGb }
      pricePerHour { units amount symbol token }
      machine { id name gpuModel gpuCount vramGb reliability liveness lastBeatAt nvlink region cudaVersion } } } } }`;
}
