import type { Hex } from 'viem';

/**
 * Everything that an audit may find. A DIFFERENCE means that money or its books are not what the contract's rules make of
 * the logs: nobody should bring more until it is understood. CONDUCT means that the books agree, and somebody did what the
 * parties did not sign up for.
 */
export const findingKinds = {
  /** A number is left out: some log was not shown to us. */
  MISSING_LOG: 'DIFFERENCE',
  /** A log of the contracts in a form that they do not have. */
  UNKNOWN_LOG: 'DIFFERENCE',
  /** A log of something that cannot happen to the rental as it stood. */
  WRONG_STATE: 'DIFFERENCE',
  /** A log carries another value than the terms, the clock and the logs before it give. */
  WRONG_VALUE: 'DIFFERENCE',
  /** The platform took another fee than its share. */
  WRONG_FEE: 'DIFFERENCE',
  /** A balance moved by what no rental, deposit, withdrawal or relayer's fee in the same transaction accounts for. */
  MONEY_UNEXPLAINED: 'DIFFERENCE',
  /** The contract stores another value than the logs make. */
  CONTRACT_DIFFERS: 'DIFFERENCE',
  /** The contract holds less of a token than it owes. */
  BALANCE_SHORT: 'DIFFERENCE',
  /** The database says another value than the logs make. */
  DATABASE_DIFFERS: 'DIFFERENCE',
  /** The database lacks what the chain knows. */
  DATABASE_LACKS: 'DIFFERENCE',
  /** The database has what the chain does not know. */
  DATABASE_INVENTS: 'DIFFERENCE',
  /** The operator published another result for the same block. */
  PUBLISHED_DIFFERS: 'DIFFERENCE',
  /** Seconds were taken back, or a clock stopped, on a meter's word that nothing shown backs. */
  HALT_WITHOUT_EVIDENCE: 'CONDUCT',
  /** Seconds were charged of which the meter's own evidence says that the machine was down. */
  CHARGED_WHILE_DOWN: 'CONDUCT',
  /** An interruptible rental gave way to one that pays no more. */
  PREEMPTED_BY_LESS: 'CONDUCT',
  /** An interruptible rental gave way to an order that nobody opened. */
  PREEMPTED_BY_NOBODY: 'CONDUCT',
  /** Two rentals were charged for the same GPU in the same second. */
  GPU_RENTED_TWICE: 'CONDUCT',
} as const satisfies Record<string, 'DIFFERENCE' | 'CONDUCT'>;

export type FindingCode = keyof typeof findingKinds;

/** One thing that is not as it should be. */
export interface Finding {
  code: FindingCode;
  /** What it is about: `rental 0x…`, `account token:owner`, `fees token`, `token 0x…`, `log block:index`. */
  subject: string;
  /** Which value of it, in the contract's words. */
  field: string;
  expected: string;
  found: string;
  /** Where on the chain it shows. */
  blockNumber: bigint;
  txHash: Hex | undefined;
}

/** Whether the books differ, and new money should stay out. */
export function isDifference({ code }: Pick<Finding, 'code'>): boolean {
  return findingKinds[code] === 'DIFFERENCE';
}
