import { chainNow, rentals } from '@gpuflow/db';
import type { Address, Hash } from '@gpuflow/domain';
import { escrowDomain, stopTypedData, type TypedDataJson } from '@gpuflow/escrow';
import { found, type Market } from '@gpuflow/marketplace';

const stopValidSeconds = 300n;

/** What a renter signs to end a rental within five minutes. Refuses `NOT_FOUND`. */
export async function stopToSign(
  { clock, db, policy }: Market,
  escrow: Address,
  rentalId: Hash,
): Promise<TypedDataJson> {
  found(await rentals.find(db, rentalId), 'rental', rentalId);
  const now = await chainNow(db, policy.chainId, clock.now());
  const deadline = Number(now + stopValidSeconds);
  return stopTypedData(escrowDomain(policy.chainId, escrow), { rentalId, deadline });
}
