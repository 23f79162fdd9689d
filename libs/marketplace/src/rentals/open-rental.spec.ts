import {
  cancelledOffers,
  chainCounters,
  chainParams,
  idempotency,
  intents,
  machines,
  rentals,
} from '@gpuflow/db';
import type { Listing, Order } from '@gpuflow/domain';

import { partyOf } from '../fixture/keys.js';
import { follow, fund, stopped } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  listToken,
  otherRenter,
  provider,
  renter,
  showChainClock,
  token,
  walletOf,
} from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addListing } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { terms } from '../fixture/terms.js';
import { withdrawListing } from '../listings/withdraw-listing.js';
import { openRental, type OpenRental } from './open-rental.js';
import { refuseOpening } from './refuse-opening.js';

const market = eachTestItsMarket();

const open = (command: OpenRental) => openRental(market, command);
const fulfilled = (answers: readonly PromiseSettledResult<unknown>[]) =>
  answers.filter(({ status }) => status === 'fulfilled').length;
function reasons(answers: readonly PromiseSettledResult<unknown>[]): unknown[] {
  const rejected = answers.filter((answer) => answer.status === 'rejected');
  return rejected.map((answer): unknown => answer.reason);
}

describe('openRental', () => {
  let listing: Listing;
  beforeEach(async () => {
    listing = await addListing(market);
    await fund(market, renter, depositUnits);
  });

  /** Nothing of an opening is left: no rental, no wish for a transaction, no spent key. */
  const expectRefused = async (command: OpenRental, code: string, facts: object) => {
    await expect(open(command)).rejects.toMatchObject({ code, facts });
    expect(await rentals.find(market.db, terms.hashOrder(command.order))).toBeUndefined();
    expect(await intents.unsettled(market.db, chainId)).toEqual([]);
    expect(await idempotency.find(market.db, renter.address, command.key)).toBeUndefined();
  };

  it('writes a rental in FUNDING, with the wish to open it on chain', async () => {
    const command = openingOf(listing);
    const { order, signature } = command;
    const rental = await open(command);
    expect(rental).toEqual({
      id: terms.hashOrder(order),
      listingId: listing.id,
      machineId: listing.machineId,
      renter: renter.address,
      provider: provider.address,
      state: 'FUNDING',
      order,
      orderSignature: signature,
      usage: undefined,
      chainSeq: 0,
      refusal: undefined,
      createdAt: market.clock.now(),
    });
    expect(rental.order.deposit).toBe(5_000_000n);
    expect(await intents.unsettled(market.db, chainId)).toMatchObject([
      {
        key: `${chainId}:${rental.id}:open`,
        signerRole: 'RELAYER',
        call: {
          purpose: 'OPEN',
          order,
          orderSignature: signature,
          offerSignature: listing.offerSignature,
        },
      },
    ]);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual(['rental.opening_requested']);
  });

  it('tells listeners of the rental, and of nothing that it refused', async () => {
    const command = openingOf(listing);
    const heard = await heardDuring(market, async () => {
      await open(command);
      await open(openingOf(listing, {}, otherRenter)).catch(() => undefined);
    });
    expect(heard).toEqual([`rental:${terms.hashOrder(command.order)}`]);
  });

  it('is the same rental for the same order under another key', async () => {
    const command = openingOf(listing);
    const first = await open(command);
    expect(await open(command)).toEqual(first);
    expect(await open({ ...command, key: 'another' })).toEqual(first);
    expect(await recorded(market, `rental:${first.id}`)).toEqual(['rental.opening_requested']);
    await expect(
      open({ ...openingOf(listing, { salt: hashOf('x') }), key: 'another' }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', facts: { key: 'another' } });
  });

  it('is one rental where the same order comes twenty times at once, under ten keys', async () => {
    const command = openingOf(listing);
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_, n) => open({ ...command, key: `key ${n % 10}` })),
    );
    expect(new Set(opened.map(({ id }) => id))).toEqual(new Set([terms.hashOrder(command.order)]));
    expect(await recorded(market, `rental:${opened[0]?.id}`)).toHaveLength(1);
    expect(await intents.unsettled(market.db, chainId)).toHaveLength(1);
  });

  it('gives a listing to one of fifty renters who come at once', async () => {
    const crowd = Array.from({ length: 50 }, (_, n) => partyOf(`renter ${n}`));
    for (const one of crowd) await fund(market, one, depositUnits);
    const answers = await Promise.allSettled(crowd.map((one) => open(openingOf(listing, {}, one))));
    expect(fulfilled(answers)).toBe(1);
    for (const reason of reasons(answers))
      expect(reason).toMatchObject({ code: 'LISTING_TAKEN', facts: { listingId: listing.id } });
    expect(reasons(answers)).toHaveLength(49);
    expect(await intents.unsettled(market.db, chainId)).toHaveLength(1);
  });

  it('promises money once where four openings come at once: INSUFFICIENT_BALANCE', async () => {
    const offered = [listing];
    for (const agent of ['b', 'c', 'd']) offered.push(await addListing(market, agent));
    const deposit = 2_000_000n;
    const answers = await Promise.allSettled(
      offered.map((one) => open(openingOf(one, { deposit, maxEnd: chainStart + 12_000 }))),
    );
    expect(fulfilled(answers)).toBe(2);
    for (const reason of reasons(answers))
      expect(reason).toMatchObject({
        code: 'INSUFFICIENT_BALANCE',
        facts: { have: 1_000_000n, want: 2_000_000n },
      });
    expect(await rentals.pledgedUnits(market.db, renter.address, token)).toBe(4_000_000n);
  });

  it('takes the last unit, and not one more: INSUFFICIENT_BALANCE', async () => {
    const more = openingOf(listing, { deposit: depositUnits + 1n });
    await expectRefused(more, 'INSUFFICIENT_BALANCE', { have: 5_000_000n, want: 5_000_001n });
    expect((await open(openingOf(listing))).state).toBe('FUNDING');
  });

  it('has nothing to promise where the renter never deposited: INSUFFICIENT_BALANCE', async () => {
    await expectRefused(openingOf(listing, {}, otherRenter), 'INSUFFICIENT_BALANCE', {
      have: 0n,
      want: 5_000_000n,
    });
  });

  it('may promise again what the chain declined to hold', async () => {
    const refused = await open(openingOf(listing));
    await refuseOpening(market, { rentalId: refused.id, code: 'LISTING_TAKEN', facts: {} });
    const again = await open(openingOf(listing, { salt: hashOf('again') }));
    expect(again.state).toBe('FUNDING');
    expect(again.id).not.toBe(refused.id);
  });

  it('does not open again what the chain declined to open', async () => {
    const command = openingOf(listing);
    const { id } = await open(command);
    await refuseOpening(market, { rentalId: id, code: 'LISTING_TAKEN', facts: {} });
    expect(await open({ ...command, key: 'another' })).toMatchObject({ id, state: 'REFUSED' });
    expect(await intents.listOfRental(market.db, id)).toHaveLength(1);
  });

  it('gives a listing to the next renter when the rental before has ended', async () => {
    const first = await open(openingOf(listing));
    await fund(market, otherRenter, depositUnits);
    const next = openingOf(listing, {}, otherRenter);
    await follow(market, first);
    await expect(open(next)).rejects.toMatchObject({ code: 'LISTING_TAKEN' });
    await follow(market, first, stopped);
    expect((await open(next)).state).toBe('FUNDING');
  });

  it.each<[string, string, Partial<Order>, object]>([
    ['PRICE_BELOW_OFFER', 'below the price', { pricePerHour: 589_999n }, { have: 589_999n }],
    [
      'PRICE_MISMATCH',
      'above the price',
      { pricePerHour: 590_001n },
      { have: 590_001n, want: 590_000n },
    ],
    ['FEE_MISMATCH', 'with another fee', { feeBps: 999 }, { have: 999, want: 1000 }],
    [
      'DEPOSIT_TOO_SMALL',
      // 60 seconds at 590,000 an hour cost 9,833.3 units.
      'below the least duration',
      { deposit: 9_833n },
      { have: 9_833n, want: 9_834n },
    ],
    [
      'QUOTE_EXPIRED',
      'of a second ago',
      { validUntil: chainStart - 1 },
      { validUntil: chainStart - 1, now: chainStart },
    ],
    [
      'TERMS_OUT_OF_BOUNDS',
      'to start later than the offer allows',
      { startDeadline: chainStart + 901 },
      { term: 'startDeadline', have: BigInt(chainStart + 901), bound: BigInt(chainStart + 900) },
    ],
    [
      'OFFER_CANCELLED',
      'under another counter',
      { counter: 1n },
      { offerHash: expect.any(String) },
    ],
  ])('refuses an order: %s, %s', async (code, _, changes, facts) => {
    await expectRefused(openingOf(listing, changes), code, facts);
  });

  it('refuses an offer that was cancelled, or whose signer raised the counter: OFFER_CANCELLED', async () => {
    const { offerHash } = listing;
    await cancelledOffers.save(market.db, chainId, [{ offerHash, lastBlock: 1n }]);
    await expectRefused(openingOf(listing), 'OFFER_CANCELLED', { offerHash });
    await cancelledOffers.remove(market.db, chainId, [offerHash]);
    const raised = { owner: provider.address, counter: 1n, lastBlock: 1n };
    await chainCounters.save(market.db, chainId, [raised]);
    await expectRefused(openingOf(listing), 'OFFER_CANCELLED', { offerHash });
    await chainCounters.remove(market.db, chainId, [provider.address]);
    expect((await open(openingOf(listing))).state).toBe('FUNDING');
  });

  it('refuses an offer that has expired by the chain’s clock: OFFER_EXPIRED', async () => {
    const { validUntil } = listing.offer;
    await showChainClock(market, validUntil + 1);
    const times = {
      startDeadline: validUntil + 900,
      maxEnd: validUntil + 9_000,
      validUntil: validUntil + 60,
    };
    const facts = { validUntil, now: validUntil + 1 };
    await expectRefused(openingOf(listing, times), 'OFFER_EXPIRED', facts);
  });

  it('refuses a listing that was withdrawn: LISTING_WITHDRAWN', async () => {
    const { id } = listing;
    await withdrawListing(market, { actor: walletOf(provider), key: 'key', id });
    await expectRefused(openingOf(listing), 'LISTING_WITHDRAWN', { listingId: id });
  });

  it('refuses a machine that is silent: MACHINE_OFFLINE', async () => {
    const { machineId } = listing;
    await machines.setLiveness(market.db, [machineId], 'SILENT');
    await expectRefused(openingOf(listing), 'MACHINE_OFFLINE', { machineId });
  });

  it('refuses a token that is delisted: TOKEN_NOT_LISTED', async () => {
    await listToken(market, false);
    await expectRefused(openingOf(listing), 'TOKEN_NOT_LISTED', { token });
  });

  it('refuses the provider as renter: RENTER_IS_PROVIDER', async () => {
    const { address } = provider;
    await expectRefused(openingOf(listing, {}, provider), 'RENTER_IS_PROVIDER', { address });
  });

  it('refuses an order of another’s, or for another chain', async () => {
    const carried = { ...openingOf(listing), actor: walletOf(otherRenter) };
    await expectRefused(carried, 'NOT_OWNER', { actor: otherRenter.address, kind: 'order' });
    const elsewhere = { ...openingOf(listing), chainId: 1 };
    await expectRefused(elsewhere, 'WRONG_CHAIN', { have: 1, want: chainId });
  });

  it('refuses what the renter did not sign: BAD_SIGNATURE', async () => {
    const command = openingOf(listing);
    const facts = { signer: renter.address };
    const dearer = { ...command.order, deposit: depositUnits - 1n };
    await expectRefused({ ...command, order: dearer }, 'BAD_SIGNATURE', facts);
    const signature = otherRenter.sign(terms.hashOrder(command.order));
    await expectRefused({ ...command, signature }, 'BAD_SIGNATURE', facts);
  });

  it('refuses an order of an offer that the provider did not list, or listed for another machine', async () => {
    const cheaper = { ...listing, offer: { ...listing.offer, pricePerHour: 1n } };
    const facts = { signer: provider.address };
    await expectRefused(openingOf(cheaper), 'BAD_SIGNATURE', facts);
    const other = await addListing(market, 'other agent');
    const crossed = { ...openingOf(listing), listingId: other.id };
    await expectRefused(crossed, 'ASSET_MISMATCH', {
      have: listing.offer.assetHash,
      want: other.offer.assetHash,
    });
  });

  it('refuses a listing that nobody knows: NOT_FOUND', async () => {
    const listingId = '00000000-0000-4000-8000-000000000404';
    await expectRefused({ ...openingOf(listing), listingId }, 'NOT_FOUND', { id: listingId });
  });

  it('fails while the chain was not read', async () => {
    await chainParams.remove(market.db, chainId);
    await expect(open(openingOf(listing))).rejects.toMatchObject({
      name: 'Fault',
      source: 'chain',
    });
    expect(await rentals.holderOf(market.db, listing.id)).toBeUndefined();
  });
});
