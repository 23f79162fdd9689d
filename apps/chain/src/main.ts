import {
  assertNodeVersion,
  createMetrics,
  endWhenAsked,
  openLog,
  serveMetrics,
  startTraces,
} from '@gpuflow/process';
import { addChainMetrics } from './chain-metrics.js';
import { createChainProcess } from './chain-process.js';
import { chainOf } from './chain-of.js';
import { collectEarly } from './collect-early.js';
import { readEnv } from './env.js';
import { traceTransactions } from './trace-transactions.js';

const metrics = createMetrics('chain');
const log = openLog('chain', metrics.registry);

async function main(): Promise<void> {
  assertNodeVersion();
  collectEarly();
  const env = readEnv(process.env);
  const stopTraces = await startTraces('chain');
  const chain = chainOf(env, log);
  const chainProcess = createChainProcess(chain);
  addChainMetrics(metrics, chain);
  if (stopTraces !== undefined) traceTransactions(chain);
  const figures = await serveMetrics(metrics.registry, env);
  endWhenAsked(async () => {
    await chainProcess.close();
    await figures?.close();
    await stopTraces?.();
    await chain.market.db.close();
    log.info('ended');
  });
  const { escrow } = chain.contracts;
  await chainProcess.run(env.POLL_MS, () => log.info({ escrow }, 'ready'));
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'cannot go on');
  process.exit(1);
});
