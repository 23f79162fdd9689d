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

import { chainMoment, positionOf } from '../settlement/chain-position.js';

interface LinesOf {
  chainId: number;
  rentalId: Hash;
  token: Address;
  chainNow: bigint;
  cursor: ChainCursor;
}

/** Every stretch of a rental's time by its logs, and their sums. */
export async function linesAnswer(tx: Tx, { chainId, rentalId, token, chainNow, cursor }: LinesOf) {
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
    lines: lines.map((line) => lineAnswer(line, money, cursor)),
  };
}

function lineAnswer(
  { from, to, rate, pricePerHourUnits, units, removal }: StatementLine,
  money: (units: bigint) => Money,
  cursor: ChainCursor,
) {
  return {
    from: chainMoment(from),
    to: chainMoment(to),
    seconds: to - from,
    rate,
    pricePerHour: money(pricePerHourUnits),
    amount: money(units),
    removal: removal && removalAnswer(removal, cursor),
  };
}

function removalAnswer({ at, ...removal }: Removal, cursor: ChainCursor) {
  return { ...removal, position: positionOf(cursor, at) };
}
