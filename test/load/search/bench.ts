import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { seeded } from '@gpuflow/testing';
import pg from 'pg';
import { z } from 'zod';

import { compareFacets, measureFreshness } from './facets.ts';
import { load, post } from './load.ts';
import { openMarket } from './market.ts';
import {
  chainId,
  graphqlBody,
  q1,
  q2,
  sqlBody,
  statementOf,
  withIn,
  type Asked,
} from './queries.ts';
import { cpuForm, readyForm } from './serve.ts';

/**
 * `npm run bench -- search [--size N] [--seed N] [--rounds N] [--seconds N] [--database URL]`: searches of a generated
 * market through the API, beside the same SQL through Fastify and pg alone, turn by turn; several models beside IN;
 * facets beside GROUP BY; and how soon a snapshot has an edit. `--database` takes a market that was filled before.
 * Prints a JSON line per figure; exit status 1 where a goal is missed.
 */
const goals = { ratio: 0.9, overIn: 10, facets: 20, freshMs: 250 };
const million = 1_000_000;

const number = z.coerce.number().int().positive();
const options = z
  .object({
    size: number,
    seed: number,
    rounds: number,
    seconds: z.coerce.number().positive(),
    database: z.string().optional(),
  })
  .parse({
    size: option('--size') ?? '100000',
    seed: option('--seed') ?? '20261130',
    rounds: option('--rounds') ?? '5',
    seconds: option('--seconds') ?? '4',
    database: option('--database'),
  });

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

const variants = 64;
const random = seeded(options.seed);
const questions = {
  q1: Array.from({ length: variants }, () => q1(random)),
  q2: Array.from({ length: variants }, () => q2(random)),
};
const missed: string[] = [];

function print(figure: string, facts: object): void {
  process.stdout.write(`${JSON.stringify({ figure: `search.${figure}`, ...facts })}\n`);
}

/** A figure with its goal: at least so much, or at most. */
function judge(figure: string, value: number, goal: number, met: boolean, facts = {}): void {
  if (!met) missed.push(figure);
  print(figure, { value: round(value), goal, met, ...facts });
}

interface Served {
  url: string;
  child: ChildProcess;
}

async function startSide(file: string, databaseUrl: string): Promise<Served> {
  const child = fork(path.join(import.meta.dirname, file));
  const now = new Date();
  const texts = {
    q1: statementOf(questions.q1[0] ?? q1(random), now).text,
    q2: statementOf(questions.q2[0] ?? q2(random), now).text,
  };
  child.send({ databaseUrl, chainId, texts });
  return { child, url: readyForm.parse(await heardFrom(child)).url };
}

async function cpuOf({ child }: Served): Promise<number> {
  child.send('cpu');
  return cpuForm.parse(await heardFrom(child)).cpuUs;
}

async function heardFrom(child: ChildProcess): Promise<unknown> {
  const said: unknown[] = await once(child, 'message');
  return said[0];
}

/** Requests per second and CPU per request of one side. */
async function measure(side: Served, bodies: readonly string[]) {
  const before = await cpuOf(side);
  const { requests, requestsPerSecond } = await load(side.url, bodies, {
    connections: 8,
    seconds: options.seconds,
  });
  return { requestsPerSecond, cpuUs: ((await cpuOf(side)) - before) / requests };
}

async function compareSides(name: Asked['name'], api: Served, raw: Served): Promise<void> {
  const bodies = {
    api: questions[name].map(graphqlBody),
    raw: questions[name].map((asked) => sqlBody(asked, new Date())),
  };
  await requireSame(name, api, raw);
  for (const side of ['api', 'raw'] as const)
    await load({ api, raw }[side].url, bodies[side], { connections: 8, seconds: options.seconds });
  const ratios: { speed: number; cpu: number }[] = [];
  for (let round_ = 1; round_ <= options.rounds; round_ += 1) {
    const ofRaw = await measure(raw, bodies.raw);
    const ofApi = await measure(api, bodies.api);
    ratios.push({
      speed: ofApi.requestsPerSecond / ofRaw.requestsPerSecond,
      cpu: ofRaw.cpuUs / ofApi.cpuUs,
    });
    print(`${name}.round`, { round: round_, raw: rounded(ofRaw), api: rounded(ofApi) });
  }
  const speed = median(ratios.map((ratio) => ratio.speed));
  const cpu = median(ratios.map((ratio) => ratio.cpu));
  judge(`${name}.requests`, speed, goals.ratio, speed >= goals.ratio);
  judge(`${name}.cpu`, cpu, goals.ratio, cpu >= goals.ratio);
}

