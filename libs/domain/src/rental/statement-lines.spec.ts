import fc from 'fast-check';

import type { EscrowLog, Placed, RentalLog } from '../chain/escrow-log.js';
import { isRentalLog } from '../chain/escrow-log.js';
import {
  accepted,
  meter,
  openRunning,
  orderOf,
  provider,
  renter,
  stranger,
} from '../fixture/escrow.js';
import { finish, life, play, rented, start } from '../fixture/life.js';
import { zeroHash } from '../ids.js';
import { feeOf } from '../money/accrual.js';
import { billedSecondsAt, grossAt } from '../money/clock.js';
import { statement } from './statement.js';
import { statementLines, type StatementLine } from './statement-lines.js';

const evidenceRoot = `0x${'5e'.repeat(32)}` as const;
const stopped = orderOf(1, {}, { storagePricePerHour: 36_000n });

/** Logs of one rental, with the seconds at which they were said. */
function placed(logs: readonly { log: EscrowLog; now: bigint }[]): Placed<RentalLog>[] {
  return logs.flatMap(({ log, now }, logIndex) => {
    const at = { blockNumber: 1n, blockHash: zeroHash, logIndex, txHash: zeroHash, timestamp: now };
    return isRentalLog(log) ? [{ ...log, at }] : [];
  });
}

const sum = (lines: readonly StatementLine[]) => lines.reduce((all, { units }) => all + units, 0n);

it('adds up to what the escrow pays, to the unit, whatever happened', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { act, rental, told, now } = play(happenings, true);
      const { lines, ...sums } = statementLines(placed(told), now);
      expect(sum(lines)).toBe(grossAt(rental(), now));
      expect(sums.priceSeconds + sums.storageSeconds).toBe(billedSecondsAt(rental(), now));
      finish(act, rental, now);
      const { claimedUnits, feeUnits, toProviderUnits, refundedUnits, order, toppedUpUnits } =
        rental();
      expect(sum(lines)).toBe(claimedUnits);
      expect(feeOf(sum(lines), order.feeBps)).toBe(feeUnits);
      expect(sum(lines) - feeUnits).toBe(toProviderUnits);
      expect(order.deposit + toppedUpUnits - sum(lines)).toBe(refundedUnits);
    }),
  );
});

it('says of every second once what became of it, from the start to the end', () => {
  fc.assert(
    fc.property(life, (happenings) => {
      const { told, now } = play(happenings, true);
      const { lines, ...sums } = statementLines(placed(told), now);
      const seconds = lines.reduce((all, { from, to }) => all + to - from, 0n);
      expect(sums.priceSeconds + sums.storageSeconds + sums.downSeconds).toBe(seconds);
      lines.forEach(({ from, to, rate, removal }, index) => {
        expect(from).toBe(index === 0 ? start : lines[index - 1]?.to);
        expect(from < to).toBe(true);
        expect(removal === undefined).toBe(rate === 'PRICE');
      });
    }),
  );
});

