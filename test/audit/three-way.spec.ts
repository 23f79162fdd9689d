import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { operations } from '@gpuflow/api-client';
import { verifyProof } from '@gpuflow/audit';
import { run } from '@gpuflow/cli';
import pg from 'pg';

import { fiveDollars, Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type World } from '../world/world.js';

const hour = 3_600n;
/** What the chain process has made of the chain. */
const kept = ['chain_accounts', 'chain_logs', 'chain_rentals', 'chain_tokens'];

describe('a market with a settled rental', () => {
  let world: World;
  let machine: TestMachine;
  let renter: Renter;
  let listingId: string;
  let rentalId: `0x${string}`;
  let database: pg.Client;

  beforeAll(async () => {
    world = await openWorld();
    renter = new Renter(world, world.party('renter'));
    machine = await TestMachine.enrol(world, world.party('provider'));
    await machine.beat();
    listingId = await machine.list();
    await renter.deposit(2n * fiveDollars);
    rentalId = await renter.open(listingId);
    await machine.boot();
    await world.settle();
    const { startedAt } = await renter.rental(rentalId);
    const start = BigInt((startedAt?.getTime() ?? 0) / 1000);
    await renter.stopAt(rentalId, start + 2n * hour);
    await world.passTo(start + 3n * hour);
    database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await machine.close();
    await world.close();
  });

  /** `gpuflow` at a terminal: its exit status and, as JSON, its answer. */
  async function gpuflow(...words: string[]) {
    const lines: string[] = [];
    const to = { out: (line: string) => void lines.push(line), err: () => undefined };
    const status = await run([...words, '--json'], to);
    const answer: unknown = JSON.parse(lines.join(''));
    return { status, answer };
  }

  const place = () => {
    const { block, escrow } = world.node.deployment;
    return ['--rpc', world.node.url, '--escrow', escrow, '--from-block', String(block)];
  };
  const apiUrl = () => world.apiUrl;

  it('agrees with itself three times, and with what the operator publishes', async () => {
    expect(await world.audit()).toMatchObject({ findings: [], differences: 0, rentals: 1 });
    const own = await gpuflow('audit', ...place(), '--database', world.databaseUrl);
    expect(own).toMatchObject({ status: 0, answer: { findings: [], accounts: 2 } });
    const published = await gpuflow('audit', ...place(), '--api', apiUrl());
    expect(published).toMatchObject({ status: 0, answer: { findings: [] } });
  });

  it('judges rows that have moved on since by the logs that moved them', async () => {
    await world.audit();
    await renter.deposit(7n);
    const { position, findings } = await world.auditAsItIs();
    expect(position.blockNumber).toBeLessThan(await world.headNumber());
    expect(findings).toEqual([]);
    const newest = 'last_block = (SELECT max(last_block) FROM chain_accounts)';
    await database.query(`UPDATE chain_accounts SET free_units = free_units + 1 WHERE ${newest}`);
    const bent = await world.auditAsItIs();
    expect(bent.findings).toMatchObject([{ code: 'DATABASE_DIFFERS', field: 'free' }]);
    await database.query(`UPDATE chain_accounts SET free_units = free_units - 1 WHERE ${newest}`);
  });

  describe('whose database somebody has bent', () => {
    beforeEach(async () => {
      await world.audit();
      for (const table of kept)
        await database.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    });
    afterEach(async () => {
      for (const table of kept) {
        await database.query(`TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`);
        await database.query(`DROP TABLE kept_${table}`);
      }
    });

    const tampered: [string, string, string, string][] = [
      [
        'a changed amount of a rental',
        'UPDATE chain_rentals SET fee_units = fee_units + 1, to_provider_units = to_provider_units - 1',
        'DATABASE_DIFFERS',
        'fees',
      ],
      [
        'a changed balance',
        'UPDATE chain_accounts SET free_units = free_units + 1',
        'DATABASE_DIFFERS',
        'free',
      ],
      [
        'a changed clock',
        'UPDATE chain_rentals SET ends_at = ends_at + 1',
        'DATABASE_DIFFERS',
        'endsAt',
      ],
      [
        'a rental that the chain does not know',
        `CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT * FROM chain_rentals;
         UPDATE copied SET rental_id = '0x${'ab'.repeat(32)}';
         INSERT INTO chain_rentals SELECT * FROM copied`,
        'DATABASE_INVENTS',
        'row',
      ],
      ['a rental that was forgotten', 'DELETE FROM chain_rentals', 'DATABASE_LACKS', 'row'],
      [
        'a log that was forgotten',
        'DELETE FROM chain_logs WHERE block_number = (SELECT max(block_number) FROM chain_logs)',
        'DATABASE_LACKS',
        'log',
      ],
      [
        'a log that was changed',
        'UPDATE chain_logs SET data = set_byte(data, 31, get_byte(data, 31) # 1) WHERE block_number = (SELECT max(block_number) FROM chain_logs)',
        'DATABASE_DIFFERS',
        'log',
      ],
      [
        'fees said to be withdrawn',
        'UPDATE chain_tokens SET fees_withdrawn_units = 1',
        'DATABASE_DIFFERS',
        'feesWithdrawn',
      ],
    ];
    it.each(tampered)('finds %s', async (_name, sql, code, field) => {
      await database.query(sql);
      const { status, answer } = await gpuflow(
        'audit',
        ...place(),
        '--database',
        world.databaseUrl,
      );
      expect(status).toBe(1);
      expect(answer).toMatchObject({
        findings: expect.arrayContaining([expect.objectContaining({ code, field })]),
      });
    });
  });

  it('lets nobody new in while it differs, everybody out, and opens again by itself', async () => {
    await database.query(
      'UPDATE chain_rentals SET fee_units = fee_units + 1, to_provider_units = to_provider_units - 1',
    );
    const differing = await world.audit();
    expect(differing).toMatchObject({ closesEntry: true, differences: 2 });
    await expect(renter.quote(listingId)).rejects.toMatchObject({
      code: 'ENTRY_CLOSED',
      facts: { auditId: differing.id },
    });
    const { wallet } = renter.party;
    const before = await wallet.tokenBalance();
    await wallet.withdraw(1n);
    expect(await wallet.tokenBalance()).toBe(before + 1n);
    await world.settle();
    await database.query(
      'UPDATE chain_rentals SET fee_units = fee_units - 1, to_provider_units = to_provider_units + 1',
    );
    expect(await world.audit()).toMatchObject({ closesEntry: false, findings: [] });
    await expect(renter.quote(listingId)).resolves.toBeDefined();
  });

  it('finds that what the operator publishes is not what the chain says', async () => {
    await world.audit();
    await database.query(`UPDATE audits SET digest = '0x${'ab'.repeat(32)}'`);
    const { status, answer } = await gpuflow('audit', ...place(), '--api', apiUrl());
    expect(status).toBe(1);
    expect(answer).toMatchObject({ findings: [{ code: 'PUBLISHED_DIFFERS', field: 'digest' }] });
  });

  it('proves its settlement to somebody who has only a file and a node', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-proof-'));
    const file = path.join(folder, 'proof.json');
    const { status } = await proved(file);
    expect(status).toBe(0);
    const offline = await gpuflow('verify-proof', file);
    expect(offline).toMatchObject({
      status: 0,
      answer: { claimed: '1180000', offerConsent: 'SIGNED', orderConsent: 'SIGNED' },
    });
    expect(await gpuflow('verify-proof', file, '--rpc', world.node.url)).toMatchObject({
      status: 0,
      answer: { unanchored: [] },
    });
    const stranger = await gpuflow('verify-proof', file, '--block-hash', `0x${'ab'.repeat(32)}`);
    expect(stranger).toMatchObject({ status: 1, answer: { holds: false } });
    await rm(folder, { recursive: true });
  });

  it('shows its settlements page by page, and proves each to whoever asks the API', async () => {
    const first = await settlements(null);
    const [newest] = first.edges;
    expect(first.edges).toHaveLength(1);
    expect(newest?.node).toMatchObject({ rentalId, claimed: { units: 1_180_000n } });
    if (first.pageInfo.hasNextPage) {
      const next = await settlements(first.pageInfo.endCursor);
      expect(next.edges[0]?.node.claimed.units).toBeLessThan(1_180_000n);
    }
    const { proof } = await world.anonymous.query(operations.proof, { rentalId });
    expect(proof.seq).toBe(newest?.node.seq);
    expect(await verifyProof(proof.bundle)).toMatchObject({ rentalId, claimed: 1_180_000n });
    const other = { rentalId, seq: proof.seq + 1 };
    await expect(world.anonymous.query(operations.proof, other)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      facts: { kind: 'settlement', id: rentalId },
    });
  });

  async function settlements(after: string | null) {
    const page = { rentalId, first: 1, after };
    return (await world.anonymous.query(operations.settlements, page)).settlements;
  }

  function proved(file: string) {
    const to = { out: () => undefined, err: () => undefined };
    return run(['proof', ...place(), '--rental', rentalId, '--output', file], to).then(
      (status) => ({ status }),
    );
  }
});
