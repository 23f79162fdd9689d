import {
  chainRentals,
  chainTransactions,
  intents,
  rentals,
  type ChainTransaction,
} from '@gpuflow/db';
import { usageRootIntent, type SignerRole } from '@gpuflow/domain';
import { encodeCall, rentalEscrowAbi, usageRootsAbi } from '@gpuflow/escrow';
import { encodeFunctionData } from 'viem';
import { createChainProcess } from '../chain-process.js';
import { seats } from '../fixture/accounts.js';
import { startNodeProxy, type Interference, type NodeProxy } from '../fixture/node-proxy.js';
import {
  chainSeconds,
  example,
  fund,
  stageRental,
  wish,
  type StagedRental,
} from '../fixture/rental.js';
import { openStage, type Stage } from '../fixture/stage.js';
import { addressOf } from './sender.js';

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
const inMarket = ({ id }: StagedRental) => rentals.find(db(), id);
const onChain = ({ id }: StagedRental) => chainRentals.find(db(), stage.node.chainId, id);
const signedFor = (intentKey: string) => chainTransactions.ofIntent(db(), intentKey);

async function stateOf(intentKey: string) {
  return (await intents.find(db(), intentKey))?.state;
}

/** How many transactions of a signer are on chain. */
function minedOf(role: SignerRole): Promise<number> {
  const address = addressOf(stage.chain.signers[role]);
  return stage.chain.node.getTransactionCount({ address });
}

async function fundedRental(): Promise<StagedRental> {
  await fund(stage.wallet(seats.renter), example.deposit);
  return stageRental(stage);
}

/** A funded rental that is open on chain. */
async function reservedRental(): Promise<StagedRental> {
  const rental = await fundedRental();
  await wish(stage, rental.id, rental.openCall);
  await stage.process.runUntilIdle();
  return rental;
}

function onBroadcast(interference: Interference): void {
  proxy.interfere(({ method }) => (method === 'eth_sendRawTransaction' ? interference : 'PASS'));
}

describe('an ending in the middle', () => {
  it.each(['CUT', 'CUT_AFTER'] as const)(
    'of a broadcast (%s) leads to one transaction',
    async (cut) => {
      const rental = await fundedRental();
      const key = await wish(stage, rental.id, rental.openCall);
      onBroadcast(cut);
      await expect(stage.process.sendStep('RELAYER')).rejects.toMatchObject({ name: 'Fault' });
      const [signed, ...others] = await signedFor(key);
      expect(others).toEqual([]);
      expect(signed).toMatchObject({ state: 'SIGNED', broadcastAt: undefined });
      expect(await stateOf(key)).toBe('SENT');
      expect(await minedOf('RELAYER')).toBe(cut === 'CUT' ? 0 : 1);

      await stage.restarted().runUntilIdle();
      expect(await signedFor(key)).toMatchObject([{ hash: signed?.hash, state: 'CONFIRMED' }]);
      expect(await minedOf('RELAYER')).toBe(1);
      expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });
    },
  );

  it('of a simulation leaves the intent as it was', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    proxy.interfere(({ method }) => (method === 'eth_estimateGas' ? 'CUT' : 'PASS'));
    await expect(stage.process.sendStep('RELAYER')).rejects.toMatchObject({ name: 'Fault' });
    expect(await stateOf(key)).toBe('QUEUED');
    expect(await signedFor(key)).toEqual([]);
  });

  it('with a node that forgets what it took leads to the same bytes again', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    onBroadcast({ result: `0x${'77'.repeat(32)}` });
    await stage.process.sendStep('RELAYER');
    await stage.process.trackStep();
    expect(await signedFor(key)).toMatchObject([{ state: 'BROADCAST' }]);
    onBroadcast('PASS');
    await stage.process.trackStep();
    expect(await minedOf('RELAYER')).toBe(0);
    stage.clock.advanceSeconds(15);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ state: 'CONFIRMED' }]);
    expect(await minedOf('RELAYER')).toBe(1);
  });
});

