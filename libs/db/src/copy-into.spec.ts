import { cloneDatabase } from '@gpuflow/testing';
import fc from 'fast-check';

import { column, copyInto } from './copy-into.js';
import { bool, bytea, byteas, int4, int8, jsonb, numeric, text } from './copy-types.js';
import { openDatabase, type Database } from './database.js';
import { rowsOf } from './rows-of.js';

let clone: Awaited<ReturnType<typeof cloneDatabase>>;
let db: Database;

beforeAll(async () => {
  clone = await cloneDatabase();
  db = openDatabase(clone.url);
});
afterAll(async () => {
  await db.close();
  await clone.drop();
});

interface Row {
  place: number;
  height: bigint;
  held: boolean;
  words: string | undefined;
  units: bigint;
  hash: `0x${string}`;
  hashes: `0x${string}`[];
  facts: { word: string };
}

const columns = [
  column('place', int4, (row: Row) => row.place),
  column('height', int8, (row: Row) => row.height),
  column('held', bool, (row: Row) => row.held),
  column('words', text, (row: Row) => row.words),
  column('units', numeric, (row: Row) => row.units),
  column('hash', bytea, (row: Row) => row.hash),
  column('hashes', byteas, (row: Row) => row.hashes),
  column('facts', jsonb, (row: Row) => row.facts),
];

/** Writes rows into a table of their own, and reads them as PostgreSQL prints them. */
function copied(rows: readonly Row[]): Promise<unknown[]> {
  return db.transaction(async (tx) => {
    await rowsOf(
      tx,
      `create temporary table copied (place int, height bigint, held bool, words text,
         units numeric(78, 0), hash bytea, hashes bytea, facts jsonb) on commit drop`,
      [],
    );
    await copyInto(tx, 'copied', columns, rows);
    return rowsOf(
      tx,
      `select place, height::text, held, words, units::text, encode(hash, 'hex') as hash,
         encode(hashes, 'hex') as hashes, facts ->> 'word' as word from copied order by place`,
      [],
    );
  });
}

function printed(row: Row) {
  return {
    place: row.place,
    height: row.height.toString(),
    held: row.held,
    words: row.words ?? null,
    units: row.units.toString(),
    hash: row.hash.slice(2),
    hashes: row.hashes.map((hash) => hash.slice(2)).join(''),
    word: row.facts.word,
  };
}

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((some): `0x${string}` => {
    return `0x${Buffer.from(some).toString('hex')}`;
  });
// PostgreSQL's text holds no NUL, and lone surrogates are no characters.
const words = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((some) => !some.includes('\0') && some.isWellFormed());
const row = fc.record<Omit<Row, 'place'>>({
  height: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  held: fc.boolean(),
  words: fc.option(words, { nil: undefined }),
  units: fc.oneof(fc.bigInt({ min: 0n, max: 20_000n }), fc.bigInt({ min: 0n, max: 2n ** 256n })),
  hash: hex(32),
  hashes: fc.array(hex(32), { maxLength: 4 }),
  facts: fc.record({ word: words }),
});

it('writes every value as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (some) => {
      const rows = some.map((one, place) => ({ ...one, place }));
      expect(await copied(rows)).toEqual(rows.map(printed));
    }),
    { numRuns: 30 },
  );
});

it('writes more than travels at a time, and values that are longer than that', async () => {
  const long = 'ß\t\\N'.repeat(50_000);
  const rows = Array.from({ length: 2_000 }, (_, place): Row => ({
    ...{ place, height: 1n, held: true, words: place % 999 === 0 ? long : '', units: 10_000n },
    ...{ hash: `0x${'ab'.repeat(32)}`, hashes: [], facts: { word: 'x' } },
  }));
  expect(await copied(rows)).toEqual(rows.map(printed));
});

it('refuses to write a negative amount', async () => {
  const [bad] = fc.sample(row, { numRuns: 1, seed: 1 });
  if (bad === undefined) throw new Error('no sample');
  await expect(copied([{ ...bad, place: 0, units: -1n }])).rejects.toThrow('-1 base units');
});
