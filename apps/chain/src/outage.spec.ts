import { chainRentals, intents } from '@gpuflow/db';
import { createChainProcess } from './chain-process.js';
import { seats } from './fixture/accounts.js';
import { startNodeProxy, type NodeProxy } from './fixture/node-proxy.js';
import { example, fund, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

let stage: Stage;
let proxy: NodeProxy;
const lines: { level: string; text: string }[] = [];

beforeEach(async () => {
  lines.length = 0;
  const at = (level: string) => (facts: object, message: string) =>
    void lines.push({ level, text: `${message} ${describeFacts(facts)}` });
  stage = await openStage({
    nodeUrl: async (url) => `${(proxy = await startNodeProxy(url)).url}/key-in-the-url`,
    log: { info: at('info'), warn: at('warn'), error: at('error') },
  });
});
afterEach(async () => {
  await proxy.close();
  await stage.close();
});

/** Everything that a logger could print, causes of errors included. */
function describeFacts(facts: object): string {
  return JSON.stringify(facts, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (!(value instanceof Error)) return value;
    return { message: value.message, stack: value.stack, cause: value.cause };
  });
}

/** Waits for what a running process does, for at most ten seconds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('not within ten seconds');
}

describe('an outage of the node', () => {
  it('delays money and nothing else', async () => {
    const { db, policy } = stage.chain.market;
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    const key = await wish(stage, rental.id, rental.openCall);
    proxy.interfere(() => 'CUT');
    const running = createChainProcess(stage.chain);
    let caughtUp = 0;
    const ended = running.run(20, () => (caughtUp += 1));
    await until(async () => lines.some(({ text }) => text.startsWith('outside failed')));
    expect((await intents.find(db, key))?.state).toBe('QUEUED');
    expect(caughtUp).toBe(0);

    proxy.interfere(() => 'PASS');
    await until(async () => (await intents.find(db, key))?.state === 'CONFIRMED');
    await until(async () => (await chainRentals.find(db, policy.chainId, rental.id)) !== undefined);
    await until(async () => caughtUp > 0);
    expect(lines.some(({ text }) => text.startsWith('outside answers again'))).toBe(true);
    await running.close();
    await ended;
    expect(caughtUp).toBe(1);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('never shows the node’s address or a key', async () => {
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    await wish(stage, rental.id, rental.openCall);
    const running = createChainProcess(stage.chain);
    proxy.interfere(({ method }) => (method === 'eth_sendRawTransaction' ? 'CUT' : 'PASS'));
    const ended = running.run(20);
    await until(async () => lines.some(({ text }) => text.startsWith('outside failed')));
    await running.close();
    await ended;
    const all = lines.map(({ text }) => text).join('\n');
    expect(all).toContain('no answer');
    expect(all).not.toContain('key-in-the-url');
    expect(all).not.toContain(new URL(proxy.url).host);
  });
});
