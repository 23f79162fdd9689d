import type { DestinationStream } from 'pino';

/**
 * Where logs go. Nobody may read them any more: then lines are lost and the process goes on. pino's own destination tries
 * such a write for ever once lines wait in it, with the process standing still (sonic-boom 4, `flushSync` on EPIPE).
 */
export function standardOutput(): DestinationStream {
  process.stdout.on('error', () => undefined);
  return process.stdout;
}
