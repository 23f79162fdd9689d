import { seeded } from '@gpuflow/testing';
import { z } from 'zod';

import { Figures, option, progress } from '../sides/figures.ts';
import { Side } from '../sides/side.ts';
import { compareSides, type Sides } from './compare-sides.ts';
import { compareWithIn } from './compare-with-in.ts';
import { compareFacets, measureFreshness } from './facets.ts';
import { openMarket } from './market.ts';
import { chainId, q1, q2, statementOf } from './queries.ts';

/**
 * `npm run bench -- search [--size N] [--seed N] [--rounds N] [--requests N] [--database URL]`: searches of a generated
 * market through the API, beside the same SQL through Fastify and pg alone, turn by turn; several models beside IN;
 * facets beside GROUP BY; and how soon a snapshot has an edit. `--database` takes a market that was filled before, of
 * `--size`. Prints a JSON line per figure, and what it is at to stderr; exit status 1 where a goal is missed.
 */
const goals = { ratio: 0.9, overIn: 10, facets: 20, freshMs: 250 };
const million = 1_000_000;
const variants = 64;
const freshSeconds = 10;

const number = z.coerce.number().int().positive();
const options = z
  .object({
    size: number,
    seed: number,
    rounds: number,
    requests: number,
    database: z.string().optional(),
  })
  .parse({
    size: option('--size') ?? '100000',
    seed: option('--seed') ?? '20261130',
    rounds: option('--rounds') ?? '5',
    requests: option('--requests') ?? '2000',
    database: option('--database'),
  });

const figures = new Figures('search');

async function searches(url: string): Promise<void> {
  const now = new Date();
  const texts = Object.fromEntries(
    [questions.q1, questions.q2].flat().map((asked) => [asked.name, statementOf(asked, now).text]),
  );
  const start = { databaseUrl: url, chainId };
  const raw = await Side.start(new URL('raw-side.ts', import.meta.url), { ...start, texts });
  const api = await Side.start(new URL('api-side.ts', import.meta.url), start);
  try {
    progress('the sides come to rest');
    figures.print('rest', { coresUsed: { api: await api.rests(), raw: await raw.rests() } });
    for (const name of ['q1', 'q2'] as const) await search(name, { api, raw });
  } finally {
    api.close();
    raw.close();
  }
}

async function search(name: 'q1' | 'q2', sides: Sides): Promise<void> {
  progress(`${name} warms up`);
  const ratios = await compareSides(questions[name], sides, options, (round, measured) => {
    progress(`${name}, round ${round} of ${options.rounds}`);
    figures.print(`${name}.round`, { round, ...measured });
  });
  const { requestsPerSecond: requests, cpu } = ratios;
  figures.judge(`${name}.requests`, requests, goals.ratio, requests >= goals.ratio);
  figures.judge(`${name}.cpu`, cpu, goals.ratio, cpu >= goals.ratio);
}

async function severalModels(url: string): Promise<void> {
  progress('several models, beside IN');
  const { ratio, ...facts } = await compareWithIn(url, questions.q2);
  // Of few listings, IN sorts few: the goal is for a market that is large.
  if (options.size < million) figures.print('q2.overIn', { value: ratio, ...facts });
  else figures.judge('q2.overIn', ratio, goals.overIn, ratio >= goals.overIn, facts);
}

async function facets(url: string): Promise<void> {
  progress('facets, beside GROUP BY');
  const { ratio, ...facts } = await compareFacets(url, random);
  figures.judge('facets', ratio, goals.facets, ratio >= goals.facets, facts);
  progress(`facets, with edits for ${freshSeconds} s`);
  const fresh = await measureFreshness(url, random, freshSeconds);
  figures.judge('freshness.p99Ms', fresh.p99Ms, goals.freshMs, fresh.p99Ms <= goals.freshMs, fresh);
  figures.judge('freshness.differences', fresh.differences, 0, fresh.differences === 0);
}

const random = seeded(options.seed);
const questions = {
  q1: Array.from({ length: variants }, () => q1(random)),
  q2: Array.from({ length: variants }, () => q2(random)),
};

figures.print('seed', { seed: options.seed, listings: options.size });
progress(options.database === undefined ? 'a market is generated' : 'a market is there');
const market =
  options.database === undefined
    ? await openMarket(options.size, options.seed)
    : { url: options.database, close: () => Promise.resolve() };
try {
  await searches(market.url);
  await severalModels(market.url);
  await facets(market.url);
} finally {
  await market.close();
}
figures.end();
