import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { cloneDatabase } from '@gpuflow/testing';
import pg from 'pg';
import { z } from 'zod';

import { startPostgres } from '../../../tools/embedded-postgres.ts';
import { cleanUp } from '../../../tools/test-run/cleanup.ts';
import { startTestDatabase } from '../../../tools/test-run/test-database.ts';
import { watchChildren } from './cpu-of-children.ts';
import { outcomeForm, type Outcome } from './side.ts';

/**
 * `npm run bench -- backfill [--logs N] [--rounds N] [--seed N]`: reads a chain's logs into the projection, and beside
 * it the bare loop, turn by turn, from the same node into the same PostgreSQL. Prints a JSON line per figure; exit
 * status 1 where a goal is missed.
 */
/** As `docs/operations.md` has the chain process started. The bare loop is, too. */
const nodeFlags = ['--max-semi-space-size=8'];
const ratioMin = 0.9;
const memoryMbMax = 300;

const options = z
  .object({
    logs: z.coerce.number().int().positive(),
    rounds: z.coerce.number().int().positive(),
    seed: z.coerce.number().int(),
  })
  .parse({
    logs: option('--logs') ?? '100000',
    rounds: option('--rounds') ?? '5',
    seed: option('--seed') ?? '20261123',
  });

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

const children: ChildProcess[] = [];
const nodeForm = z.object({
  url: z.string(),
  head: z.number(),
  finalized: z.number(),
  logs: z.number(),
});
type Node = z.output<typeof nodeForm>;

function start(file: string, ...args: string[]): ChildProcess {
  const child = fork(path.join(import.meta.dirname, file), args, { execArgv: nodeFlags });
  children.push(child);
  return child;
}

/** The next thing a child says. Throws where it ends instead. */
async function heardFrom(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const end = (status: number | null) => ended.abort(new Error(`a side ended with ${status}`));
  child.once('exit', end);
  try {
    const said: unknown[] = await once(child, 'message', { signal: ended.signal });
    return said[0];
  } catch {
    throw ended.signal.reason;
  } finally {
    child.off('exit', end);
  }
}

/** One side's work on a database of its own, and what it left there. */
async function run(side: ChildProcess, { url: nodeUrl, head, finalized }: Node, table: string) {
  const database = await cloneDatabase();
  const databaseWork = await watchChildren(postgres.pid);
  side.send({ databaseUrl: database.url, nodeUrl, head, finalized });
  const outcome = outcomeForm.parse(await heardFrom(side));
  const databaseCpu = await databaseWork();
  const stored = await count(database.url, table);
  await database.drop();
  return { ...outcome, databaseCpu, stored };
}

async function count(databaseUrl: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  await client.end();
  return rows[0]?.n ?? 0;
}

interface Round {
  bare: Work;
  ours: Work;
}

interface Work extends Outcome {
  databaseCpu: number;
}

async function compare(node: Node): Promise<Round[]> {
  const bare = start('bare-loop.ts');
  const ours = start('follower.ts');
  const rounds: Round[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const sides = {
      bare: await run(bare, node, 'bare_logs'),
      ours: await run(ours, node, 'chain_logs'),
    };
    if (sides.bare.stored !== node.logs || sides.ours.stored !== node.logs)
      throw new Error(`not all of ${node.logs} logs: ${JSON.stringify(sides)}`);
    rounds.push(sides);
    print({
      figure: 'backfill.round',
      round,
      bare: rate(node, sides.bare),
      ours: rate(node, sides.ours),
    });
  }
  return rounds;
}

function rate({ logs }: Node, { seconds, cpuSeconds, peakMb, databaseCpu }: Work) {
  return {
    logsPerSecond: Math.round(logs / seconds),
    cpuSeconds: round2(cpuSeconds),
    databaseCpuSeconds: round2(databaseCpu),
    peakMb: Math.round(peakMb),
  };
}

function report(node: Node, rounds: readonly Round[]): boolean {
  const ratio = median(rounds.map(({ bare, ours }) => bare.seconds / ours.seconds));
  const peakMb = Math.round(Math.max(...rounds.map(({ ours }) => ours.peakMb)));
  const facts = { logs: node.logs, blocks: node.head, seed: options.seed };
  const perSecond = (side: keyof Round) =>
    Math.round(node.logs / median(rounds.map((round) => round[side].seconds)));
  print({ figure: 'backfill.bare', logsPerSecond: perSecond('bare'), ...facts });
  print({ figure: 'backfill.ours', logsPerSecond: perSecond('ours'), ...facts });
  print({ figure: 'backfill.ratio', value: round2(ratio), goal: ratioMin, met: ratio >= ratioMin });
  print({
    figure: 'backfill.memory',
    peakMb,
    goal: memoryMbMax,
    met: peakMb <= memoryMbMax,
  });
  return ratio >= ratioMin && peakMb <= memoryMbMax;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** A cluster as it is deployed: every commit waits for the disk. */
const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-backfill-'));
await chmod(folder, 0o711); // where root runs the bench, PostgreSQL is another user
const postgres = await startPostgres({ dataDir: path.join(folder, 'data') });
process.env['TEST_DATABASE_URL'] = postgres.url('postgres');
try {
  await startTestDatabase();
  const server = start('node-server.ts', String(options.logs), String(options.seed));
  const node = nodeForm.parse(await heardFrom(server));
  process.exitCode = report(node, await compare(node)) ? 0 : 1;
} finally {
  for (const child of children) if (child.connected) child.disconnect();
  await cleanUp();
  await postgres.stop();
  await rm(folder, { recursive: true });
}
