import { chainDelegations, rentals } from '@gpuflow/db';
import type { ChainDelegation, Rental } from '@gpuflow/domain';

import { chainSays, follow, fund, positionOf, started } from '../fixture/chain-says.js';
import type { Party } from '../fixture/keys.js';
import {
  chainId,
  chainStart,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  provider,
  renter,
  token,
} from '../fixture/market.js';
import { recorded, wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { prepareCall, type WalletWish } from './prepare-call.js';

const market = eachTestItsMarket();

describe('prepareCall', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental, started);
    await fund(market, renter, 1_000_000n);
  });

  const prepare = (wish: WalletWish, { address }: Party = renter) =>
    prepareCall(market, { actor: { kind: 'WALLET', address }, rentalId: rental.id, wish });
  const expectRefused = (wish: WalletWish, by: Party, code: string, facts: object) =>
    expect(prepare(wish, by)).rejects.toMatchObject({ code, facts });
  async function letKey(scopes: number, capUnits = 0n): Promise<ChainDelegation> {
    const parties = { owner: renter.address, delegate: otherRenter.address, token };
    const expiry = BigInt(chainStart + 100);
    const given = { ...parties, scopes, capUnits, expiry, last: positionOf('delegation') };
    await chainDelegations.save(market.db, chainId, [given]);
    return given;
  }
  const topUp = (amountUnits: bigint, fromRenter = false): WalletWish => ({
    ...{ kind: 'TOP_UP', amountUnits, fromRenter },
  });

  it('tops up out of the wallet’s own balance, and says what moves and what comes of it', async () => {
    const call = await prepare(topUp(590_000n));
    expect(call).toMatchObject({
      operation: { kind: 'TOP_UP', from: renter.address, amountUnits: 590_000n },
      sender: renter.address,
      moves: [{ owner: renter.address, direction: 'IN', units: 590_000n }],
      after: { state: 'RUNNING', fundedUnits: 5_590_000n, toppedUpUnits: 590_000n },
      refusals: ['BAD_STATE', 'RENTAL_LAPSED', 'INSUFFICIENT_BALANCE'],
    });
  });

  it('writes nothing', async () => {
    const before = await recorded(market, `rental:${rental.id}`);
    await prepare(topUp(1n));
    expect(await wished(market, rental)).toEqual(['open']);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual(before);
  });

  it('refuses what is not there: INSUFFICIENT_BALANCE, MALFORMED_INPUT', async () => {
    const facts = { have: 1_000_000n, want: 1_000_001n };
    await expectRefused(topUp(1_000_001n), renter, 'INSUFFICIENT_BALANCE', facts);
    await expectRefused(topUp(0n), renter, 'MALFORMED_INPUT', { field: 'amount' });
  });

  it('spends a renter’s money by a key that it lets, up to the cap and the expiry', async () => {
    const scope = { delegate: otherRenter.address, scope: 2 };
    await expectRefused(topUp(5n, true), otherRenter, 'NOT_IN_SCOPE', scope);
    await letKey(2, 7n);
    expect(await prepare(topUp(7n, true), otherRenter)).toMatchObject({
      operation: { from: renter.address },
      sender: otherRenter.address,
      moves: [{ owner: renter.address, direction: 'IN', units: 7n }],
      refusals: expect.arrayContaining(['NOT_IN_SCOPE', 'OVER_CAP']),
    });
    await expectRefused(topUp(8n, true), otherRenter, 'OVER_CAP', { have: 7n, want: 8n });
    market.clock.advanceSeconds(101);
    await expectRefused(topUp(5n, true), otherRenter, 'NOT_IN_SCOPE', scope);
  });

  it('puts the end off for the renter alone, and only forward', async () => {
    const { maxEnd } = rental.order;
    const later = { kind: 'EXTEND', maxEnd: maxEnd + 3_600 } as const;
    expect(await prepare(later)).toMatchObject({
      moves: [],
      after: { endsAt: BigInt(maxEnd + 3_600) },
    });
    await expectRefused(later, provider, 'NOT_OWNER', { actor: provider.address });
    const bound = { term: 'maxEnd', have: BigInt(maxEnd), bound: BigInt(maxEnd + 1) };
    await expectRefused({ kind: 'EXTEND', maxEnd }, renter, 'TERMS_OUT_OF_BOUNDS', bound);
    await chainSays(market, rental, { ...started, noticed: true });
    await expectRefused(later, renter, 'BAD_STATE', { have: 'NOTICED' });
  });

  it('raises no bid of what holds its slice to the end: TERM_NOT_SUPPORTED', () =>
    expectRefused({ kind: 'REPRICE', pricePerHourUnits: 600_000n }, renter, 'TERM_NOT_SUPPORTED', {
      term: 'class',
    }));

  it('raises the bid of an interruptible rental, and only up', async () => {
    const { offer } = rental.order;
    const order = { ...rental.order, offer: { ...offer, class: 'INTERRUPTIBLE' as const } };
    const interruptible: Rental = { ...rental, order, id: market.terms.hashOrder(order) };
    await chainSays(market, interruptible, started);
    await reopenAs(interruptible);
    const wish = (pricePerHourUnits: bigint) => ({ kind: 'REPRICE', pricePerHourUnits }) as const;
    expect(await prepare(wish(590_001n))).toMatchObject({
      moves: [],
      after: { pricePerHourUnits: 590_001n, turn: 2 },
    });
    const bound = { term: 'pricePerHour', have: 590_000n, bound: 590_001n };
    await expectRefused(wish(590_000n), renter, 'TERMS_OUT_OF_BOUNDS', bound);
  });

  it('stops for the renter, and for a key that it lets, with what comes back', async () => {
    market.clock.advanceSeconds(60);
    await expectRefused({ kind: 'STOP' }, otherRenter, 'NOT_IN_SCOPE', {
      delegate: otherRenter.address,
      scope: 1,
    });
    await letKey(1);
    for (const party of [renter, otherRenter])
      expect(await prepare({ kind: 'STOP' }, party)).toMatchObject({
        // floor(60 × 590,000 ÷ 3,600) of 5,000,000
        moves: [{ owner: renter.address, direction: 'OUT', units: 4_990_167n }],
        after: { state: 'ENDED', fundedUnits: 9_833n },
      });
  });

  it('refuses what has run out, but for its end: RENTAL_LAPSED', async () => {
    market.clock.advanceSeconds(30_508);
    const facts = { endedAt: BigInt(chainStart + 30_508) };
    await expectRefused(topUp(1n), renter, 'RENTAL_LAPSED', facts);
    expect(await prepare({ kind: 'STOP' }, provider)).toMatchObject({ after: { state: 'ENDED' } });
  });

  it('refuses a rental that nobody knows: NOT_FOUND', () =>
    expect(
      prepareCall(market, {
        actor: { kind: 'WALLET', address: renter.address },
        rentalId: hashOf('unknown'),
        wish: { kind: 'STOP' },
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' }));

  async function reopenAs(other: Rental): Promise<void> {
    await rentals.refuse(market.db, rental.id, { code: 'BAD_STATE', facts: {} });
    await rentals.insert(market.db, other);
    rental = other;
  }
});
