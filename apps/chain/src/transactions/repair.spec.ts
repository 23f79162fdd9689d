import {
  chainRentals,
  chainTransactions,
  intents,
  rentals,
  type ChainTransaction,
} from '@gpuflow/db';
import type { SignerRole } from '@gpuflow/domain';
import type { Log } from '@gpuflow/marketplace';
import { parseTransaction } from 'viem';
import { createChainProcess } from '../chain-process.js';
import { accountOf, seats } from '../fixture/accounts.js';
import { setBalance, setBaseFee } from '../fixture/gas.js';
import { startNodeProxy, type NodeProxy } from '../fixture/node-proxy.js';
import { example, fund, stageRental, wish, type StagedRental } from '../fixture/rental.js';
import { openStage, silent, type Stage } from '../fixture/stage.js';
import { addressOf, ofSigner, senderOf } from './sender.js';

const gwei = 1_000_000_000n;
let stage: Stage;
let proxy: NodeProxy;
const errors: string[] = [];
const log: Log = { ...silent, error: (_, message) => void errors.push(message) };

beforeEach(async () => {
  errors.length = 0;
  stage = await openStage({
    log,
    nodeUrl: async (url) => (proxy = await startNodeProxy(url)).url,
  });
});
afterEach(async () => {
  await proxy.close();
  await stage.close();
});

const db = () => stage.chain.market.db;
const stateOf = async (key: string) => (await intents.find(db(), key))?.state;
const signedFor = (key: string) => chainTransactions.ofIntent(db(), key);
const onChain = ({ id }: StagedRental) => chainRentals.find(db(), stage.node.chainId, id);

function ofNonce(role: SignerRole, nonce: number): Promise<ChainTransaction[]> {
  return chainTransactions.ofNonce(db(), { ...ofSigner(senderOf(stage.chain, role)), nonce });
}

function minedOf(role: SignerRole): Promise<number> {
  return stage.chain.node.getTransactionCount({ address: stage.chain.signers[role].address });
}

async function fundedRental(): Promise<StagedRental> {
  await fund(stage.wallet(seats.renter), example.deposit);
  return stageRental(stage);
}

/** An opening that the node has, and that no block takes. */
async function pendingOpening() {
  const rental = await fundedRental();
  const key = await wish(stage, rental.id, rental.openCall);
  await stage.node.automine(false);
  await stage.process.sendStep('RELAYER');
  const [first = never()] = await signedFor(key);
  return { rental, key, first };
}

async function mineAll(): Promise<void> {
  await stage.node.automine(true);
  await stage.node.mine();
  await stage.process.runUntilIdle();
}

