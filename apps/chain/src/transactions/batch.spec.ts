import { chainRentals, chainTransactions, intentOutcomes, intents, rentals } from '@gpuflow/db';
import { zeroHash, type SignerRole } from '@gpuflow/domain';
import { encodeEscrowCall, rentalEscrowAbi } from '@gpuflow/escrow';
import { decodeFunctionData, parseTransaction } from 'viem';
import { seats } from '../fixture/accounts.js';
import { startNodeProxy, type NodeProxy } from '../fixture/node-proxy.js';
import {
  chainSeconds,
  example,
  fund,
  stageRental,
  wish,
  type StagedRental,
} from '../fixture/rental.js';
import { openStage, type Stage } from '../fixture/stage.js';

let stage: Stage;
let proxy: NodeProxy;
beforeEach(async () => {
  stage = await openStage({ nodeUrl: async (url) => (proxy = await startNodeProxy(url)).url });
});
afterEach(async () => {
  await proxy.close();
  await stage.close();
});

const db = () => stage.chain.market.db;
const onChain = ({ id }: StagedRental) => chainRentals.find(db(), stage.node.chainId, id);
const stateOf = async (key: string) => (await intents.find(db(), key))?.state;
const statesOf = (keys: string[]) => Promise.all(keys.map(stateOf));

async function reserved(count: number): Promise<StagedRental[]> {
  await fund(stage.wallet(seats.renter), BigInt(count) * example.deposit);
  const staged: StagedRental[] = [];
  for (let i = 0; i < count; i += 1) staged.push(await stageRental(stage));
  for (const { id, openCall } of staged) await wish(stage, id, openCall);
  await stage.process.runUntilIdle();
  return staged;
}

async function running(count: number): Promise<StagedRental[]> {
  const staged = await reserved(count);
  await wishForAll(staged, 'START');
  await stage.process.runUntilIdle();
  return staged;
}

async function wishForAll(
  staged: StagedRental[],
  purpose: 'START' | 'CLOSE' | 'EXPIRE',
): Promise<string[]> {
  const keys: string[] = [];
  for (const { id, order } of staged) keys.push(await wish(stage, id, { purpose, order }));
  return keys;
}

/** All transactions that were signed for these intents, once each. */
async function carriers(keys: string[]) {
  const all = await Promise.all(keys.map((key) => chainTransactions.ofIntent(db(), key)));
  return [...new Map(all.flat().map((one) => [one.hash, one])).values()];
}

/** Which function of the contract a transaction calls. */
function functionOf({ raw }: { raw: `0x${string}` }): string {
  const { data = '0x' } = parseTransaction(raw);
  return decodeFunctionData({ abi: rentalEscrowAbi, data }).functionName;
}

function minedOf(role: SignerRole): Promise<number> {
  return stage.chain.node.getTransactionCount({ address: stage.chain.signers[role].address });
}

describe('several wishes of one kind', () => {
  it('start in one transaction', async () => {
    const staged = await reserved(3);
    const keys = await wishForAll(staged, 'START');
    await stage.process.runUntilIdle();
    expect(await statesOf(keys)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
    const [one, ...others] = await carriers(keys);
    expect(others).toEqual([]);
    expect(one && functionOf(one)).toBe('batch');
    expect(one?.intentKeys.toSorted()).toEqual(keys.toSorted());
    for (const { id } of staged) {
      expect(await rentals.find(db(), id)).toMatchObject({ state: 'RUNNING' });
    }
  });

  it('are settled and closed in one each, to the unit', async () => {
    const staged = await running(3);
    const startedAt = Number((await onChain(staged[0] ?? never()))?.startedAt);
    await stage.node.setNextBlockTimestamp(startedAt + 3_600);
    const settling: string[] = [];
    for (const { id, order } of staged)
      settling.push(await wish(stage, id, { purpose: 'SETTLE', order, claimedUnits: 0n }));
    await stage.process.runUntilIdle();
    const [settlement, ...others] = await carriers(settling);
    expect(others).toEqual([]);
    expect(settlement && functionOf(settlement)).toBe('settleMany');
    // 3,000 of 3,600 seconds at $0.59 have vested, of which a tenth is the fee.
    expect(await staged[0]?.provider.freeUnits()).toBe(3n * 442_500n);

    for (const { id, stopCall } of staged) await wish(stage, id, await stopCall());
    await stage.process.runUntilIdle();
    const ends = await Promise.all(
      staged.map(async (one) => Number((await onChain(one))?.endedAt)),
    );
    await stage.node.setNextBlockTimestamp(Math.max(...ends) + example.window);
    await stage.node.mine();
    const closing = await wishForAll(staged, 'CLOSE');
    await stage.process.runUntilIdle();
    const [close, ...more] = await carriers(closing);
    expect(more).toEqual([]);
    expect(close && functionOf(close)).toBe('closeMany');
    for (const one of staged) expect(await onChain(one)).toMatchObject({ state: 'CLOSED' });
  });

  it('halt before they start, and resume, at the turn that the meter saw', async () => {
    const [down = never(), fine = never()] = await running(2);
    const since = (await chainSeconds(stage)) + 100;
    await stage.node.setNextBlockTimestamp(since + 60);
    await stage.node.mine();
    const seen = { since, evidenceRoot: `0x${'e1'.repeat(32)}` as const };
    const halt = {
      purpose: 'HALT',
      rentalId: down.id,
      order: down.order,
      turn: 1,
      ...seen,
    } as const;
    const haltKey = await wish(stage, down.id, halt);
    const late = { ...halt, rentalId: fine.id, order: fine.order, turn: 0 };
    const lateKey = await wish(stage, fine.id, late);
    await stage.process.runUntilIdle();
    expect(await stateOf(haltKey)).toBe('CONFIRMED');
    expect(await onChain(down)).toMatchObject({
      state: 'HALTED',
      clock: { current: { rate: 'NONE' } },
    });
    expect(await intents.find(db(), lateKey)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'TURN_PASSED', facts: { have: 0, turn: 1 } },
    });

    const resume = { purpose: 'RESUME', rentalId: down.id, order: down.order, turn: 2 } as const;
    const resumeKey = await wish(stage, down.id, resume);
    await stage.process.runUntilIdle();
    expect(await stateOf(resumeKey)).toBe('CONFIRMED');
    expect(await onChain(down)).toMatchObject({ state: 'RUNNING' });
    expect(await onChain(fine)).toMatchObject({ state: 'RUNNING' });
  });

  it('are tried in smaller questions where the node finds them too large', async () => {
    const staged = await reserved(3);
    const keys = await wishForAll(staged, 'START');
    proxy.interfere(({ method }) =>
      method === 'eth_call' ? { error: { code: -32000, message: 'too large' } } : 'PASS',
    );
    await stage.process.sendStep('METER');
    expect(await carriers(keys)).toHaveLength(1);
    expect(await minedOf('METER')).toBe(1);
  });

  it('are not signed where the node answers for fewer than it was asked for', async () => {
    const keys = await wishForAll(await reserved(2), 'START');
    const one = encodeFunctionResultOfOne;
    proxy.interfere(({ method }) => (method === 'eth_call' ? { result: one } : 'PASS'));
    await expect(stage.process.sendStep('METER')).rejects.toMatchObject({ name: 'Fault' });
    expect(await carriers(keys)).toEqual([]);
  });
});

