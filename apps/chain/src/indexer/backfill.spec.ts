import { chainBlocks, chainCursors } from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';
import pg from 'pg';
import { followedAddresses } from '../chain.js';
import { seats } from '../fixture/accounts.js';
import { dumpProjection } from '../fixture/dump-projection.js';
import { startNodeProxy, type NodeProxy, type Question } from '../fixture/node-proxy.js';
import { fund } from '../fixture/rental.js';
import { openStage, type Stage, type StagedChain } from '../fixture/stage.js';
import { toQuantity } from '../node/quantity.js';
import { fetchFinalBlocks } from './fetch-final-blocks.js';
import { followStep } from './follow.js';

/** Enough for a first page of 1,000 final blocks and a second one. */
const blocks = 1_300;

let stage: Stage;
let proxy: NodeProxy;
/** The same chain, read while it grew, so that every block was once near the head. */
let nearHead: Dump;
beforeAll(async () => {
  stage = await openStage({
    confirmations: 8n,
    nodeUrl: async (url) => (proxy = await startNodeProxy(url)).url,
  });
  const follower = await stage.elsewhere();
  await growTo(blocks, () => followAll(follower));
  nearHead = await dump(follower);
}, 240_000);
beforeEach(() => proxy.interfere(() => 'PASS'));
afterAll(async () => {
  await proxy.close();
  await stage.close();
});

type Dump = Awaited<ReturnType<typeof dump>>;

/** The projection, the raw logs and the headers kept. */
async function dump({ databaseUrl }: StagedChain) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const read = async (table: string) =>
    (await client.query<{ row: string }>(`select t::text as row from ${table} t order by 1`)).rows;
  const source = { logs: await read('chain_logs'), headers: await read('chain_blocks') };
  await client.end();
  return { ...source, projection: await dumpProjection(databaseUrl) };
}

/** Deposits and withdrawals here and there, one block at a time. */
async function growTo(height: number, everyNowAndThen: () => Promise<void>): Promise<void> {
  const [renter, other] = [stage.wallet(seats.renter), stage.wallet(seats.otherRenter)];
  for (let number = await headNumber(); number < height; number = await headNumber()) {
    if (number % 100 < 3) await fund(renter, 10n);
    else if (number % 100 < 5) await renter.withdraw(3n);
    else if (number % 250 < 10) await fund(other, 7n);
    else await stage.node.mine();
    if (number % 150 === 0) await everyNowAndThen();
  }
  await everyNowAndThen();
}

async function headNumber(): Promise<number> {
  return Number(await stage.chain.node.getBlockNumber());
}

async function followAll({ chain }: StagedChain): Promise<void> {
  while ((await followStep(chain)) === 'APPENDED');
}

/** The questions that pass the proxy while something is done. */
async function asked(work: () => Promise<unknown>): Promise<Question[]> {
  const questions: Question[] = [];
  proxy.interfere((question) => {
    questions.push(question);
    return 'PASS';
  });
  await work();
  return questions;
}

describe('a long way to the head', () => {
  it('ends in the same tables as having been there all along, with a tenth of the headers', async () => {
    const late = await stage.elsewhere();
    const questions = await asked(() => followAll(late));
    expect(await dump(late)).toEqual(nearHead);
    const headers = questions.filter(({ method }) => method === 'eth_getBlockByNumber');
    expect(headers.length).toBeLessThan(blocks / 10);
  });

  it('keeps the last final header alone, to go on from', async () => {
    const late = await stage.elsewhere();
    const { db, policy } = late.chain.market;
    await followStep(late.chain);
    const cursor = await chainCursors.find(db, policy.chainId);
    expect(cursor?.number).toBe(cursor?.finalizedNumber);
    const kept = await chainBlocks.headers(db, policy.chainId, 0n, BigInt(2 * blocks));
    expect(kept.map(({ hash }) => hash)).toEqual([cursor?.hash]);
  });

  it('goes on where it was cut off', async () => {
    const late = await stage.elsewhere();
    let ranges = 0;
    proxy.interfere(({ method }) => {
      if (method === 'eth_getLogs') ranges += 1;
      return ranges > 1 ? 'CUT' : 'PASS';
    });
    await expect(followAll(late)).rejects.toBeInstanceOf(Fault);
    proxy.interfere(() => 'PASS');
    await followAll(late);
    expect(await dump(late)).toEqual(nearHead);
  });

  it('is walked by two processes at once, and each block is stored once', async () => {
    const late = await stage.elsewhere();
    const outcomes = await Promise.allSettled([followAll(late), followAll(late)]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await dump(late)).toEqual(nearHead);
  });

  it('is split where the node finds a range too large', async () => {
    const late = await stage.elsewhere();
    proxy.interfere(({ method, params: [filter] }) =>
      method === 'eth_getLogs' && widthOf(filter) > 300
        ? { error: { code: -32005, message: 'more than 300 blocks' } }
        : 'PASS',
    );
    await followAll(late);
    expect(await dump(late)).toEqual(nearHead);
  });
});

