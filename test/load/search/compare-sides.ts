import { z } from 'zod';

import { byTurns, type Ratios } from '../sides/by-turns.ts';
import { post, type Question } from '../sides/load.ts';
import type { Measured, Side } from '../sides/side.ts';
import { graphqlBody, sqlBody, type Asked } from './queries.ts';

export interface Sides {
  api: Side;
  raw: Side;
}

export interface Rounds {
  rounds: number;
  /** Of each side in each round. */
  requests: number;
}

const connections = 8;

/** Asks both sides the same, by turns. */
export async function compareSides(
  questions: readonly Asked[],
  { api, raw }: Sides,
  { rounds, requests }: Rounds,
  onRound: (round: number, measured: { api: Measured; raw: Measured }) => void,
): Promise<Ratios> {
  await requireSame(questions, { api, raw });
  const ofApi = questions.map(graphqlBody);
  const ofRaw = questions.map((asked) => sqlBody(asked, new Date()));
  const amount = { connections, requests };
  return byTurns(
    {
      api: () => api.measure(inTurn(ofApi), amount),
      raw: () => raw.measure(inTurn(ofRaw), amount),
    },
    rounds,
    onRound,
  );
}

function inTurn(bodies: readonly string[]): () => Question {
  let sent = 0;
  return () => {
    const body = bodies[sent % bodies.length] ?? '';
    sent += 1;
    return { body, isAnswer };
  };
}

function isAnswer(answer: string): boolean {
  return answer.startsWith('{"data":{') || answer.startsWith('[');
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
    const answer: unknown = JSON.parse(await post(raw.url, { body: sqlBody(asked, new Date()) }));
    const rows = rawRows.parse(answer).filter(({ id }) => id !== null); // one of nulls stands for no listing
    const page = apiPage.parse(JSON.parse(await post(api.url, { body: graphqlBody(asked) })));
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
