import { z } from 'zod';

import { addListing, fieldOf } from '../fixture/provider.js';
import { addRenter, chainSays, rent, started, type Renter } from '../fixture/renter.js';
import { startTestApi, token, type TestApi } from '../fixture/test-api.js';

let api: TestApi;
let listingId: string;
let low: Renter;
let high: Renter;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  listingId = await addListing(api, 500_000n, { class: 'INTERRUPTIBLE' });
  [low, high] = [await addRenter(api), await addRenter(api)];
});

const book = async () =>
  fieldOf(
    await api.ask(
      `query ($listingId: ID!) { bidBook(listingId: $listingId) {
        floor { units token } holder { class pricePerHour { units } noticeUntil }
        waiting { pricePerHour { units } quantity since }
      } }`,
      { listingId },
    ),
    'bidBook',
  );

const bidsOf = async ({ authorization }: Renter) =>
  fieldOf(
    await api.ask(
      '{ myRentals { id bid { state ahead pricePerHour { units } since outbid { byRental } } } }',
      {},
      authorization,
    ),
    'myRentals',
  );

const floor = { units: '500000', token };

it('shows the floor of a slice that nobody has', async () => {
  expect(await book()).toEqual({ floor, holder: null, waiting: [] });
});

it('shows what runs and what waits, the highest first, and names nobody', async () => {
  await started(api.market, await rent(api, low, listingId, 510_000n));
  for (const bid of [505_000n, 520_000n, 520_000n]) {
    const id = await rent(api, await addRenter(api), listingId, bid);
    await chainSays(api.market, id, { seq: 1 });
  }
  const since = expect.any(String);
  const shown = await book();
  expect(shown).toEqual({
    floor,
    holder: { class: 'INTERRUPTIBLE', pricePerHour: { units: '510000' }, noticeUntil: null },
    waiting: [
      { pricePerHour: { units: '520000' }, quantity: 2, since },
      { pricePerHour: { units: '505000' }, quantity: 1, since },
    ],
  });
  expect(JSON.stringify(shown)).not.toContain(low.wallet.address);
});

it('is not there of a listing that nobody knows', async () => {
  const { errors } = await api.ask(
    '{ bidBook(listingId: "00000000-0000-4000-8000-000000000000") { floor { units } } }',
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', facts: { kind: 'listing' } });
});

it('tells renters where their bids stand, all of a page at once', async () => {
  const runs = await rent(api, low, listingId, 510_000n);
  await started(api.market, runs);
  const waits = await rent(api, high, listingId, 505_000n);
  await chainSays(api.market, waits, { seq: 1 });
  const since = expect.any(String);
  const standing = { outbid: null, since };
  expect(await bidsOf(low)).toEqual([
    {
      id: runs,
      bid: { ...standing, state: 'RUNNING', ahead: null, pricePerHour: { units: '510000' } },
    },
  ]);
  expect(await bidsOf(high)).toEqual([
    {
      id: waits,
      bid: { ...standing, state: 'WAITING', ahead: 0, pricePerHour: { units: '505000' } },
    },
  ]);
});

it('has no bid of what is rented on demand, nor of what the chain does not know yet', async () => {
  const rich = await addRenter(api, 10_000_000n);
  await rent(api, rich, await addListing(api, 590_000n));
  await rent(api, rich, listingId, 510_000n);
  const bids = z.array(z.object({ bid: z.unknown() })).parse(await bidsOf(rich));
  expect(bids.map(({ bid }) => bid)).toEqual([null, null]);
});

it('gives a bid that waits up for all of its money, to its renter alone, and nothing that has run', async () => {
  const runs = await rent(api, low, listingId, 510_000n);
  await started(api.market, runs);
  const waits = await rent(api, high, listingId, 505_000n);
  const cancel = (id: string, by: Renter) =>
    api.ask(
      `query ($id: Hash!) { cancelCall(rentalId: $id) {
        from to moves { owner direction amount { units token } } after { state } refusals
      } }`,
      { id },
      by.authorization,
    );
  const refusal = async (answer: ReturnType<typeof cancel>) =>
    (await answer).errors?.[0]?.extensions;
  expect(await refusal(cancel(waits, high))).toMatchObject({ code: 'NOT_FOUND' });
  const toppedUp = { toppedUpUnits: 250_000n, fundedUnits: 5_250_000n };
  await chainSays(api.market, waits, { seq: 1, ...toppedUp });
  const owner = high.wallet.address;
  expect(fieldOf(await cancel(waits, high), 'cancelCall')).toEqual({
    ...{ from: owner, to: api.options.escrow },
    moves: [{ owner, direction: 'OUT', amount: { units: '5250000', token } }],
    ...{ after: { state: 'CLOSED' }, refusals: ['BAD_STATE'] },
  });
  expect(await refusal(cancel(waits, low))).toMatchObject({ code: 'NOT_OWNER' });
  expect(await refusal(cancel(runs, low))).toMatchObject({
    ...{ code: 'BAD_STATE', facts: { have: 'RUNNING', want: 'RESERVED' } },
  });
});

it('raises the bid of a renter, and only up', async () => {
  const id = await rent(api, low, listingId, 510_000n);
  await started(api.market, id);
  const raise = (pricePerHourUnits: string, by: Renter) =>
    api.ask(
      `query ($id: Hash!, $price: Uint!) { raiseBidCall(rentalId: $id, pricePerHourUnits: $price) {
        from moves { direction } after { pricePerHour { units } }
      } }`,
      { id, price: pricePerHourUnits },
      by.authorization,
    );
  expect(fieldOf(await raise('510001', low), 'raiseBidCall')).toEqual({
    from: low.wallet.address,
    moves: [],
    after: { pricePerHour: { units: '510001' } },
  });
  expect((await raise('510000', low)).errors?.[0]?.extensions).toMatchObject({
    code: 'TERMS_OUT_OF_BOUNDS',
    facts: { have: '510000', bound: '510001' },
  });
  expect((await raise('520000', high)).errors?.[0]?.extensions.code).toBe('NOT_OWNER');
});
