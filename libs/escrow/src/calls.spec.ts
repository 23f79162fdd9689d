import type { Hash, IntentCall, Order } from '@gpuflow/domain';
import { decodeFunctionData } from 'viem';
import {
  callsMax,
  decodeTrial,
  encodeCall,
  encodeCalls,
  encodeTrial,
  failedItems,
  sharingOf,
} from './calls.js';
import { explainReason, explainRevert } from './explain-revert.js';
import { startLocalMarket, type LocalMarket } from './fixture/local-market.js';
import { rentalEscrowAbi as abi } from './generated/index.js';

let market: LocalMarket;
let snapshot: string;

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
});
afterAll(() => market.chain.stop());

const salt = (n: number): Hash => `0x${n.toString(16).padStart(64, '0')}`;
const start = (order: Order): IntentCall => ({ purpose: 'START', order });

/** Orders of slices of their own; those that are opened come first. */
async function orders(opened: number, unopened: number): Promise<Order[]> {
  const made: Order[] = [];
  for (let n = 1; n <= opened + unopened; n += 1) {
    const order = await market.order(market.offer({ assetHash: salt(n), salt: salt(n) }));
    made.push(order);
    if (n <= opened) await market.act(await market.opening(order));
  }
  return made;
}

function functionOf(calls: IntentCall[]): string {
  return decodeFunctionData({ abi, data: encodeCalls(calls) }).functionName;
}

async function haltOf(order: Order, changes: { since?: number; turn?: number } = {}) {
  const rentalId = market.terms.hashOrder(order);
  const { since = await market.now(), turn = 1 } = changes;
  const halt = { purpose: 'HALT', rentalId, order, since, turn, evidenceRoot: salt(9) };
  return { ...halt, purpose: 'HALT' } as const;
}

/** What the chain, asked to try the call, means by its answer. */
async function meaning(call: IntentCall) {
  const error = await market.tried(call, 'meter');
  if (error === undefined) throw new Error('The chain would do it.');
  return explainRevert(error, call);
}

/** What the contract answers to a trial of these calls. */
async function tried(calls: IntentCall[]) {
  const { data = '0x' } = await market.node.call({ to: market.escrow, data: encodeTrial(calls) });
  return data;
}

/** The receipt of these calls in one transaction. */
async function receiptOf(calls: IntentCall[]) {
  await market.send('meter', market.escrow, encodeCalls(calls));
  const block = await market.node.getBlock({ includeTransactions: true });
  const [{ hash } = { hash: salt(0) }] = block.transactions;
  return market.node.getTransactionReceipt({ hash });
}

describe('encodeCalls', () => {
  it('makes a single call as it is, and several in what the contract has for them', async () => {
    const [one, two] = await twoOrders();
    expect(encodeCalls([start(one)])).toBe(encodeCall(start(one)));
    expect(functionOf([start(one), await haltOf(two)])).toBe('batch');
    const settle = (order: Order): IntentCall => ({ purpose: 'SETTLE', order, claimedUnits: 0n });
    expect(functionOf([settle(one), settle(two)])).toBe('settleMany');
    const close = (order: Order): IntentCall => ({ purpose: 'CLOSE', order });
    expect(functionOf([close(one), close(two)])).toBe('closeMany');
    expect(() => encodeCalls([])).toThrow();
  });

  it('is taken by the contract in full up to its greatest number of calls', async () => {
    const [order] = await twoOrders();
    const calls = Array.from({ length: callsMax }, () => start(order));
    expect(decodeTrial(await tried(calls))).toHaveLength(callsMax);
    await expect(tried([...calls, start(order)])).rejects.toThrow('reverted');
  });
});

async function twoOrders(): Promise<[Order, Order]> {
  const [one, two] = await orders(0, 2);
  if (one === undefined || two === undefined) throw new Error('two were asked for');
  return [one, two];
}

describe('sharingOf', () => {
  it('leaves alone what may run the code of a wallet', async () => {
    const [order] = await twoOrders();
    const rentalId = market.terms.hashOrder(order);
    const signed = await market.stopping(order, rentalId, order.maxEnd);
    expect(sharingOf(await market.opening(order))).toBe('ALONE');
    expect(sharingOf(signed)).toBe('ALONE');
    const byClock = { purpose: 'STOP', order, stop: undefined, stopSignature: undefined } as const;
    expect(sharingOf(byClock)).toBe('BATCH');
    expect(sharingOf(start(order))).toBe('BATCH');
    expect(sharingOf({ purpose: 'CLOSE', order })).toBe('CLOSE_MANY');
  });
});

describe('failedItems', () => {
  it('names the calls that were not made, with the contract’s reasons', async () => {
    const [first, second, third] = await orders(2, 1);
    if (!first || !second || !third) throw new Error('three were asked for');
    const calls = [start(first), start(third), start(second), start(first)];
    const { logs } = await receiptOf(calls);
    const failed = failedItems(market.escrow, logs.map(lower));
    expect([...failed.keys()]).toEqual([1, 3]);
    const reasons = [1, 3].map((i) => explainReason(failed.get(i) ?? '0x', calls[i]));
    expect(reasons).toEqual([
      { outcome: 'CHECK', reason: 'the rental is NONE here, not yet RESERVED' },
      { outcome: 'DONE' },
    ]);
    expect(failedItems(market.params, logs.map(lower)).size).toBe(0);
  });
});

