import fc from 'fast-check';

import type { EscrowRental } from '../chain/fold-rental.js';
import {
  accepted,
  digests,
  meter,
  openRunning,
  orderOf,
  provider,
  renter,
  stranger,
  token,
} from '../fixture/escrow.js';
import { feeOf } from '../money/accrual.js';
import { billedSecondsAt, grossAt, vestedAt } from '../money/clock.js';
import { zeroHash } from '../ids.js';
import { statement } from '../rental/statement.js';
import { emptyBooks, freeUnits, liabilitiesIn } from './books.js';
import type { Operation } from './operation.js';
import { recordLog } from './record-log.js';

const start = 1_000_100n;
const rented = orderOf(1, {}, { storagePricePerHour: 7_000n, retroBudget: 5_000, window: 1_800 });

/** What may happen to a running rental, and how many seconds after what happened before. */
const happening = fc.record({
  after: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ max: 7_200, min: 1 }),
  ),
  what: fc.constantFrom(
    ...(['SETTLE', 'PAUSE', 'RESUME', 'HALT', 'METER_HALT', 'TOP_UP', 'AMEND', 'STOP'] as const),
  ),
  by: fc.integer({ min: 0, max: 4_000 }),
});
interface Happening {
  after: number;
  what: 'SETTLE' | 'PAUSE' | 'RESUME' | 'HALT' | 'METER_HALT' | 'TOP_UP' | 'AMEND' | 'STOP';
  by: number;
}
type Act = ReturnType<typeof openRunning>['act'];
const life = fc.array(happening, { maxLength: 25 });

function play(happenings: readonly Happening[], settling: boolean) {
  const { model, act, rental, logs } = openRunning(rented);
  const steps: { before: ReturnType<typeof rental>; now: bigint; what: Happening['what'] }[] = [];
  let now = start;
  for (const { after, what, by } of happenings) {
    now += BigInt(after);
    const before = rental();
    const { caller, operation } = operationOf(what, by, before.turn, now);
    if (settling || what !== 'SETTLE') act(caller, now, operation);
    steps.push({ before, now, what });
  }
  return { model, act, rental, logs, steps, now };
}

/** Ends the rental where nobody has, and closes it once its last second is final. */
function finish(act: Act, rental: () => EscrowRental, now: bigint): void {
  if (rental().state !== 'ENDED') accepted(act(renter, now, { kind: 'STOP', order: rented }));
  const final = now + BigInt(rented.offer.window);
  accepted(act(stranger, final, { kind: 'CLOSE', order: rented }));
}

function operationOf(
  what: Happening['what'],
  by: number,
  turn: number,
  now: bigint,
): { caller: typeof renter; operation: Operation } {
  const order = rented;
  const signed = { rentalId: order.salt, turn, deadline: 9_000_000 };
  switch (what) {
    case 'METER_HALT': {
      const report = {
        ...signed,
        kind: 'HALT',
        since: Number(now) - by,
        evidenceRoot: zeroHash,
      } as const;
      return { caller: meter, operation: { kind: 'REPORT', order, report, signature: undefined } };
    }
    case 'TOP_UP': {
      const amountUnits = BigInt(by) + 1n;
      return { caller: renter, operation: { kind: what, order, from: renter, amountUnits } };
    }
    case 'AMEND': {
      const prices = { pricePerHour: 400_000n + BigInt(by), storagePricePerHour: BigInt(by) };
      const amend = { ...signed, ...prices, maxEnd: order.maxEnd };
      const signatures = { renterSignature: renter, providerSignature: provider };
      return { caller: stranger, operation: { kind: what, order, amend, ...signatures } };
    }
    case 'PAUSE':
    case 'RESUME':
      return { caller: renter, operation: { kind: what, order, signed, signature: undefined } };
    case 'HALT':
      return { caller: provider, operation: { kind: what, order } };
    default:
      return { caller: renter, operation: { kind: what, order } };
  }
}

