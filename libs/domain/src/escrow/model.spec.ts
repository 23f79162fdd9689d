import {
  accepted,
  meter,
  openEscrow,
  openRunning,
  orderOf,
  provider,
  refused,
  renter,
  rentalOf,
  stranger,
  token,
} from '../fixture/escrow.js';
import { endCap, grossAt } from '../money/clock.js';
import { zeroHash } from '../ids.js';
import { freeUnits, liabilitiesIn } from './books.js';

const start = 1_000_100n;
const usual = orderOf(1);
const haltSince = (since: bigint, turn = 1) => ({
  kind: 'REPORT' as const,
  order: usual,
  report: {
    rentalId: usual.salt,
    kind: 'HALT' as const,
    since: Number(since),
    turn,
    evidenceRoot: zeroHash,
    deadline: 2_000_000,
  },
  signature: meter,
});

describe('a rental of two hours at 590,000 an hour', () => {
  it('costs 1,180,000 units, of which a tenth is the fee, and gives back 3,820,000', () => {
    const { model, act } = openRunning(usual);
    accepted(act(renter, start + 7_200n, { kind: 'STOP', order: usual }));
    accepted(act(stranger, start + 10_800n, { kind: 'CLOSE', order: usual }));
    expect(rentalOf(model, usual)).toMatchObject({
      state: 'CLOSED',
      claimedUnits: 1_180_000n,
      toProviderUnits: 1_062_000n,
      feeUnits: 118_000n,
      refundedUnits: 3_820_000n,
    });
    expect(freeUnits(model.books, token, renter)).toBe(98_820_000n);
    expect(freeUnits(model.books, token, provider)).toBe(1_062_000n);
    expect(model.books.fees.get(token)).toBe(118_000n);
    expect(liabilitiesIn(model.books, token)).toBe(100_000_000n);
  });

  it('is stopped by anybody in the second in which the money is used up, and not before', () => {
    const { act, rental } = openRunning(usual);
    const cap = start + 30_508n;
    expect(endCap(rental())).toBe(cap);
    expect(refused(act(stranger, cap - 1n, { kind: 'STOP', order: usual }))).toBe('OUTSIDE_TIME');
    accepted(act(stranger, cap + 99n, { kind: 'STOP', order: usual }));
    expect(rental()).toMatchObject({ endedAt: cap, fundedUnits: 4_999_922n });
  });
});

describe('a report about the past', () => {
  it('stops the clock at an odd second', () => {
    const { act, rental } = openRunning(usual);
    accepted(act(stranger, start + 3_601n, haltSince(start + 777n)));
    expect(rental()).toMatchObject({ state: 'HALTED', retroLeftSeconds: 14_400 - 2_824 });
    // floor(777 × 590,000 / 3,600)
    expect(grossAt(rental(), start + 99_999n)).toBe(127_341n);
  });

  it('takes back no more than the window', () => {
    const { act, rental } = openRunning(usual);
    accepted(act(stranger, start + 10_000n, haltSince(0n)));
    expect(rental().clock.current.from).toBe(start + 6_400n);
    expect(rental().retroLeftSeconds).toBe(10_800);
  });

  it('takes back no more than is left of its budget', () => {
    const tight = orderOf(1, {}, { retroBudget: 100 });
    const { act, rental } = openRunning(tight);
    accepted(act(stranger, start + 1_000n, { ...haltSince(start), order: tight }));
    expect(rental()).toMatchObject({ retroLeftSeconds: 0 });
    expect(rental().clock.current.from).toBe(start + 900n);
  });

  it('takes the last seconds back of what has ended, and gives their money back', () => {
    const { model, act, rental } = openRunning(usual);
    accepted(act(renter, start + 7_200n, { kind: 'STOP', order: usual }));
    accepted(act(stranger, start + 7_300n, haltSince(start + 6_000n)));
    // floor(6,000 × 590,000 / 3,600)
    expect(rental()).toMatchObject({ fundedUnits: 983_333n, endedAt: start + 6_000n });
    expect(freeUnits(model.books, token, renter)).toBe(100_000_000n - 983_333n);
    expect(refused(act(stranger, start + 7_301n, haltSince(start + 6_000n)))).toBe('BAD_STATE');
  });

  it('holds for the clock that it was signed for', () => {
    const { act } = openRunning(usual);
    expect(refused(act(stranger, start + 10n, haltSince(start, 2)))).toBe('TURN_PASSED');
    expect(refused(act(stranger, start + 10n, { ...haltSince(start), signature: renter }))).toBe(
      'BAD_SIGNATURE',
    );
  });
});

