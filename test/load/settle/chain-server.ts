import { setTimeout as delay } from 'node:timers/promises';

import { startChainServer } from '../../../tools/local-chain/chain-server.ts';

/**
 * The local chain in a process of its own, so that its work is not ours. Its parent says how blocks come: every so many
 * milliseconds, as on a real chain, or (0) one with each transaction.
 */
const server = await startChainServer({ host: '127.0.0.1', port: 0 });
const { url, deployment } = server;
let everyMs = 0;

async function ask(method: string, ...params: unknown[]): Promise<void> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  await (await fetch(url, { method: 'POST', headers, body })).text();
}

async function mineOnTime(): Promise<void> {
  for (let next = Date.now() + everyMs; everyMs > 0; next += everyMs) {
    await delay(Math.max(0, next - Date.now()));
    await ask('hardhat_mine', '0x1');
  }
}

process.on('message', (message) => {
  everyMs = Number(message);
  ask('evm_setAutomine', everyMs === 0)
    .then(() => process.send?.('set'))
    .then(() => mineOnTime())
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
});
process.once('disconnect', () => void server.close().then(() => process.exit(0)));
process.send?.({ url, deployment });
