import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

import { standardOutput } from './standard-output.js';

/** A log of JSON lines that name the app, on standard output. */
export function createLog(
  app: string,
  more: LoggerOptions = {},
  to: DestinationStream = standardOutput(),
): Logger {
  return pino({ base: { app }, timestamp: pino.stdTimeFunctions.isoTime, ...more }, to);
}
