import { createPublicClient, getAddress, http } from 'viem';
import { startChain, type TestChain } from './start-chain.js';

describe('startChain', () => {
  let chain: TestChain;
  const head = () => createPublicClient({ transport: http(chain.url) }).getBlock();

  beforeEach(async () => {
    chain = await startChain();
  });
  afterEach(() => chain.stop());

  it('has the contracts deployed, in the same blocks every time', async () => {
    const other = await startChain();
    const client = createPublicClient({ transport: http(chain.url) });
    const code = await client.getCode({ address: getAddress(chain.deployment.escrow) });
    expect(code?.length).toBeGreaterThan(1000);
    expect(await client.getChainId()).toBe(chain.chainId);
    const otherHead = await createPublicClient({ transport: http(other.url) }).getBlock();
    expect((await head()).hash).toBe(otherHead.hash);
    await other.stop();
  });

  it('is not changed by what happens on another chain', async () => {
    const other = await startChain();
    const before = await head();
    await other.mine(3);
    expect((await head()).hash).toBe(before.hash);
    await other.stop();
  });

  it('makes blocks one second apart, or at the time that the test chose', async () => {
    const start = await head();
    await chain.mine(2);
    expect((await head()).timestamp).toBe(start.timestamp + 2n);
    await chain.setNextBlockTimestamp(Number(start.timestamp) + 7_200);
    await chain.mine();
    expect((await head()).timestamp).toBe(start.timestamp + 7_200n);
    await chain.mine();
    expect((await head()).timestamp).toBe(start.timestamp + 7_201n);
  });

  it('goes back to a snapshot', async () => {
    const before = await head();
    const snapshot = await chain.snapshot();
    await chain.mine(5);
    await chain.revert(snapshot);
    expect((await head()).hash).toBe(before.hash);
    await expect(chain.revert(snapshot)).rejects.toThrow();
  });

  it('changes what an account holds, and what the next block costs', async () => {
    const client = createPublicClient({ transport: http(chain.url) });
    const account = getAddress(`0x${'ab'.repeat(20)}`);
    await chain.setBalance(account, 7n);
    expect(await client.getBalance({ address: account })).toBe(7n);
    await chain.setNextBaseFee(50_000_000_000n);
    await chain.mine();
    expect((await head()).baseFeePerGas).toBe(50_000_000_000n);
  });

  it('answers no more when stopped', async () => {
    const stopped = await startChain();
    await stopped.stop();
    await expect(stopped.mine()).rejects.toThrow();
  });
});
