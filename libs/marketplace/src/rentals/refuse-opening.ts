import { rentals } from '@gpuflow/db';
import type { Hash, RefusalCode } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';

export interface RefuseOpening {
  rentalId: Hash;
  code: RefusalCode;
  facts: object;
}

/** The chain declined to open it: the rental gives its slice back, and the renter is told why. Nothing was held. */
export function refuseOpening(market: Market<ChainPolicy>, command: RefuseOpening): Promise<void> {
  const { rentalId, code, facts } = command;
  return runCommand(market, { kind: 'SYSTEM', name: 'refuse-opening' }, async (tx) => {
    const rental = await rentals.lock(tx, rentalId);
    if (rental?.state !== 'FUNDING') return unrecorded(undefined);
    await rentals.refuse(tx, rentalId, { code, facts });
    const record = { kind: 'rental.refused', subject: `rental:${rentalId}`, facts: { code } };
    return { output: undefined, records: [record] };
  });
}
