import pg from 'pg';
import { z } from 'zod';

import {
  addListing,
  addProvider,
  agentAuthorization,
  fieldsOf,
  publish,
} from '../fixture/provider.js';
import { addRenter, chainSays, rent, type Renter } from '../fixture/renter.js';
import { hear } from '../fixture/heard.js';
import { signIn, startTestApi, testWallet, type TestApi } from '../fixture/test-api.js';

const rentalChanged =
  'subscription ($id: Hash!) { rentalChanged(id: $id) { state instance { state } } }';
const assignments = 'subscription { assignments { rentalId desired probeToken } }';

let api: TestApi;
let renter: Renter;
beforeAll(async () => {
  api = await startTestApi();
  renter = await addRenter(api, 1_000_000_000n);
});
afterAll(() => api.close());

describe('rentalChanged', () => {
  it('tells its renter how it stands, and again after every change', async () => {
    const id = await rent(api, renter, await addListing(api, 590_000n));
    const heard = hear(api.connect(renter.authorization), rentalChanged, { id });
    expect(await heard.next()).toEqual({ rentalChanged: { state: 'FUNDING', instance: null } });
    await chainSays(api.market, id, { seq: 1 });
    expect(await heard.next()).toEqual({
      rentalChanged: { state: 'RESERVED', instance: { state: 'REQUESTED' } },
    });
    await chainSays(api.market, id, { seq: 2, state: 'CLOSED', closeReason: 'EXPIRED' });
    expect(await heard.next()).toMatchObject({ rentalChanged: { state: 'CLOSED' } });
    await heard.stop();
  });

  it('goes on after the database connection that listens was lost', async () => {
    const id = await rent(api, renter, await addListing(api, 590_000n));
    const heard = hear(api.connect(renter.authorization), rentalChanged, { id });
    await heard.next();
    await breakListening(api.databaseUrl);
    // The value after reconnecting, or after the change: either tells of it in the end.
    await chainSays(api.market, id, { seq: 1 });
    let told = await heard.next();
    while (JSON.stringify(told).includes('FUNDING')) told = await heard.next();
    expect(told).toMatchObject({ rentalChanged: { state: 'RESERVED' } });
    await heard.stop();
  });

  it.each([
    ['nobody', async () => undefined, 'UNAUTHENTICATED'],
    ['a stranger', () => signIn(api, testWallet()), 'NOT_OWNER'],
    ['a token that does not hold', async () => 'Bearer a.b.c', 'UNAUTHENTICATED'],
  ])('refuses %s', async (_name, authorization, code) => {
    const id = await rent(api, renter, await addListing(api, 590_000n));
    const client = api.connect(await authorization());
    await expect(hear(client, rentalChanged, { id }).next()).rejects.toMatchObject([
      { message: code, extensions: { code } },
    ]);
    await client.dispose();
  });

  it('refuses what is malformed, naming the field', async () => {
    const client = api.connect(renter.authorization);
    await expect(hear(client, rentalChanged, { id: '0x1' }).next()).rejects.toMatchObject([
      { extensions: { code: 'MALFORMED_INPUT', facts: { field: 'id' } } },
    ]);
    await client.dispose();
  });

  it('judges its document like any other', async () => {
    const client = api.connect(renter.authorization);
    const query = 'subscription { rentalChanged(id: "0x1") { secrets } }';
    await expect(hear(client, query, {}).next()).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    await client.dispose();
  });
});

describe('assignments', () => {
  it('tell a machine what to run, and what to stop', async () => {
    const provider = await addProvider(api);
    const published = await publish(api, provider, 590_000n);
    const { id: listingId } = fieldsOf(published, 'publishListing', { id: z.string() });
    const authorization = await agentAuthorization(api, provider.agent);
    const heard = hear(api.connect(authorization), assignments, {});
    expect(await heard.next()).toEqual({ assignments: [] });

    const rentalId = await rent(api, renter, listingId);
    await chainSays(api.market, rentalId, { seq: 1 });
    const run = { rentalId, desired: 'RUN', probeToken: expect.any(String) };
    let told = await heard.next();
    while (JSON.stringify(told) === '{"assignments":[]}') told = await heard.next();
    expect(told).toEqual({ assignments: [run] });
    await heard.stop();
  });

  it('are for machines', async () => {
    const client = api.connect(renter.authorization);
    await expect(hear(client, assignments, {}).next()).rejects.toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await client.dispose();
  });
});

describe('a connection', () => {
  it('may have a hundred subscriptions and no more', async () => {
    const id = await rent(api, renter, await addListing(api, 590_000n));
    const client = api.connect(renter.authorization);
    const heard = Array.from({ length: 100 }, () => hear(client, rentalChanged, { id }));
    for (const each of heard) await each.next();
    await expect(hear(client, rentalChanged, { id }).next()).rejects.toMatchObject([
      { message: 'Too many subscriptions.' },
    ]);
    await heard[0]?.stop();
  });

  it('gives a subscription back when it is ended', async () => {
    const id = await rent(api, renter, await addListing(api, 590_000n));
    const client = api.connect(renter.authorization);
    for (let begun = 0; begun < 102; begun += 1) {
      const values = client.iterate({ query: rentalChanged, variables: { id } });
      await values.next();
      await values.return?.();
    }
    await client.dispose();
  });
});

async function breakListening(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query ILIKE 'LISTEN%'`,
    );
  } finally {
    await client.end();
  }
}
