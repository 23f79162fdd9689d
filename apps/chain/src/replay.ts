import { assertNodeVersion } from '@gpuflow/process';
import { pino } from 'pino';
import { chainOf } from './chain-of.js';
import { readEnv } from './env.js';
import { replayProjection } from './indexer/replay-projection.js';

const log = pino({ base: { app: 'chain-replay' }, timestamp: pino.stdTimeFunctions.isoTime });

async function main(): Promise<void> {
  assertNodeVersion();
  const { market } = chainOf(readEnv(process.env), log);
  const rows = await replayProjection(market);
  log.info({ rows }, 'projection rebuilt from its logs');
  await market.db.close();
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'nothing was changed');
  process.exit(1);
});
