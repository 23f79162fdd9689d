import { writeFile } from 'node:fs/promises';

import { buildProof, openNode } from '@gpuflow/audit';
import type { Address, Hex } from 'viem';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';

export interface ProofOptions {
  rpc: readonly [string, ...string[]];
  escrow: Address;
  fromBlock: bigint;
  rental: Hex;
  seq?: number;
  /** Where the bundle goes; without it, to the answer. */
  output?: string;
}

/** Puts the proof of a settlement together, out of a node alone. */
export async function proofCommand(options: ProofOptions, to: Terminal): Promise<ExitStatus> {
  const { rpc, escrow, rental: rentalId, fromBlock: from, seq, output } = options;
  const node = openNode({ urls: rpc });
  const bundle = await buildProof({ node, escrow, rentalId, from, ...(seq && { seq }) });
  if (output === undefined) to.out(jsonLine(bundle));
  else await writeFile(output, `${jsonLine(bundle)}\n`);
  to.err(`settlement ${bundle.seq} of rental ${rentalId}, out of ${bundle.blocks.length} blocks`);
  return exitStatus.agrees;
}
