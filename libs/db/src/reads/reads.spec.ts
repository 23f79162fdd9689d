import { eachTestItsDatabase, rent } from '../fixture/market.js';
import {
  addressOf,
  chainAccountOf,
  chainId,
  chainRentalOf,
  cursorOf,
  depositOf,
  later,
  provider,
  rentalOf,
  renter,
  token,
} from '../fixture/samples.js';
import {
  auditView,
  chainAccounts,
  chainCursors,
  chainParams,
  chainRentals,
  chainTokens,
  ledger,
  ledgerEntries,
  myRentals,
  settlement,
} from '../index.js';

const market = eachTestItsDatabase();
const account = { token, owner: renter };
const dollar = {
  address: token,
  symbol: 'dUSD',
  decimals: 6,
  listed: true,
  feesWithdrawnUnits: 0n,
  lastBlock: 3n,
};

describe('ledger', () => {
  it('ends with the balance that its newest line left', async () => {
    const lines = [1n, 2n, 3n].map((seq) => depositOf(seq));
    await ledgerEntries.save(market.db, chainId, [account], lines);
    const { db } = market;
    expect(await ledger(db, chainId, account, 2)).toEqual({
      freeUnits: 3n,
      entries: [lines[2], lines[1]],
    });
    const unknown = { token, owner: addressOf(404) };
    expect(await ledger(db, chainId, unknown, 2)).toEqual({ freeUnits: 0n, entries: [] });
  });
});

describe('settlement', () => {
  it('is there once the chain’s parameters were read', async () => {
    const { db } = market;
    await chainCursors.save(db, cursorOf());
    expect(await settlement(db, chainId)).toBeUndefined();
    await chainParams.save(db, chainId, { feeBps: 1000, feeRecipient: renter, lastBlock: 3n });
    await chainTokens.save(db, chainId, [dollar]);
    expect(await settlement(db, chainId)).toEqual({
      cursor: cursorOf(),
      feeBps: 1000,
      feeRecipient: renter,
      tokens: [dollar],
    });
    expect(await settlement(db, 1)).toBeUndefined();
  });
});

describe('myRentals', () => {
  it('are those of the wallet on either side, the newest first', async () => {
    const wallet = addressOf(0xe);
    await rent(market.db, 1, { renter: wallet, createdAt: later(1) });
    await rent(market.db, 2, { provider: wallet, createdAt: later(3) });
    await rent(market.db, 3, { createdAt: later(4) });
    await rent(market.db, 4, { renter: wallet, createdAt: later(2) });
    const ids = async (first: number) =>
      (await myRentals(market.db, wallet, first)).map(({ id }) => id);
    expect(await ids(9)).toEqual([2, 4, 1].map((n) => rentalOf(n).id));
    expect(await ids(2)).toEqual([2, 4].map((n) => rentalOf(n).id));
    expect(await myRentals(market.db, provider, 9)).toHaveLength(3);
    expect(await myRentals(market.db, addressOf(404), 9)).toEqual([]);
  });
});

describe('auditView', () => {
  it('holds everything of one chain, by key', async () => {
    const { db } = market;
    const [first, second] = [chainRentalOf(1), chainRentalOf(2)];
    const other = chainAccountOf({ owner: addressOf(1) });
    await chainCursors.save(db, cursorOf());
    await chainRentals.save(db, chainId, [second, first]);
    await chainRentals.save(db, 1, [first]);
    await chainAccounts.save(db, chainId, [chainAccountOf(), other]);
    await chainTokens.save(db, chainId, [dollar]);
    expect(await auditView(db, chainId, 10n)).toEqual({
      cursor: cursorOf(),
      accounts: [other, chainAccountOf()],
      rentals: [first, second],
      tokens: [dollar],
      later: [],
    });
  });

  it('is a Fault before the first block', async () => {
    await expect(auditView(market.db, chainId, 0n)).rejects.toMatchObject({ source: 'chain' });
  });
});

describe('snapshot', () => {
  it('sees no change that comes while it reads', async () => {
    const { db } = market;
    await chainCursors.save(db, cursorOf());
    const seen = await db.snapshot(async (tx) => {
      const before = await chainCursors.find(tx, chainId);
      await chainCursors.save(db, cursorOf({ number: 21n }));
      return [before?.number, (await chainCursors.find(tx, chainId))?.number];
    });
    expect(seen).toEqual([20n, 20n]);
    expect((await chainCursors.find(db, chainId))?.number).toBe(21n);
  });
});
