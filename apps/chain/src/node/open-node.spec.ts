import { parseAddress, type Address, type Hash, type Hex } from '@gpuflow/domain';
import { FixedClock, startChain, type TestChain } from '@gpuflow/testing';
import { keccak256 } from 'viem';
import { accountOf, seats } from '../fixture/accounts.js';
import { startNodeProxy, type Interference, type NodeProxy } from '../fixture/node-proxy.js';
import { NodeRefusal } from './ask.js';
import { headOf } from './block.js';
import { logsOfBlock } from './log.js';
import { openNode, type ChainNode } from './open-node.js';
import { receiptOf } from './receipt.js';
import { broadcast, chainIdOf, minedCount } from './signer.js';

let chains: TestChain[];
let proxies: NodeProxy[];
let clock: FixedClock;
let lines: { level: string; message: string; facts: object }[];

beforeEach(() => {
  [chains, proxies, lines] = [[], [], []];
  clock = new FixedClock();
});
afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await Promise.all(chains.map((chain) => chain.stop()));
});

/** A node over endpoints, one for each chain that is named: 'aab' has two of the same chain and one of another. */
async function nodeOver(names: string, depth = 2n): Promise<ChainNode> {
  const letters = [...new Set(Array.from(names))];
  chains = await Promise.all(letters.map(() => startChain()));
  proxies = await Promise.all(
    Array.from(names).map((letter) => startNodeProxy(chainOf(letters.indexOf(letter)).url)),
  );
  const [first, ...others] = proxies.map(({ url }) => url);
  if (first === undefined) throw new Error('no endpoint was named');
  const at = (level: string) => (facts: object, message: string) =>
    void lines.push({ level, message, facts });
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  const { chainId } = chainOf(0);
  return openNode({ rpcUrls: [first, ...others], chainId, clock, log, depth, random: () => 0.5 });
}

function chainOf(index: number): TestChain {
  const chain = chains[index];
  if (chain === undefined) throw new Error(`no chain ${index}`);
  return chain;
}

function interfere(index: number, method: string, plan: Interference): void {
  proxies[index]?.interfere((question) =>
    method === '*' || question.method === method ? plan : 'PASS',
  );
}

const said = () => lines.map(({ level, message, facts }) => ({ level, message, ...facts }));

describe('an endpoint that fails', () => {
  it('is passed over until its quarantine is over', async () => {
    const node = await nodeOver('aa');
    const { number } = await headOf(node);
    interfere(0, '*', 'CUT');
    expect(await minedCount(node, meter, 'latest')).toBe(0);
    expect((await headOf(node)).number).toBe(number);
    interfere(0, '*', 'PASS');
    await headOf(node);
    clock.advanceSeconds(5);
    await headOf(node);
    expect(said()).toEqual([
      {
        level: 'warn',
        message: 'endpoint quarantined',
        endpoint: 1,
        reason: 'SILENT',
        pauseMs: 5_000,
      },
      { level: 'info', message: 'endpoint is read from', endpoint: 2 },
      { level: 'info', message: 'endpoint trusted again', endpoint: 1 },
    ]);
  });

  it('is away for twice as long each time, up to five minutes', async () => {
    const node = await nodeOver('aa');
    interfere(1, '*', { status: 503 });
    for (let times = 0; times < 9; times += 1) {
      await headOf(node);
      clock.advanceSeconds(301);
    }
    const pauses = lines.flatMap(({ facts }) => ('pauseMs' in facts ? [facts.pauseMs] : []));
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map((s) => s * 1_000));
  });

  it('costs no answer where it is overloaded for a moment, and a bounded wait where it stays so', async () => {
    const node = await nodeOver('a');
    await headOf(node);
    let asked = 0;
    const overloaded = { error: { code: -32005, message: 'slow down' } };
    proxies[0]?.interfere(() => ((asked += 1) < 3 ? overloaded : 'PASS'));
    expect(await minedCount(node, meter, 'latest')).toBe(0);
    expect(asked).toBe(3);
    interfere(0, '*', { status: 429 });
    await expect(minedCount(node, meter, 'latest')).rejects.toMatchObject({
      name: 'Fault',
      cause: { message: 'no answer, HTTP status 429' },
    });
  });
});

