import { order } from '../fixture/terms.js';
import { zeroHash, type Hash } from '../ids.js';
import { statement } from '../rental/statement.js';
import { upkeepOf } from '../rental/upkeep.js';
import type { AccountLog, LogPosition, Placed, RentalLog } from './escrow-log.js';
import { foldAccount, type ChainAccount } from './fold-account.js';
import { foldRental, SequenceGap, type ChainRental } from './fold-rental.js';

const rentalId: Hash = `0x${'7'.repeat(64)}`;
const at: LogPosition = {
  blockNumber: 9n,
  blockHash: `0x${'8'.repeat(64)}`,
  logIndex: 0,
  txHash: `0x${'9'.repeat(64)}`,
  timestamp: 1_000_100n,
};

const start = 1_000_100n;
const end = start + 7_200n;

const life: RentalLog[] = [
  { kind: 'RENTAL_OPENED', rentalId, seq: 1, order },
  { kind: 'RENTAL_STARTED', rentalId, seq: 2, startedAt: start, endsAt: BigInt(order.maxEnd) },
  {
    kind: 'SETTLED',
    rentalId,
    seq: 3,
    toProviderUnits: 531_000n,
    feeUnits: 59_000n,
    claimedUnits: 590_000n,
  },
  {
    kind: 'RENTAL_STOPPED',
    rentalId,
    seq: 4,
    endedAt: end,
    grossUnits: 1_180_000n,
    refundUnits: 3_820_000n,
  },
  {
    kind: 'SETTLED',
    rentalId,
    seq: 5,
    toProviderUnits: 531_000n,
    feeUnits: 59_000n,
    claimedUnits: 1_180_000n,
  },
  { kind: 'RENTAL_CLOSED', rentalId, seq: 6, reason: 'SETTLED', refundUnits: 0n },
];

function rentalAfter(logs: readonly RentalLog[]): ChainRental {
  const folded = logs.reduce<ChainRental | undefined>(
    (rental, log) => foldRental(rental, { ...log, at }),
    undefined,
  );
  if (folded === undefined) throw new Error('no logs');
  return folded;
}

describe('a rental folded from its logs', () => {
  it('has paid out exactly what was deposited when it is closed', () => {
    const rental = rentalAfter(life);
    expect(rental).toMatchObject({
      state: 'CLOSED',
      closeReason: 'SETTLED',
      claimedUnits: 1_180_000n,
      toProviderUnits: 1_062_000n,
      feeUnits: 118_000n,
      refundedUnits: 3_820_000n,
    });
    expect(rental.toProviderUnits + rental.feeUnits + rental.refundedUnits).toBe(order.deposit);
  });

  it('gives everything back when it expires', () => {
    const expired = rentalAfter([
      ...life.slice(0, 1),
      { kind: 'RENTAL_CLOSED', rentalId, seq: 2, reason: 'EXPIRED', refundUnits: 5_000_000n },
    ]);
    expect(expired).toMatchObject({ state: 'CLOSED', fundedUnits: 0n, refundedUnits: 5_000_000n });
  });

  it.each([0, 1, 2, 3, 4])('stops at the gap when log %i is missing', (missing) => {
    expect(() => rentalAfter(life.filter((_log, index) => index !== missing))).toThrow(SequenceGap);
  });

  it('states the cost to the unit while it runs, and after', () => {
    const running = rentalAfter(life.slice(0, 2));
    expect(statement(running, start + 3_600n)).toMatchObject({
      billedSeconds: 3_600n,
      grossUnits: 590_000n,
      vestedUnits: 0n,
      feeUnits: 59_000n,
      providerUnits: 531_000n,
      refundIfStoppedUnits: 4_410_000n,
    });
    expect(statement(rentalAfter(life), end + 99_999n)).toMatchObject({
      through: end,
      billedSeconds: 7_200n,
      grossUnits: 1_180_000n,
      vestedUnits: 1_180_000n,
      refundIfStoppedUnits: 0n,
    });
  });
});

