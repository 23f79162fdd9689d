import type { Logger } from 'pino';

/** Structured log. Facts never hold a key, a token or a signature. */
export type Log = Pick<Logger, 'info' | 'warn'>;
