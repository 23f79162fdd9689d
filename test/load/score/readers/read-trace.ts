import { existsSync, readFileSync, statSync } from 'node:fs';

import type { Trace } from '../trace.ts';
import { readHostFailures } from './host-failures.ts';
import { readSpot } from './spot.ts';
import { readText } from './text.ts';
import { TraceError } from './trace-error.ts';

/** A trace of whichever form it is in. Throws `TraceError`. */
export function readTrace(where: string): Trace {
  if (!existsSync(where)) throw new TraceError(where, undefined, 'no such file or folder');
  if (statSync(where).isDirectory() || where.endsWith('.json')) return readSpot(where);
  const text = readFileSync(where, 'utf8');
  const first = text.split('\n').find((line) => line.trim() !== '');
  if (first === undefined) throw new TraceError(where, undefined, 'empty');
  return text.slice(0, 4096).includes('event_type')
    ? readHostFailures(where, text)
    : readText(where, text);
}
