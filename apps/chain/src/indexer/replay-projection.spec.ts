import { chainAccounts, chainLogs, chainRentals, chainTokens } from '@gpuflow/db';
import type { EscrowLog } from '@gpuflow/domain';
import { decodeLog } from '@gpuflow/escrow';
import pg from 'pg';
import { dumpProjection } from '../fixture/dump-projection.js';
import { makeEveryKindOfLog } from '../fixture/every-kind-of-log.js';
import { openStage, type Stage } from '../fixture/stage.js';
import { followStep } from './follow.js';
import { replayProjection, type ReplayProgress } from './replay-projection.js';

const everyKind: Record<EscrowLog['kind'], true> = {
  DEPOSITED: true,
  WITHDRAWN: true,
  CREDITED: true,
  DEBITED: true,
  RENTAL_OPENED: true,
  RENTAL_FUNDED: true,
  RENTAL_STARTED: true,
  RENTAL_HALTED: true,
  RENTAL_RESUMED: true,
  RENTAL_PREEMPTED: true,
  RENTAL_REPRICED: true,
  NOTICE_GIVEN: true,
  RENTAL_EXTENDED: true,
  RENTAL_TOPPED_UP: true,
  RENTAL_TRIMMED: true,
  RENTAL_STOPPED: true,
  SETTLED: true,
  RENTAL_CLOSED: true,
  OFFER_CANCELLED: true,
  ORDER_CANCELLED: true,
  COUNTER_INCREMENTED: true,
  DELEGATE_SET: true,
  DELEGATE_SPENT: true,
  NONCE_USED: true,
  BATCH_ITEM_FAILED: true,
  ENTRY_PAUSED: true,
  ENTRY_UNPAUSED: true,
  METER_REVOKED: true,
  FEES_WITHDRAWN: true,
  TOKEN_LISTED: true,
  TOKEN_DELISTED: true,
  FEE_SET: true,
  FEE_RECIPIENT_SET: true,
};

let stage: Stage;
let followed: Awaited<ReturnType<typeof dumpProjection>>;
beforeAll(async () => {
  stage = await openStage();
  // Read step by step, so that the rows are folded one log after the other.
  const { process } = stage;
  await process.followStep();
  await makeEveryKindOfLog(stage);
  while (await process.followStep());
  followed = await dumpProjection(stage.databaseUrl);
});
afterAll(() => stage.close());

/** Spoils or empties what was folded, past all that guards it. */
async function execute(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function rowsInAll(): Promise<number> {
  const { db, policy } = stage.chain.market;
  return chainLogs.countFoldKeys(db, policy.chainId);
}

describe('replay', () => {
  it('has every kind of log before it', async () => {
    const { db, policy } = stage.chain.market;
    const keys = await chainLogs.foldKeys(db, policy.chainId, { after: '', limit: 1_000 });
    const foldKeys = keys.map(({ foldKey }) => foldKey);
    const logs = await chainLogs.ofFoldKeys(db, policy.chainId, foldKeys);
    const kinds = logs.flatMap((log) => decodeLog(log, log.timestamp)?.kind ?? []);
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(everyKind).sort());
    expect(followed.filter(({ rows }) => rows.length === 0)).toEqual([]);
  });

  it('makes the same tables, byte for byte, and says how far it is', async () => {
    const progress: ReplayProgress[] = [];
    const rows = await rowsInAll();
    const replayed = await replayProjection(stage.chain, (one) => progress.push(one));
    expect(replayed).toEqual({ rows, removed: 0 });
    expect(progress.at(-1)).toEqual({ rows, rowsInAll: rows });
    expect(await dumpProjection(stage.databaseUrl)).toEqual(followed);
  });

  it('makes them out of nothing but the logs', async () => {
    const tables = followed.map(({ table }) => table);
    await execute(`truncate ${tables.join()}`);
    await replayProjection(stage.chain);
    expect(await dumpProjection(stage.databaseUrl)).toEqual(followed);
  });

  it('mends what was changed, and removes what no log tells of', async () => {
    await execute(`
      update chain_accounts set free_units = free_units + 1;
      update chain_rentals set fee_units = fee_units + 1, claimed_units = claimed_units + 1
        where state = 'CLOSED' and claimed_units < funded_units;
      update chain_tokens set listed = not listed;
      insert into chain_counters select chain_id, '0x' || repeat('77', 20), 7, 7 from chain_cursors;
      insert into chain_accounts
        select chain_id, token, '0x' || repeat('77', 20), 5, 1, last_block, last_block_hash, last_log_index,
               last_tx_hash, last_timestamp
        from chain_accounts limit 1`);
    expect(await dumpProjection(stage.databaseUrl)).not.toEqual(followed);
    expect(await replayProjection(stage.chain)).toMatchObject({ removed: 2 });
    expect(await dumpProjection(stage.databaseUrl)).toEqual(followed);
  });

  it('makes the same from the first log on, in an empty database', async () => {
    const { chain, databaseUrl } = await stage.elsewhere();
    while ((await followStep(chain)) === 'APPENDED');
    expect(await dumpProjection(databaseUrl)).toEqual(followed);
  });

  it('is read from the same tables as the rest of the market', async () => {
    const { db, policy } = stage.chain.market;
    expect(await chainRentals.list(db, policy.chainId)).toHaveLength(4);
    expect(await chainAccounts.list(db, policy.chainId)).toHaveLength(2);
    expect(await chainTokens.list(db, policy.chainId)).toMatchObject([{ listed: false }]);
  });
});