describe('an endpoint of another chain', () => {
  it('is never read from', async () => {
    const node = await nodeOver('aa');
    const foreign: string[] = [];
    proxies[0]?.interfere(({ method }) => {
      foreign.push(method);
      return method === 'eth_chainId' ? { result: '0x1' } : 'PASS';
    });
    await minedCount(node, meter, 'latest');
    expect(foreign.toSorted()).toEqual(['eth_chainId', 'eth_getBlockByNumber']);
    expect(await chainIdOf(node)).toBe(chainOf(0).chainId);
    expect(said()).toContainEqual(
      expect.objectContaining({ level: 'error', endpoint: 1, reason: 'FOREIGN', chainId: 1 }),
    );
  });

  it('is told where there is no other', async () => {
    const node = await nodeOver('aa');
    interfere(0, 'eth_chainId', { result: '0x1' });
    interfere(1, 'eth_chainId', { result: '0x1' });
    expect(await chainIdOf(node)).toBe(1);
    await expect(headOf(node)).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  });
});

describe('an endpoint that is behind', () => {
  it('is not read from, and is in quarantine when it stays behind', async () => {
    const node = await nodeOver('ab');
    const { number } = await headOf(node);
    await chainOf(1).mine(4);
    expect((await headOf(node)).number).toBe(number + 4n);
    clock.advanceSeconds(15);
    await headOf(node);
    expect(said()).toContainEqual(
      expect.objectContaining({ level: 'warn', endpoint: 1, reason: 'LAGGING', behind: '4' }),
    );
    await chainOf(0).mine(4);
    clock.advanceSeconds(5);
    await headOf(node);
    expect(said().at(-1)).toMatchObject({ message: 'endpoint trusted again', endpoint: 1 });
  });

  it('has no say in what the others have already', async () => {
    const node = await nodeOver('ab');
    await headOf(node);
    const raw = await signedTransfer(0);
    await chainOf(0).mine(3);
    await post(0, raw);
    await headOf(node);
    expect(await receiptOf(node, keccak256(raw))).toMatchObject({ succeeded: true });
    expect(await minedCount(node, meter, 'latest')).toBe(1);
  });
});

describe('an endpoint with another block at a confirmed height', () => {
  it('is outvoted by two, although it was read from and is ahead', async () => {
    const node = await nodeOver('abb');
    await forked();
    await chainOf(0).mine(100);
    const head = await headOf(node);
    expect(head).toEqual(await headOf(direct(1)));
    expect(said()).toContainEqual(
      expect.objectContaining({ level: 'error', endpoint: 1, reason: 'CONTRADICTING' }),
    );
  });

  it('tips the scales out of quarantine, once it has the others’ blocks', async () => {
    const node = await nodeOver('abc');
    const forks = await Promise.all(chains.map((chain) => chain.snapshot()));
    await headOf(node);
    await fork(0, 5);
    await Promise.all([fork(1, 7), fork(2, 7)]);
    await headOf(node);
    await chainOf(0).revert(forks[0] ?? '');
    await fork(0, 7);
    await chainOf(2).revert(forks[2] ?? '');
    await fork(2, 9);
    await chainOf(2).mine(3);
    expect(await headOf(node)).toEqual(await headOf(direct(1)));
    const told = lines.flatMap(({ level, facts }) => (level === 'error' ? [facts] : []));
    expect(told).toMatchObject([
      { endpoint: 1, reason: 'CONTRADICTING' },
      { endpoint: 3, reason: 'CONTRADICTING' },
    ]);
    expect(said()).toContainEqual(
      expect.objectContaining({ message: 'endpoint trusted again', endpoint: 1 }),
    );
  });

  it('stops all where there is no majority, until they agree again', async () => {
    const node = await nodeOver('ab');
    const fork = await chainOf(0).snapshot();
    const [, second] = [await headOf(node), await chainOf(1).snapshot()];
    await forked();
    await expect(headOf(node)).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
    expect(said()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'endpoints disagree on a confirmed block',
      }),
    );
    await chainOf(0).revert(fork);
    await chainOf(1).revert(second);
    expect(await headOf(node)).toEqual(await headOf(direct(0)));
  });

  it('is compared too where it is far ahead', async () => {
    const node = await nodeOver('ab');
    await forked();
    await chainOf(1).mine(100);
    await expect(headOf(node)).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  });

  it('may have another head', async () => {
    const node = await nodeOver('ab', 4n);
    await forked();
    expect(await headOf(node)).toEqual(await headOf(direct(0)));
  });
});

