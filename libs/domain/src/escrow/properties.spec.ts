import fc from 'fast-check';

import { digests, provider, renter, stranger, token } from '../fixture/escrow.js';
import { finish, life, play, rented, start } from '../fixture/life.js';
import { feeOf } from '../money/accrual.js';
import { billedSecondsAt, grossAt, vestedAt } from '../money/clock.js';
import { statement } from '../rental/statement.js';
import { emptyBooks, freeUnits, liabilitiesIn } from './books.js';
import { recordLog } from './record-log.js';

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
