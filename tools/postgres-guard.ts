/**
 * Stands between a launcher and PostgreSQL, which would outlive a launcher that is killed with -9.
 * The pipe on stdin is the launcher's life: when it ends, PostgreSQL is stopped. Signals are ignored, so
 * that nobody but the launcher decides when the database goes.
 * Arguments: the user to run as (or `-`), the command, its arguments.
 */
import { spawn } from 'node:child_process';

/** After this time the sessions are cut without a checkpoint; the next start recovers from the log. */
const FAST_STOP_WITHIN_MS = 20_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const [user = '-', command = '', ...args] = process.argv.slice(2);
const asUser = user === '-' ? {} : { uid: Number(user), gid: Number(user) };
const postgres = spawn(command, args, { ...asUser, stdio: ['ignore', 'ignore', 'inherit'] });
postgres.once('error', () => process.exit(1));
postgres.once('exit', (code) => process.exit(code ?? 1));

process.stdin.resume();
process.stdin.once('close', () => {
  postgres.kill('SIGINT');
  setTimeout(() => postgres.kill('SIGQUIT'), FAST_STOP_WITHIN_MS);
});