function widthOf(filter: unknown): number {
  if (typeof filter !== 'object' || filter === null) return 0;
  if (!('toBlock' in filter && 'fromBlock' in filter)) return 0;
  return Number(filter.toBlock) - Number(filter.fromBlock) + 1;
}

describe('final blocks of a node that is not to be believed', () => {
  /** From the first deposit of the second hundred on: minted and approved one and two blocks before. */
  const heights = { from: 103n, to: 230n };

  async function rawLogs(): Promise<Record<string, unknown>[]> {
    const { node, contracts } = stage.chain;
    const filter = {
      address: followedAddresses(contracts),
      fromBlock: toQuantity(heights.from),
      toBlock: toQuantity(heights.to),
    };
    const logs = await node.request({ method: 'eth_getLogs', params: [filter] });
    return logs.map((log) => ({ ...log }));
  }

  async function fetchFrom(logs: readonly object[]) {
    const answered = (asked: Question) =>
      asked.method === 'eth_getLogs' && widthOf(asked.params[0]) > 0;
    proxy.interfere((question) => (answered(question) ? { result: logs } : 'PASS'));
    const { node, contracts } = stage.chain;
    const below = await node.getBlock({ blockNumber: heights.from - 1n });
    return fetchFinalBlocks(node, followedAddresses(contracts), heights, {
      number: heights.from - 1n,
      hash: below.hash,
    });
  }

  it('are taken in any order, and with their blocks’ times where the logs do not tell them', async () => {
    const logs = await rawLogs();
    const straight = await fetchFrom(logs);
    expect(straight.logs.length).toBeGreaterThan(5);
    const untimed = logs.map(({ blockTimestamp: _, ...log }) => log);
    expect(await fetchFrom(untimed.toReversed())).toEqual(straight);
  });

  const first = (logs: Record<string, unknown>[]) => logs[0] ?? {};
  it.each<[string, (logs: Record<string, unknown>[]) => object[]]>([
    ['a log twice', (logs) => [...logs, first(logs)]],
    [
      'a log of another contract',
      (logs) => [...logs, { ...first(logs), address: `0x${'12'.repeat(20)}`, logIndex: '0x77' }],
    ],
    ['a log beyond the range', (logs) => [...logs, { ...first(logs), blockNumber: '0x1' }]],
    [
      'a block under two hashes',
      (logs) =>
        logs.map((log, i) => (i === 0 ? { ...log, blockHash: `0x${'12'.repeat(32)}` } : log)),
    ],
    ['a block before its time', (logs) => logs.map((log) => ({ ...log, blockTimestamp: '0x1' }))],
    ['no logs where a header’s bloom announces some', (logs) => logs.slice(logs.length)],
    ['logs without topics', (logs) => logs.map(({ topics: _, ...log }) => log)],
    ['half a byte', (logs) => logs.map((log) => ({ ...log, data: '0x123' }))],
  ])('are not taken with %s', async (_, tampered) => {
    const logs = await rawLogs();
    expect(first(logs)).toMatchObject({ blockNumber: toQuantity(heights.from) });
    await expect(fetchFrom(tampered(logs))).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  });

  it('are not taken where they do not follow on ours', async () => {
    const { node, contracts } = stage.chain;
    const base = { number: 102n, hash: `0x${'12'.repeat(32)}` } as const;
    await expect(
      fetchFinalBlocks(node, followedAddresses(contracts), heights, base),
    ).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  });
});
