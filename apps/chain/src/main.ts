import { assertNodeVersion, endWhenAsked } from '@gpuflow/process';
import { pino } from 'pino';
import { createChainProcess } from './chain-process.js';
import { chainOf } from './chain-of.js';
import { readEnv } from './env.js';

const log = pino({ base: { app: 'chain' }, timestamp: pino.stdTimeFunctions.isoTime });

async function main(): Promise<void> {
  assertNodeVersion();
  const env = readEnv(process.env);
  const chain = chainOf(env, log);
  const chainProcess = createChainProcess(chain);
  endWhenAsked(async () => {
    await chainProcess.close();
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
