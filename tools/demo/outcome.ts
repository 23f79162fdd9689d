import { openChainClient, rentalEscrowAbi } from '@gpuflow/escrow';

import type { Demo } from './demo.ts';

/** What a rental came to, as the contract's own logs say. Units are the token's base units. */
export interface Outcome {
  rentalId: `0x${string}`;
  seconds: number;
  grossUnits: bigint;
  feeUnits: bigint;
  providerUnits: bigint;
  refundUnits: bigint;
}

/** Reads a closed rental's outcome from the chain: nothing of it comes from the database or the API. */
export async function readOutcome(demo: Demo, rentalId: `0x${string}`): Promise<Outcome> {
  const client = openChainClient(demo);
  const where = {
    abi: rentalEscrowAbi,
    address: demo.deployment.escrow,
    args: { rentalId },
    fromBlock: 0n,
    strict: true,
  } as const;
  const [started] = await client.getContractEvents({ ...where, eventName: 'RentalStarted' });
  const [stopped] = await client.getContractEvents({ ...where, eventName: 'RentalStopped' });
  const [closed] = await client.getContractEvents({ ...where, eventName: 'RentalClosed' });
  const settled = await client.getContractEvents({ ...where, eventName: 'Settled' });
  if (started === undefined || stopped === undefined || closed === undefined)
    throw new Error(`The chain does not know the end of ${rentalId}`);
  return {
    rentalId,
    seconds: stopped.args.endedAt - started.args.startedAt,
    grossUnits: stopped.args.gross,
    feeUnits: sum(settled.map(({ args }) => args.fee)),
    providerUnits: sum(settled.map(({ args }) => args.toProvider)),
    refundUnits: stopped.args.refund + closed.args.refund,
  };
}

function sum(units: bigint[]): bigint {
  return units.reduce((total, part) => total + part, 0n);
}
