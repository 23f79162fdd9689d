import { decodeLog, type LogContent } from '../log/decode.js';
import type { RawLog } from '../node/raw-log.js';
import * as balances from './balances.js';
import type { Books, Place } from './books.js';
import { find } from './check.js';
import * as changes from './clock-changes.js';
import * as endings from './endings.js';
import * as governance from './governance.js';
import * as openings from './openings.js';
import { transactionOf } from './transaction.js';

/** The books after one more log, of a block of this second. What is not as it should be is written into them. */
export function foldLog(books: Books, raw: RawLog, at: bigint): void {
  const content = decodeLog(raw);
  const place = { raw, at };
  books.logs += 1;
  transactionOf(books, place);
  if (content !== undefined) {
    apply(books, place, content);
    return;
  }
  const subject = `log ${raw.blockNumber}:${raw.logIndex}`;
  const found = raw.topics[0] ?? 'no topic';
  const about = { code: 'UNKNOWN_LOG', subject, field: 'topics' } as const;
  find(books, place, { ...about, expected: "one of the contracts' logs", found });
}

function apply(books: Books, place: Place, { eventName, args }: LogContent): void {
  switch (eventName) {
    case 'RentalOpened':
      return openings.rentalOpened(books, place, args);
    case 'RentalFunded':
      return openings.rentalFunded(books, place, args);
    case 'OrderCancelled':
      return openings.orderCancelled(books, place, args);
    case 'OfferCancelled':
      return openings.offerCancelled(books, place, args);
    case 'CounterIncremented':
      return openings.counterIncremented(books, place, args);
    case 'RentalStarted':
      return changes.rentalStarted(books, place, args);
    case 'RentalHalted':
      return changes.rentalHalted(books, place, args);
    case 'RentalResumed':
      return changes.rentalResumed(books, place, args);
    case 'RentalPreempted':
      return changes.rentalPreempted(books, place, args);
    case 'RentalRepriced':
      return changes.rentalRepriced(books, place, args);
    case 'NoticeGiven':
      return changes.noticeGiven(books, place, args);
    case 'RentalExtended':
      return changes.rentalExtended(books, place, args);
    case 'RentalToppedUp':
      return changes.rentalToppedUp(books, place, args);
    case 'RentalStopped':
      return endings.rentalStopped(books, place, args);
    case 'RentalTrimmed':
      return endings.rentalTrimmed(books, place, args);
    case 'Settled':
      return endings.settled(books, place, args);
    case 'RentalClosed':
      return endings.rentalClosed(books, place, args);
    case 'Deposited':
      return balances.deposited(books, place, args);
    case 'Withdrawn':
      return balances.withdrawn(books, place, args);
    case 'Credited':
      return balances.credited(books, place, args);
    case 'Debited':
      return balances.debited(books, place, args);
    case 'FeesWithdrawn':
      return balances.feesWithdrawn(books, place, args);
    case 'DelegateSet':
      return balances.delegateSet(books, place, args);
    case 'DelegateSpent':
      return balances.delegateSpent(books, place, args);
    case 'NonceUsed':
      return balances.nonceUsed(books, place, args);
    case 'FeeSet':
      return governance.feeSet(books, place, args);
    case 'UsageRoot':
      return governance.usageRoot(books, place, args);
    case 'FeeRecipientSet':
      books.feeRecipient = args.recipient;
      return;
    case 'TokenListed':
      books.listed.add(args.token);
      return;
    case 'TokenDelisted':
      books.listed.delete(args.token);
      return;
    case 'MeterRevoked':
      books.revokedMeters.add(args.meter);
      return;
    case 'EntryPaused':
      books.entryPausedUntil = args.until;
      return;
    case 'EntryUnpaused':
      books.entryPausedUntil = place.at;
      return;
    case 'BatchItemFailed':
    case 'AuthorityUpdated':
      return;
  }
}
