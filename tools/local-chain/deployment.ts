import { z } from 'zod';

export const CHAIN_ID = 31337;

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const deploymentSchema = z.object({
  chainId: z.literal(CHAIN_ID),
  escrow: address,
  params: address,
  usageRoots: address,
  token: address,
  /** Number of the first block of the deployment: no log of the contracts is before it. */
  block: z.number().int().positive(),
});

/** Where the contracts are on a local chain. */
export type Deployment = z.infer<typeof deploymentSchema>;

/** The file beside a journal that tells where the contracts are on its chain. */
export function deploymentNoteOf(journal: string): string {
  return `${journal}.deployment.json`;
}
