import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { jest } from '@jest/globals';
import { type Address, createTestClient, getAddress, http, publicActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { z } from 'zod';

jest.setTimeout(60_000);

const MNEMONIC = 'test test test test test test test test test test test junk';
const renter = mnemonicToAccount(MNEMONIC, { addressIndex: 5 });
const provider = mnemonicToAccount(MNEMONIC, { addressIndex: 7 });

const readySchema = z.object({
  url: z.string().url(),
  chainId: z.literal(31337),
  deployment: z.object({ escrow: z.string(), token: z.string(), block: z.number() }),
});

const journalLineSchema = z.object({ timestamp: z.number() }).passthrough();

const folder = mkdtempSync(path.join(os.tmpdir(), 'gpuflow-chain-'));
const running = new Set<ChildProcess>();
const deployed = path.join(folder, 'deployed');
beforeAll(async () => kill((await start(deployed)).child));
afterAll(async () => {
  await Promise.all([...running].map(kill));
  rmSync(folder, { recursive: true });
});

async function start(journal: string) {
  const script = path.join(import.meta.dirname, 'local-chain.ts');
  const child = spawn(process.execPath, [script, '--journal', journal]);
  running.add(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = readySchema.parse(JSON.parse(line));
  const client = createTestClient({ mode: 'hardhat', transport: http(ready.url) }).extend(
    publicActions,
  );
  return { ...ready, child, client };
}

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A chain's files just after the deployment, which takes seconds. */
function deployedJournal(name: string): string {
  const journal = path.join(folder, name);
  for (const suffix of ['', '.deployment.json']) copyFileSync(deployed + suffix, journal + suffix);
  return journal;
}

type Started = Awaited<ReturnType<typeof start>>;

async function pay({ client }: Started, to: Address, nonce: number): Promise<void> {
  const gas = { gas: 21_000n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n };
  const serializedTransaction = await renter.signTransaction({
    ...{ chainId: 31337, type: 'eip1559', to, value: 1_000n, nonce },
    ...gas,
  });
  await client.sendRawTransaction({ serializedTransaction });
}

async function blockHashes({ client }: Started, upTo: bigint): Promise<unknown[]> {
  const numbers = Array.from({ length: Number(upTo) + 1 }, (_, number) => BigInt(number));
  return Promise.all(
    numbers.map(async (blockNumber) => (await client.getBlock({ blockNumber })).hash),
  );
}

/** Everything that the journal has to reproduce: payments, time, snapshots, forced state. */
async function live(chain: Started): Promise<void> {
  const { client } = chain;
  await pay(chain, provider.address, 0);
  await client.increaseTime({ seconds: 7_200 });
  await client.mine({ blocks: 1 });
  const snapshot = await client.snapshot();
  await pay(chain, provider.address, 1);
  await client.revert({ id: snapshot });
  await client.setBalance({ address: provider.address, value: 5n });
  await client.setAutomine(false);
  await pay(chain, provider.address, 1);
  await pay(chain, provider.address, 2);
  const { timestamp } = await client.getBlock();
  await client.setNextBlockTimestamp({ timestamp: timestamp + 100n });
  await client.mine({ blocks: 3, interval: 60 });
  await client.setAutomine(true);
}

describe('local chain', () => {
  it('has the same blocks after kill -9, and its clock stood still meanwhile', async () => {
    const journal = deployedJournal('kill');
    const first = await start(journal);
    await live(first);
    const head = await first.client.getBlock();
    const hashes = await blockHashes(first, head.number);
    await kill(first.child);

    const second = await start(journal);
    expect(second.deployment).toEqual(first.deployment);
    expect(await blockHashes(second, head.number)).toEqual(hashes);
    expect(await second.client.getBalance({ address: provider.address })).toBe(2_005n);
    const next = await second.client.getBlock();
    expect(next.number).toBe(head.number + 1n);
    expect(next.parentHash).toBe(head.hash);
    expect(next.timestamp).toBe(head.timestamp + 1n);
  });

  it('leaves waiting what waited for a block when it was killed', async () => {
    const journal = deployedJournal('waiting');
    const first = await start(journal);
    await first.client.setAutomine(false);
    await pay(first, provider.address, 0);
    const before = await first.client.getBlock();
    await first.client.setNextBlockTimestamp({ timestamp: before.timestamp + 50n });
    await kill(first.child);

    const second = await start(journal);
    expect(await second.client.getBlockNumber()).toBe(before.number);
    await second.client.setNextBlockTimestamp({ timestamp: before.timestamp + 7_200n });
    await second.client.mine({ blocks: 1 });
    const mined = await second.client.getBlock();
    expect(mined.timestamp).toBe(before.timestamp + 7_200n);
    expect(mined.transactions).toHaveLength(1);
  });

  it('forgets a call whose line in the journal is torn', async () => {
    const journal = deployedJournal('torn');
    const first = await start(journal);
    await pay(first, provider.address, 0);
    const { number } = await first.client.getBlock();
    await kill(first.child);
    appendFileSync(journal, '{"method":"evm_mine","params":[],"times');

    const second = await start(journal);
    expect(await second.client.getBlockNumber()).toBe(number + 1n);
    expect(readFileSync(journal, 'utf8')).not.toContain('"times{');
    await kill(second.child);
    const third = await start(journal);
    expect(await third.client.getBlockNumber()).toBe(number + 2n);
  });

  it('begins anew when it was killed while it deployed the contracts', async () => {
    const journal = deployedJournal('deploying');
    const note = readFileSync(`${journal}.deployment.json`, 'utf8');
    const [firstCall] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${firstCall}\n`);
    rmSync(`${journal}.deployment.json`);

    const { client, deployment } = await start(journal);
    const code = await client.getCode({ address: getAddress(deployment.escrow) });
    expect(code).toBeDefined();
    expect(JSON.parse(readFileSync(`${journal}.deployment.json`, 'utf8'))).toEqual(
      JSON.parse(note),
    );
  });

  it('does not start from a journal that makes other blocks', async () => {
    const journal = deployedJournal('altered');
    const first = await start(journal);
    await pay(first, provider.address, 0);
    await kill(first.child);
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    const payment = journalLineSchema.parse(JSON.parse(lines.pop() ?? ''));
    const altered = { ...payment, timestamp: payment.timestamp + 1 };
    writeFileSync(journal, `${[...lines, JSON.stringify(altered)].join('\n')}\n`);

    const script = path.join(import.meta.dirname, 'local-chain.ts');
    const child = spawn(process.execPath, [script, '--journal', journal], { stdio: 'pipe' });
    running.add(child);
    const [status] = await once(child, 'exit');
    expect(status).toBe(1);
  });

  it('ends when its launcher closes stdin', async () => {
    const { child } = await start(deployedJournal('stdin'));
    child.stdin.end();
    const [status] = await once(child, 'exit');
    expect(status).toBe(0);
  });

  it('refuses what a journal cannot repeat', async () => {
    const { client } = await start(deployedJournal('refused'));
    await expect(client.setIntervalMining({ interval: 1 })).rejects.toThrow(/not supported/);
    await expect(client.reset()).rejects.toThrow(/not supported/);
  });
});
