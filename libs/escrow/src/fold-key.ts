import { isAccountLog, isRentalLog, type EscrowLog } from '@gpuflow/domain';

/** Names the one row of the projection that a log folds into. */
export function foldKeyOf(log: EscrowLog): string {
  if (isRentalLog(log)) return `rental:${log.rentalId}`;
  if (isAccountLog(log)) return `account:${log.token}:${log.owner}`;
  switch (log.kind) {
    case 'TOKEN_LISTED':
    case 'TOKEN_DELISTED':
    case 'FEES_WITHDRAWN':
      return `token:${log.token}`;
    case 'FEE_SET':
    case 'FEE_RECIPIENT_SET':
    case 'ENTRY_PAUSED':
    case 'ENTRY_UNPAUSED':
      return 'params';
    case 'OFFER_CANCELLED':
      return `offer:${log.offerHash}`;
    case 'ORDER_CANCELLED':
      return `order:${log.rentalId}`;
    case 'COUNTER_INCREMENTED':
      return `counter:${log.owner}`;
    case 'METER_REVOKED':
      return `meter:${log.meter}`;
    case 'DELEGATE_SET':
    case 'DELEGATE_SPENT':
      return `delegation:${log.owner}:${log.delegate}:${log.token}`;
    case 'NONCE_USED':
      return `nonce:${log.owner}`;
    case 'RENTAL_FUNDED':
      return `funding:${log.rentalId}`;
    case 'BATCH_ITEM_FAILED':
      return 'batch';
  }
}
