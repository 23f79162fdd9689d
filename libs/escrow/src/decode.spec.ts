import {
  foldAccount,
  foldRental,
  isAccountLog,
  isRentalLog,
  type ChainAccount,
  type ChainRental,
  type EscrowLog,
  type Placed,
} from '@gpuflow/domain';
import { toEventSelector } from 'viem';
import { liveThrough } from './fixture/live-through.js';
import { startLocalMarket, type LocalMarket } from './fixture/local-market.js';
import { decodeLog, type RawLog } from './decode.js';
import { foldKeyOf } from './fold-key.js';
import { readEscrow } from './read-escrow.js';

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

describe('decodeLog', () => {
  let market: LocalMarket;
  let orders: Awaited<ReturnType<typeof liveThrough>>;
  let raws: RawLog[];
  let logs: Placed<EscrowLog>[];

  beforeAll(async () => {
    market = await startLocalMarket();
    orders = await liveThrough(market);
    raws = await rawLogs(market);
    logs = raws.flatMap((raw) => decodeLog(raw, 42n) ?? []);
  });
  afterAll(() => market.chain.stop());

  it('understands every kind of log, made by real transactions', () => {
    const kinds = new Set(logs.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(Object.keys(everyKind).sort());
  });

  it('says exactly what happened, in its order', () => {
    const { ran } = orders;
    const rentalId = market.terms.hashOrder(ran);
    const { renter } = ran;
    const { provider } = ran.offer;
    expect(logs.filter((log) => 'rentalId' in log && log.rentalId === rentalId)).toMatchObject([
      { kind: 'RENTAL_OPENED', seq: 1, order: ran },
      { kind: 'DEBITED', owner: renter, amountUnits: 5_000_000n, freeUnits: 5_000_000n, seq: 2n },
      { kind: 'RENTAL_STARTED', seq: 2, endsAt: BigInt(ran.maxEnd) },
      { kind: 'SETTLED', seq: 3, toProviderUnits: 530_853n, feeUnits: 58_983n },
      { kind: 'CREDITED', owner: provider, amountUnits: 530_853n, freeUnits: 530_853n, seq: 1n },
      { kind: 'CREDITED', owner: renter, amountUnits: 3_820_000n },
      { kind: 'RENTAL_STOPPED', seq: 4, grossUnits: 1_180_000n, refundUnits: 3_820_000n },
      { kind: 'SETTLED', seq: 5, toProviderUnits: 531_147n, claimedUnits: 1_180_000n },
      { kind: 'CREDITED', owner: provider, amountUnits: 531_147n, freeUnits: 1_062_000n },
      { kind: 'RENTAL_CLOSED', seq: 6, reason: 'SETTLED', refundUnits: 0n },
    ]);
  });

  it('tells why a rental closed', () => {
    const rentalId = market.terms.hashOrder(orders.expired);
    expect(logs).toContainEqual(
      expect.objectContaining({
        kind: 'RENTAL_CLOSED',
        rentalId,
        reason: 'EXPIRED',
        refundUnits: 5_000_000n,
      }),
    );
  });

  it('says what was decided about new rentals', () => {
    expect(logs.slice(-3)).toMatchObject([
      { kind: 'TOKEN_DELISTED', token: market.token },
      { kind: 'FEE_SET', feeBps: 250 },
      { kind: 'FEE_RECIPIENT_SET', recipient: market.escrow },
    ]);
  });

  it('gives logs whose folds are what the contract stores', async () => {
    const { hash } = await market.node.getBlock();
    const reader = readEscrow(market.node, market.escrow, hash);
    const { rentals, accounts } = folded(logs);
    expect([rentals.length, accounts.length]).toEqual([5, 2]);
    expect(await reader.accounts(accounts)).toEqual(
      accounts.map(({ freeUnits, seq }) => ({ freeUnits, seq })),
    );
    expect(await reader.rentals(rentals.map(({ rentalId }) => rentalId))).toMatchObject(
      rentals.map(({ claimedUnits, seq, state, endsAt, turn, retroLeftSeconds, clock }) => {
        const clockFrom = clock.current.from;
        return { claimedUnits, seq, state, endsAt, turn, retroLeftSeconds, clockFrom };
      }),
    );
  });

  it('keeps a log’s place', () => {
    const { blockNumber, blockHash, logIndex, txHash, ...said } = rawOf('RENTAL_OPENED');
    const at = { blockNumber, blockHash, logIndex, txHash, timestamp: 42n };
    expect(decodeLog({ ...said, ...at }, 42n)?.at).toEqual(at);
  });

  it('refuses a log that our contracts cannot have emitted', () => {
    const opened = rawOf('RENTAL_OPENED');
    const [topic = '0x', ...indexed] = opened.topics;
    const wrong: RawLog[] = [
      { ...opened, topics: [] },
      { ...opened, topics: [topic] },
      { ...opened, topics: [`0x${'ab'.repeat(32)}`, ...indexed] },
      { ...opened, data: `0x${opened.data.slice(66)}` },
      { ...rawOf('RENTAL_CLOSED'), data: `0x${'0'.repeat(63)}9${'0'.repeat(128)}` },
    ];
    for (const raw of wrong) expect(() => decodeLog(raw, 42n)).toThrow();
  });

  it('passes over what says nothing about money or terms', () => {
    const passedOver = raws.filter((raw) => decodeLog(raw, 42n) === undefined);
    const authorityUpdated = toEventSelector('AuthorityUpdated(address)');
    expect(passedOver.map(({ topics }) => topics[0])).toEqual([authorityUpdated]);
  });

  function rawOf(kind: EscrowLog['kind']): RawLog {
    const raw = raws.find((each) => decodeLog(each, 42n)?.kind === kind);
    if (!raw) throw new Error(`There is no ${kind}.`);
    return raw;
  }
});

async function rawLogs({ node, escrow, params }: LocalMarket): Promise<RawLog[]> {
  const found = await node.getLogs({ address: [escrow, params], fromBlock: 0n });
  return found.map(({ transactionHash, ...log }) => ({ ...log, txHash: transactionHash }));
}

function folded(logs: Placed<EscrowLog>[]) {
  const rentals = new Map<string, ChainRental>();
  const accounts = new Map<string, ChainAccount>();
  for (const log of logs) {
    const key = foldKeyOf(log);
    if (isAccountLog(log)) accounts.set(key, foldAccount(accounts.get(key), log));
    else if (isRentalLog(log)) rentals.set(key, foldRental(rentals.get(key), log));
  }
  return { rentals: [...rentals.values()], accounts: [...accounts.values()] };
}
