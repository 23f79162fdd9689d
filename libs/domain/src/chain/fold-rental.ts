import type { Address, Hash } from '../ids.js';
import type { Order } from '../rental/order.js';
import type { CloseReason, LogPosition, Placed, RentalLog } from './escrow-log.js';

export type ChainRentalState = 'RESERVED' | 'RUNNING' | 'HALTED' | 'ENDED' | 'CLOSED';

/** A rental as its logs tell it. */
export interface ChainRental {
  rentalId: Hash;
  seq: number;
  state: ChainRentalState;
  order: Order;
  /** What the rental still may pay out or has paid out: the deposit less refunds. */
  fundedUnits: bigint;
  claimedUnits: bigint;
  toProviderUnits: bigint;
  feeUnits: bigint;
  refundedUnits: bigint;
  startedAt: bigint | undefined;
  /** The agreed end while it runs, the end after it. */
  endsAt: bigint;
  endedAt: bigint | undefined;
  closeReason: CloseReason | undefined;
  opened: LogPosition;
  last: LogPosition;
}

/** A log that does not follow the one before it: some log is missing, and nothing built on it may be served. */
export class SequenceGap extends Error {
  override readonly name = 'SequenceGap';

  constructor(
    readonly foldKey: string,
    readonly have: bigint,
    readonly want: bigint,
  ) {
    super(`${foldKey}: log ${have} came where ${want} was due`);
  }
}

/** The rental after one more log. Throws {@link SequenceGap} where a log is missing. */
export function foldRental(rental: ChainRental | undefined, log: Placed<RentalLog>): ChainRental {
  const due = (rental?.seq ?? 0) + 1;
  if (log.seq !== due) throw new SequenceGap(log.rentalId, BigInt(log.seq), BigInt(due));
  if (log.kind === 'RENTAL_OPENED') return opened(log);
  if (rental === undefined) throw new SequenceGap(log.rentalId, BigInt(log.seq), 0n);
  return { ...rental, ...change(rental, log), seq: log.seq, last: log.at };
}

function opened(log: Placed<Extract<RentalLog, { kind: 'RENTAL_OPENED' }>>): ChainRental {
  return {
    rentalId: log.rentalId,
    seq: log.seq,
    state: 'RESERVED',
    order: log.order,
    fundedUnits: log.order.deposit,
    claimedUnits: 0n,
    toProviderUnits: 0n,
    feeUnits: 0n,
    refundedUnits: 0n,
    startedAt: undefined,
    endsAt: BigInt(log.order.maxEnd),
    endedAt: undefined,
    closeReason: undefined,
    opened: log.at,
    last: log.at,
  };
}

function change(
  rental: ChainRental,
  log: Exclude<RentalLog, { kind: 'RENTAL_OPENED' }>,
): Partial<ChainRental> {
  switch (log.kind) {
    case 'RENTAL_STARTED':
      return { state: 'RUNNING', startedAt: log.startedAt, endsAt: log.endsAt };
    case 'RENTAL_STOPPED':
      return {
        state: 'ENDED',
        endedAt: log.endedAt,
        endsAt: log.endedAt,
        fundedUnits: log.grossUnits,
        refundedUnits: rental.refundedUnits + log.refundUnits,
      };
    case 'SETTLED':
      return {
        claimedUnits: log.claimedUnits,
        toProviderUnits: rental.toProviderUnits + log.toProviderUnits,
        feeUnits: rental.feeUnits + log.feeUnits,
      };
    case 'RENTAL_CLOSED':
      return {
        state: 'CLOSED',
        closeReason: log.reason,
        fundedUnits: rental.fundedUnits - log.refundUnits,
        refundedUnits: rental.refundedUnits + log.refundUnits,
      };
  }
}

/** The token in which a rental pays. */
export function rentalToken(rental: ChainRental): Address {
  return rental.order.offer.token;
}