it('P7, P18 pays out no more than is final, of no more than is owed, of no more than is there', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { model, rental, steps } = play(happenings, true);
      const window = BigInt(rented.offer.window);
      for (const { before, now } of steps) {
        const vested = vestedAt(before, now, window);
        const gross = grossAt(before, now);
        expect(0n <= before.claimedUnits && before.claimedUnits <= vested).toBe(true);
        expect(vested <= gross && gross <= before.fundedUnits).toBe(true);
        expect(before.feeUnits).toBe(feeOf(before.claimedUnits, 1_000));
      }
      expect(rental().feeUnits * 100n <= rental().claimedUnits * 15n).toBe(true);
      expect(liabilitiesIn(model.books, token)).toBe(100_000_000n);
    }),
  );
});

it('P1, P4 has paid out exactly what came in, when all is over', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { model, act, rental, now } = play(happenings, true);
      finish(act, rental, now);
      const { order, toppedUpUnits, claimedUnits, toProviderUnits, feeUnits, refundedUnits } =
        rental();
      expect(toProviderUnits + feeUnits).toBe(claimedUnits);
      expect(claimedUnits + refundedUnits).toBe(order.deposit + toppedUpUnits);
      const free = (owner: typeof renter) => freeUnits(model.books, token, owner);
      expect(free(renter)).toBe(100_000_000n - claimedUnits);
      expect(free(provider)).toBe(toProviderUnits);
      expect(model.books.fees.get(token) ?? 0n).toBe(feeUnits);
    }),
  );
});

it('P41 is rebuilt from its logs alone', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { model, logs } = play(happenings, true);
      const books = emptyBooks();
      for (const log of logs) recordLog(books, log, digests);
      expect(books).toEqual(model.books);
    }),
  );
});

it('P42 states at every second what stopping and closing then would pay', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { act, rental, now } = play(happenings, true);
      const stated = statement(rental(), now);
      finish(act, rental, now);
      expect(stated).toMatchObject({
        grossUnits: rental().claimedUnits,
        feeUnits: rental().feeUnits,
        providerUnits: rental().toProviderUnits,
      });
      expect(stated.refundedUnits + stated.refundIfStoppedUnits).toBe(rental().refundedUnits);
    }),
  );
});

it('P8 pays the same in the end, however often it was settled before', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const totals = [true, false].map((settling) => {
        const { act, rental, now } = play(happenings, settling);
        finish(act, rental, now + 10_000_000n);
        const { toProviderUnits, feeUnits, refundedUnits } = rental();
        return { toProviderUnits, feeUnits, refundedUnits };
      });
      expect(totals[0]).toEqual(totals[1]);
    }),
  );
});

it('P10, P11, P12 takes money back only by a report, within its bounds', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { rental, steps } = play(happenings, true);
      steps.forEach(({ before, now, what }, index) => {
        const after = steps[index + 1]?.before ?? rental();
        const lost = grossAt(before, now) - grossAt(after, now);
        const back = before.retroLeftSeconds - after.retroLeftSeconds;
        if (what !== 'METER_HALT') expect([lost, back]).toEqual([0n, 0]);
        const most = 590_000n * BigInt(back);
        expect(lost >= 0n && lost <= most / 3_600n + 1n).toBe(true);
        expect(back >= 0 && back <= rented.offer.window).toBe(true);
        expect(grossAt(after, now) >= after.claimedUnits).toBe(true);
      });
      expect(rental().retroLeftSeconds >= 0).toBe(true);
    }),
  );
});

it('P13 leaves the cost as it is where somebody only pays in or has it paid out', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { act, rental, now } = play(happenings, true);
      const before = grossAt(rental(), now);
      const gift = {
        kind: 'TOP_UP',
        order: rented,
        from: renter,
        amountUnits: 1_000_000n,
      } as const;
      act(renter, now, gift);
      act(stranger, now, { kind: 'SETTLE', order: rented });
      act(stranger, now, { kind: 'CLOSE', order: rented });
      expect(grossAt(rental(), now)).toBe(before);
    }),
  );
});

it('P15 charges no second twice', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 0, max: 50_000 }), (happenings, extra) => {
      const { rental, now } = play(happenings, true);
      const later = now + BigInt(extra);
      expect(billedSecondsAt(rental(), later) <= later - start).toBe(true);
    }),
  );
});
