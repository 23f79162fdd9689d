import { chainRentals } from '@gpuflow/db';
import { foldRental, isRentalLog, parseHash, type ChainRental } from '@gpuflow/domain';
import type { Projector } from './projector.js';

export const rentalProjector: Projector<ChainRental> = {
  async findMany(tx, chainId, ids) {
    const rentals = await chainRentals.findMany(tx, chainId, ids.map(idOf));
    return new Map(rentals.map((rental) => [rental.rentalId, rental]));
  },
  fold: (rental, log) => (isRentalLog(log) ? foldRental(rental, log) : rental),
  save: chainRentals.save,
  remove: (tx, chainId, ids) => chainRentals.remove(tx, chainId, ids.map(idOf)),
};

function idOf(id: string) {
  return parseHash(id, 'rentalId');
}