describe('what decides for good', () => {
  it('is no missing receipt that another endpoint has', async () => {
    const node = await nodeOver('aa');
    const raw = await signedTransfer(0);
    await broadcast(node, raw);
    interfere(0, 'eth_getTransactionReceipt', { result: null });
    await headOf(node);
    await expect(receiptOf(node, keccak256(raw))).rejects.toMatchObject({
      name: 'Fault',
      source: 'rpc',
    });
    interfere(1, 'eth_getTransactionReceipt', { result: null });
    expect(await receiptOf(node, keccak256(raw))).toBeUndefined();
  });

  it('is no count at a height that the endpoints tell differently', async () => {
    const node = await nodeOver('aaa');
    const { number } = await headOf(node);
    interfere(2, 'eth_getTransactionCount', { result: '0xffff' });
    await expect(minedCount(node, meter, number)).rejects.toMatchObject({
      name: 'Fault',
      source: 'rpc',
    });
    expect(await minedCount(node, meter, 'latest')).toBe(0);
  });
});

describe('bytes', () => {
  it('go to all endpoints, and one that takes them is enough', async () => {
    const node = await nodeOver('ab');
    const raw = await signedTransfer(0);
    interfere(0, 'eth_sendRawTransaction', { error: { code: -32000, message: 'txpool is full' } });
    expect(await broadcast(node, raw)).toBe(keccak256(raw));
    expect(await receiptOf(direct(1), keccak256(raw))).toMatchObject({ succeeded: true });
    interfere(0, 'eth_sendRawTransaction', 'PASS');
    expect(await broadcast(node, raw)).toBe(keccak256(raw));
    expect(await receiptOf(direct(0), keccak256(raw))).toMatchObject({ succeeded: true });
    await expect(broadcast(node, raw)).rejects.toBeInstanceOf(NodeRefusal);
  });
});

describe('a block that is named by its hash', () => {
  it('is asked of an endpoint that has it', async () => {
    const node = await nodeOver('ab', 4n);
    await forked();
    const theirs = await headOf(direct(1));
    await headOf(node);
    expect(await logsOfBlock(node, theirs.hash)).toEqual([]);
    const unknown: Hash = `0x${'0'.repeat(63)}7`;
    await expect(logsOfBlock(node, unknown)).rejects.toBeInstanceOf(NodeRefusal);
  });
});

it('an endpoint whose answers do not fit together is left for another, where there is one', async () => {
  const node = await nodeOver('ab', 4n);
  await forked();
  await headOf(node);
  node.passOver?.();
  expect(await headOf(node)).toEqual(await headOf(direct(1)));
  node.passOver?.();
  expect(await headOf(node)).toEqual(await headOf(direct(1)));
});

const meter: Address = parseAddress(accountOf(seats.meter).address, 'meter');

/** The chain of an endpoint, asked without going through it. */
function direct(index: number): ChainNode {
  const { url, chainId } = chainOf(index);
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return openNode({ rpcUrls: [url], chainId, clock, log: silent, depth: 1n });
}

/** Gives the first two chains two blocks each that the other one does not have. */
async function forked(): Promise<void> {
  for (const i of chains.keys()) await fork(i, 10 + i);
}

/** Gives a chain two blocks, the first so many seconds after its head. */
async function fork(index: number, seconds: number): Promise<void> {
  const { timestamp } = await headOf(direct(index));
  await chainOf(index).setNextBlockTimestamp(Number(timestamp) + seconds);
  await chainOf(index).mine(2);
}

function signedTransfer(nonce: number): Promise<Hex> {
  return accountOf(seats.meter).signTransaction({
    type: 'eip1559',
    chainId: chainOf(0).chainId,
    nonce,
    to: meter,
    gas: 21_000n,
    maxFeePerGas: 10_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
  });
}

async function post(index: number, raw: Hex): Promise<void> {
  await broadcast(direct(index), raw);
}