describe('the statement of a rental that was paused, down, and trimmed', () => {
  const { act, rental, told } = openRunning(stopped);
  const word = (turn: number) => ({ rentalId: stopped.salt, turn, deadline: 2_000_000 });
  const report = (kind: 'HALT' | 'RESUME', since: bigint, turn: number) => ({
    kind: 'REPORT' as const,
    order: stopped,
    report: { ...word(turn), kind, since: Number(since), evidenceRoot },
    signature: meter,
  });
  const wish = (kind: 'PAUSE' | 'RESUME', turn: number) => ({
    kind,
    order: stopped,
    signed: word(turn),
    signature: renter,
  });
  accepted(act(stranger, start + 1_800n, wish('PAUSE', 1)));
  accepted(act(stranger, start + 3_600n, wish('RESUME', 2)));
  accepted(act(stranger, start + 5_400n, report('HALT', start + 4_800n, 3)));
  accepted(act(stranger, start + 6_000n, report('RESUME', 0n, 4)));
  accepted(act(provider, start + 6_600n, { kind: 'HALT', order: stopped }));
  accepted(act(renter, start + 7_200n, wish('RESUME', 6)));
  accepted(act(renter, start + 9_000n, { kind: 'STOP', order: stopped }));
  accepted(act(stranger, start + 9_100n, report('HALT', start + 8_400n, 7)));
  const { lines, ...sums } = statementLines(placed(told()), start + 9_100n);

  it('names every stretch, why, by whom, and at which log', () => {
    const seen = lines.map(({ from, to, rate, units, removal }) => [
      ...[Number(from - start), Number(to - start), rate, units],
      ...[removal?.reason, removal?.saidBy, removal?.seq, removal?.evidenceRoot],
    ]);
    const none = [undefined, undefined, undefined, undefined];
    expect(seen).toEqual([
      [0, 1_800, 'PRICE', 295_000n, ...none],
      [1_800, 3_600, 'STORAGE', 18_000n, 'PAUSED', [renter], 3, undefined],
      [3_600, 4_800, 'PRICE', 196_666n, ...none],
      [4_800, 6_000, 'NONE', 0n, 'DOWN', [meter], 5, evidenceRoot],
      [6_000, 6_600, 'PRICE', 98_334n, ...none],
      [6_600, 7_200, 'NONE', 0n, 'DOWN', [provider, meter], 7, undefined],
      [7_200, 8_400, 'PRICE', 196_666n, ...none],
      [8_400, 9_000, 'NONE', 0n, 'DOWN', [meter], 10, evidenceRoot],
    ]);
  });

  it('has the sums of the contract', () => {
    expect(sums).toEqual({
      priceSeconds: 4_800n,
      storageSeconds: 1_800n,
      downSeconds: 2_400n,
      agreedOffUnits: 0n,
    });
    // floor((4,800 × 590,000 + 1,800 × 36,000) ÷ 3,600)
    expect(sum(lines)).toBe(804_666n);
    expect(statement(rental(), start + 9_100n)).toMatchObject({
      grossUnits: 804_666n,
      refundedUnits: 4_195_334n,
    });
  });
});

it('names the storage that is charged after a preemption, and who may have said so', () => {
  const low = orderOf(1, {}, { class: 'INTERRUPTIBLE', storagePricePerHour: 36_000n });
  const high = orderOf(2, { pricePerHour: 600_000n }, { class: 'INTERRUPTIBLE' });
  const { act, told } = openRunning(low);
  accepted(act(renter, start, { kind: 'OPEN', order: high, offerSignature: provider }));
  accepted(act(provider, start + 400n, { kind: 'PREEMPT', order: low, byNew: high }));
  const mine = placed(told()).filter(({ rentalId }) => rentalId === low.salt);
  // The notice is an hour.
  const { lines } = statementLines(mine, start + 7_600n);
  expect(lines).toMatchObject([
    { from: start, to: start + 4_000n, rate: 'PRICE', removal: undefined },
    {
      ...{ from: start + 4_000n, to: start + 7_600n, rate: 'STORAGE', units: 36_000n },
      removal: { reason: 'PREEMPTED', saidBy: [provider, meter], seq: 3 },
    },
  ]);
});

it('tells what the sides agreed to take off', () => {
  const { act, rental, told } = openRunning(rented);
  const agreed = {
    rentalId: rented.salt,
    gross: 100_000n,
    endedAt: Number(start + 3_600n),
    turn: 1,
    deadline: 2_000_000,
  };
  const signatures = { renterSignature: renter, providerSignature: provider };
  const agreement = { kind: 'STATEMENT', order: rented, statement: agreed, ...signatures } as const;
  accepted(act(stranger, start + 3_600n, agreement));
  const { lines, agreedOffUnits } = statementLines(placed(told()), start + 9_999n);
  expect(rental()).toMatchObject({ state: 'CLOSED', claimedUnits: 100_000n });
  expect(sum(lines) - agreedOffUnits).toBe(100_000n);
});

it('has no line before the start', () => {
  expect(statementLines([], 5n)).toEqual({
    ...{ lines: [], priceSeconds: 0n, storageSeconds: 0n, downSeconds: 0n, agreedOffUnits: 0n },
  });
});
