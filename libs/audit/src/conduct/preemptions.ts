import type { Books, PreemptionBook } from '../fold/books.js';
import { INTERRUPTIBLE } from '../fold/constants.js';
import { rentalSubject } from '../fold/check.js';
import type { Finding } from '../finding.js';

/** The contract keeps the slice to the end of the notice: an order on demand can be opened only then, and may take so long. */
const openingSeconds = 3_600n;

/**
 * Every rental that gave way must have given way to an order that somebody opened, an hour after its notice at the latest, and
 * that is on demand or pays more. Who may still be opened at second `now` is not judged yet.
 */
export function judgePreemptions({ preemptions, rentals }: Books, now: bigint): Finding[] {
  return preemptions.flatMap((preemption) => {
    const winner = rentals.get(preemption.byNew);
    if (winner === undefined)
      return preemption.haltsAt + openingSeconds < now ? [byNobody(preemption)] : [];
    const bids = winner.order.offer.class === INTERRUPTIBLE;
    const better = preemption.byPricePerHour > preemption.pricePerHour;
    return bids && !better ? [byLess(preemption)] : [];
  });
}

function byNobody(preemption: PreemptionBook): Finding {
  const expected = `rental ${preemption.byNew} opened by ${preemption.haltsAt + openingSeconds}`;
  const about = aboutOf(preemption);
  return { ...about, code: 'PREEMPTED_BY_NOBODY', field: 'byNew', expected, found: 'no opening' };
}

function byLess(preemption: PreemptionBook): Finding {
  const { pricePerHour, byPricePerHour } = preemption;
  const expected = `more than ${pricePerHour}`;
  const found = `${byPricePerHour}`;
  return { ...aboutOf(preemption), code: 'PREEMPTED_BY_LESS', field: 'byPrice', expected, found };
}

function aboutOf({ rentalId, blockNumber, txHash }: PreemptionBook) {
  return { subject: rentalSubject(rentalId), blockNumber, txHash };
}
