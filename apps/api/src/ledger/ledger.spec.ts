import { chainAccounts, chainCursors, chainTokens, ledgerEntries } from '@gpuflow/db';
import { parseAddress, type Address, type Hash } from '@gpuflow/domain';
import { createWallet, openChainClient } from '@gpuflow/escrow';
import { startChain, type TestChain } from '@gpuflow/testing';
import pg from 'pg';
import { toHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

import { fieldOf } from '../fixture/provider.js';
import { logPosition, startTestApi, testWallet, token, type TestApi } from '../fixture/test-api.js';

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

describe('an audit of a real contract', () => {
  const mnemonic = 'test test test test test test test test test test test junk';
  const renterIndex = 5;
  const query = `{ audit {
    differenceUnits accountsChecked rentalsChecked position { blockNumber blockHash }
    tokens { balance { units } liabilities { units } } differences { kind field chain database }
  } }`;
  let chain: TestChain;
  let api: TestApi;
  let owner: Address;
  let paid: Address;

  beforeAll(async () => {
    chain = await startChain();
    const escrow = parseAddress(chain.deployment.escrow, 'escrow');
    paid = parseAddress(chain.deployment.token, 'token');
    api = await startTestApi({ escrow, rpcUrl: chain.url });
    owner = await depositOnChain(8_000_000n);
  });
  afterAll(async () => {
    await api.close();
    await chain.stop();
  });

  async function depositOnChain(units: bigint): Promise<Address> {
    const { privateKey } = mnemonicToAccount(mnemonic, { addressIndex: renterIndex }).getHdKey();
    if (privateKey === null) throw new Error('the mnemonic gives no key');
    const { chainId } = chain;
    const deployment = { escrow: api.options.escrow, token: paid };
    const options = { privateKey: toHex(privateKey), chainId, rpcUrl: chain.url, deployment };
    const wallet = createWallet(options);
    await wallet.mintDemo(units);
    await wallet.approveAndDeposit(units);
    return wallet.address;
  }

  /** Writes what a follower would have read up to the last block. */
  async function project(freeUnits: bigint): Promise<Hash> {
    const { db, clock } = api.market;
    const head = await openChainClient({ rpcUrl: chain.url, chainId: 31337 }).getBlock();
    const block = { number: head.number, hash: head.hash, timestamp: head.timestamp };
    const heights = { safeNumber: head.number, finalizedNumber: head.number };
    const { escrow } = api.options;
    const seen = { chainId: 31337, escrow, deploymentBlock: 1n, observedAt: clock.now() };
    await chainCursors.save(db, { ...seen, ...block, ...heights });
    await chainTokens.remove(db, 31337, [token]);
    await chainTokens.save(db, 31337, [
      {
        address: paid,
        symbol: 'dUSD',
        decimals: 6,
        listed: true,
        feesWithdrawnUnits: 0n,
        lastBlock: 1n,
      },
    ]);
    const account = { token: paid, owner, freeUnits, seq: 1n, last: logPosition(head.number) };
    await chainAccounts.save(db, 31337, [account]);
    return head.hash;
  }

  it('finds every unit where the database agrees, at the block that it names', async () => {
    const blockHash = await project(8_000_000n);
    await depositOnChain(1n);
    expect(fieldOf(await api.ask(query), 'audit')).toEqual({
      differenceUnits: '0',
      accountsChecked: 1,
      rentalsChecked: 0,
      position: { blockNumber: expect.any(String), blockHash },
      tokens: [{ balance: { units: '8000000' }, liabilities: { units: '8000000' } }],
      differences: [],
    });
  });

  it('finds a unit that is wrong, in the account and in the whole', async () => {
    await project(8_000_002n);
    expect(fieldOf(await api.ask(query), 'audit')).toMatchObject({
      differenceUnits: '3',
      differences: [
        { kind: 'account', field: 'free', chain: '8000001', database: '8000002' },
        { kind: 'account', field: 'seq', chain: '2', database: '1' },
        { kind: 'balance', field: 'balanceOf', chain: '8000001', database: '8000002' },
      ],
    });
  });
});

it('an audit without a node is to be tried later', async () => {
  const api = await startTestApi();
  try {
    const { errors } = await api.ask('{ audit { differenceUnits } }');
    expect(errors).toEqual([
      {
        message: 'Try again later.',
        extensions: { code: 'TRY_LATER', errorId: expect.any(String) },
      },
    ]);
    expect(api.logged).toEqual([
      { level: 'warn', message: 'the outside failed', facts: expect.anything() },
    ]);
  } finally {
    await api.close();
  }
});

it('an audit of a broken database is our mistake, and nothing of it is told', async () => {
  const api = await startTestApi();
  const client = new pg.Client({ connectionString: api.databaseUrl });
  await client.connect();
  try {
    await client.query('ALTER TABLE chain_accounts RENAME TO elsewhere');
    const { errors } = await api.ask('{ audit { differenceUnits } }');
    expect(errors).toEqual([
      { message: 'Our mistake.', extensions: { code: 'INTERNAL', errorId: expect.any(String) } },
    ]);
    expect(api.logged).toMatchObject([
      { level: 'error', facts: { errorId: errors?.[0]?.extensions.errorId } },
    ]);
  } finally {
    await client.end();
    await api.close();
  }
});
