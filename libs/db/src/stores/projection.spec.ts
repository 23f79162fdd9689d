import type { ChainRental } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import {
  addressOf,
  chainAccountOf,
  chainId,
  chainRentalOf,
  cursorOf,
  depositOf,
  hashOf,
  later,
  noon,
  orderOf,
  positionOf,
  renter,
  token,
  unitsMax,
} from '../fixture/samples.js';
import {
  cancelledOffers,
  chainAccounts,
  chainBlocks,
  chainCounters,
  chainCursors,
  chainLogs,
  chainNow,
  chainParams,
  chainRentals,
  chainTokens,
  ledgerEntries,
  type ChainLog,
} from '../index.js';

const market = eachTestItsDatabase();

const blockOf = (number: bigint) => ({
  number,
  hash: hashOf(0x6000 + Number(number)),
  parentHash: hashOf(0x6000 + Number(number) - 1),
  timestamp: 1_800_000_000n + number,
});

const logOf = (number: bigint, logIndex: number, foldKey: string): ChainLog => ({
  blockNumber: number,
  blockHash: blockOf(number).hash,
  logIndex,
  txHash: hashOf(1),
  address: addressOf(0xe5c),
  topics: [hashOf(0x70), hashOf(0x71)],
  data: '0x',
  timestamp: blockOf(number).timestamp,
  foldKey,
});

describe('chainCursors', () => {
  it('move in place', async () => {
    expect(await chainCursors.find(market.db, chainId)).toBeUndefined();
    await chainCursors.save(market.db, cursorOf());
    const moved = cursorOf({ number: 21n, hash: hashOf(0x21), observedAt: later(1) });
    await chainCursors.save(market.db, moved);
    expect(await chainCursors.find(market.db, chainId)).toEqual(moved);
  });

  it.each([
    [0, 0n],
    [1, 0n],
    [999, 0n],
    [1_000, 1n],
    [59_999, 59n],
    [-5_000, 0n],
  ])('give the chain’s clock %d ms after they were seen', async (ms, seconds) => {
    await chainCursors.save(market.db, cursorOf());
    const now = new Date(noon.getTime() + ms);
    expect(await chainNow(market.db, chainId, now)).toBe(cursorOf().timestamp + seconds);
  });

  it('give no clock before the first block', async () => {
    await expect(chainNow(market.db, chainId, noon)).rejects.toMatchObject({ source: 'chain' });
  });
});

describe('chainBlocks', () => {
  it('come in order of number, and go from a block on, or below one', async () => {
    await chainBlocks.insert(market.db, chainId, [3n, 1n, 2n, 4n].map(blockOf));
    const numbers = async (from = 0n, to = 9n) =>
      (await chainBlocks.headers(market.db, chainId, from, to)).map(({ number }) => number);
    expect(await chainBlocks.headers(market.db, chainId, 2n, 2n)).toEqual([blockOf(2n)]);
    expect(await numbers(2n, 3n)).toEqual([2n, 3n]);
    await chainBlocks.deleteFrom(market.db, chainId, 4n);
    await chainBlocks.deleteBelow(market.db, chainId, 2n);
    expect(await numbers()).toEqual([2n, 3n]);
  });
});

describe('chainLogs', () => {
  const logs = [
    logOf(2n, 1, 'rental:b'),
    logOf(1n, 5, 'rental:a'),
    logOf(2n, 0, 'rental:a'),
    logOf(3n, 0, 'rental:a'),
    logOf(3n, 1, 'params'),
  ];

  it('come back in the chain’s order by what they fold into, stored once', async () => {
    await chainLogs.insert(market.db, chainId, logs);
    await expect(chainLogs.insert(market.db, chainId, logs)).rejects.toMatchObject({
      code: '23505',
    });
    expect(await chainLogs.ofFoldKeys(market.db, chainId, ['rental:a', 'rental:b'])).toEqual([
      logs[1],
      logs[2],
      logs[0],
      logs[3],
    ]);
    expect(await chainLogs.countFoldKeys(market.db, chainId)).toBe(3);
    const page = { after: 'params', limit: 1 };
    expect(await chainLogs.foldKeys(market.db, chainId, page)).toEqual([
      { foldKey: 'rental:a', logs: 3 },
    ]);
  });

  it('tell what they folded into when they vanish', async () => {
    await chainLogs.insert(market.db, chainId, logs);
    await chainLogs.insert(market.db, 1, [logOf(3n, 0, 'rental:elsewhere')]);
    expect(await chainLogs.deleteFrom(market.db, chainId, 3n)).toEqual(['params', 'rental:a']);
    expect(await chainLogs.deleteFrom(market.db, chainId, 3n)).toEqual([]);
    const all = { after: '', limit: 10 };
    expect(await chainLogs.foldKeys(market.db, chainId, all)).toEqual([
      { foldKey: 'rental:a', logs: 2 },
      { foldKey: 'rental:b', logs: 1 },
    ]);
    expect(await chainLogs.foldKeys(market.db, 1, all)).toEqual([
      { foldKey: 'rental:elsewhere', logs: 1 },
    ]);
  });
});

