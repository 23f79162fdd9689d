import pg from 'pg';

import { statementOf, withIn, type Asked } from './queries.ts';

export interface BesideIn {
  ratio: number;
  oursMs: number;
  inMs: number;
}

const turns = 3;
/** PostgreSQL makes the plan of a named statement that it keeps after five times. */
const warmUp = 8;

/**
 * Several models joined one by one, beside the same search with IN, by turns and without a server in between. Each question
 * counts by its shortest time: what else the machine does only makes it longer.
 */
export async function compareWithIn(url: string, questions: readonly Asked[]): Promise<BesideIn> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const now = new Date();
  const ask = ({ name, ...statement }: { name?: string; text: string; values: unknown[] }) =>
    msOf(() => client.query({ ...(name !== undefined && { name }), ...statement }));
  const ours = (asked: Asked) => {
    const { text, values } = statementOf(asked, now);
    return ask({ name: asked.name, text, values: [...values] });
  };
  const theirs = (asked: Asked) => ask({ text: withIn(asked, now), values: [] });
  for (const asked of questions.slice(0, warmUp)) await ours(asked);
  const best = questions.map(() => ({ oursMs: Infinity, inMs: Infinity }));
  for (let turn = 0; turn < turns; turn += 1)
    for (const [at, asked] of questions.entries()) {
      const { oursMs = Infinity, inMs = Infinity } = best[at] ?? {};
      best[at] = {
        oursMs: Math.min(oursMs, await ours(asked)),
        inMs: Math.min(inMs, await theirs(asked)),
      };
    }
  await client.end();
  const oursMs = mean(best.map((times) => times.oursMs));
  const inMs = mean(best.map((times) => times.inMs));
  return { ratio: inMs / oursMs, oursMs, inMs };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function msOf(ask: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await ask();
  return performance.now() - begun;
}
