import { instances } from '@gpuflow/db';
import { z } from 'zod';

import { addListing, addProvider, fieldOf, fieldsOf, publish } from '../fixture/provider.js';
import { addRenter, open, rent, signOrder, started, type Renter } from '../fixture/renter.js';
import { chainStart, startTestApi, token, type TestApi } from '../fixture/test-api.js';

let api: TestApi;
let renter: Renter;
let listingId: string;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  renter = await addRenter(api);
  listingId = await addListing(api, 590_000n);
});

const running = (rentalId: `0x${string}`) => started(api.market, rentalId);

describe('a quote', () => {
  it('names the price, the worst case and what comes back', async () => {
    const answer = await api.ask(
      `query ($listingId: ID!, $renter: Address!) {
        quoteRental(listingId: $listingId, renter: $renter, seconds: 7200) {
          allIn { amount units } fee { amount } worstCase { units token } secondsMax expiresAt refundRule
        }
      }`,
      { listingId, renter: renter.wallet.address },
    );
    expect(fieldOf(answer, 'quoteRental')).toEqual({
      allIn: { amount: '1.18', units: '1180000' },
      fee: { amount: '0.118' },
      worstCase: { units: '1180000', token },
      secondsMax: '7200',
      expiresAt: '2026-01-01T00:05:00.000Z',
      refundRule: expect.stringContaining('2026-01-01T00:14:45.000Z'),
    });
  });
});

describe('opening', () => {
  it('answers FUNDING before the chain knows of it', async () => {
    const signed = await signOrder(api, renter, listingId);
    expect(await open(api, renter, signed)).toEqual({
      data: {
        openRental: {
          id: signed.rentalId,
          state: 'FUNDING',
          position: null,
          instance: null,
          startedAt: null,
          deposit: { amount: '5.00' },
          listing: { id: listingId, available: false },
          machine: { name: 'rack-1' },
        },
      },
    });
  });

  it('answers the same for the same key', async () => {
    const signed = await signOrder(api, renter, listingId);
    const first = await open(api, renter, signed, 'once');
    expect(await open(api, renter, signed, 'once')).toEqual(first);
  });

  it.each([
    ['a key too long', { key: 'k'.repeat(129) }, 'idempotencyKey'],
    ['no key', { key: '' }, 'idempotencyKey'],
    ['a deposit beyond its type', { deposit: `${2n ** 96n}` }, 'order.deposit'],
    ['a fee beyond the whole', { feeBps: 10_001 }, 'order.feeBps'],
    ['a malformed renter', { renter: '0xzz' }, 'order.renter'],
  ])('refuses %s', async (_name, { key, ...changes }: Record<string, unknown>, field) => {
    const signed = await signOrder(api, renter, listingId);
    const bent = { ...signed, order: { ...signed.order, ...changes } };
    const { errors } = await open(api, renter, bent, z.string().default('key').parse(key));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MALFORMED_INPUT', facts: { field } });
  });

  it('refuses an altered order by its signature', async () => {
    const signed = await signOrder(api, renter, listingId);
    const altered = { ...signed, order: { ...signed.order, deposit: '4999999' } };
    const { errors } = await open(api, renter, altered);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_SIGNATURE',
      facts: { signer: renter.wallet.address },
    });
  });

  it('refuses money that is not there, with both amounts as digits', async () => {
    const poor = await addRenter(api, 4_999_999n);
    const { errors } = await open(api, poor, await signOrder(api, poor, listingId));
    expect(errors?.[0]?.extensions).toEqual({
      code: 'INSUFFICIENT_BALANCE',
      facts: { have: '4999999', want: '5000000' },
    });
  });
});

