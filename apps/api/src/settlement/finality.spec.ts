import { cancelledOffers, chainCounters, chainRentals, listings } from '@gpuflow/db';
import type { Hash, LogPosition } from '@gpuflow/domain';
import { z } from 'zod';

import { addListing, fieldOf } from '../fixture/provider.js';
import { addRenter, chainSays, rent, type Renter } from '../fixture/renter.js';
import {
  chainStart,
  finality,
  logged,
  logPosition,
  startTestApi,
  token,
  type TestApi,
} from '../fixture/test-api.js';

const position = 'position { chainId blockNumber blockHash txHash at finality }';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

/** A log's place as the API tells it. */
const toldAs = (at: LogPosition, sure: string) => ({
  chainId: 31337,
  blockNumber: at.blockNumber.toString(),
  blockHash: at.blockHash,
  txHash: at.txHash,
  at: new Date(Number(at.timestamp) * 1000).toISOString(),
  finality: sure,
});

describe('the rules of a settlement', () => {
  it('are as sure as the logs that set them', async () => {
    await logged(api.market, 'params', 2n);
    const fee = await logged(api.market, 'params', 7n);
    const listed = await logged(api.market, `token:${token}`, 3n);
    const answer = await api.ask(`{
      settlement {
        feeBps
        rulesPosition { chainId blockNumber blockHash txHash at finality }
        tokens { address ${position} }
        head { blockNumber finality }
      }
    }`);
    expect(fieldOf(answer, 'settlement')).toEqual({
      feeBps: 1000,
      rulesPosition: toldAs(fee, 'SAFE'),
      tokens: [{ address: token, position: toldAs(listed, 'FINALIZED') }],
      head: { blockNumber: '10', finality: 'PENDING' },
    });
  });
});

describe('a listing', () => {
  const voided = async (id: string) =>
    fieldOf(
      await api.ask(
        `query ($id: ID!) { listing(id: $id) { voided { chainId blockNumber blockHash txHash at finality } } }`,
        { id },
      ),
      'listing',
    );

  it('says where its offer was cancelled', async () => {
    const id = await addListing(api, 590_000n);
    expect(await voided(id)).toEqual({ voided: null });
    const { offerHash } = await listingOf(id);
    const at = await logged(api.market, `offer:${offerHash}`, 9n);
    await cancelledOffers.save(api.market.db, 31337, [{ offerHash, lastBlock: 9n }]);
    expect(await voided(id)).toEqual({ voided: toldAs(at, 'PENDING') });
  });

  it('says where its provider left the counter of the offer', async () => {
    const id = await addListing(api, 590_000n);
    const { provider: owner } = await listingOf(id);
    const at = await logged(api.market, `counter:${owner}`, 8n);
    await chainCounters.save(api.market.db, 31337, [{ owner, counter: 1n, lastBlock: 8n }]);
    expect(await voided(id)).toEqual({ voided: toldAs(at, 'SAFE') });
  });

  it('is found by the word of the last block', async () => {
    const answer = await api.ask('{ listings { position { blockNumber finality } } }');
    expect(fieldOf(answer, 'listings')).toEqual({
      position: { blockNumber: '10', finality: 'PENDING' },
    });
  });
});

describe('a rental', () => {
  let renter: Renter;
  let rentalId: Hash;
  beforeEach(async () => {
    renter = await addRenter(api);
    rentalId = await rent(api, renter, await addListing(api, 590_000n));
  });

  const onChain = async () => {
    const answer = await api.ask(
      `query ($id: Hash!) {
        rental(id: $id) {
          state
          onChain { state seq turn actedOn funded { amount } startedAt endedAt ${position} openedAt { blockNumber } }
        }
      }`,
      { id: rentalId },
    );
    return z
      .object({ state: z.string(), onChain: z.object({}).passthrough().nullable() })
      .parse(fieldOf(answer, 'rental'));
  };

  it('shows what the chain says before the market acts on it, and how sure it is', async () => {
    expect(await onChain()).toEqual({ state: 'FUNDING', onChain: null });
    await chainSays(api.market, rentalId, { seq: 1 });
    const at = logPosition(9n);
    await startedOnChain(rentalId, at);
    const told = {
      state: 'RUNNING',
      seq: 2,
      turn: 1,
      actedOn: false,
      funded: { amount: '5.00' },
      startedAt: new Date(Number(chainStart) * 1000).toISOString(),
      endedAt: null,
      openedAt: { blockNumber: '9' },
    };
    expect(await onChain()).toEqual({
      state: 'RESERVED',
      onChain: { ...told, position: toldAs(at, 'PENDING') },
    });
    await finality(api.market, { safeNumber: 9n, finalizedNumber: 8n });
    expect((await onChain()).onChain).toMatchObject({ position: { finality: 'SAFE' } });
    await finality(api.market, { safeNumber: 9n, finalizedNumber: 9n });
    expect((await onChain()).onChain).toMatchObject({ position: { finality: 'FINALIZED' } });
  });

  it('says when the market has acted on it', async () => {
    await chainSays(api.market, rentalId, { seq: 1 });
    expect(await onChain()).toMatchObject({
      state: 'RESERVED',
      onChain: { state: 'RESERVED', actedOn: true },
    });
  });

  it('is quoted by the word of a block', async () => {
    const answer = await api.ask(
      `query ($listingId: ID!, $renter: Address!) {
        quoteRental(listingId: $listingId, renter: $renter, seconds: 60) { position { blockNumber finality } }
      }`,
      { listingId: await addListing(api, 590_000n), renter: renter.wallet.address },
    );
    expect(fieldOf(answer, 'quoteRental')).toEqual({
      position: { blockNumber: '10', finality: 'PENDING' },
    });
  });
});

async function listingOf(id: string) {
  const listing = await listings.find(api.market.db, id);
  if (listing === undefined) throw new Error(`no listing ${id}`);
  return listing;
}

/** The chain goes on, and the market has not heard of it. */
async function startedOnChain(rentalId: Hash, last: LogPosition): Promise<void> {
  const { db } = api.market;
  const chain = await chainRentals.find(db, 31337, rentalId);
  if (chain === undefined) throw new Error('the chain does not know the rental');
  const started = { state: 'RUNNING', seq: 2, turn: 1, startedAt: chainStart } as const;
  await chainRentals.save(db, 31337, [{ ...chain, ...started, last }]);
}