const rawRows = z.array(z.object({ id: z.string() }).passthrough());
const apiPage = z.object({
  data: z.object({
    listings: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }),
  }),
});

/** Speeds say nothing of answers that differ. */
async function requireSame(name: Asked['name'], api: Served, raw: Served): Promise<void> {
  for (const asked of questions[name]) {
    const rows = rawRows.parse(
      JSON.parse(await post(raw.url, undefined, sqlBody(asked, new Date()))),
    );
    const page = apiPage.parse(JSON.parse(await post(api.url, undefined, graphqlBody(asked))));
    const ids = page.data.listings.edges.map(({ node }) => node.id);
    if (
      ids.join() !==
      rows
        .slice(0, 20)
        .map(({ id }) => id)
        .join()
    )
      throw new Error(`the sides differ on ${JSON.stringify(asked)}`);
  }
}

/** Several models joined one by one, beside the same search with IN. Without a server in between. */
async function compareWithIn(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const now = new Date();
  const timed = async (ask: (asked: Asked) => Promise<unknown>) => {
    for (const asked of questions.q2.slice(0, 16)) await ask(asked);
    const begun = performance.now();
    for (const asked of questions.q2) await ask(asked);
    return (performance.now() - begun) / questions.q2.length;
  };
  const oursMs = await timed((asked) => client.query({ name: 'q2', ...queryOf(asked, now) }));
  const inMs = await timed((asked) => client.query(withIn(asked, now)));
  await client.end();
  const ratio = inMs / oursMs;
  const facts = { oursMs: round(oursMs), inMs: round(inMs), listings: options.size };
  if (options.size >= million)
    judge('q2.overIn', ratio, goals.overIn, ratio >= goals.overIn, facts);
  else print('q2.overIn', { value: round(ratio), ...facts });
}

function queryOf(asked: Asked, now: Date) {
  const { text, values } = statementOf(asked, now);
  return { text, values: [...values] };
}

function rounded({ requestsPerSecond, cpuUs }: { requestsPerSecond: number; cpuUs: number }) {
  return { requestsPerSecond: Math.round(requestsPerSecond), cpuUsPerRequest: Math.round(cpuUs) };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

const market =
  options.database === undefined
    ? await openMarket(options.size, options.seed)
    : { url: options.database, close: () => Promise.resolve() };
const sides: Served[] = [];
try {
  print('seed', { seed: options.seed, listings: options.size });
  const raw = await startSide('raw-side.ts', market.url);
  const api = await startSide('api-side.ts', market.url);
  sides.push(raw, api);
  await compareSides('q1', api, raw);
  await compareSides('q2', api, raw);
  for (const { child } of sides) child.disconnect();
  await compareWithIn(market.url);
  const { ratio, ...facetFacts } = await compareFacets(market.url, random);
  judge('facets', ratio, goals.facets, ratio >= goals.facets, facetFacts);
  const fresh = await measureFreshness(market.url, random, 10);
  judge('freshness.p99Ms', fresh.p99Ms, goals.freshMs, fresh.p99Ms <= goals.freshMs, fresh);
  judge('freshness.differences', fresh.differences, 0, fresh.differences === 0);
} finally {
  for (const { child } of sides) if (child.connected) child.disconnect();
  await market.close();
}
process.exitCode = missed.length > 0 ? 1 : 0;
