import { pino, type Logger } from 'pino';

/** Structured log. Facts never hold a key, a token or a signature. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** JSON lines on standard output. */
export function createLog(): Log {
  return pino({ base: { app: 'agent' }, timestamp: pino.stdTimeFunctions.isoTime });
}
