import type { StoredIntent } from '@gpuflow/db';
import { callsMax, sharingOf, type Sharing } from '@gpuflow/escrow';

/** Intents that one transaction can carry, in the order of its calls. */
export type Parcel = readonly StoredIntent[];

/**
 * Cuts a queue into parcels. Each stands where its first intent stood; neighbours in a parcel of settlements or closings
 * have the same provider and token where they can, because the contract pays such neighbours in one credit.
 */
export function parcelsOf(queue: readonly StoredIntent[]): Parcel[] {
  const parcels: StoredIntent[][] = [];
  const open = new Map<Sharing, StoredIntent[]>();
  for (const intent of queue) {
    const sharing = sharingOf(intent.call);
    const parcel = sharing === 'ALONE' ? undefined : open.get(sharing);
    if (parcel !== undefined && parcel.length < callsMax) {
      parcel.push(intent);
    } else {
      const begun = [intent];
      parcels.push(begun);
      open.set(sharing, begun);
    }
  }
  return parcels.map(sorted);
}

function sorted(parcel: readonly StoredIntent[]): Parcel {
  const [first] = parcel;
  if (first === undefined || sharingOf(first.call) === 'BATCH') return parcel;
  return parcel.toSorted((a, b) => (payee(a) < payee(b) ? -1 : payee(a) > payee(b) ? 1 : 0));
}

function payee({ call }: StoredIntent): string {
  if (!('order' in call)) return '';
  const { provider, token } = call.order.offer;
  return `${provider}${token}`;
}