function lower({ address, topics, data }: { address: string; topics: Hash[]; data: Hash }) {
  return { address: `0x${address.slice(2).toLowerCase()}` as const, topics, data };
}

describe('the meter’s word, sent by itself', () => {
  let order: Order;
  beforeEach(async () => {
    const [opened] = await orders(1, 0);
    if (opened === undefined) throw new Error('one was asked for');
    order = opened;
    await market.act(start(order), 'meter');
  });
  const resumeOf = (turn: number): IntentCall => ({
    purpose: 'RESUME',
    rentalId: market.terms.hashOrder(order),
    order,
    turn,
  });

  it('halts a running rental and lets it run again', async () => {
    await market.act(await haltOf(order), 'meter');
    const slot = () =>
      market.node.readContract({
        address: market.escrow,
        abi,
        functionName: 'rental',
        args: [market.terms.hashOrder(order)],
      });
    expect(await slot()).toMatchObject({ state: 3, turn: 2 });
    await market.act(resumeOf(2), 'meter');
    expect(await slot()).toMatchObject({ state: 2, turn: 3 });
  });

  it('is CHECK for a turn that has not come yet, and refused for one that has passed', async () => {
    expect(await meaning(await haltOf(order, { turn: 2 }))).toEqual({
      outcome: 'CHECK',
      reason: 'the clock is at turn 1 here, not yet 2',
    });
    await market.act(await haltOf(order), 'meter');
    expect(await meaning(await haltOf(order))).toEqual({
      outcome: 'REFUSE',
      code: 'TURN_PASSED',
      facts: { have: 1, turn: 2 },
    });
  });

  it('is DONE where nothing is left to take off, or the rental runs already', async () => {
    expect(await meaning(resumeOf(1))).toEqual({ outcome: 'DONE' });
    await market.act(await haltOf(order), 'meter');
    expect(await meaning(await haltOf(order, { turn: 2 }))).toEqual({ outcome: 'DONE' });
  });

  it('waits, of a rental that has lapsed, for its end to be recorded', async () => {
    await market.pass(order.maxEnd - (await market.now()) + 1);
    expect(await meaning(await haltOf(order))).toMatchObject({ outcome: 'CHECK' });
  });
});

describe('a preemption by the meter', () => {
  let slice: Order['offer'];
  let low: Order;
  let high: Order;
  beforeEach(async () => {
    slice = market.offer({ class: 'INTERRUPTIBLE', noticeSeconds: 600 });
    low = await market.order(slice, { salt: salt(1) });
    high = await market.order(slice, { salt: salt(2), pricePerHour: 600_000n });
    await market.act(await market.opening(low));
    await market.act(start(low), 'meter');
  });
  const preemption = (byNew: Order): IntentCall => {
    const byNewId = market.terms.hashOrder(byNew);
    return { purpose: 'PREEMPT', order: low, byNew, byNewId, turn: 1 };
  };
  const onDemand = () =>
    market.order(market.offer({ salt: salt(3) }), { salt: salt(3), validUntil: low.maxEnd });

  it('gives a waiting bid the slice when the notice is over, and lets its start wait for that', async () => {
    await market.act(await market.opening(high));
    await market.act(preemption(high), 'meter');
    expect(await meaning(start(high))).toMatchObject({ outcome: 'CHECK' });
    expect(await meaning(preemption(high))).toEqual({ outcome: 'DONE' });
    await market.pass(600);
    await market.act(start(high), 'meter');
    const resume = {
      purpose: 'RESUME',
      rentalId: market.terms.hashOrder(low),
      order: low,
    } as const;
    expect(await meaning({ ...resume, turn: 2 })).toMatchObject({ outcome: 'CHECK' });
  });

  it('favours an order on demand that nobody has opened, which opens when the notice is over', async () => {
    const order = await onDemand();
    await market.act(preemption(order), 'meter');
    expect(await meaning(await market.opening(order))).toMatchObject({ code: 'LISTING_TAKEN' });
    await market.pass(600);
    await market.act(await market.opening(order));
  });

  it('is CHECK for a bid that is not open here yet, and refused for one that is over or no higher', async () => {
    expect(await meaning(preemption(high))).toMatchObject({ outcome: 'CHECK' });
    const equal = await market.order(slice, { salt: salt(4) });
    await market.act(await market.opening(equal));
    expect(await meaning(preemption(equal))).toMatchObject({
      code: 'PRICE_BELOW_OFFER',
      facts: { have: 590_000n, want: 590_001n },
    });
    await market.pass(equal.startDeadline - (await market.now()) + 1);
    await market.act({ purpose: 'EXPIRE', order: equal });
    expect(await meaning(preemption(equal))).toMatchObject({
      code: 'BAD_STATE',
      facts: { have: 'CLOSED', want: 'RESERVED' },
    });
  });

  it('waits, of a rental that has lapsed, for its end to be recorded', async () => {
    await market.pass(low.maxEnd - (await market.now()) + 1);
    expect(await meaning(preemption(high))).toMatchObject({ outcome: 'CHECK' });
  });
});
