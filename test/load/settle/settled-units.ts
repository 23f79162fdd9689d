import { rentalEscrowAbi as abi } from '@gpuflow/escrow';

import type { RunningRental } from './running-rentals.ts';
import type { World } from './world.ts';

/** What the contract has paid out of a rental, in token base units. */
export async function settledUnits(
  { node, escrow: address }: World,
  { id }: RunningRental,
): Promise<bigint> {
  const { claimed } = await node.readContract({
    abi,
    address,
    functionName: 'rental',
    args: [id],
  });
  return claimed;
}
