import { zeroHash, type Hash } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import { accountKey } from './books.js';
import { credit, type Draft } from './draft.js';

/** What a rental has earned its provider, and nobody has credited yet. */
export interface Earning {
  rentalId: Hash;
  offer: Offer;
  units: bigint;
}

/** Credits what rentals have earned, in one sum for neighbours of one provider and token, which names none of them. */
export function payProviders(draft: Draft, earnings: readonly Earning[]): void {
  for (const neighbours of inRows(earnings)) {
    const { offer, rentalId } = neighbours[0];
    const units = neighbours.reduce((total, one) => total + one.units, 0n);
    const account = { token: offer.token, owner: offer.provider };
    credit(draft, account, units, neighbours.length === 1 ? rentalId : zeroHash);
  }
}

function inRows(earnings: readonly Earning[]): [Earning, ...Earning[]][] {
  const rows: [Earning, ...Earning[]][] = [];
  for (const earning of earnings) {
    const last = rows.at(-1);
    if (last !== undefined && payeeOf(last[0]) === payeeOf(earning)) last.push(earning);
    else rows.push([earning]);
  }
  return rows;
}

function payeeOf({ offer }: Earning): string {
  return accountKey(offer.token, offer.provider);
}
