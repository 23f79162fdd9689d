import { calendarSplit, type Trace } from '../trace.ts';
import { inOrder, type ReadPiece } from './in-order.ts';
import { TraceError } from './trace-error.ts';

const columns = ['node_id', 'event_type', 'event_start_time', 'event_stop_time'] as const;
type Column = (typeof columns)[number];

/**
 * A table of the Failure Trace Archive (Javadi et al. 2013): a header with at least `columns`, a line for each event of a node,
 * `event_type` 0 while it is down and 1 while it is up, seconds since 1970. What is before the point in `node_name` is the
 * cluster, whose nodes are of one kind.
 */
export function readHostFailures(file: string, text: string): Trace {
  const lines = text.split('\n');
  const headerAt = lines.findIndex((line) => line.includes('event_type'));
  const header = wordsOf(lines[headerAt] ?? '').filter((word) => word !== '#');
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new TraceError(file, headerAt + 1, `no column ${missing.join(', ')} in the header`);
  const nodes = new Map<string, { cohort: string; pieces: ReadPiece[] }>();
  for (const [place, text] of lines.entries()) {
    if (place <= headerAt || text.trim() === '' || text.trimStart().startsWith('#')) continue;
    const words = wordsOf(text);
    const at = { file, line: place + 1 };
    const node = wordOf('node_id', words, header, at);
    const cohort = words[header.indexOf('node_name')]?.split('.')[0] ?? '';
    const unit = nodes.get(`${cohort}/${node}`) ?? { cohort, pieces: [] };
    unit.pieces.push(pieceOf(words, header, at));
    nodes.set(`${cohort}/${node}`, unit);
  }
  const units = [...nodes].map(([id, { cohort, pieces }]) => ({
    id,
    cohort,
    pieces: inOrder(pieces),
  }));
  return { units, testFrom: calendarSplit(units), hours: [24, 168], everyHours: 24 };
}

interface Place {
  file: string;
  line: number;
}

function pieceOf(words: readonly string[], header: readonly string[], at: Place): ReadPiece {
  const type = wordOf('event_type', words, header, at);
  if (type !== '0' && type !== '1')
    throw new TraceError(at.file, at.line, `event_type is "${type}", not 0 (down) or 1 (up)`);
  const from = secondsOf('event_start_time', words, header, at);
  const until = secondsOf('event_stop_time', words, header, at);
  if (until < from)
    throw new TraceError(
      at.file,
      at.line,
      `event_stop_time ${until} is before event_start_time ${from}`,
    );
  return {
    state: type === '1' ? 'UP' : 'DOWN',
    from: from * 1000,
    until: until * 1000,
    line: at.line,
  };
}

function secondsOf(column: Column, words: readonly string[], header: readonly string[], at: Place) {
  const word = wordOf(column, words, header, at);
  const seconds = Number(word);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new TraceError(at.file, at.line, `${column} is "${word}", not seconds since 1970`);
}

function wordOf(column: Column, words: readonly string[], header: readonly string[], at: Place) {
  const word = words[header.indexOf(column)];
  if (word !== undefined) return word;
  throw new TraceError(
    at.file,
    at.line,
    `ends before ${column}: ${words.length} of ${header.length} columns`,
  );
}

function wordsOf(line: string): string[] {
  return line.trim().split(/\s+/);
}
