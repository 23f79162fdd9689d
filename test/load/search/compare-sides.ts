import { z } from 'zod';

import { post } from './load.ts';
import { graphqlBody, sqlBody, type Asked } from './queries.ts';
import type { Measured, Side } from './side.ts';

export interface Sides {
  api: Side;
  raw: Side;
}

/** What the API does beside what SQL alone does: 1 is as well. */
export interface Ratios {
  requestsPerSecond: number;
  cpu: number;
}

export interface Rounds {
  rounds: number;
  /** Of each side in each round. */
  requests: number;
}

/** Until V8 has compiled what is asked all the time: of the API that is more code. */
const warmUpRounds = 3;

/**
 * Asks both sides the same, by turns: what else the machine does comes and goes, so a ratio holds that neighbours have, and
 * the median of them.
 */
export async function compareSides(
  questions: readonly Asked[],
  { api, raw }: Sides,
  { rounds, requests }: Rounds,
  onRound: (round: number, measured: { api: Measured; raw: Measured }) => void,
): Promise<Ratios> {
  await requireSame(questions, { api, raw });
  const ofApi = { side: api, bodies: questions.map(graphqlBody) };
  const ofRaw = { side: raw, bodies: questions.map((asked) => sqlBody(asked, new Date())) };
  const measure = ({ side, bodies }: typeof ofApi) => side.measure(bodies, requests);
  const ratios: Ratios[] = [];
  for (let round = 1 - warmUpRounds; round <= rounds; round += 1) {
    const measured = { raw: await measure(ofRaw), api: await measure(ofApi) };
    if (round < 1) continue;
    onRound(round, measured);
    ratios.push(ratiosOf(measured));
  }
  return {
    requestsPerSecond: median(ratios.map((ratio) => ratio.requestsPerSecond)),
    cpu: median(ratios.map((ratio) => ratio.cpu)),
  };
}

function ratiosOf({ api, raw }: { api: Measured; raw: Measured }): Ratios {
  return {
    requestsPerSecond: api.requestsPerSecond / raw.requestsPerSecond,
    cpu: raw.cpuUsPerRequest / api.cpuUsPerRequest,
  };
}

const rawRows = z.array(z.record(z.unknown()));
const nodeForm = z.record(z.unknown()).and(
  z.object({
    machine: z.record(z.unknown()),
    pricePerHour: z.object({ units: z.string(), symbol: z.string() }),
  }),
);
const apiPage = z.object({
  data: z.object({ listings: z.object({ edges: z.array(z.object({ node: nodeForm })) }) }),
});

/** Speeds say nothing of answers that differ. */
async function requireSame(questions: readonly Asked[], { api, raw }: Sides): Promise<void> {
  for (const asked of questions) {
    const answer: unknown = JSON.parse(await post(raw.url, undefined, sqlBody(asked, new Date())));
    const rows = rawRows.parse(answer).filter(({ id }) => id !== null); // one of nulls stands for no listing
    const page = apiPage.parse(JSON.parse(await post(api.url, undefined, graphqlBody(asked))));
    const nodes = page.data.listings.edges.map(({ node }) => node);
    const same = rows.length === nodes.length && nodes.every((node, at) => isRow(node, rows[at]));
    if (!same) throw new Error(`the sides differ on ${JSON.stringify(asked)}`);
  }
}

function isRow(node: z.output<typeof nodeForm>, row: Record<string, unknown> = {}): boolean {
  const { machine, pricePerHour, ...listing } = node;
  const columns = {
    ...named('l', { ...listing, pricePerHour: pricePerHour.units }),
    ...named('m', machine),
    l_pricePerHour2: pricePerHour.symbol,
  };
  return Object.entries(columns).every(([column, value]) => row[column] === value);
}

function named(table: string, fields: Record<string, unknown>): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) columns[`${table}_${name}`] = value;
  return columns;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
