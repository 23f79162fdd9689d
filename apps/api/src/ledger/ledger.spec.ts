import { ledgerEntries, type AuditFinding } from '@gpuflow/db';
import { recordAudit } from '@gpuflow/marketplace';
import pg from 'pg';

import { fieldOf } from '../fixture/provider.js';
import {
  chainStart,
  logPosition,
  randomHash,
  startTestApi,
  testWallet,
  token,
  type TestApi,
} from '../fixture/test-api.js';

describe('a ledger', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const query = `query ($owner: Address!, $token: Address!, $first: Int) {
    ledger(owner: $owner, token: $token, first: $first) {
      free { amount } token { symbol } position { blockNumber finality }
      entries { seq kind amount { units } free { units } position { blockNumber finality txHash } }
    }
  }`;

  it('shows the newest lines of an account with their places', async () => {
    const owner = testWallet().address;
    const account = { token, owner };
    const [first, second] = [logPosition(5n), logPosition(7n)];
    const line = { ...account, rentalId: undefined };
    await ledgerEntries.save(
      api.market.db,
      31337,
      [account],
      [
        {
          ...line,
          kind: 'DEPOSITED',
          seq: 1n,
          amountUnits: 8_000_000n,
          freeUnits: 8_000_000n,
          at: first,
        },
        {
          ...line,
          kind: 'WITHDRAWN',
          seq: 2n,
          amountUnits: 500_000n,
          freeUnits: 7_500_000n,
          at: second,
        },
      ],
    );
    const answer = await api.ask(query, { owner, token, first: 1 });
    expect(fieldOf(answer, 'ledger')).toEqual({
      free: { amount: '7.50' },
      token: { symbol: 'dUSD' },
      position: { blockNumber: '10', finality: 'PENDING' },
      entries: [
        {
          seq: '2',
          kind: 'WITHDRAWN',
          amount: { units: '500000' },
          free: { units: '7500000' },
          position: { blockNumber: '7', finality: 'SAFE', txHash: second.txHash },
        },
      ],
    });
  });

  it('is empty for an owner who never deposited', async () => {
    const answer = await api.ask(query, { owner: testWallet().address, token });
    expect(fieldOf(answer, 'ledger')).toMatchObject({ free: { amount: '0.00' }, entries: [] });
  });

  it('knows only tokens of the escrow', async () => {
    const unknown = testWallet().address;
    const { errors } = await api.ask(query, { owner: unknown, token: unknown });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'NOT_FOUND',
      facts: { kind: 'token', id: unknown },
    });
  });
});

describe('an audit', () => {
  const query = `query ($at: Uint) { audit(at: $at) {
    digest differences closesEntry logs accounts rentals position { blockNumber finality }
    tokens { free { amount } held { amount } fees { amount } owed { amount } balance { amount } token { symbol } }
    findings(first: 1) { code subject expected found }
  } }`;
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.close());

  const finding: AuditFinding = {
    code: 'DATABASE_DIFFERS',
    subject: 'rental 0x1',
    field: 'fees',
    expected: '118000',
    found: '118001',
    blockNumber: 6n,
    txHash: undefined,
  };

  function record(blockNumber: bigint, findings: AuditFinding[] = []): Promise<string> {
    const { market } = api;
    const units = { freeUnits: 7_000_000n, heldUnits: 900_000n, feesUnits: 100_000n };
    return recordAudit(market, {
      blockNumber,
      blockHash: randomHash(),
      blockTimestamp: chainStart,
      digest: `0x${'d1'.repeat(32)}`,
      logs: 9,
      accounts: 2,
      rentals: 1,
      differences: findings.length,
      totals: [{ token, ...units, balanceUnits: 8_000_000n }],
      startedAt: market.clock.now(),
      findings,
    });
  }

  it('is nothing before the first', async () => {
    expect(fieldOf(await api.ask(query), 'audit')).toBeNull();
  });

  it('says what the escrow owes and holds, at the block that it names', async () => {
    await record(6n);
    expect(fieldOf(await api.ask(query), 'audit')).toEqual({
      digest: `0x${'d1'.repeat(32)}`,
      differences: 0,
      closesEntry: false,
      logs: 9,
      accounts: 2,
      rentals: 1,
      position: { blockNumber: '6', finality: 'FINALIZED' },
      tokens: [
        {
          free: { amount: '7.00' },
          held: { amount: '0.90' },
          fees: { amount: '0.10' },
          owed: { amount: '8.00' },
          balance: { amount: '8.00' },
          token: { symbol: 'dUSD' },
        },
      ],
      findings: [],
    });
  });

  it('is the newest up to the block that was asked for', async () => {
    await record(4n);
    await record(6n);
    const answer = await api.ask(query, { at: '5' });
    expect(fieldOf(answer, 'audit')).toMatchObject({ position: { blockNumber: '4' } });
    expect(fieldOf(await api.ask(query, { at: '3' }), 'audit')).toBeNull();
  });

  const entry = '{ settlement { entryClosedBy { id findings { code } } } }';
  const settlementOf = async () => fieldOf(await api.ask(entry), 'settlement');

  it('shows what differs, and that entry is closed until an audit finds nothing', async () => {
    const { code, subject, expected, found } = finding;
    const id = await record(6n, [finding, finding]);
    expect(fieldOf(await api.ask(query), 'audit')).toMatchObject({
      differences: 2,
      closesEntry: true,
      findings: [{ code, subject, expected, found }],
    });
    const closedBy = { id, findings: [{ code }, { code }] };
    expect(await settlementOf()).toEqual({ entryClosedBy: closedBy });
    api.market.clock.advanceSeconds(60);
    await record(6n);
    expect(await settlementOf()).toEqual({ entryClosedBy: null });
  });
});

it('an audit of a broken database is our mistake, and nothing of it is told', async () => {
  const api = await startTestApi();
  const client = new pg.Client({ connectionString: api.databaseUrl });
  await client.connect();
  try {
    await client.query('ALTER TABLE audits RENAME TO elsewhere');
    const { errors } = await api.ask('{ audit { differences } }');
    expect(errors).toEqual([
      { message: 'Our mistake.', extensions: { code: 'INTERNAL', errorId: expect.any(String) } },
    ]);
    expect(api.logged).toMatchObject([
      { level: 'error', facts: { errorId: errors?.[0]?.extensions.errorId } },
    ]);
  } finally {
    await client.query('ALTER TABLE IF EXISTS elsewhere RENAME TO audits');
    await client.end();
    await api.close();
  }
});
