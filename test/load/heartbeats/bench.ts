import pg from 'pg';
import { z } from 'zod';

import { DurableDatabase } from '../../faults/durable-database.ts';
import { byTurns, median } from '../sides/by-turns.ts';
import { Figures, option, progress } from '../sides/figures.ts';
import { Side, type Measured } from '../sides/side.ts';
import { writeFleet } from './fleet.ts';
import { Hearts } from './hearts.ts';

/**
 * `npm run bench -- heartbeats [--machines N] [--minutes M]`: beats per second that the API acknowledges, over HTTP and
 * durable, beside a bare side that checks the same HMACs and inserts groups of rows, turn by turn; whether all that was
 * acknowledged is stored; and the memory of the API while beats come for M minutes. Prints a JSON line per figure, and what
 * it is at to stderr; exit status 1 where a goal is missed.
 */
const goals = { ratio: 0.8, growthMb: 16 };
/** In less time V8's heap still finds its size: the growth is shown and not judged. */
const judgedMinutes = 5;
const rounds = 5;
const requests = 4_000;
const connectionsMax = 64;
const mb = 1_048_576;

const options = z
  .object({ machines: z.coerce.number().int().positive(), minutes: z.coerce.number().positive() })
  .parse({ machines: option('--machines') ?? '1000', minutes: option('--minutes') ?? '1' });
const amount = { connections: Math.min(connectionsMax, options.machines), requests };
const figures = new Figures('heartbeats');

/** A side, and the fleet that beats to it. */
interface Heard {
  side: Side;
  hearts: Hearts;
}

function measure({ side, hearts }: Heard): Promise<Measured> {
  return side.measure((connection) => hearts.next(connection), amount);
}

async function compare(api: Heard, raw: Heard): Promise<void> {
  progress('both sides warm up');
  const all: Record<'api' | 'raw', Measured>[] = [];
  const { requestsPerSecond, cpu } = await byTurns(
    { api: () => measure(api), raw: () => measure(raw) },
    rounds,
    (round, measured) => {
      progress(`round ${round} of ${rounds}`);
      figures.print('round', { round, ...measured });
      all.push(measured);
    },
  );
  const middle = (name: keyof Measured) => ({
    api: median(all.map(({ api: measured }) => measured[name])),
    raw: median(all.map(({ raw: measured }) => measured[name])),
  });
  figures.print('beatsPerSecond', { ...middle('requestsPerSecond'), ...amount });
  figures.print('p99Ms', middle('p99Ms'));
  figures.judge('ratio.requests', requestsPerSecond, goals.ratio, requestsPerSecond >= goals.ratio);
  figures.judge('ratio.cpu', cpu, goals.ratio, cpu >= goals.ratio);
}

/**
 * The medians of the second fifth of the time and of the last: in the first V8 finds its heap's size, and between two of
 * its collections, half a minute apart, memory goes up and down.
 */
async function memory(api: Heard): Promise<void> {
  progress(`beats for ${options.minutes} min`);
  const rssMb: number[] = [];
  const before = api.hearts.beats;
  const start = performance.now();
  while (rssMb.length < 5 || performance.now() - start < options.minutes * 60_000) {
    await measure(api);
    rssMb.push((await api.side.usage()).rssBytes / mb);
  }
  const part = Math.floor(rssMb.length / 5);
  const [startMb, endMb] = [median(rssMb.slice(part, 2 * part)), median(rssMb.slice(-part))];
  const growthMb = endMb - startMb;
  const facts = { startMb, endMb, minutes: options.minutes, beats: api.hearts.beats - before };
  if (options.minutes < judgedMinutes)
    figures.print('memory.growthMb', { value: growthMb, ...facts });
  else
    figures.judge('memory.growthMb', growthMb, goals.growthMb, growthMb <= goals.growthMb, facts);
}

/** `load` throws at a beat that is not acknowledged: there must be a row for each that was sent. */
async function requireStored(client: pg.Client, table: string, { hearts }: Heard): Promise<void> {
  const { rows } = await client.query<{ beats: number }>(
    `select count(*)::int as beats from ${table}`,
  );
  const lost = hearts.beats - (rows[0]?.beats ?? 0);
  figures.judge(`lost.${table}`, lost, 0, lost === 0, { acknowledged: hearts.beats });
}

async function run(url: string, client: pg.Client): Promise<void> {
  const sessions = await writeFleet(client, options.machines);
  const start = { databaseUrl: url, chainId: 31_337 };
  const heard = async (file: string): Promise<Heard> => ({
    side: await Side.start(new URL(file, import.meta.url), start),
    hearts: new Hearts(sessions, amount.connections),
  });
  const raw = await heard('raw-side.ts');
  const api = await heard('api-side.ts');
  try {
    progress('the sides come to rest');
    await api.side.rests();
    await raw.side.rests();
    await compare(api, raw);
    await memory(api);
    await requireStored(client, 'beats', api);
    await requireStored(client, 'bare_beats', raw);
  } finally {
    api.side.close();
    raw.side.close();
  }
}

progress(`${options.machines} machines are enrolled`);
const database = await DurableDatabase.create();
const client = new pg.Client({ connectionString: database.url });
try {
  await client.connect();
  await run(database.url, client);
} finally {
  await client.end();
  await database.drop();
}
figures.end();
