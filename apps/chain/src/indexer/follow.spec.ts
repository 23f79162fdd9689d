import {
  chainAccounts,
  chainBlocks,
  chainCursors,
  chainParams,
  chainTokens,
  ledgerEntries,
} from '@gpuflow/db';
import { SequenceGap, type Address, type Hex } from '@gpuflow/domain';
import { demoDollarAbi } from '@gpuflow/escrow';
import { encodeFunctionData } from 'viem';
import type { Chain } from '../chain.js';
import { createChainProcess } from '../chain-process.js';
import { accountOf, seats } from '../fixture/accounts.js';
import { startNodeProxy, type NodeProxy } from '../fixture/node-proxy.js';
import { dumpProjection } from '../fixture/dump-projection.js';
import { fund } from '../fixture/rental.js';
import { openStage, type Stage } from '../fixture/stage.js';
import { headOf } from '../node/block.js';
import { logsOfBlock } from '../node/log.js';
import { bloomOf, mayHaveLogsOf } from './bloom.js';
import { ReorgBelowFinality } from './common-ancestor.js';
import { fetchBlocks } from './fetch-blocks.js';
import { followStep } from './follow.js';

let stage: Stage;
let proxy: NodeProxy;
beforeEach(async () => {
  stage = await openStage({
    confirmations: 8n,
    nodeUrl: async (url) => (proxy = await startNodeProxy(url)).url,
  });
});
afterEach(async () => {
  await proxy.close();
  await stage.close();
});

const renter = () => stage.wallet(seats.renter);

async function followAll(chain: Chain = stage.chain): Promise<string[]> {
  const outcomes: string[] = [];
  for (;;) {
    const outcome = await followStep(chain);
    if (outcome === 'IDLE' || outcome === 'LAGGING') return outcomes;
    outcomes.push(outcome);
  }
}

function cursorOf({ market }: Chain = stage.chain) {
  return chainCursors.find(market.db, market.policy.chainId);
}

async function account(owner = renter().address, chain: Chain = stage.chain) {
  const { db, policy } = chain.market;
  return chainAccounts.find(db, policy.chainId, stage.token, owner);
}

/** Many blocks one by one: asked for at once, EDR makes headers that do not link. */
async function mine(blocks: number): Promise<void> {
  for (let made = 0; made < blocks; made += 1) await stage.node.mine();
}

describe('following', () => {
  it('reads rules, tokens and balances from the deployment on', async () => {
    await fund(renter(), 7n);
    expect(await followAll()).toEqual(['APPENDED']);
    const { db, policy } = stage.chain.market;
    expect(await chainParams.find(db, policy.chainId)).toMatchObject({ feeBps: 1_000 });
    expect(await chainTokens.list(db, policy.chainId)).toMatchObject([
      { address: stage.token, symbol: 'dUSD', decimals: 6, listed: true, feesWithdrawnUnits: 0n },
    ]);
    expect(await account()).toMatchObject({ freeUnits: 7n, seq: 1n });
    const head = await stage.chain.node.getBlock();
    expect(await cursorOf()).toMatchObject({
      number: head.number,
      hash: head.hash,
      timestamp: head.timestamp,
      observedAt: stage.clock.now(),
      finalizedNumber: head.number - 8n,
    });
  });

  it('finds nothing new at the same head', async () => {
    await followAll();
    expect(await followStep(stage.chain)).toBe('IDLE');
  });

  it('reads a long way in steps and keeps only headers that may still vanish', async () => {
    await mine(450);
    expect(await followAll()).toEqual(['APPENDED', 'APPENDED', 'APPENDED']);
    const cursor = await cursorOf();
    const { db, policy } = stage.chain.market;
    const kept = await chainBlocks.headers(db, policy.chainId, 0n, 10_000n);
    expect(kept.map(({ number }) => number)).toEqual(
      Array.from({ length: 9 }, (_, i) => (cursor?.number ?? 0n) - 8n + BigInt(i)),
    );
  });

  it('asks for a range in halves where the node finds it too large', async () => {
    await fund(renter(), 7n);
    await mine(40);
    const asked: bigint[] = [];
    proxy.interfere(({ method, params: [filter] }) => {
      const range = rangeOf(filter);
      if (method !== 'eth_getLogs' || range === undefined) return 'PASS';
      asked.push(range);
      return range > 10n ? { error: { code: -32005, message: 'more than 10 blocks' } } : 'PASS';
    });
    await followAll();
    expect(asked.filter((range) => range > 10n)).not.toEqual([]);
    expect(await account()).toMatchObject({ freeUnits: 7n });
  });
});

