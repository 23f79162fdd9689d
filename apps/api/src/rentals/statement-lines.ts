import { chainLogs, type ChainCursor, type Tx } from '@gpuflow/db';
import {
  isRentalLog,
  statementLines,
  type Address,
  type Hash,
  type Money,
  type Removal,
  type StatementLine,
} from '@gpuflow/domain';
import { decodeLog } from '@gpuflow/escrow';

import type { EvidenceAnswer } from '../reliability/evidence-answer.js';
import { chainMoment, positionOf } from '../settlement/chain-position.js';

interface LinesOf {
  chainId: number;
  rentalId: Hash;
  token: Address;
  chainNow: bigint;
  cursor: ChainCursor;
  /** What the meter said of the rental's machine. */
  evidence: readonly EvidenceAnswer[];
}

/** Every stretch of a rental's time by its logs, and their sums. */
export async function linesAnswer(
  tx: Tx,
  { chainId, rentalId, token, chainNow, cursor, evidence }: LinesOf,
) {
  const stored = await chainLogs.ofRental(tx, chainId, rentalId, 0);
  const logs = stored.flatMap((raw) => {
    const log = decodeLog(raw, raw.timestamp);
    return log !== undefined && isRentalLog(log) ? [log] : [];
  });
  const { lines, agreedOffUnits, ...seconds } = statementLines(logs, chainNow);
  const money = (units: bigint): Money => ({ units, token });
  return {
    ...seconds,
    agreedOff: money(agreedOffUnits),
    lines: lines.map((line) => lineAnswer(line, money, cursor, evidence)),
  };
}

function lineAnswer(
  { from, to, rate, pricePerHourUnits, units, removal }: StatementLine,
  money: (units: bigint) => Money,
  cursor: ChainCursor,
  evidence: readonly EvidenceAnswer[],
) {
  const shown = { from: chainMoment(from), to: chainMoment(to) };
  return {
    ...shown,
    seconds: to - from,
    rate,
    pricePerHour: money(pricePerHourUnits),
    amount: money(units),
    removal: removal && {
      ...removal,
      position: positionOf(cursor, removal.at),
      evidence: evidence.filter((piece) => isOf(piece, removal, shown)),
    },
  };
}

/** Whether a piece tells why a stretch was taken off: it says that the machine was down then. */
function isOf({ up, from, until }: EvidenceAnswer, { reason }: Removal, line: Shown): boolean {
  return reason === 'DOWN' && !up && from < line.to && line.from < until;
}

interface Shown {
  from: Date;
  to: Date;
}