describe('sending', () => {
  it('does one thing for the same wish twice', async () => {
    const rental = await fundedRental();
    const first = await wish(stage, rental.id, rental.openCall);
    expect(await wish(stage, rental.id, rental.openCall)).toBe(first);
    await stage.process.runUntilIdle();
    await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await signedFor(first)).toHaveLength(1);
    expect(await minedOf('RELAYER')).toBe(1);
    expect(await rental.renter.freeUnits()).toBe(0n);
  });

  it('does one thing where two processes send at once', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    const [one, other] = [stage.restarted(), stage.restarted()];
    await Promise.all([one.sendStep('RELAYER'), other.sendStep('RELAYER')]);
    await Promise.all([one.trackStep(), other.trackStep()]);
    expect(await signedFor(key)).toMatchObject([{ state: 'CONFIRMED', nonce: 0 }]);
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('signs nothing more for an intent that another writer has sent meanwhile', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    const { signers } = stage.chain;
    const slow = {
      address: signers.RELAYER.address,
      signTransaction: async () => {
        await intents.markSent(db(), [key]);
        return '0x' as const;
      },
    };
    const late = createChainProcess({ ...stage.chain, signers: { ...signers, RELAYER: slow } });
    await late.sendStep('RELAYER');
    expect(await signedFor(key)).toEqual([]);
    expect(await stateOf(key)).toBe('SENT');
  });

  it('counts what somebody else has done as done, without a transaction', async () => {
    const rental = await reservedRental();
    const startedAt = await chainSeconds(stage);
    await wish(stage, rental.id, { purpose: 'START', order: rental.order });
    await stage.process.runUntilIdle();
    const byClock = { purpose: 'STOP', order: rental.order } as const;
    await stage.node.setNextBlockTimestamp(startedAt + 600);
    await wish(stage, rental.id, await rental.stopCall());
    await stage.process.runUntilIdle();
    const late = { ...byClock, stop: undefined, stopSignature: undefined };
    const key = await wish(stage, rental.id, late);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await signedFor(key)).toEqual([]);
    expect(await minedOf('KEEPER')).toBe(1);
  });

  it('refuses what the contract refuses, tells the market, and goes on with the rest', async () => {
    await fund(stage.wallet(seats.renter), example.deposit);
    const poor = await stageRental(stage, { deposit: example.deposit + 1n });
    const fine = await stageRental(stage);
    const poorKey = await wish(stage, poor.id, poor.openCall);
    stage.clock.advanceSeconds(1);
    const fineKey = await wish(stage, fine.id, fine.openCall);
    await stage.process.runUntilIdle();
    expect(await stateOf(poorKey)).toBe('REFUSED');
    expect(await inMarket(poor)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'INSUFFICIENT_BALANCE', facts: { have: '5000000', want: '5000001' } },
    });
    expect(await stateOf(fineKey)).toBe('CONFIRMED');
    expect(await inMarket(fine)).toMatchObject({ state: 'RESERVED' });
  });

  it('puts off an intent over which it stumbles, and goes on with the rest', async () => {
    const rental = await fundedRental();
    const broken = { ...rental.order, deposit: 1n << 100n };
    const brokenId = `0x${'00'.repeat(32)}` as const;
    const brokenKey = await wish(stage, brokenId, { purpose: 'EXPIRE', order: broken });
    stage.clock.advanceSeconds(1);
    await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    await stage.node.setNextBlockTimestamp(rental.order.startDeadline + 1);
    await stage.node.mine();
    const key = await wish(stage, rental.id, { purpose: 'EXPIRE', order: rental.order });
    await stage.process.runUntilIdle();
    expect(await stateOf(brokenKey)).toBe('QUEUED');
    expect(await signedFor(brokenKey)).toEqual([]);
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await rental.renter.freeUnits()).toBe(example.deposit);
  });

  it('never opens a rental that the market has refused meanwhile', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    await rentals.refuse(db(), rental.id, { code: 'LISTING_TAKEN', facts: {} });
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('REFUSED');
    expect(await minedOf('RELAYER')).toBe(0);
  });

  it('puts off what comes too early and does it when its time has come', async () => {
    const rental = await reservedRental();
    const startedAt = (await chainSeconds(stage)) + 10;
    await stage.node.setNextBlockTimestamp(startedAt);
    await wish(stage, rental.id, { purpose: 'START', order: rental.order });
    await stage.process.runUntilIdle();
    await wish(stage, rental.id, await rental.stopCall());
    await stage.process.runUntilIdle();
    const endedAt = Number((await onChain(rental))?.endedAt);
    const key = await wish(stage, rental.id, { purpose: 'CLOSE', order: rental.order });
    await stage.process.runUntilIdle();
    const waiting = await intents.find(db(), key);
    expect(waiting?.state).toBe('QUEUED');
    expect(waiting?.notBefore).toEqual(new Date(stage.clock.now().getTime() + 1_000));

    await stage.node.setNextBlockTimestamp(endedAt + example.window);
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await onChain(rental)).toMatchObject({ state: 'CLOSED' });
  });

  it('sends several at once with nonces one after another', async () => {
    await fund(stage.wallet(seats.renter), 3n * example.deposit);
    const staged = [await stageRental(stage), await stageRental(stage), await stageRental(stage)];
    const keys: string[] = [];
    for (const rental of staged) {
      keys.push(await wish(stage, rental.id, rental.openCall));
      stage.clock.advanceSeconds(1);
    }
    await stage.node.automine(false);
    await stage.process.sendStep('RELAYER');
    const signed = (await Promise.all(keys.map(signedFor))).flat();
    expect(signed.map(({ nonce, state }) => [nonce, state])).toEqual([
      [0, 'BROADCAST'],
      [1, 'BROADCAST'],
      [2, 'BROADCAST'],
    ]);
    await stage.node.automine(true);
    await stage.node.mine();
    await stage.process.runUntilIdle();
    for (const rental of staged)
      expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });
  });

  it('waits while gas costs more than the cap', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    stage.chain.maxFeePerGas = 1n;
    await expect(stage.process.runUntilIdle()).rejects.toMatchObject({ name: 'Fault' });
    expect(await stateOf(key)).toBe('QUEUED');
    stage.chain.maxFeePerGas = 100_000_000_000n;
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
  });
});

