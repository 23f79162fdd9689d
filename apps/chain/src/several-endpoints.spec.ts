import { chainRentals, chainTransactions, intents, rentals } from '@gpuflow/db';
import { startChain, type TestChain } from '@gpuflow/testing';
import { z } from 'zod';
import { accountOf, seats } from './fixture/accounts.js';
import { startNodeProxy, type Interference, type NodeProxy } from './fixture/node-proxy.js';
import { example, fund, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

let stage: Stage;
let proxies: NodeProxy[];
let elsewhere: TestChain | undefined;
const lines: string[] = [];

afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await elsewhere?.stop();
  elsewhere = undefined;
  await stage.close();
});

/** A stage whose process reads through proxies: of its chain, and of `others`. */
async function openBehind(own: number, others: readonly TestChain[] = []): Promise<void> {
  lines.length = 0;
  const at = (facts: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(facts)}`);
  stage = await openStage({
    confirmations: 2n,
    log: { info: () => undefined, warn: at, error: at },
    nodeUrl: async (url) => {
      const urls = [...Array.from({ length: own }, () => url), ...others.map((one) => one.url)];
      proxies = await Promise.all(urls.map(startNodeProxy));
      return proxies.map((proxy) => proxy.url);
    },
  });
}

/** A whole rental with its pauses, where the machine is busy. */
const livesMs = 240_000;
const failures: readonly Interference[] = ['CUT', 'CUT_AFTER', { status: 429 }, { status: 503 }];

/** The same draws for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lets the process work until nothing is left to do, a minute of its clock after each failure. */
async function persevere(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const failed = await stage.process.runUntilIdle().then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'Fault') throw error;
        return true;
      },
    );
    stage.clock.advanceSeconds(60);
    if (!failed) return;
  }
  throw new Error('still failing after a hundred tries');
}

it.each([11, 12])(
  'a rental lives on while both endpoints fail as they like, and no wish takes two nonces (seed %i)',
  async (seed) => {
    await openBehind(2);
    const { db, policy } = stage.chain.market;
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    const draw = drawing(seed);
    for (const proxy of proxies)
      proxy.interfere(() => {
        const failure = failures[Math.floor(draw() * failures.length)];
        return draw() < 0.15 && failure !== undefined ? failure : 'PASS';
      });
    const keys = [await wish(stage, rental.id, rental.openCall)];
    await settled(keys);
    keys.push(await wish(stage, rental.id, { purpose: 'START', order: rental.order }));
    await settled(keys);
    keys.push(await wish(stage, rental.id, await rental.stopCall()));
    await settled(keys);
    expect(await chainRentals.find(db, policy.chainId, rental.id)).toMatchObject({
      state: 'ENDED',
    });
    for (const key of keys) {
      const nonces = (await chainTransactions.ofIntent(db, key)).map(({ nonce }) => nonce);
      expect(new Set(nonces).size).toBe(1);
    }
    const sent = await Promise.all([seats.meter, seats.keeper, seats.relayer].map(sentBy));
    expect(sent).toEqual([1, 1, 1]);
  },
  livesMs,
);

it('an endpoint without the logs of its blocks is left for the other', async () => {
  await openBehind(2);
  const { db, policy } = stage.chain.market;
  await fund(stage.wallet(seats.renter), example.deposit);
  const rental = await stageRental(stage);
  await stage.process.runUntilIdle();
  proxies[0]?.interfere(({ method }) => (method === 'eth_getLogs' ? { result: [] } : 'PASS'));
  await wish(stage, rental.id, rental.openCall);
  await stage.process.sendStep('RELAYER');
  await expect(stage.process.followStep()).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  await stage.process.followStep();
  expect(await chainRentals.find(db, policy.chainId, rental.id)).toMatchObject({ seq: 1 });
  expect(lines).toContainEqual(expect.stringContaining('"endpoint":1,"reason":"UNFIT"'));
});

it('nothing is confirmed while two endpoints have different blocks and nobody knows whose are right', async () => {
  elsewhere = await startChain();
  await openBehind(1, [elsewhere]);
  const { db } = stage.chain.market;
  await fund(stage.wallet(seats.renter), example.deposit);
  const rental = await stageRental(stage);
  const key = await wish(stage, rental.id, rental.openCall);
  await stage.process.sendStep('RELAYER');
  await elsewhere.mine(8);
  await stage.node.mine(4);
  await expect(stage.process.followStep()).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  await expect(stage.process.trackStep()).rejects.toMatchObject({ name: 'Fault', source: 'rpc' });
  expect(await rentals.find(db, rental.id)).toMatchObject({ state: 'FUNDING' });
  expect(await intents.find(db, key)).toMatchObject({ state: 'SENT' });
  expect(lines).toContainEqual(expect.stringContaining('endpoints disagree on a confirmed block'));
});

/** Works until these wishes are confirmed, with blocks in between, for at most twenty rounds. */
async function settled(keys: readonly string[]): Promise<void> {
  for (let rounds = 0; rounds < 20; rounds += 1) {
    await persevere();
    await stage.node.mine(2);
    const states = await Promise.all(
      keys.map(async (key) => (await intents.find(stage.chain.market.db, key))?.state),
    );
    if (states.every((state) => state === 'CONFIRMED')) return persevere();
  }
  throw new Error('not confirmed after twenty rounds');
}

const count = z.object({ result: z.string() });

/** Asked of the chain itself. */
async function sentBy(seat: number): Promise<number> {
  const { address } = accountOf(seat);
  const answer = await fetch(stage.node.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getTransactionCount',
      params: [address, 'latest'],
    }),
  });
  const { result } = count.parse(await answer.json());
  return Number(result);
}