/** How many blocks an `eth_getLogs` filter asks for, if it asks by range. */
function rangeOf(filter: unknown): bigint | undefined {
  if (typeof filter !== 'object' || filter === null || !('toBlock' in filter)) return undefined;
  const from = 'fromBlock' in filter ? filter.fromBlock : undefined;
  if (typeof from !== 'string' || typeof filter.toBlock !== 'string') return undefined;
  return BigInt(filter.toBlock) - BigInt(from) + 1n;
}

describe('a node that is not to be believed', () => {
  it('makes an error of missing logs that the bloom announces', async () => {
    await followAll();
    await fund(renter(), 7n);
    proxy.interfere(({ method }) => (method === 'eth_getLogs' ? { result: [] } : 'PASS'));
    await expect(followStep(stage.chain)).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
    proxy.interfere(() => 'PASS');
    await followAll();
    expect(await account()).toMatchObject({ freeUnits: 7n });
  });

  it('is believed where another contract’s logs account for the whole bloom', async () => {
    await followAll();
    await fund(renter(), 7n);
    const head = await headOf(stage.chain.node);
    const logs = await logsOfBlock(stage.chain.node, head.hash);
    expect(logs.length).toBeGreaterThan(1);
    expect(bloomOf(logs)).toBe(head.logsBloom);
    expect(bloomOf(logs.slice(1))).not.toBe(head.logsBloom);
    expect(bloomOf([])).toBe(`0x${'00'.repeat(256)}`);
  });

  it('is out where it has no logs at all of a block with a bloom', async () => {
    await mintFor(12);
    const { node } = stage.chain;
    const { number, logsBloom } = await headOf(node);
    const range = { from: number, to: number, finalizedNumber: 0n };
    const lookalike = addressLike(logsBloom);
    expect(await fetchBlocks(node, [lookalike], range)).toMatchObject([{ number, logs: [] }]);
    proxy.interfere(({ method }) => (method === 'eth_getLogs' ? { result: [] } : 'PASS'));
    await expect(fetchBlocks(node, [lookalike], range)).rejects.toMatchObject({ name: 'Fault' });
  });

  it('is out, not empty, where its answer has another form', async () => {
    proxy.interfere(({ method }) => (method === 'eth_getBlockByNumber' ? { result: {} } : 'PASS'));
    await expect(followStep(stage.chain)).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
    expect(await cursorOf()).toBeUndefined();
  });

  it('may lag without having been reorganised', async () => {
    await followAll();
    const behind = await stage.node.snapshot();
    await fund(renter(), 7n);
    await followAll();
    const before = await cursorOf();
    await stage.node.revert(behind);
    expect(await followStep(stage.chain)).toBe('LAGGING');
    expect(await cursorOf()).toEqual(before);
    expect(await account()).toMatchObject({ freeUnits: 7n });
  });

  it('is refused when it is of another chain', async () => {
    proxy.interfere(({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : 'PASS'));
    const { followStep: step } = createChainProcess(stage.chain);
    await expect(step()).rejects.toMatchObject({ name: 'ForeignChain' });
    expect(await cursorOf()).toBeUndefined();
  });

  it('is refused when the database follows another escrow', async () => {
    await followAll();
    const escrow = `0x${'12'.repeat(20)}` as const;
    const other = { ...stage.chain, contracts: { ...stage.chain.contracts, escrow } };
    await expect(createChainProcess(other).followStep()).rejects.toMatchObject({
      name: 'ForeignChain',
    });
  });
});

/** Makes one block with a log for each of so many owners of play money. */
async function mintFor(owners: number): Promise<void> {
  await stage.node.automine(false);
  for (let seat = 0; seat < owners; seat += 1) {
    const { address } = accountOf(seat);
    const mint = { abi: demoDollarAbi, functionName: 'mint', args: [address, 1n] } as const;
    await stage.sendAs(seat, { to: stage.token, data: encodeFunctionData(mint) });
  }
  await stage.node.automine(true);
  await stage.node.mine();
}

/** An address that has no log in a block and yet may have, for all that the bloom says. */
function addressLike(logsBloom: Hex): Address {
  for (let number = 1; number < 10_000_000; number += 1) {
    const address: Address = `0x${number.toString(16).padStart(40, '0')}`;
    if (mayHaveLogsOf(logsBloom, address)) return address;
  }
  throw new Error('no address is like the bloom');
}

describe('finality', () => {
  it('is what the node says, once that is deep enough', async () => {
    await mine(20);
    const finalBlock = await rawBlock(5n);
    proxy.interfere(({ method, params: [at] }) =>
      method === 'eth_getBlockByNumber' && at === 'finalized' ? { result: finalBlock } : 'PASS',
    );
    await followAll();
    const cursor = await cursorOf();
    expect(cursor).toMatchObject({ finalizedNumber: 5n, safeNumber: (cursor?.number ?? 0n) - 8n });
  });

  it('is a matter of depth where the node knows no such words', async () => {
    await mine(20);
    proxy.interfere(({ method, params: [at] }) =>
      method === 'eth_getBlockByNumber' && (at === 'safe' || at === 'finalized')
        ? { error: { code: -32602, message: 'unknown tag' } }
        : 'PASS',
    );
    await followAll();
    const cursor = await cursorOf();
    const deep = (cursor?.number ?? 0n) - 8n;
    expect(cursor).toMatchObject({ finalizedNumber: deep, safeNumber: deep });
  });
});

/** A block as the node writes it. */
function rawBlock(number: bigint): Promise<unknown> {
  const params: [Hex, false] = [`0x${number.toString(16)}`, false];
  return stage.chain.node.request({ method: 'eth_getBlockByNumber', params });
}

describe('two processes', () => {
  it('that follow the same chain write each block once', async () => {
    await fund(renter(), 7n);
    const outcomes = await Promise.allSettled([
      followStep(stage.chain),
      followStep(stage.chain),
      followStep(stage.chain),
    ]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    await followAll();
    expect(await account()).toMatchObject({ freeUnits: 7n, seq: 1n });
  });
});

describe('a missing log', () => {
  it('stops everything before anything is written on top', async () => {
    const { db, policy } = stage.chain.market;
    await fund(renter(), 7n);
    await followAll();
    const before = await cursorOf();
    const key = { token: stage.token, owner: renter().address };
    await chainAccounts.remove(db, policy.chainId, [key]);
    await renter().withdraw(3n);
    await expect(stage.process.run(20)).rejects.toBeInstanceOf(SequenceGap);
    expect(await cursorOf()).toEqual(before);
  });
});

describe('a reorganisation', () => {
  it.each([1, 5])('of depth %i folds afresh what vanished', async (depth) => {
    await fund(renter(), 100n);
    await followAll();
    const fork = await stage.node.snapshot();
    await renter().withdraw(30n);
    await stage.node.mine(depth - 1);
    await followAll();
    expect(await account()).toMatchObject({ freeUnits: 70n, seq: 2n });
    await stage.node.revert(fork);
    await renter().withdraw(1n);
    await stage.node.mine(depth - 1);
    expect(await followAll()).toEqual(['REORGANISED']);
    expect(await account()).toMatchObject({ freeUnits: 99n, seq: 2n });
    const { chain: afresh, databaseUrl } = await stage.elsewhere();
    await followAll(afresh);
    expect(await dumpProjection(stage.databaseUrl)).toEqual(await dumpProjection(databaseUrl));
  });

  it('removes rows of which no log is left', async () => {
    await followAll();
    const fork = await stage.node.snapshot();
    await fund(renter(), 100n);
    await followAll();
    await stage.node.revert(fork);
    await stage.node.mine(4);
    expect(await followAll()).toEqual(['REORGANISED']);
    expect(await account()).toBeUndefined();
    const { db, policy } = stage.chain.market;
    const key = { token: stage.token, owner: renter().address };
    expect(await ledgerEntries.newest(db, policy.chainId, key, 10)).toEqual([]);
  });

  it('is seen behind a gap too', async () => {
    await followAll();
    const fork = await stage.node.snapshot();
    await fund(renter(), 100n);
    await followAll();
    await stage.node.revert(fork);
    await fund(stage.wallet(seats.otherRenter), 50n);
    await stage.node.mine(5);
    expect(await followAll()).toEqual(['REORGANISED']);
    expect(await account()).toBeUndefined();
    expect(await account(stage.wallet(seats.otherRenter).address)).toMatchObject({
      freeUnits: 50n,
    });
  });

  it('below what was final stops everything and writes nothing', async () => {
    const fork = await stage.node.snapshot();
    await fund(renter(), 100n);
    await mine(20);
    await followAll();
    const before = await cursorOf();
    await stage.node.revert(fork);
    await stage.node.setNextBlockTimestamp(1_900_000_000);
    await mine(40);
    await expect(createChainProcess(stage.chain).run(20)).rejects.toBeInstanceOf(
      ReorgBelowFinality,
    );
    expect(await cursorOf()).toEqual(before);
    expect(await account()).toMatchObject({ freeUnits: 100n });
  });
});