describe('tracking', () => {
  it('tries again what was mined without effect, and learns why', async () => {
    const rental = await fundedRental();
    await stage.node.automine(false);
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.sendStep('RELAYER');
    // The block comes when the quote has run out.
    await stage.node.setNextBlockTimestamp(rental.order.validUntil + 1);
    await stage.node.automine(true);
    await stage.node.mine();
    await stage.process.trackStep();
    expect(await signedFor(key)).toMatchObject([{ state: 'REVERTED' }]);
    expect(await stateOf(key)).toBe('QUEUED');
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('REFUSED');
    expect(await inMarket(rental)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'QUOTE_EXPIRED' },
    });
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('broadcasts the same bytes again when their block was dropped', async () => {
    const rental = await fundedRental();
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    const before = await onlyOne(key);
    expect(before.state).toBe('CONFIRMED');
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });

    await stage.node.revert(fork);
    await stage.node.mine(1);
    expect(await minedOf('RELAYER')).toBe(0);
    await stage.process.followStep();
    expect(await onChain(rental)).toBeUndefined();
    expect(await inMarket(rental)).toMatchObject({ state: 'FUNDING', chainSeq: 0 });

    await stage.process.runUntilIdle();
    const after = await onlyOne(key);
    expect(after).toMatchObject({ hash: before.hash, state: 'CONFIRMED' });
    expect(after.inclusion?.blockHash).not.toBe(before.inclusion?.blockHash);
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('fills the hole that a dropped failure leaves among the nonces', async () => {
    stage.chain.confirmations = 8n;
    await fund(stage.wallet(seats.renter), 2n * example.deposit);
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    const late = await stageRental(stage);
    await stage.node.automine(false);
    const lateKey = await wish(stage, late.id, late.openCall);
    await stage.process.sendStep('RELAYER');
    await stage.node.setNextBlockTimestamp(late.order.validUntil + 1);
    await stage.node.automine(true);
    await stage.node.mine();
    const rental = await stageRental(stage);
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await onlyOne(lateKey)).toMatchObject({ nonce: 0, state: 'REVERTED' });
    expect(await onlyOne(key)).toMatchObject({ nonce: 1, state: 'MINED' });

    await stage.node.revert(fork);
    await stage.node.setNextBlockTimestamp(late.order.validUntil + 2);
    await stage.node.mine();
    await stage.process.runUntilIdle();
    expect(await onlyOne(lateKey)).toMatchObject({ nonce: 0, state: 'REVERTED' });
    expect(await onlyOne(key)).toMatchObject({ nonce: 1, state: 'MINED' });
    expect(await minedOf('RELAYER')).toBe(2);
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
  });

  it('does again what had come true by somebody else, after that has vanished', async () => {
    const rental = await fundedRental();
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    const { escrow } = stage.chain.contracts;
    await stage.sendAs(seats.otherRenter, { to: escrow, data: encodeCall(rental.openCall) });
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toEqual([]);
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });

    await stage.node.revert(fork);
    await stage.node.mine(1);
    await stage.process.runUntilIdle();
    expect(await onlyOne(key)).toMatchObject({ state: 'CONFIRMED' });
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });
  });

  it('keeps a stop whose start has vanished until the rental runs again', async () => {
    const rental = await reservedRental();
    const fork = await stage.node.snapshot();
    const startKey = await wish(stage, rental.id, { purpose: 'START', order: rental.order });
    await stage.process.runUntilIdle();
    expect(await inMarket(rental)).toMatchObject({ state: 'RUNNING' });

    await stage.node.revert(fork);
    await stage.node.mine(1);
    const key = await wish(stage, rental.id, await rental.stopCall());
    await stage.process.sendStep('KEEPER');
    expect(await stateOf(key)).toBe('QUEUED');
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect([await stateOf(startKey), await stateOf(key)]).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await onChain(rental)).toMatchObject({ state: 'ENDED' });
  });

  it('does again what somebody else did after our own try had failed, once that has vanished', async () => {
    const rental = await fundedRental();
    await stage.node.automine(false);
    await withdrawAs(seats.renter, example.deposit);
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.sendStep('RELAYER');
    await stage.node.automine(true);
    await stage.node.mine();
    await stage.process.trackStep();
    expect(await onlyOne(key)).toMatchObject({ state: 'REVERTED' });
    await fund(rental.renter, example.deposit);
    await stage.process.followStep();
    const fork = await stage.node.snapshot();
    const { escrow } = stage.chain.contracts;
    await stage.sendAs(seats.otherRenter, { to: escrow, data: encodeCall(rental.openCall) });
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });

    await stage.node.revert(fork);
    await stage.node.mine(1);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ state: 'REVERTED' }, { state: 'CONFIRMED' }]);
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });
  });

  it('gives up bytes whose nonce somebody else has spent, and signs new ones', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    onBroadcast('CUT');
    await expect(stage.process.sendStep('RELAYER')).rejects.toMatchObject({ name: 'Fault' });
    await stage.sendAs(seats.relayer, { to: rental.renter.address });
    onBroadcast('PASS');
    await stage.process.trackStep();
    expect(await signedFor(key)).toMatchObject([{ nonce: 0, state: 'REPLACED' }]);
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([
      { nonce: 0, state: 'REPLACED' },
      { nonce: 1, state: 'CONFIRMED' },
    ]);
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED' });
  });
});