describe('a rental', () => {
  it('tells its endpoint to its renter alone', async () => {
    const provider = await addProvider(api);
    const published = await publish(api, provider, 590_000n);
    const { id } = fieldsOf(published, 'publishListing', { id: z.string() });
    const rentalId = await rent(api, renter, id);
    await running(rentalId);
    const instance = await instances.find(api.market.db, rentalId);
    if (instance === undefined) throw new Error('no instance was assigned');
    await instances.save(api.market.db, { ...instance, state: 'RUNNING', port: 8080 });

    const query = 'query ($id: Hash!) { rental(id: $id) { instance { state endpoint } } }';
    const seenBy = async (authorization?: string) =>
      fieldOf(await api.ask(query, { id: rentalId }, authorization), 'rental');
    const shown = { instance: { state: 'RUNNING', endpoint: 'http://127.0.0.1:8080' } };
    const hidden = { instance: { state: 'RUNNING', endpoint: null } };
    expect(await seenBy(renter.authorization)).toEqual(shown);
    expect(await seenBy(provider.authorization)).toEqual(hidden);
    expect(await seenBy()).toEqual(hidden);
  });

  it('is listed for its renter with where it stands on the chain', async () => {
    const rentalId = await rent(api, renter, listingId);
    await running(rentalId);
    const answer = await api.ask(
      '{ myRentals { id state startedAt endedAt position { blockNumber finality chainId } } }',
      {},
      renter.authorization,
    );
    expect(fieldOf(answer, 'myRentals')).toEqual([
      {
        id: rentalId,
        state: 'RUNNING',
        startedAt: '2026-01-01T00:00:00.000Z',
        endedAt: null,
        position: { blockNumber: '9', finality: 'PENDING', chainId: 31337 },
      },
    ]);
  });

  it('is stated to the unit at the second of the chain', async () => {
    const rentalId = await rent(api, renter, listingId);
    await running(rentalId);
    api.market.clock.advanceSeconds(7200);
    const answer = await api.ask(
      `query ($id: Hash!) { statement(rentalId: $id) {
        state billedSeconds through now gross { units } vested { units } fee { units }
        provider { units } claimed { units } refundIfStopped { amount }
      } }`,
      { id: rentalId },
    );
    api.market.clock.advanceSeconds(-7200);
    expect(fieldOf(answer, 'statement')).toEqual({
      state: 'RUNNING',
      billedSeconds: '7200',
      through: '2026-01-01T02:00:00.000Z',
      now: '2026-01-01T02:00:00.000Z',
      gross: { units: '1180000' },
      vested: { units: '590000' },
      fee: { units: '118000' },
      provider: { units: '1062000' },
      claimed: { units: '0' },
      refundIfStopped: { amount: '3.82' },
    });
  });

  it('has no statement before the chain knows it', async () => {
    const rentalId = await rent(api, renter, listingId);
    const { errors } = await api.ask('query ($id: Hash!) { statement(rentalId: $id) { state } }', {
      id: rentalId,
    });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'NOT_FOUND',
      facts: { kind: 'rental', id: rentalId },
    });
  });

  it('is stopped by its renter with a signature that holds five minutes', async () => {
    const rentalId = await rent(api, renter, listingId);
    await running(rentalId);
    const asked = await api.ask('query ($id: Hash!) { stopTypedData(rentalId: $id) }', {
      id: rentalId,
    });
    const typedData = fieldOf(asked, 'stopTypedData');
    expect(typedData).toMatchObject({
      message: { rentalId, deadline: Number(chainStart) + 300 },
    });
    const stop = { rentalId, deadline: `${chainStart + 300n}` };
    const stopped = await api.ask(
      `mutation ($stop: StopInput!, $signature: Hex!) {
        stopRental(idempotencyKey: "stop", chainId: 31337, stop: $stop, signature: $signature) { id state }
      }`,
      { stop, signature: await renter.wallet.signTypedData(typedData, 'Stop') },
      renter.authorization,
    );
    expect(fieldOf(stopped, 'stopRental')).toEqual({ id: rentalId, state: 'RUNNING' });
  });
});
