import type { Order } from '@gpuflow/domain';

/** What comes back of a deposit, and when, in words: the contract's rule under this order's terms. */
export function refundRule({ startDeadline }: Order): string {
  const deadline = new Date(startDeadline * 1000).toISOString();
  return [
    `Not started by ${deadline}: the whole deposit comes back.`,
    'Stopped at any second after the start: all that has not accrued by that second comes back in the same transaction.',
    'Nobody else decides about it.',
  ].join(' ');
}