describe('a rental that is halted', () => {
  const down: RentalLog = {
    kind: 'RENTAL_HALTED',
    rentalId,
    seq: 3,
    halt: 'DOWN',
    haltedAt: start + 777n,
    retroLeftSeconds: 11_576,
    evidenceRoot: zeroHash,
  };
  const halted = rentalAfter([...life.slice(0, 2), down]);

  it('costs what it had cost when the machine went down, and ends in time', () => {
    expect(halted).toMatchObject({ state: 'HALTED', turn: 2, retroLeftSeconds: 11_576 });
    expect(statement(halted, start + 7_200n)).toMatchObject({
      through: start + 777n,
      endsAt: BigInt(order.maxEnd),
      billedSeconds: 777n,
      grossUnits: 127_341n,
      refundIfStoppedUnits: 4_872_659n,
    });
    expect(upkeepOf(halted, BigInt(order.maxEnd), 100_000n)).toBe('STOP');
    expect(upkeepOf(halted, start + 777n + 3_600n, 100_000n)).toBe('SETTLE');
  });

  it('goes on at the price when it is resumed, and ends when notice was given', () => {
    const resumed = foldRental(halted, {
      kind: 'RENTAL_RESUMED',
      rentalId,
      seq: 4,
      resumedAt: start + 1_000n,
      at,
    });
    const endsAt = start + 4_600n;
    const noticed = foldRental(resumed, { kind: 'NOTICE_GIVEN', rentalId, seq: 5, endsAt, at });
    expect(statement(noticed, start + 99_999n)).toMatchObject({
      endsAt,
      billedSeconds: 4_377n,
      grossUnits: 717_341n,
    });
  });

  it('costs no more than the sides agreed on', () => {
    const gross = { grossUnits: 127_341n, refundUnits: 4_872_659n };
    const agreed = rentalAfter([
      ...life.slice(0, 2),
      down,
      { kind: 'RENTAL_STOPPED', rentalId, seq: 4, endedAt: start + 800n, ...gross },
      {
        kind: 'SETTLED',
        rentalId,
        seq: 5,
        toProviderUnits: 90_000n,
        feeUnits: 10_000n,
        claimedUnits: 100_000n,
      },
      { kind: 'RENTAL_CLOSED', rentalId, seq: 6, reason: 'AGREED', refundUnits: 27_341n },
    ]);
    expect(statement(agreed, end)).toMatchObject({
      grossUnits: 100_000n,
      refundedUnits: 4_900_000n,
    });
  });
});

describe('what a keeper owes a rental', () => {
  const deadline = BigInt(order.startDeadline);
  it.each([
    ['a reservation at its deadline', 1, deadline, undefined],
    ['a reservation a second later', 1, deadline + 1n, 'EXPIRE'],
    ['a running one before the window', 2, start + 3_600n, undefined],
    ['a running one with money vested', 2, start + 7_200n, 'SETTLE'],
    ['a running one whose money has run out', 2, start + 30_508n, 'STOP'],
    ['an ended one before its window', 4, end + 3_599n, undefined],
    ['an ended one at its window', 4, end + 3_600n, 'CLOSE'],
    ['a closed one', 6, end + 99_999n, undefined],
  ] as const)('%s', (_name, logs, now, upkeep) => {
    expect(upkeepOf(rentalAfter(life.slice(0, logs)), now, 100_000n)).toBe(upkeep);
  });
});

it('owes no settlement of nothing, however little is worth one', () => {
  const running = rentalAfter(life.slice(0, 2));
  expect(upkeepOf(running, start + 3_600n, 0n)).toBeUndefined();
  expect(upkeepOf(running, start + 3_601n, 0n)).toBe('SETTLE');
});

describe('an account folded from its logs', () => {
  const log = (fields: Partial<AccountLog>): Placed<AccountLog> => ({
    kind: 'DEPOSITED',
    token: order.offer.token,
    owner: order.renter,
    amountUnits: 5n,
    freeUnits: 5n,
    seq: 1n,
    rentalId: undefined,
    ...fields,
    at,
  });
  const account = foldAccount(undefined, log({}));

  it('adds what comes and takes what goes', () => {
    const logs = [
      log({ kind: 'DEBITED', amountUnits: 4n, freeUnits: 1n, seq: 2n }),
      log({ kind: 'CREDITED', amountUnits: 2n, freeUnits: 3n, seq: 3n }),
      log({ kind: 'WITHDRAWN', amountUnits: 3n, freeUnits: 0n, seq: 4n }),
    ];
    const last = logs.reduce<ChainAccount>(foldAccount, account);
    expect(last).toMatchObject({ freeUnits: 0n, seq: 4n });
  });

  it('stops at a missing log, and at a log that does not add up', () => {
    expect(() => foldAccount(account, log({ seq: 3n, freeUnits: 10n }))).toThrow(SequenceGap);
    expect(() => foldAccount(account, log({ seq: 2n, freeUnits: 11n }))).toThrow(SequenceGap);
  });
});
