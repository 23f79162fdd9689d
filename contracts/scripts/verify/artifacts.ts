import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Hex } from 'viem';
import { z } from 'zod';

import type { Addresses } from './deployment.ts';

const artifactsRoot = path.resolve(import.meta.dirname, '../../artifacts');

const artifactFiles = [
  ['Market#AccessManager', '@openzeppelin/contracts/access/manager/AccessManager.sol'],
  ['Market#EscrowParams', 'src/EscrowParams.sol'],
  ['Market#RentalEscrow', 'src/RentalEscrow.sol'],
  ['Market#EscrowLens', 'src/EscrowLens.sol'],
  ['Market#Erc2612Deposits', 'src/deposits/Erc2612Deposits.sol'],
  ['Market#Erc3009Deposits', 'src/deposits/Erc3009Deposits.sol'],
  ['Market#Permit2Deposits', 'src/deposits/Permit2Deposits.sol'],
  ['Market#UsageRoots', 'src/UsageRoots.sol'],
] as const;

const artifactSchema = z.object({
  contractName: z.string(),
  deployedBytecode: z.custom<Hex>((text) => /^0x([0-9a-f]{2})+$/.test(String(text))),
  immutableReferences: z.record(
    z.array(z.object({ start: z.number().int(), length: z.number().int() })),
  ),
});

/** What the compiler made of a contract. */
export type Artifact = z.infer<typeof artifactSchema>;

/** The compiled contracts of a market, each with the place of its address; throws before the first build. */
export async function readArtifacts(): Promise<{ id: keyof Addresses; artifact: Artifact }[]> {
  return Promise.all(
    artifactFiles.map(async ([id, source]) => {
      const file = path.join(artifactsRoot, source, `${id.replace('Market#', '')}.json`);
      return { id, artifact: artifactSchema.parse(JSON.parse(await readFile(file, 'utf8'))) };
    }),
  );
}
