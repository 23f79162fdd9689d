import { rentals, type Tx } from '@gpuflow/db';
import { Refusal, type Address, type Hash, type Rental } from '@gpuflow/domain';
import { found } from '@gpuflow/marketplace';

/** A rental for its renter or its provider. Refuses `NOT_FOUND`, and `NOT_OWNER` for anybody else. */
export async function partyRental(tx: Tx, wallet: Address, id: Hash): Promise<Rental> {
  const rental = found(await rentals.find(tx, id), 'rental', id);
  if (wallet !== rental.renter && wallet !== rental.provider)
    throw new Refusal('NOT_OWNER', { actor: wallet, kind: 'rental', id });
  return rental;
}
