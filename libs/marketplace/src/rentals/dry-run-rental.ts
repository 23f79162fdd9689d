import { dryRun, type DryRunOutcome, type Quote } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';
import { quoteRental, type QuoteRental } from './quote-rental.js';

export interface DryRunRental extends QuoteRental {
  /** The renter stops, or the machine falls silent, so many seconds after the start; by default halfway. */
  stopAfterSeconds: number | undefined;
}

/**
 * The ways that a rental can go, and what comes back of its deposit in each, played on the contract's rules. Writes nothing.
 * Refuses what `quoteRental` refuses.
 */
export async function dryRunRental(
  market: Market,
  request: DryRunRental,
): Promise<{ quote: Quote; outcomes: DryRunOutcome[] }> {
  const quote = await quoteRental(market, request);
  const { chainNow } = await settlementNow(market, market.db);
  const halfway = Math.ceil(request.usage.seconds / 2);
  const stopAfterSeconds = BigInt(request.stopAfterSeconds ?? halfway);
  return {
    quote,
    outcomes: dryRun(quote.order, market.terms, { now: chainNow, stopAfterSeconds }),
  };
}
