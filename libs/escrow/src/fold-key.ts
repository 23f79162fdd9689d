import type { EscrowLog } from '@gpuflow/domain';

/** Names the one row of the projection that a log folds into. */
export function foldKeyOf(log: EscrowLog): string {
  switch (log.kind) {
    case 'RENTAL_OPENED':
    case 'RENTAL_STARTED':
    case 'RENTAL_STOPPED':
    case 'SETTLED':
    case 'RENTAL_CLOSED':
      return `rental:${log.rentalId}`;
    case 'DEPOSITED':
    case 'WITHDRAWN':
    case 'CREDITED':
    case 'DEBITED':
      return `account:${log.token}:${log.owner}`;
    case 'TOKEN_LISTED':
    case 'TOKEN_DELISTED':
    case 'FEES_WITHDRAWN':
      return `token:${log.token}`;
    case 'FEE_SET':
    case 'FEE_RECIPIENT_SET':
      return 'params';
    case 'OFFER_CANCELLED':
      return `offer:${log.offerHash}`;
    case 'COUNTER_INCREMENTED':
      return `counter:${log.owner}`;
  }
}
