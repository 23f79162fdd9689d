/**
 * The embedded PostgreSQL as a process that is kept running: `node postgres.ts DATA_DIR PORT`. Prints the URL of the
 * market's database when it answers, and ends when the server does.
 */
import { startPostgres } from '../embedded-postgres.ts';

const [dataDir, port] = process.argv.slice(2);
if (dataDir === undefined || port === undefined)
  throw new Error('usage: postgres.ts DATA_DIR PORT');

const postgres = await startPostgres({ dataDir, port: Number(port) });
const stopping = new AbortController();
const stop = async () => {
  stopping.abort();
  await postgres.stop();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.stdin.resume().once('close', () => void stop());
process.stdout.write(`${postgres.url('gpuflow')}\n`);
await postgres.ended;
if (!stopping.signal.aborted) process.exit(1);
