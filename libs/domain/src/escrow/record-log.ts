import { isAccountLog, isRentalLog } from '../chain/escrow-log.js';
import type { AccountLog, EscrowLog, OwnerLog, RentalLog } from '../chain/escrow-log.js';
import { nextAccount } from '../chain/fold-account.js';
import { nextRental, type EscrowRental } from '../chain/fold-rental.js';
import type { Address } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import {
  accountKey,
  delegationKey,
  delegationOf,
  sliceKey,
  type Digests,
  type EscrowBooks,
} from './books.js';

/**
 * Writes one more log into the books. The logs of an escrow, from its first, rebuild everything it stores.
 * Throws `SequenceGap` where a log is missing.
 */
export function recordLog(books: EscrowBooks, log: EscrowLog, digests: Digests): void {
  if (isRentalLog(log)) recordRental(books, log, digests);
  else if (isAccountLog(log)) recordAccount(books, log);
  else recordSimple(books, log);
}

function recordAccount({ accounts }: EscrowBooks, log: AccountLog): void {
  const key = accountKey(log.token, log.owner);
  accounts.set(key, nextAccount(accounts.get(key), log));
}

function recordRental(books: EscrowBooks, log: RentalLog, digests: Digests): void {
  const rental = nextRental(books.rentals.get(log.rentalId), log);
  const { offer } = rental.order;
  books.rentals.set(rental.rentalId, rental);
  if (log.kind === 'RENTAL_OPENED') countUse(books, offer, digests);
  if (log.kind === 'SETTLED') addFees(books, offer.token, log.feeUnits);
  moveSlice(books, rental, log);
}

/** On-demand rentals take their slice when they open, interruptible ones whenever they begin to run. */
function moveSlice({ holders }: EscrowBooks, rental: EscrowRental, { kind }: RentalLog): void {
  const { offer } = rental.order;
  const takes =
    offer.class === 'INTERRUPTIBLE'
      ? kind === 'RENTAL_STARTED' || kind === 'RENTAL_RESUMED'
      : kind === 'RENTAL_OPENED';
  if (takes) holders.set(sliceKey(offer), rental.rentalId);
}

function countUse({ uses }: EscrowBooks, offer: Offer, { hashOffer }: Digests): void {
  if (offer.maxUses === 0) return;
  const hash = hashOffer(offer);
  uses.set(hash, (uses.get(hash) ?? 0) + 1);
}

function addFees({ fees }: EscrowBooks, token: Address, units: bigint): void {
  fees.set(token, (fees.get(token) ?? 0n) + units);
}

function recordSimple(books: EscrowBooks, log: Exclude<EscrowLog, RentalLog | AccountLog>): void {
  switch (log.kind) {
    case 'OFFER_CANCELLED':
      books.cancelledOffers.add(log.offerHash);
      return;
    case 'ORDER_CANCELLED':
      books.cancelledOrders.add(log.rentalId);
      return;
    case 'COUNTER_INCREMENTED':
      books.counters.set(log.owner, log.counter);
      return;
    case 'NONCE_USED':
      books.nonces.set(log.owner, log.nonce + 1n);
      return;
    case 'DELEGATE_SET':
    case 'DELEGATE_SPENT':
      return recordDelegation(books, log);
    case 'RENTAL_FUNDED':
    case 'BATCH_ITEM_FAILED':
      return;
    case 'TOKEN_LISTED':
      books.listedTokens.add(log.token);
      return;
    case 'TOKEN_DELISTED':
      books.listedTokens.delete(log.token);
      return;
    case 'METER_REVOKED':
      books.revokedMeters.add(log.meter);
      return;
    case 'FEES_WITHDRAWN':
      return addFees(books, log.token, -log.amountUnits);
    case 'FEE_SET':
      books.rules = { ...books.rules, feeBps: log.feeBps };
      return;
    case 'FEE_RECIPIENT_SET':
      books.rules = { ...books.rules, feeRecipient: log.recipient };
      return;
    case 'ENTRY_PAUSED':
      books.rules = { ...books.rules, entryPausedUntil: log.until };
      return;
    case 'ENTRY_UNPAUSED':
      books.rules = { ...books.rules, entryPausedUntil: 0n };
  }
}

type DelegationLog = Exclude<OwnerLog, { kind: 'NONCE_USED' }>;

function recordDelegation(books: EscrowBooks, log: DelegationLog): void {
  const key = delegationKey(log.owner, log.delegate, log.token);
  const { scopes, expiry } = log.kind === 'DELEGATE_SET' ? log : delegationOf(books, key);
  books.delegations.set(key, { scopes, capUnits: log.capUnits, expiry });
}
