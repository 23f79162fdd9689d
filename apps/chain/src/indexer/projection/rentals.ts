import { chainRentals } from '@gpuflow/db';
import { foldRental, isRentalLog, parseHash, type ChainRental } from '@gpuflow/domain';
import type { Projector } from './projector.js';

export const rentalProjector: Projector<ChainRental> = {
  find: (tx, chainId, id) => chainRentals.find(tx, chainId, idOf(id)),
  fold: (rental, log) => (isRentalLog(log) ? foldRental(rental, log) : rental),
  save: chainRentals.save,
  remove: (tx, chainId, ids) => chainRentals.remove(tx, chainId, ids.map(idOf)),
};

function idOf(id: string) {
  return parseHash(id, 'rentalId');
}