describe('a transaction that no block takes', () => {
  it('is replaced after a minute by the same call for higher fees', async () => {
    const { rental, key, first } = await pendingOpening();
    stage.clock.advanceSeconds(59);
    await stage.process.trackStep('RELAYER');
    expect(await signedFor(key)).toHaveLength(1);
    stage.clock.advanceSeconds(1);
    await stage.process.trackStep('RELAYER');
    const [before, after = never()] = await signedFor(key);
    expect(before).toMatchObject({ hash: first.hash, state: 'REPLACED' });
    expect(after).toMatchObject({ nonce: 0, state: 'BROADCAST', intentKeys: [key] });
    const [bytes, newBytes] = [parseTransaction(first.raw), parseTransaction(after.raw)];
    expect(newBytes).toMatchObject({ to: bytes.to, data: bytes.data, gas: bytes.gas, nonce: 0 });
    expect(after.maxFeePerGas * 8n).toBeGreaterThanOrEqual(first.maxFeePerGas * 9n);
    expect(after.maxPriorityFeePerGas * 8n).toBeGreaterThanOrEqual(first.maxPriorityFeePerGas * 9n);

    await mineAll();
    expect(await signedFor(key)).toMatchObject([{ state: 'REPLACED' }, { state: 'CONFIRMED' }]);
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('closes its nonce although it was replaced, where it is mined all the same', async () => {
    const { rental, key } = await pendingOpening();
    const lost = `0x${'77'.repeat(32)}`;
    proxy.interfere(({ method }) =>
      method === 'eth_sendRawTransaction' ? { result: lost } : 'PASS',
    );
    stage.clock.advanceSeconds(60);
    await stage.process.trackStep('RELAYER');
    expect(await signedFor(key)).toMatchObject([{ state: 'REPLACED' }, { state: 'BROADCAST' }]);
    proxy.interfere(() => 'PASS');
    await mineAll();
    expect(await signedFor(key)).toMatchObject([{ state: 'CONFIRMED' }, { state: 'REPLACED' }]);
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('is replaced at once where the base fee has risen fiftyfold', async () => {
    const { key, first } = await pendingOpening();
    await setBaseFee(stage, 50n * gwei);
    await stage.node.mine();
    expect(await minedOf('RELAYER')).toBe(0);
    await stage.process.trackStep('RELAYER');
    const [, after = never()] = await signedFor(key);
    const { baseFeePerGas } = await stage.chain.node.getBlock();
    expect(after.maxFeePerGas).toBeGreaterThan(baseFeePerGas ?? never());
    expect(after.maxFeePerGas).toBeLessThanOrEqual(stage.chain.maxFeePerGas);
    expect(after.maxFeePerGas).toBeGreaterThan(20n * first.maxFeePerGas);
    await mineAll();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('waits while gas costs more than the cap, without new bytes', async () => {
    const { key } = await pendingOpening();
    await setBaseFee(stage, stage.chain.maxFeePerGas + gwei);
    await stage.node.mine();
    stage.clock.advanceSeconds(60);
    await stage.process.trackStep('RELAYER');
    expect(await signedFor(key)).toHaveLength(1);
  });

  it('is cancelled where nobody wishes for it any more, and its nonce is spent', async () => {
    const { rental, key } = await pendingOpening();
    await rentals.refuse(db(), rental.id, { code: 'LISTING_TAKEN', facts: {} });
    stage.clock.advanceSeconds(60);
    await stage.process.trackStep('RELAYER');
    const [before, cancellation = never()] = await ofNonce('RELAYER', 0);
    expect(before).toMatchObject({ state: 'REPLACED', intentKeys: [key] });
    expect(cancellation).toMatchObject({ state: 'BROADCAST', intentKeys: [] });
    expect(parseTransaction(cancellation.raw)).toMatchObject({
      to: expect.stringMatching(new RegExp(stage.chain.signers.RELAYER.address, 'i')),
      gas: 21_000n,
    });
    expect(await stateOf(key)).toBe('SENT');

    await mineAll();
    stage.clock.advanceSeconds(60);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('REFUSED');
    expect(await onChain(rental)).toBeUndefined();
    expect(await minedOf('RELAYER')).toBe(1);
  });

  it('is cancelled where somebody else has done it meanwhile', async () => {
    const { rental, key } = await pendingOpening();
    const { escrow } = stage.chain.contracts;
    const { data } = parseTransaction((await signedFor(key))[0]?.raw ?? never());
    // Two are pending, and the node mines only what pays the tip that it asks for.
    await stage.sendAs(seats.otherRenter, { to: escrow, ...(data && { data }) });
    await dropPending('RELAYER');
    await stage.node.mine();
    stage.clock.advanceSeconds(60);
    await stage.process.trackStep('RELAYER');
    expect((await ofNonce('RELAYER', 0)).map(({ intentKeys }) => intentKeys)).toEqual([[key], []]);
    await mineAll();
    stage.clock.advanceSeconds(60);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
    expect(await minedOf('RELAYER')).toBe(1);
  });
});

describe('a key that is changed while its transactions are on their way', () => {
  it('is not needed to see them through; the next wishes are sent with the new one', async () => {
    const { rental, key } = await pendingOpening();
    const signers = { ...stage.chain.signers, RELAYER: accountOf(seats.otherRenter) };
    const rotated = createChainProcess({ ...stage.chain, signers });
    await dropPending('RELAYER');
    stage.clock.advanceSeconds(15);
    await rotated.trackStep('RELAYER');
    await stage.node.automine(true);
    await stage.node.mine();
    await rotated.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ nonce: 0, state: 'CONFIRMED' }]);
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
    expect(await minedOf('RELAYER')).toBe(1);

    await fund(stage.wallet(seats.renter), example.deposit);
    const next = await stageRental(stage);
    const nextKey = await wish(stage, next.id, next.openCall);
    await rotated.runUntilIdle();
    const signer = addressOf(signers.RELAYER);
    expect(await signedFor(nextKey)).toMatchObject([{ signer, state: 'CONFIRMED' }]);
  });
});

describe('a hole among the nonces', () => {
  it('that a vanished foreign transaction leaves is filled', async () => {
    stage.chain.confirmations = 8n;
    const rental = await fundedRental();
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    await stage.sendAs(seats.relayer, { to: rental.renter.address });
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ nonce: 1, state: 'MINED' }]);

    await stage.node.revert(fork);
    await stage.node.mine();
    await stage.process.runUntilIdle();
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await ofNonce('RELAYER', 0)).toMatchObject([{ state: 'MINED', intentKeys: [] }]);
    expect(await signedFor(key)).toMatchObject([{ nonce: 1, state: 'MINED' }]);
    expect(await onChain(rental)).toMatchObject({ state: 'RESERVED' });
    expect(await minedOf('RELAYER')).toBe(2);
  });

  it('that nothing of ours follows is used by the next wish: the counter moves down', async () => {
    const rental = await fundedRental();
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    await stage.sendAs(seats.relayer, { to: rental.renter.address });
    await stage.node.revert(fork);
    await stage.node.mine();
    const key = await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ nonce: 0, state: 'CONFIRMED' }]);
  });
});