describe('a top-up', () => {
  it('never changes what a rental has cost, and puts its end off', () => {
    const { act, rental } = openRunning(usual);
    const now = start + 30_507n;
    const before = grossAt(rental(), now);
    const gift = { kind: 'TOP_UP', order: usual, from: renter, amountUnits: 1_180_000n } as const;
    accepted(act(renter, now, gift));
    expect(grossAt(rental(), now)).toBe(before);
    // 6,180,000 units last 37,708 seconds, but the agreed end comes before.
    expect(endCap(rental())).toBe(BigInt(usual.maxEnd));
  });

  it('does not bring a lapsed rental back', () => {
    const { act } = openRunning(usual);
    const gift = { kind: 'TOP_UP', order: usual, from: renter, amountUnits: 1n } as const;
    for (const operation of [
      gift,
      {
        kind: 'PAUSE',
        order: usual,
        signed: { rentalId: usual.salt, turn: 1, deadline: 9_000_000 },
        signature: undefined,
      } as const,
      { kind: 'EXTEND', order: usual, maxEnd: usual.maxEnd + 1 } as const,
    ])
      expect(refused(act(renter, start + 30_508n, operation))).toBe('RENTAL_LAPSED');
  });

  it('spends only the money of whom it may', () => {
    const { act } = openRunning(usual);
    const gift = { kind: 'TOP_UP', order: usual, from: renter, amountUnits: 5n } as const;
    expect(refused(act(stranger, start, gift))).toBe('NOT_IN_SCOPE');
    const leave = { delegate: stranger, token, scopes: 2, cap: 7n, expiry: 1_000_200 };
    const delegation = { ...leave, owner: renter, nonce: 0n, deadline: 1_000_100 };
    accepted(act(stranger, start, { kind: 'SET_DELEGATE', delegation, signature: renter }));
    accepted(act(stranger, start, gift));
    expect(refused(act(stranger, start, gift))).toBe('OVER_CAP');
    expect(refused(act(stranger, start + 101n, { ...gift, amountUnits: 1n }))).toBe('NOT_IN_SCOPE');
  });
});

describe('a batch', () => {
  it('goes on after what it cannot do', () => {
    const { model, act } = openEscrow();
    const operations = [
      { kind: 'WITHDRAW', token, to: renter, amountUnits: 1n },
      { kind: 'WITHDRAW', token, to: renter, amountUnits: 200_000_000n },
      { kind: 'WITHDRAW', token, to: renter, amountUnits: 2n },
    ] as const;
    const logs = accepted(act(renter, 1n, { kind: 'BATCH', operations }));
    expect(logs.map(({ kind }) => kind)).toEqual(['WITHDRAWN', 'BATCH_ITEM_FAILED', 'WITHDRAWN']);
    expect(freeUnits(model.books, token, renter)).toBe(99_999_997n);
  });
});

