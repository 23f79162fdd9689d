import { intents, type StoredIntent } from '@gpuflow/db';
import type { Address, Rental } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

/** What was asked of the chain for a rental, the newest first, for its parties alone. */
export async function rentalWishes(
  { db }: Market,
  viewer: Address | undefined,
  { id, renter, provider }: Rental,
  first: number,
) {
  if (viewer === undefined || (viewer !== renter && viewer !== provider)) return [];
  const wishes = await intents.listOfRental(db, id);
  return wishes.toReversed().slice(0, first).map(wishAnswer);
}

function wishAnswer({ call, state, refusal, createdAt, settledAt }: StoredIntent) {
  return { purpose: call.purpose, state, refusal, askedAt: createdAt, settledAt };
}