describe('a signer without funds', () => {
  it('signs nothing, is told of once, and goes on by itself when refilled', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    await setBalance(stage, stage.chain.signers.RELAYER.address, 1_000n);
    for (let steps = 0; steps < 3; steps += 1) {
      expect(await stage.process.sendStep('RELAYER')).toBe(false);
    }
    expect(await signedFor(key)).toEqual([]);
    expect(await stateOf(key)).toBe('QUEUED');
    expect(errors).toEqual(['signer cannot pay for gas']);

    await setBalance(stage, stage.chain.signers.RELAYER.address, 10n ** 18n);
    await stage.process.runUntilIdle();
    expect(await stateOf(key)).toBe('CONFIRMED');
    expect(errors).toHaveLength(1);
  });

  it('that only the node knows of keeps its bytes, and hands them over when it is refilled', async () => {
    const rental = await fundedRental();
    const key = await wish(stage, rental.id, rental.openCall);
    const message = 'insufficient funds for gas * price + value: balance 0, tx cost 1';
    proxy.interfere(({ method }) =>
      method === 'eth_sendRawTransaction' ? { error: { code: -32000, message } } : 'PASS',
    );
    await stage.process.sendStep('RELAYER');
    await stage.process.trackStep('RELAYER');
    const [signed = never()] = await signedFor(key);
    expect(signed.state).toBe('SIGNED');
    expect(errors).toEqual(['node says that the signer cannot pay for gas']);
    proxy.interfere(() => 'PASS');
    stage.clock.advanceSeconds(1);
    await stage.process.runUntilIdle();
    expect(await signedFor(key)).toMatchObject([{ hash: signed.hash, state: 'CONFIRMED' }]);
  });
});

describe('what can wait', () => {
  /** A rental to be stopped by its renter, and another of which something has vested. */
  async function oneToStopOneToSettle() {
    await fund(stage.wallet(seats.renter), 2n * example.deposit);
    const [stopped, settled] = [await stageRental(stage), await stageRental(stage)];
    for (const { id, openCall } of [stopped, settled]) await wish(stage, id, openCall);
    await stage.process.runUntilIdle();
    for (const { id, order } of [stopped, settled]) {
      await wish(stage, id, { purpose: 'START', order });
    }
    await stage.process.runUntilIdle();
    const settle = { purpose: 'SETTLE', order: settled.order, claimedUnits: 0n } as const;
    return {
      stop: async () => wish(stage, stopped.id, await stopped.stopCall()),
      settle: () => wish(stage, settled.id, settle),
    };
  }

  it('waits while gas costs more than a quarter of the cap; what stops a clock does not', async () => {
    const { stop, settle } = await oneToStopOneToSettle();
    const settleKey = await settle();
    await setBaseFee(stage, stage.chain.maxFeePerGas / 2n);
    await stage.node.mine();
    expect(await stage.process.sendStep('KEEPER')).toBe(false);
    const stopKey = await stop();
    await stage.process.sendStep('KEEPER');
    expect([await stateOf(settleKey), await stateOf(stopKey)]).toEqual(['QUEUED', 'SENT']);
    expect(errors).toEqual(['gas costs more than what can wait may offer']);

    await setBaseFee(stage, gwei);
    await stage.node.mine();
    await stage.process.runUntilIdle();
    expect([await stateOf(settleKey), await stateOf(stopKey)]).toEqual(['CONFIRMED', 'CONFIRMED']);
  });

  it('is raised beyond its own cap where a stop waits behind it', async () => {
    const { stop, settle } = await oneToStopOneToSettle();
    const settleKey = await settle();
    await stage.node.automine(false);
    await stage.process.sendStep('KEEPER');
    await setBaseFee(stage, stage.chain.maxFeePerGas / 2n);
    await stage.node.mine();
    await stage.process.trackStep('KEEPER');
    expect(await signedFor(settleKey)).toHaveLength(1);

    const stopKey = await stop();
    await stage.process.sendStep('KEEPER');
    await stage.process.trackStep('KEEPER');
    const [, raised = never()] = await signedFor(settleKey);
    expect(raised.maxFeePerGas).toBeGreaterThan(stage.chain.maxFeePerGas / 2n);
    await mineAll();
    expect([await stateOf(settleKey), await stateOf(stopKey)]).toEqual(['CONFIRMED', 'CONFIRMED']);
  });
});

/** Has the node forget what it holds of a signer in no block. */
async function dropPending(role: SignerRole): Promise<void> {
  for (const { hash } of await ofNonce(role, 0)) {
    await fetch(stage.node.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'hardhat_dropTransaction',
        params: [hash],
      }),
    });
  }
}

function never(): never {
  throw new Error('the fixture made fewer than it was asked for');
}
