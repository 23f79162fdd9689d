import { assertNodeVersion, createLog } from '@gpuflow/process';
import { chainOf } from './chain-of.js';
import { readEnv } from './env.js';
import { replayProjection } from './indexer/replay-projection.js';

const log = createLog('chain-replay');

async function main(): Promise<void> {
  assertNodeVersion();
  const chain = chainOf(readEnv(process.env), log);
  const replayed = await replayProjection(chain, (progress) => log.info(progress, 'replaying'));
  log.info(replayed, 'projection rebuilt from its logs');
  await chain.market.db.close();
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'replay stopped: run it again, every row is as it was or rebuilt');
  process.exit(1);
});
