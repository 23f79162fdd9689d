import { parseAddress } from '@gpuflow/domain';
import { escrowParamsAbi } from '@gpuflow/escrow';
import { createWalletClient, http } from 'viem';

import { accountOf } from './people.js';
import type { World } from './world.js';

/** Has the governor set the fee of rentals that open from now on, as far as the market has read. */
export async function setFee(world: World, feeBps: number): Promise<void> {
  const { url, deployment } = world.node;
  const governor = createWalletClient({ account: accountOf('governor'), transport: http(url) });
  await governor.writeContract({
    abi: escrowParamsAbi,
    address: parseAddress(deployment.params, 'params'),
    functionName: 'setFee',
    args: [feeBps],
    chain: null,
  });
  await world.settle();
}
