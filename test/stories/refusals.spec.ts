import { randomUUID } from 'node:crypto';

import { ApiRefusal, offerInput, operations, type RefusalCode } from '@gpuflow/api-client';
import { idempotency, intents, rentals } from '@gpuflow/db';

import { accountOf } from '../world/people.js';
import { fiveDollars, Renter } from '../world/renter.js';
import { pricePerHourUnits, TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

/** The refusal of a request, which must be one. */
async function refusalOf(request: Promise<unknown>): Promise<ApiRefusal> {
  const error: unknown = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiRefusal) return error;
  throw new Error(`not refused: ${String(error)}`);
}

describe('refused with a code, facts, and nothing written', () => {
  let world: World;
  let machine: TestMachine;
  let provider: Party;
  let renter: Renter;
  let stranger: Renter;
  let listingId: string;

  const begin = async () => {
    world = await openWorld();
    provider = world.party('provider');
    renter = new Renter(world, world.party('renter'));
    stranger = new Renter(world, world.party('otherRenter'));
    machine = await TestMachine.enrol(world, provider);
    await machine.beat();
    listingId = await machine.list();
    await renter.deposit(fiveDollars);
  };

  const end = async () => {
    await machine.close();
    await world.close();
  };

  const open = (variables: Awaited<ReturnType<Renter['signed']>>, by: Renter = renter) =>
    by.party.api.mutate(operations.openRental, variables);
  const signed = async (depositUnits = fiveDollars) =>
    renter.signed(await renter.quote(listingId, { depositUnits }), listingId);

  /** Nothing of an opening is left: no rental, no wish for a transaction, no spent key. */
  async function expectNothingWritten(idempotencyKey: string): Promise<void> {
    const { db, policy } = world.market;
    const { address } = renter.party.wallet;
    expect(await rentals.holderOf(db, listingId)).toBeUndefined();
    expect(await intents.unsettled(db, policy.chainId)).toEqual([]);
    expect(await idempotency.find(db, address, idempotencyKey)).toBeUndefined();
    expect(await renter.party.wallet.freeUnits()).toBe(fiveDollars);
  }

  async function expectRefused(
    variables: Awaited<ReturnType<Renter['signed']>>,
    code: RefusalCode,
    facts: object,
  ): Promise<void> {
    const refusal = await refusalOf(open(variables));
    expect(refusal).toMatchObject({ code, facts });
    await expectNothingWritten(variables.idempotencyKey);
  }

  describe('whatever came before, for nothing is ever taken', () => {
    beforeAll(begin);
    afterAll(end);

    it('an altered order: BAD_SIGNATURE', async () => {
      const variables = await signed();
      const order = { ...variables.order, maxEnd: variables.order.maxEnd + 1n };
      await expectRefused({ ...variables, order }, 'BAD_SIGNATURE', {
        signer: renter.party.wallet.address,
      });
    });

    it('an order that somebody else signed: BAD_SIGNATURE', async () => {
      const variables = await signed();
      const signature = await accountOf('otherRenter').signMessage({ message: 'anything' });
      await expectRefused({ ...variables, signature }, 'BAD_SIGNATURE', {
        signer: renter.party.wallet.address,
      });
    });

    it('an order of somebody else’s: NOT_OWNER', async () => {
      const variables = await signed();
      const refusal = await refusalOf(open(variables, stranger));
      expect(refusal).toMatchObject({
        code: 'NOT_OWNER',
        facts: { actor: stranger.party.wallet.address },
      });
      await expectNothingWritten(variables.idempotencyKey);
    });

    it('an order without signing in: UNAUTHENTICATED', async () => {
      const variables = await signed();
      const refusal = await refusalOf(world.anonymous.mutate(operations.openRental, variables));
      expect(refusal.code).toBe('UNAUTHENTICATED');
      await expectNothingWritten(variables.idempotencyKey);
    });

    it('another chain: WRONG_CHAIN', async () => {
      const variables = await signed();
      await expectRefused({ ...variables, chainId: 8453 }, 'WRONG_CHAIN', {
        have: 8453,
        want: 31337,
      });
    });

    it('a price below the offer: PRICE_BELOW_OFFER', async () => {
      const quote = await renter.quote(listingId);
      const lower = { ...quote.order, pricePerHour: pricePerHourUnits - 1n };
      const variables = { ...(await renter.signed(quote, listingId)), order: lower };
      const signature = await renter.signOrder(lower, quote.typedData);
      await expectRefused({ ...variables, signature }, 'PRICE_BELOW_OFFER', {
        have: '589999',
        want: '590000',
      });
    });

    it('a deposit below the price of the time asked for: DEPOSIT_TOO_SMALL', async () => {
      const refusal = await refusalOf(renter.quote(listingId, { depositUnits: 1_179_999n }));
      expect(refusal).toMatchObject({
        code: 'DEPOSIT_TOO_SMALL',
        facts: { have: '1179999', want: '1180000' },
      });
    });

    it('more than the renter has in the escrow: INSUFFICIENT_BALANCE', async () => {
      await expectRefused(await signed(fiveDollars + 1n), 'INSUFFICIENT_BALANCE', {
        have: '5000000',
        want: '5000001',
      });
    });

    it('unknown ids: NOT_FOUND, or null where a query asks', async () => {
      const unknown = `0x${'ab'.repeat(32)}` as const;
      expect((await renter.party.api.query(operations.rental, { id: unknown })).rental).toBeNull();
      expect(await refusalOf(renter.statement(unknown))).toMatchObject({
        code: 'NOT_FOUND',
        facts: { id: unknown },
      });
      expect(await refusalOf(renter.quote(randomUUID()))).toMatchObject({
        code: 'NOT_FOUND',
        facts: { kind: 'listing' },
      });
    });

    it('numbers that do not fit: MALFORMED_INPUT', async () => {
      const variables = await signed();
      const order = { ...variables.order, deposit: 2n ** 96n };
      expect(await refusalOf(open({ ...variables, order }))).toMatchObject({
        code: 'MALFORMED_INPUT',
      });
      expect(
        await refusalOf(open({ ...variables, order: { ...order, deposit: -1n } })),
      ).toMatchObject({ code: 'MALFORMED_INPUT' });
      await expectNothingWritten(variables.idempotencyKey);
    });

    it('addresses that are none: MALFORMED_INPUT', async () => {
      const request = operations.quoteRental;
      const asked = { listingId, renter: '0x1234', seconds: 7_200 } as const;
      expect(await refusalOf(renter.party.api.query(request, asked))).toMatchObject({
        code: 'MALFORMED_INPUT',
        facts: { field: 'renter' },
      });
    });

    it('an offer for another machine: ASSET_MISMATCH, and one in another’s name: NOT_OWNER', async () => {
      const second = await TestMachine.enrol(world, provider);
      const { offerTypedData } = await provider.api.query(operations.offerTypedData, {
        machineId: machine.id,
        token: world.token,
        pricePerHourUnits,
      });
      const publication = {
        idempotencyKey: randomUUID(),
        chainId: world.node.chainId,
        machineId: second.id,
        tier: 'COMMUNITY',
        offer: offerInput(offerTypedData),
        signature: await provider.wallet.signTypedData(offerTypedData, 'Offer'),
      } as const;
      expect(
        await refusalOf(provider.api.mutate(operations.publishListing, publication)),
      ).toMatchObject({ code: 'ASSET_MISMATCH' });
      const thief = world.party('otherProvider');
      expect(
        await refusalOf(thief.api.mutate(operations.publishListing, publication)),
      ).toMatchObject({ code: 'NOT_OWNER' });
      await second.close();
    });
  });

  describe('after something else happened', () => {
    beforeEach(begin);
    afterEach(end);

    it('a quote of more than five minutes ago: QUOTE_EXPIRED', async () => {
      const variables = await signed();
      const validUntil = Number(variables.order.validUntil);
      await world.passTo(BigInt(validUntil) + 1n);
      await expectRefused(variables, 'QUOTE_EXPIRED', { validUntil, now: validUntil + 1 });
    });

    it('the same money promised twice: INSUFFICIENT_BALANCE', async () => {
      const second = await TestMachine.enrol(world, provider);
      await second.beat();
      const otherListing = await second.list();
      const other = await renter.signed(await renter.quote(otherListing), otherListing);
      await open(await signed());
      expect(await refusalOf(open(other))).toMatchObject({
        code: 'INSUFFICIENT_BALANCE',
        facts: { have: '0', want: '5000000' },
      });
      await second.close();
    });

    it('a listing that another renter took at the same moment: LISTING_TAKEN', async () => {
      await stranger.deposit(fiveDollars);
      const mine = await signed();
      const theirs = await stranger.signed(await stranger.quote(listingId), listingId);
      const answers = await Promise.allSettled([open(mine), open(theirs, stranger)]);
      await world.settle();
      const lost = answers.filter((answer) => answer.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({ code: 'LISTING_TAKEN', facts: { listingId } });
      const balances = await Promise.all(
        [renter, stranger].map(({ party }) => party.wallet.freeUnits()),
      );
      expect(balances.sort((a, b) => Number(a - b))).toEqual([0n, fiveDollars]);
    });

    it('the same key for another order: IDEMPOTENCY_KEY_REUSED', async () => {
      const first = await signed();
      const another = { ...(await signed()), idempotencyKey: first.idempotencyKey };
      await open(first);
      expect(await refusalOf(open(another))).toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
        facts: { key: first.idempotencyKey },
      });
    });

    it('the same key and the same order: the same rental, held once', async () => {
      const variables = await signed();
      const answers = await Promise.all(Array.from({ length: 10 }, () => open(variables)));
      await world.settle();
      expect(new Set(answers.map(({ openRental }) => openRental.id)).size).toBe(1);
      expect(await renter.party.wallet.freeUnits()).toBe(0n);
      const { ledger } = await world.anonymous.query(operations.ledger, {
        owner: renter.party.wallet.address,
        token: world.token,
      });
      expect(ledger.entries.map(({ kind }) => kind)).toEqual(['DEBITED', 'DEPOSITED']);
    });

    it('a stop of somebody else’s rental: NOT_OWNER', async () => {
      const id = await renter.open(listingId);
      await machine.boot();
      await world.settle();
      const stop = await renter.signedStop(id);
      const refusal = await refusalOf(stranger.party.api.mutate(operations.stopRental, stop));
      expect(refusal).toMatchObject({ code: 'NOT_OWNER', facts: { kind: 'rental', id } });
      expect((await renter.rental(id)).state).toBe('RUNNING');
    });

    it('a stop that a stranger signed: BAD_SIGNATURE', async () => {
      const id = await renter.open(listingId);
      await machine.boot();
      await world.settle();
      const stop = await renter.signedStop(id);
      const signature = await accountOf('otherRenter').signMessage({ message: 'stop' });
      const refusal = await refusalOf(
        renter.party.api.mutate(operations.stopRental, { ...stop, signature }),
      );
      expect(refusal.code).toBe('BAD_SIGNATURE');
      expect((await renter.rental(id)).state).toBe('RUNNING');
    });

    it('a machine that fell silent: MACHINE_OFFLINE', async () => {
      const variables = await signed();
      world.clock.advanceSeconds(91);
      await world.settle();
      const offline = { code: 'MACHINE_OFFLINE', facts: { machineId: machine.id } };
      expect(await refusalOf(renter.quote(listingId))).toMatchObject(offline);
      expect(await refusalOf(open(variables))).toMatchObject(offline);
    });

    it('a listing that was withdrawn: LISTING_WITHDRAWN', async () => {
      const variables = await signed();
      await provider.api.mutate(operations.withdrawListing, {
        idempotencyKey: randomUUID(),
        id: listingId,
      });
      expect(await refusalOf(open(variables))).toMatchObject({
        code: 'LISTING_WITHDRAWN',
        facts: { listingId },
      });
    });
  });
});
