import { readFile } from 'node:fs/promises';

import { getAddress, isAddress } from 'viem';
import { z } from 'zod';

/** Governance of a public chain is announced at least so many seconds before: 48 hours. */
const MIN_ADMIN_DELAY_SECONDS = 172_800;

const address = z
  .string()
  .refine((text) => isAddress(text), 'is no address')
  .transform((text) => getAddress(text));

/** Ignition's `deployed_addresses.json`. */
const addressesSchema = z.object({
  'Market#AccessManager': address,
  'Market#EscrowParams': address,
  'Market#RentalEscrow': address,
  'Market#EscrowLens': address,
  'Market#Erc2612Deposits': address,
  'Market#Erc3009Deposits': address,
  'Market#Permit2Deposits': address,
  'Market#UsageRoots': address,
  'LocalMarket#DemoDollar': address.optional(),
});

/** The parameters that Ignition deployed with; a local market has no section of a public one. */
const parametersSchema = z.object({
  Market: z.object({ feeBps: z.number().int(), feeRecipient: address }),
  PublicMarket: z
    .object({
      token: address,
      admin: address,
      guardian: address,
      adminDelay: z.number().int().min(MIN_ADMIN_DELAY_SECONDS),
    })
    .optional(),
});

export type Address = z.infer<typeof address>;
/** Where the contracts of a market are, by the names that Ignition gave them. */
export type Addresses = z.infer<typeof addressesSchema>;

/** What governance must look like. */
export interface Governance {
  feeBps: number;
  feeRecipient: Address;
  token: Address;
  admin: Address;
  adminDelay: number;
  guardian: Address;
  deployer: Address;
}

/** A market as it was meant to be. */
export interface Deployment {
  addresses: Addresses;
  governance: Governance;
}

/** Where the market's files are, and who deployed it. */
export interface DeploymentFiles {
  addressesFile: string;
  parametersFile: string;
  deployer: string;
}

/** Reads what was to be deployed; throws where a file is not what Ignition reads and writes. */
export async function readDeployment(files: DeploymentFiles): Promise<Deployment> {
  const addresses = addressesSchema.parse(await readJson(files.addressesFile));
  const { Market, PublicMarket } = parametersSchema.parse(await readJson(files.parametersFile));
  const deployer = address.parse(files.deployer);
  const roles = PublicMarket ?? localRoles(deployer, addresses['LocalMarket#DemoDollar']);
  return { addresses, governance: { ...Market, ...roles, deployer } };
}

function localRoles(deployer: Address, token: Address | undefined) {
  if (!token) throw new Error('The parameters have no PublicMarket, and it is no local market.');
  return { token, admin: deployer, adminDelay: 0, guardian: deployer };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
