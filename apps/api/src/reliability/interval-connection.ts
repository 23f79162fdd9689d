import { intervalPages, type IntervalPlace } from '@gpuflow/db';
import { Refusal, type Machine, type JudgedInterval } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { intWithin, optional, textWithin } from '../graphql/arguments.js';
import type { WantedWith } from '../graphql/wanted.js';

/** Which intervals of a machine a document asks for. */
export interface IntervalArguments {
  first: number;
  after?: string | null;
}

const charactersMax = 64;
const firstOf = intWithin(1, 500);
const afterOf = optional(textWithin(1, charactersMax));

/** Pages of the interval logs of a request's machines, in one statement for all that ask alike. Refuses `BAD_CURSOR`. */
export async function intervalConnections(
  { db }: Market,
  wanted: WantedWith<Machine, IntervalArguments>,
) {
  const first = Math.max(...wanted.map(({ params }) => firstOf(params.first, 'first')));
  const pages = await intervalPages(db, wanted.map(placeOf), first + 1);
  return pages.map((page, index) => connectionOf(page, wanted[index]?.params.first ?? first));
}

function placeOf({ obj, params }: WantedWith<Machine, IntervalArguments>[number]): IntervalPlace {
  const after = afterOf(params.after, 'after');
  return { machineId: obj.id, before: after === undefined ? undefined : parseCursor(after) };
}

function connectionOf(page: readonly JudgedInterval[], first: number) {
  const edges = page.slice(0, first).map((node) => ({ cursor: cursorOf(node.from), node }));
  const pageInfo = { hasNextPage: page.length > first, endCursor: edges.at(-1)?.cursor };
  return { edges, pageInfo };
}

function cursorOf(from: Date): string {
  return Buffer.from(from.toISOString()).toString('base64url');
}

/** The moment that a cursor names. Refuses `BAD_CURSOR` for anything that no page has answered. */
function parseCursor(cursor: string): Date {
  const from = new Date(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (Number.isNaN(from.getTime()) || cursorOf(from) !== cursor)
    throw new Refusal('BAD_CURSOR', { cursor });
  return from;
}
