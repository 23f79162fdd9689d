import { standardOutput } from '@gpuflow/process';
import { pino, type Logger } from 'pino';

/** Structured log. Facts never hold a key, a token or a signature. */
export type Log = Pick<Logger, 'info' | 'warn'>;

/** JSON lines on standard output. */
export function createLog(): Logger {
  return pino(
    { base: { app: 'agent' }, timestamp: pino.stdTimeFunctions.isoTime },
    standardOutput(),
  );
}