describe('chainRentals', () => {
  const closed: ChainRental = chainRentalOf(1, {
    seq: 4,
    state: 'CLOSED',
    order: orderOf({ deposit: unitsMax }),
    fundedUnits: unitsMax,
    claimedUnits: unitsMax,
    toProviderUnits: unitsMax - 1n,
    feeUnits: 1n,
    refundedUnits: unitsMax,
    startedAt: 1_800_000_100n,
    endsAt: 1_800_007_300n,
    endedAt: 1_800_007_300n,
    closeReason: 'SETTLED',
    last: positionOf(14n, 3),
  });

  it('come back to the unit, each fold in place of the one before', async () => {
    await chainRentals.save(market.db, chainId, [chainRentalOf(1), chainRentalOf(2)]);
    await chainRentals.save(market.db, chainId, [closed]);
    expect(await chainRentals.find(market.db, chainId, closed.rentalId)).toEqual(closed);
    expect(await chainRentals.find(market.db, 1, closed.rentalId)).toBeUndefined();
    expect(await chainRentals.list(market.db, chainId)).toEqual([closed, chainRentalOf(2)]);
    const both = [closed.rentalId, chainRentalOf(2).rentalId];
    expect(await chainRentals.findMany(market.db, chainId, both)).toHaveLength(2);
    await chainRentals.remove(market.db, chainId, both);
    expect(await chainRentals.findMany(market.db, chainId, both)).toEqual([]);
  });

  it('are live until they are closed, page by page', async () => {
    const second = chainRentalOf(3, { state: 'RUNNING' });
    const first = chainRentalOf(2, { state: 'ENDED' });
    await chainRentals.save(market.db, chainId, [closed, second, first]);
    const page = (after: string, limit = 9) =>
      chainRentals.live(market.db, chainId, { after, limit });
    expect(await page('')).toEqual([first, second]);
    expect(await page('', 1)).toEqual([first]);
    expect(await page(first.rentalId)).toEqual([second]);
    expect(await page(second.rentalId)).toEqual([]);
  });

  it('never hold a claim that does not add up', async () => {
    const wrong = chainRentalOf(1, { claimedUnits: 3n, toProviderUnits: 1n, feeUnits: 1n });
    await expect(chainRentals.save(market.db, chainId, [wrong])).rejects.toThrow();
  });
});

describe('chainAccounts and ledgerEntries', () => {
  it('come back to the unit, each fold in place of the one before', async () => {
    const account = chainAccountOf({ freeUnits: unitsMax, seq: 2n ** 62n });
    const other = chainAccountOf({ owner: addressOf(9) });
    await chainAccounts.save(market.db, chainId, [chainAccountOf(), other]);
    await chainAccounts.save(market.db, chainId, [account]);
    expect(await chainAccounts.find(market.db, chainId, token, renter)).toEqual(account);
    expect(await chainAccounts.list(market.db, chainId)).toEqual([other, account]);
    await chainAccounts.remove(market.db, chainId, [account]);
    expect(await chainAccounts.find(market.db, chainId, token, renter)).toBeUndefined();
    expect(await chainAccounts.find(market.db, chainId, token, addressOf(9))).toEqual(other);
  });

  it('list an account’s lines, the newest first, in place of all it had', async () => {
    const lines = [1n, 2n, 3n].map((seq) => depositOf(seq));
    const account = { token, owner: renter };
    const other = depositOf(1n, { owner: addressOf(9), rentalId: hashOf(3), kind: 'DEBITED' });
    await ledgerEntries.save(market.db, chainId, [account, other], [...lines, other]);
    expect(await ledgerEntries.newest(market.db, chainId, account, 2)).toEqual([
      lines[2],
      lines[1],
    ]);
    const refolded = [depositOf(1n, { amountUnits: unitsMax, freeUnits: unitsMax })];
    await ledgerEntries.save(market.db, chainId, [account], refolded);
    expect(await ledgerEntries.newest(market.db, chainId, account, 9)).toEqual(refolded);
    expect(await ledgerEntries.newest(market.db, chainId, other, 9)).toEqual([other]);
  });
});

describe('tokens, parameters, cancelled offers and counters', () => {
  it('come back to the unit, each fold in place of the one before', async () => {
    const dollar = {
      address: token,
      symbol: 'dUSD',
      decimals: 6,
      listed: true,
      feesWithdrawnUnits: 0n,
      lastBlock: 3n,
    };
    await chainTokens.save(market.db, chainId, [dollar]);
    const taken = { ...dollar, listed: false, feesWithdrawnUnits: unitsMax };
    await chainTokens.save(market.db, chainId, [taken]);
    expect(await chainTokens.find(market.db, chainId, token)).toEqual(taken);
    expect(await chainTokens.list(market.db, chainId)).toEqual([taken]);
    await chainTokens.remove(market.db, chainId, [token]);
    expect(await chainTokens.list(market.db, chainId)).toEqual([]);

    const params = { feeBps: 1000, feeRecipient: addressOf(4), lastBlock: 3n };
    await chainParams.save(market.db, chainId, params);
    await chainParams.save(market.db, chainId, { ...params, feeBps: 1500 });
    expect(await chainParams.find(market.db, chainId)).toEqual({ ...params, feeBps: 1500 });
    await chainParams.remove(market.db, chainId);
    expect(await chainParams.find(market.db, chainId)).toBeUndefined();

    const cancelled = { offerHash: hashOf(1), lastBlock: 3n };
    await cancelledOffers.save(market.db, chainId, [cancelled]);
    await cancelledOffers.save(market.db, chainId, [cancelled]);
    expect(await cancelledOffers.has(market.db, chainId, hashOf(1))).toBe(true);
    await cancelledOffers.remove(market.db, chainId, [hashOf(1)]);
    expect(await cancelledOffers.has(market.db, chainId, hashOf(1))).toBe(false);

    const counter = { owner: renter, counter: 1n, lastBlock: 3n };
    await chainCounters.save(market.db, chainId, [counter]);
    await chainCounters.save(market.db, chainId, [{ ...counter, counter: 2n }]);
    expect(await chainCounters.of(market.db, chainId, renter)).toBe(2n);
    await chainCounters.remove(market.db, chainId, [renter]);
    expect(await chainCounters.of(market.db, chainId, renter)).toBe(0n);
  });
});