describe('many at once', () => {
  const one = orderOf(1, {}, { assetHash: `0x${'5'.repeat(64)}` });
  const two = orderOf(2, {}, { assetHash: `0x${'6'.repeat(64)}` });
  const orders = [one, two, one];

  /** Both run from second `start` on, and end two hours later. */
  function bothStopped() {
    const escrow = openEscrow();
    for (const order of [one, two]) {
      const opening = { kind: 'OPEN', order, offerSignature: provider } as const;
      accepted(escrow.act(renter, 1_000_000n, opening));
      accepted(escrow.act(meter, start, { kind: 'START', order }));
      accepted(escrow.act(renter, start + 7_200n, { kind: 'STOP', order }));
    }
    return escrow;
  }

  it('settles neighbours in one credit that names none of them', () => {
    const { act } = bothStopped();
    const logs = accepted(act(stranger, start + 7_200n, { kind: 'SETTLE_MANY', orders }));
    expect(logs.map(({ kind }) => kind)).toEqual(['SETTLED', 'SETTLED', 'CREDITED']);
    // Each earned floor(3,600 × 590,000 / 3,600) outside the window, less a tenth.
    expect(logs.at(-1)).toMatchObject({ amountUnits: 1_062_000n, rentalId: zeroHash });
  });

  it('closes what can be closed, and notes what cannot', () => {
    const { model, act } = bothStopped();
    const closing = { kind: 'CLOSE_MANY', orders } as const;
    const early = accepted(act(stranger, start + 10_799n, closing));
    expect(early.map(({ kind }) => kind)).toEqual(Array(3).fill('BATCH_ITEM_FAILED'));
    const logs = accepted(act(stranger, start + 10_800n, closing));
    expect(logs.filter(({ kind }) => kind === 'RENTAL_CLOSED')).toHaveLength(2);
    expect(logs.filter(({ kind }) => kind === 'BATCH_ITEM_FAILED')).toEqual([
      { kind: 'BATCH_ITEM_FAILED', index: 2n },
    ]);
    expect(freeUnits(model.books, token, provider)).toBe(2_124_000n);
    expect(model.books.fees.get(token)).toBe(236_000n);
    expect(liabilitiesIn(model.books, token)).toBe(100_000_000n);
  });

  it('is no more than 64', () => {
    const { act } = bothStopped();
    const settling = { kind: 'SETTLE_MANY', orders: Array<typeof one>(65).fill(one) } as const;
    expect(refused(act(stranger, start + 7_200n, settling))).toBe('TERMS_OUT_OF_BOUNDS');
  });
});

describe('an opening out of the wallet', () => {
  const opening = {
    kind: 'OPEN_WITH_AUTHORIZATION',
    order: usual,
    authorization: renter,
    offerSignature: provider,
  } as const;

  it('leaves the balance alone, and refunds into it', () => {
    const { model, act } = openEscrow();
    const logs = accepted(act(stranger, 1_000_000n, opening));
    expect(logs.map(({ kind }) => kind)).toEqual(['RENTAL_OPENED', 'RENTAL_FUNDED']);
    expect(freeUnits(model.books, token, renter)).toBe(100_000_000n);
    accepted(act(renter, 1_000_000n, { kind: 'CANCEL', order: usual }));
    expect(freeUnits(model.books, token, renter)).toBe(105_000_000n);
    expect(liabilitiesIn(model.books, token)).toBe(105_000_000n);
  });

  it('takes the renter itself at nothing but its signature', () => {
    const { act } = openEscrow();
    const unsigned = { ...opening, authorization: undefined };
    expect(refused(act(renter, 1_000_000n, unsigned))).toBe('BAD_SIGNATURE');
  });
});

it('opens nothing that its renter has taken back', () => {
  const { act } = openEscrow();
  accepted(act(renter, 1_000_000n, { kind: 'CANCEL', order: usual }));
  const opening = { kind: 'OPEN', order: usual, offerSignature: provider } as const;
  expect(refused(act(renter, 1_000_000n, opening))).toBe('ORDER_CANCELLED');
});

describe('an interruptible rental', () => {
  const low = orderOf(1, {}, { class: 'INTERRUPTIBLE' });
  const high = orderOf(2, { pricePerHour: 600_000n }, { class: 'INTERRUPTIBLE' });

  it('gives way to a better bid when its notice is over, and pays the price until then', () => {
    const { act, rental } = openRunning(low);
    accepted(act(renter, start, { kind: 'OPEN', order: high, offerSignature: provider }));
    expect(refused(act(meter, start, { kind: 'START', order: high }))).toBe('LISTING_TAKEN');
    const preempt = { kind: 'PREEMPT', order: low, byNew: high } as const;
    const tooLow = { kind: 'PREEMPT', order: high, byNew: low } as const;
    expect(refused(act(provider, start, tooLow))).toBe('BAD_STATE');
    accepted(act(provider, start - 3_600n + 400n, preempt));
    expect(refused(act(meter, start + 399n, { kind: 'START', order: high }))).toBe('LISTING_TAKEN');
    accepted(act(meter, start + 400n, { kind: 'START', order: high }));
    expect(grossAt(rental(), start + 99_999n)).toBe((590_000n * 400n) / 3_600n);
  });
});
