import { audit } from './audit.js';
import { Market } from './fixture/market.js';
import { changed, lyingNode, without, type SentLog } from './fixture/lying-node.js';
import { marketDay } from './fixture/story.js';
import type { FindingCode } from './finding.js';
import { openNode } from './node/node.js';

describe('an audit of logs that are not what the contract recorded', () => {
  let market: Market;
  let day: Awaited<ReturnType<typeof marketDay>>;

  beforeAll(async () => {
    market = await Market.open();
    day = await marketDay(market);
  });
  afterAll(() => market.chain.stop());

  async function findings(lie: (logs: SentLog[]) => SentLog[]) {
    const node = lyingNode(openNode({ urls: [market.chain.url] }), lie);
    const { escrow, from } = market;
    return (await audit({ node, escrow, from, to: 'latest' })).findings;
  }

  const lies: [string, (logs: SentLog[]) => SentLog[], FindingCode, string][] = [
    ['a settlement left out', (logs) => without(logs, 'Settled'), 'MISSING_LOG', 'seq'],
    [
      'the last log of a rental left out',
      (logs) => without(logs, 'NoticeGiven'),
      'CONTRACT_DIFFERS',
      'seq',
    ],
    ['an opening left out', (logs) => without(logs, 'RentalOpened'), 'MISSING_LOG', 'seq'],
    ['a credit left out', (logs) => without(logs, 'Credited'), 'MISSING_LOG', 'seq'],
    ['a deposit left out', (logs) => without(logs, 'Deposited', 1), 'MISSING_LOG', 'seq'],
    [
      'a fee one unit too high',
      (logs) => changed(logs, 'Settled', { fee: 59_001n }),
      'WRONG_FEE',
      'fee',
    ],
    [
      'a payout one unit too low',
      (logs) => changed(logs, 'Settled', { toProvider: 530_999n }),
      'WRONG_VALUE',
      'toProvider',
    ],
    [
      'a settlement beyond what has vested',
      (logs) => changed(logs, 'Settled', { claimed: 590_001n }),
      'WRONG_VALUE',
      'claimed',
    ],
    [
      'a refund one unit too high',
      (logs) => changed(logs, 'RentalStopped', { refund: 3_820_001n }),
      'WRONG_VALUE',
      'refund',
    ],
    [
      'a cost one unit too low',
      (logs) => changed(logs, 'RentalStopped', { gross: 1_179_999n }),
      'WRONG_VALUE',
      'gross',
    ],
    [
      'a start in another second',
      (logs) => changed(logs, 'RentalStarted', { startedAt: 1 }),
      'WRONG_VALUE',
      'startedAt',
    ],
    [
      'a deposit of another amount',
      (logs) => changed(logs, 'Deposited', { amount: 1n }),
      'WRONG_VALUE',
      'free',
    ],
    [
      'a credit nobody gave a reason for',
      (logs) => changed(logs, 'Credited', { amount: 1n }),
      'MONEY_UNEXPLAINED',
      'amount',
    ],
    [
      'fees withdrawn of another amount',
      (logs) => changed(logs, 'FeesWithdrawn', { amount: 1n }),
      'WRONG_VALUE',
      'amount',
    ],
    [
      'a notice shorter than signed',
      (logs) => changed(logs, 'RentalPreempted', { haltsAt: 1 }),
      'WRONG_VALUE',
      'haltsAt',
    ],
    [
      'a preemption by a lower price',
      (logs) => changed(logs, 'RentalPreempted', { byPrice: 299_999n }),
      'PREEMPTED_BY_LESS',
      'byPrice',
    ],
    [
      'a preemption by an order nobody opened',
      (logs) => changed(logs, 'RentalPreempted', { byNew: `0x${'ab'.repeat(32)}`, haltsAt: 1 }),
      'PREEMPTED_BY_NOBODY',
      'byNew',
    ],
    [
      'a top-up of another sum',
      (logs) => changed(logs, 'RentalToppedUp', { funded: 9n }),
      'WRONG_VALUE',
      'funded',
    ],
    [
      'more money left after a pause',
      (logs) => changed(logs, 'RentalHalted', { retroLeft: 1 }),
      'WRONG_VALUE',
      'retroLeft',
    ],
    [
      'another state',
      (logs) => changed(logs, 'RentalClosed', { reason: 1 }),
      'WRONG_STATE',
      'state',
    ],
    [
      'a log in no known form',
      (logs) =>
        logs.map((log, index) =>
          index === 9 ? { ...log, topics: [`0x${'cd'.repeat(32)}`] } : log,
        ),
      'UNKNOWN_LOG',
      'topics',
    ],
  ];
  it.each(lies)('finds %s', async (_name, lie, code, field) => {
    expect(await findings(lie)).toContainEqual(expect.objectContaining({ code, field }));
  });

  it('names the rental, both values and the transaction of a fee that is off by one unit', async () => {
    const found = await findings((logs) =>
      changed(logs, 'Settled', { fee: 49_167n, toProvider: 442_499n }),
    );
    const wrong = found.filter(({ code }) => code === 'WRONG_FEE');
    expect(wrong).toEqual([
      {
        code: 'WRONG_FEE',
        subject: `rental ${market.idOf(day.plain)}`,
        field: 'fee',
        expected: '49166',
        found: '49167',
        blockNumber: expect.any(BigInt),
        txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      },
    ]);
  });

  const nonsense: [string, (logs: SentLog[]) => SentLog[], string][] = [
    [
      'twice the same log',
      (logs) => logs.flatMap((log, index) => (index === 3 ? [log, log] : [log])),
      'twice or out of order',
    ],
    ['logs out of order', (logs) => [...logs].reverse(), 'out of order'],
    [
      "another contract's log",
      (logs) => logs.map((log) => ({ ...log, address: market.token })),
      'another contract',
    ],
    [
      'a log of a block not asked for',
      (logs) => logs.map((log) => ({ ...log, blockNumber: '0xffffff' })),
      'another block',
    ],
    [
      'a log of a block that was replaced',
      (logs) => logs.map((log) => ({ ...log, blockHash: `0x${'ef'.repeat(32)}` })),
      'changed while it was read',
    ],
  ];
  it.each(nonsense)(
    'says nothing of the chain when the node answers %s',
    async (_name, lie, words) => {
      await expect(findings(lie)).rejects.toThrow(words);
    },
  );
});
