/**
 * A local Ethereum chain as a process: `node tools/local-chain.ts [--journal FILE] [--port N] [--host H]`.
 * Prints one line of JSON, `{url, chainId, deployment}`, when it answers. With a journal, every change is
 * on the disk before it is answered, and the next start goes on from there with the same blocks.
 * Ends on SIGTERM or SIGINT, and when stdin closes, which happens when its launcher dies.
 */
import { parseArgs } from 'node:util';
import { startChainServer } from './local-chain/chain-server.ts';

const { values } = parseArgs({
  options: {
    journal: { type: 'string' },
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});

// Before the start, which takes seconds. Nothing is lost by ending at once: what was answered is on the disk.
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
process.stdin.resume().once('close', () => process.exit(0));

const { url, deployment } = await startChainServer({
  host: values.host,
  port: Number(values.port),
  ...(values.journal && { journal: values.journal }),
});
process.stdout.write(`${JSON.stringify({ url, chainId: deployment.chainId, deployment })}\n`);
