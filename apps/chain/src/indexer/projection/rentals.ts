import { chainRentals } from '@gpuflow/db';
import {
  foldRental,
  parseHash,
  type ChainRental,
  type EscrowLog,
  type Placed,
  type RentalLog,
} from '@gpuflow/domain';
import type { Projector } from './projector.js';

export const rentalProjector: Projector<ChainRental> = {
  find: (tx, chainId, id) => chainRentals.find(tx, chainId, idOf(id)),
  fold: (rental, log) => (isRentalLog(log) ? foldRental(rental, log) : rental),
  save: chainRentals.save,
  remove: (tx, chainId, ids) => chainRentals.remove(tx, chainId, ids.map(idOf)),
};

/** Account logs name the rental that moved the money too. */
function isRentalLog(log: Placed<EscrowLog>): log is Placed<RentalLog> {
  return 'rentalId' in log && !('owner' in log);
}

function idOf(id: string) {
  return parseHash(id, 'rentalId');
}