/** The answer of `batch` to a single call. */
const encodeFunctionResultOfOne = `0x${[32, 1, 1].map((n) => n.toString(16).padStart(64, '0')).join('')}`;

describe('a poisoned wish', () => {
  it('that cannot be encoded is put off, and its neighbours are done together', async () => {
    const staged = await reserved(2);
    await stage.node.setNextBlockTimestamp((staged[0] ?? never()).order.startDeadline + 60);
    await stage.node.mine();
    const [{ order } = never()] = staged;
    const broken = { ...order, deposit: 1n << 100n };
    const brokenKey = await wish(stage, zeroHash, { purpose: 'EXPIRE', order: broken });
    const keys = await wishForAll(staged, 'EXPIRE');
    await stage.process.runUntilIdle();
    expect(await statesOf(keys)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await stateOf(brokenKey)).toBe('QUEUED');
  });

  it('that the node foresees is left out of the batch', async () => {
    const staged = await reserved(3);
    await cancel(staged[1] ?? never());
    const keys = await wishForAll(staged, 'START');
    await stage.process.runUntilIdle();
    expect(await statesOf(keys)).toEqual(['CONFIRMED', 'REFUSED', 'CONFIRMED']);
    expect((await carriers(keys))[0]?.intentKeys).toHaveLength(2);
  });

  it('that fails in the block is refused alone', async () => {
    const { keys, poisoned } = await startedWithOneCancelled();
    expect(await statesOf(keys)).toEqual(['CONFIRMED', 'REFUSED', 'CONFIRMED']);
    expect(await intents.find(db(), poisoned)).toMatchObject({
      refusal: { code: 'BAD_STATE', facts: { have: 'CLOSED', want: 'RESERVED' } },
    });
    const [one, ...others] = await carriers(keys);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ state: 'CONFIRMED' });
    expect(await intentOutcomes.keysDone(db(), one?.hash ?? zeroHash)).not.toContain(poisoned);
  });

  it('is judged again when the transaction is mined in another block', async () => {
    stage.chain.confirmations = 8n;
    const { keys, poisoned, beforeCancel } = await startedWithOneCancelled();
    expect(await statesOf(keys)).toEqual(['SENT', 'REFUSED', 'SENT']);

    await stage.node.revert(beforeCancel);
    await stage.node.mine();
    await stage.process.runUntilIdle();
    expect(await intents.find(db(), poisoned)).toMatchObject({ state: 'SENT', refusal: undefined });
    for (let blocks = 0; blocks < 8; blocks += 1) await stage.node.mine();
    await stage.process.runUntilIdle();
    expect(await statesOf(keys)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
    expect(await carriers(keys)).toHaveLength(1);
    expect(await minedOf('METER')).toBe(1);
  });
});

/** Three starts are signed together; before the node hears of them, the second rental's renter takes its order back. */
async function startedWithOneCancelled() {
  const staged = await reserved(3);
  const keys = await wishForAll(staged, 'START');
  proxy.interfere(({ method }) => (method === 'eth_sendRawTransaction' ? 'CUT' : 'PASS'));
  await expect(stage.process.sendStep('METER')).rejects.toMatchObject({ name: 'Fault' });
  proxy.interfere(() => 'PASS');
  const beforeCancel = await stage.node.snapshot();
  await cancel(staged[1] ?? never());
  await stage.process.runUntilIdle();
  return { staged, keys, poisoned: keys[1] ?? never(), beforeCancel };
}

async function cancel({ order }: StagedRental): Promise<void> {
  const data = encodeEscrowCall({ kind: 'CANCEL', order });
  await stage.sendAs(seats.renter, { to: stage.chain.contracts.escrow, data });
}

function never(): never {
  throw new Error('the fixture made fewer than it was asked for');
}
