import { Fault } from '@gpuflow/domain';
import { eachTestItsDatabase } from './fixture/market.js';
import { hotRows } from './hot-rows.js';
import { openDatabase } from './index.js';

const market = eachTestItsDatabase();

/** One connection, so that what a statement leaves behind is what the next one finds. */
async function onOneConnection(work: (db: typeof market.db) => Promise<void>): Promise<void> {
  const db = openDatabase(market.url, { poolMax: 1 });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

const quotient = (divisor: number) => ({ text: 'select 6 / $1::int', values: [divisor] });

it('answers every column as PostgreSQL writes it, in order', async () => {
  const rows = await hotRows(market.db, {
    text: `select n, null, n = 2, array[n, 7], $2::text, cardinality($3::text[])
      from unnest($1::int[]) as list(n) order by n`,
    values: [[2, 1], 'ü"\\', ['a,b', '{c}', 'd"\\']],
  });
  expect(rows).toEqual([
    ['1', null, 'f', '{1,7}', 'ü"\\', '3'],
    ['2', null, 't', '{2,7}', 'ü"\\', '3'],
  ]);
  expect(await hotRows(market.db, { text: 'select 1 where false', values: [] })).toEqual([]);
});

it('hands lists over element by element', async () => {
  const list = ['a,b', '{c}', 'd"\\', ''];
  const rows = await hotRows(market.db, { text: 'select unnest($1::text[])', values: [list] });
  expect(rows).toEqual(list.map((text) => [text]));
});

it('asks the same text again on a connection on which it has failed', () =>
  onOneConnection(async (db) => {
    await expect(hotRows(db, quotient(0))).rejects.toMatchObject({ code: '22012' });
    expect(await hotRows(db, quotient(2))).toEqual([['3']]);
    await expect(hotRows(db, quotient(0))).rejects.toMatchObject({ code: '22012' });
    expect(await hotRows(db, quotient(3))).toEqual([['2']]);
  }));

it('leaves a connection usable whose statement is wrong', () =>
  onOneConnection(async (db) => {
    const wrong = { text: 'select from nowhere', values: [] };
    await expect(hotRows(db, wrong)).rejects.toMatchObject({ code: '42P01' });
    await expect(hotRows(db, wrong)).rejects.toMatchObject({ code: '42P01' });
    expect(await hotRows(db, quotient(1))).toEqual([['6']]);
  }));

it('keeps plans for so many texts, and answers further ones without', () =>
  onOneConnection(async (db) => {
    for (let text = 0; text < 300; text += 1)
      expect(await hotRows(db, { text: `select ${text}`, values: [] })).toEqual([[`${text}`]]);
    const kept = await hotRows(db, {
      text: `select statement from pg_prepared_statements where statement = any($1::text[])`,
      values: [['select 1', 'select 299']],
    });
    expect(kept).toEqual([['select 1']]);
  }));

it('reads in the transaction that it is given', () =>
  market.db.transaction(async (tx) => {
    const [inside] = await hotRows(tx, { text: 'select pg_current_xact_id()', values: [] });
    const [again] = await hotRows(tx, { text: 'select pg_current_xact_id()', values: [] });
    expect(again).toEqual(inside);
  }));

it('says that the database failed when the connection ends under it', async () => {
  const end = { text: 'select pg_terminate_backend(pg_backend_pid())', values: [] };
  await expect(hotRows(market.db, end)).rejects.toBeInstanceOf(Fault);
  expect(await hotRows(market.db, quotient(1))).toEqual([['6']]);
});
