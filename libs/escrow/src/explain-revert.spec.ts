import { Fault, type IntentCall, type Order } from '@gpuflow/domain';
import { BaseError } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { keyOf, startLocalMarket, type LocalMarket, type Role } from './fixture/local-market.js';
import { openChainClient } from './chain-client.js';
import { explainRevert } from './explain-revert.js';

describe('explainRevert', () => {
  let market: LocalMarket;
  let snapshot: string;
  let order: Order;
  let opening: IntentCall;

  beforeAll(async () => {
    market = await startLocalMarket();
    const renter = market.walletOf('renter');
    await renter.mintDemo(20_000_000n);
    await renter.approveAndDeposit(20_000_000n);
    snapshot = await market.chain.snapshot();
  });
  beforeEach(async () => {
    await market.chain.revert(snapshot);
    snapshot = await market.chain.snapshot();
    order = await market.order(market.offer());
    opening = await market.opening(order);
  });
  afterAll(() => market.chain.stop());

  /** What the chain, asked to try the call, means by its answer. */
  async function meaning(call: IntentCall, role?: Role) {
    const error = await market.tried(call, role);
    if (error === undefined) throw new Error('The chain would do it.');
    return explainRevert(error, call);
  }

  async function refusalOf(change: Partial<Order>, offerChange: Partial<Order['offer']> = {}) {
    const altered = await market.order(market.offer(offerChange), change);
    return meaning(await market.opening(altered));
  }

  it('is WAIT where a deadline lies too far ahead of the last block, which time will mend', async () => {
    const { offer, startDeadline } = order;
    const late = await market.order(offer, { startDeadline: startDeadline + 10_000 });
    expect(await meaning(await market.opening(late))).toEqual({
      outcome: 'WAIT',
      from: BigInt(startDeadline + 10_000 - offer.startWithin),
    });
  });

  describe('where somebody did it before', () => {
    it('is DONE for an opening, a start, a stop, a close and an expiry', async () => {
      await market.act(opening);
      expect(await meaning(opening)).toEqual({ outcome: 'DONE' });
      const start: IntentCall = { purpose: 'START', order };
      await market.act(start, 'meter');
      expect(await meaning(start, 'meter')).toEqual({ outcome: 'DONE' });
      const stop: IntentCall = {
        purpose: 'STOP',
        order,
        stop: undefined,
        stopSignature: undefined,
      };
      await market.act(stop, 'renter');
      expect(await meaning(stop)).toEqual({ outcome: 'DONE' });
      await market.pass(order.offer.window);
      const close: IntentCall = { purpose: 'CLOSE', order };
      await market.act(close);
      expect(await meaning(close)).toEqual({ outcome: 'DONE' });
      await market.pass(3_600);
      expect(await meaning({ purpose: 'EXPIRE', order })).toEqual({ outcome: 'DONE' });
    });
  });

  describe('where it is too early', () => {
    it('waits for the second after the start deadline to expire', async () => {
      await market.act(opening);
      expect(await meaning({ purpose: 'EXPIRE', order })).toEqual({
        outcome: 'WAIT',
        from: BigInt(order.startDeadline) + 1n,
      });
    });

    it('waits for the end of time or money to stop, and for the window to close', async () => {
      await market.act(opening);
      await market.act({ purpose: 'START', order }, 'meter');
      const startedAt = BigInt(await market.now());
      const stop: IntentCall = {
        purpose: 'STOP',
        order,
        stop: undefined,
        stopSignature: undefined,
      };
      const solventSeconds = (5_000_000n * 3_600n) / 590_000n;
      expect(await meaning(stop)).toEqual({ outcome: 'WAIT', from: startedAt + solventSeconds });
      await market.act(stop, 'renter');
      const endedAt = BigInt(await market.now());
      expect(await meaning({ purpose: 'CLOSE', order })).toEqual({
        outcome: 'WAIT',
        from: endedAt + 3_600n,
      });
    });
  });

  it('asks to check again where the rental is not open on this branch', async () => {
    for (const call of [
      { purpose: 'START', order },
      { purpose: 'SETTLE', order, claimedUnits: 0n },
      { purpose: 'CLOSE', order },
    ] as const)
      expect(await meaning(call, 'meter')).toMatchObject({ outcome: 'CHECK' });
  });

  it('asks to check again where the rental has not come so far on this branch', async () => {
    const stop = await market.stopping(order, market.terms.hashOrder(order), order.maxEnd);
    await market.act(opening);
    expect(await meaning(stop)).toMatchObject({ outcome: 'CHECK' });
    expect(await meaning({ purpose: 'CLOSE', order })).toMatchObject({ outcome: 'CHECK' });
    await market.act({ purpose: 'START', order }, 'meter');
    expect(await meaning({ purpose: 'CLOSE', order })).toMatchObject({ outcome: 'CHECK' });
  });

  describe('where it can never be', () => {
    it('refuses what the state rules out', async () => {
      await market.act(opening);
      await market.act({ purpose: 'START', order }, 'meter');
      await market.pass(3_600);
      expect(await meaning({ purpose: 'EXPIRE', order })).toEqual({
        outcome: 'REFUSE',
        code: 'BAD_STATE',
        facts: { have: 'RUNNING', want: 'RESERVED' },
      });
    });

    it('refuses a slice that another rental holds', async () => {
      await market.act(opening);
      const second = { ...order, salt: order.offer.salt };
      expect(await meaning(await market.opening(second))).toEqual({
        outcome: 'REFUSE',
        code: 'LISTING_TAKEN',
        facts: { holder: market.terms.hashOrder(order) },
      });
    });

    it('refuses a signature that is not the signer’s', async () => {
      const forged = await market.opening(order, 'renter');
      const call = { ...forged, order: { ...order, deposit: 1_000_000n } };
      expect(await meaning(call)).toMatchObject({
        code: 'BAD_SIGNATURE',
        facts: { signer: expect.stringMatching(new RegExp(order.renter, 'i')) },
      });
    });

    it('refuses a start by anybody but the meter', async () => {
      await market.act(opening);
      expect(await meaning({ purpose: 'START', order }, 'keeper')).toMatchObject({
        code: 'NOT_OWNER',
      });
    });

    it.each([
      [
        'INSUFFICIENT_BALANCE',
        { deposit: 20_000_001n },
        {},
        { have: 20_000_000n, want: 20_000_001n },
      ],
      ['DEPOSIT_TOO_SMALL', { deposit: 9_833n }, {}, { have: 9_833n, want: 9_834n }],
      ['PRICE_BELOW_OFFER', { pricePerHour: 589_999n }, {}, { have: 589_999n, want: 590_000n }],
      ['FEE_MISMATCH', { feeBps: 999 }, {}, { have: 999, want: 1_000 }],
      ['FEE_MISMATCH', {}, { maxFeeBps: 999 }, { have: 1_000, want: 999 }],
      ['OFFER_CANCELLED', { counter: 3n }, {}, { counter: 3n, counterInForce: 0n }],
      ['TERM_NOT_SUPPORTED', {}, { bond: 1n }, { term: 'bond' }],
      ['TERM_NOT_SUPPORTED', {}, { evictPenalty: 1n }, { term: 'evictPenalty' }],
      [
        'TERMS_OUT_OF_BOUNDS',
        {},
        { window: 86_401 },
        { term: 'window', have: 86_401n, bound: 86_400n },
      ],
    ])('refuses %s for %p and %p', async (code, change, offerChange, facts) => {
      expect(await refusalOf(change, offerChange)).toEqual({ outcome: 'REFUSE', code, facts });
    });

    it('tells an expired quote from an expired offer and a missed start', async () => {
      const now = await market.now();
      expect(await refusalOf({ validUntil: now - 1 })).toMatchObject({
        code: 'QUOTE_EXPIRED',
        facts: { validUntil: now - 1 },
      });
      expect(await refusalOf({}, { validUntil: now - 2 })).toMatchObject({
        code: 'OFFER_EXPIRED',
        facts: { validUntil: now - 2 },
      });
      expect(await refusalOf({ startDeadline: now - 3 })).toMatchObject({
        code: 'OUTSIDE_TIME',
        facts: { bound: BigInt(now - 3) },
      });
    });
  });

  describe('where it was not the contract that failed', () => {
    it('is a Fault that does not tell the node’s URL', async () => {
      const rpcUrl = 'http://127.0.0.1:9/v2/secret-key';
      const nobody = openChainClient({ rpcUrl, chainId: market.chain.chainId });
      const error: unknown = await nobody.getBlockNumber().catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(BaseError);
      const fault = thrownBy(() => explainRevert(error, opening));
      expect(fault).toBeInstanceOf(Fault);
      expect(fault).toMatchObject({ source: 'rpc' });
      expect(JSON.stringify([fault.message, String(fault.cause)])).not.toContain('secret-key');
    });

    it('asks to check where the node knows the transaction already', async () => {
      const account = privateKeyToAccount(keyOf('keeper'));
      const raw = await account.signTransaction({
        chainId: market.chain.chainId,
        nonce: 0,
        gas: 21_000n,
        maxFeePerGas: 10n ** 11n,
        maxPriorityFeePerGas: 1n,
        to: account.address,
        type: 'eip1559',
      });
      await market.node.sendRawTransaction({ serializedTransaction: raw });
      const again: unknown = await market.node
        .sendRawTransaction({ serializedTransaction: raw })
        .catch((cause: unknown) => cause);
      expect(explainRevert(again, opening)).toMatchObject({ outcome: 'CHECK' });
    });

    it('asks to check a revert that is none of ours', async () => {
      const error: unknown = await market.node
        .call({ to: market.escrow, data: '0x12345678' })
        .catch((cause: unknown) => cause);
      expect(explainRevert(error, opening)).toMatchObject({ outcome: 'CHECK' });
    });
  });
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}