describe("the root of an hour's evidence", () => {
  const root = `0x${'e5'.repeat(32)}` as const;
  const hourNow = async () => Math.floor((await chainSeconds(stage)) / 3_600);

  async function wishRoot(hour: number): Promise<string> {
    const call = { purpose: 'PUBLISH_USAGE_ROOT', hour, root, leafCount: 2 } as const;
    const intent = usageRootIntent(stage.node.chainId, call);
    await intents.put(db(), [intent], stage.clock.now());
    return intent.key;
  }

  /** What the contract holds of the meter's hour. */
  function published(hour: number): Promise<string> {
    const { usageRoots: address } = stage.chain.contracts;
    const args = [addressOf(stage.chain.signers.METER), hour] as const;
    return stage.chain.node.readContract({
      address,
      abi: usageRootsAbi,
      functionName: 'rootOf',
      args,
    });
  }

  it('is published by the meter, once, in a transaction of its own', async () => {
    const hour = (await hourNow()) - 1;
    const keys = [await wishRoot(hour - 1), await wishRoot(hour)];
    expect(await wishRoot(hour)).toBe(keys[1]);
    await stage.process.runUntilIdle();
    expect(await Promise.all(keys.map(stateOf))).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await minedOf('METER')).toBe(2);
    expect(await Promise.all([published(hour - 1), published(hour)])).toEqual([root, root]);
  });

  it('waits until the hour is over', async () => {
    const hour = await hourNow();
    const key = await wishRoot(hour);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('QUEUED');
    expect(await minedOf('METER')).toBe(0);
    await stage.node.setNextBlockTimestamp((hour + 1) * 3_600);
    await stage.node.mine();
    stage.clock.advanceSeconds(3_600);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await published(hour)).toBe(root);
  });

  it('is refused where the hour has another one for good', async () => {
    const hour = (await hourNow()) - 1;
    const have = `0x${'0f'.repeat(32)}` as const;
    const { usageRoots: to } = stage.chain.contracts;
    const args = [hour, have, 1] as const;
    const data = encodeFunctionData({ abi: usageRootsAbi, functionName: 'publish', args });
    await stage.sendAs(seats.meter, { to, data });
    const key = await wishRoot(hour);
    await stage.process.runUntilIdle();
    expect(await intents.find(db(), key)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'BAD_STATE', facts: { have, want: root } },
    });
  });

  it('is refused where there is no contract at the address', async () => {
    const hour = (await hourNow()) - 1;
    const key = await wishRoot(hour);
    const usageRoots = stage.wallet(seats.renter).address;
    const contracts = { ...stage.chain.contracts, usageRoots };
    await createChainProcess({ ...stage.chain, contracts }).runUntilIdle();
    expect(await intents.find(db(), key)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'BAD_STATE', facts: { have: `no log at ${usageRoots}`, want: root } },
    });
  });
});

/** Takes money out of the escrow, in a transaction that nobody waits for. */
async function withdrawAs(seat: number, units: bigint): Promise<void> {
  const args = [stage.token, stage.wallet(seat).address, units] as const;
  const data = encodeFunctionData({ abi: rentalEscrowAbi, functionName: 'withdraw', args });
  await stage.sendAs(seat, { to: stage.chain.contracts.escrow, data });
}

async function onlyOne(key: string): Promise<ChainTransaction> {
  const [one, ...others] = await signedFor(key);
  expect(others).toEqual([]);
  if (one === undefined) throw new Error('nothing was signed');
  return one;
}
