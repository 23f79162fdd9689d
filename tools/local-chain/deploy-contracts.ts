import hardhatConfig from '../../contracts/hardhat.config.ts';
import LocalMarket from '../../contracts/ignition/modules/market.ts';
import '@nomicfoundation/hardhat-ignition-viem';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { z } from 'zod';
import { CHAIN_ID, type Deployment, deploymentSchema } from './deployment.ts';

const CONTRACTS = path.resolve(import.meta.dirname, '../../contracts');
/** Positions among the accounts of the chain's mnemonic. */
const FEE_RECIPIENT = 4;
const FEE_BPS = 1_000;

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const deployed = z.object({ address });
const marketSchema = z.object({
  escrow: deployed,
  params: deployed,
  usageRoots: deployed,
  dollar: deployed,
});

/** Deploys the compiled contracts to the chain behind `url`; needs `contracts/artifacts`. */
export async function deployContracts(url: string): Promise<Deployment> {
  // Ignition notes what it deployed to a chain id; ours is every new local chain's.
  const notes = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-ignition-'));
  try {
    return await deployWithNotesIn(notes, url);
  } finally {
    await rm(notes, { recursive: true });
  }
}

async function deployWithNotesIn(notes: string, url: string): Promise<Deployment> {
  const environment = await createHardhatRuntimeEnvironment(
    {
      ...hardhatConfig,
      paths: { ...hardhatConfig.paths, ignition: notes },
      networks: { local: { type: 'http', url } },
    },
    { config: path.join(CONTRACTS, 'hardhat.config.ts') },
    CONTRACTS,
  );
  const { ignition, provider } = await environment.network.create('local');
  const head = Number(await provider.request({ method: 'eth_blockNumber' }));
  const accounts = z.array(address).parse(await provider.request({ method: 'eth_accounts' }));
  const market = await ignition.deploy(LocalMarket, {
    parameters: {
      Market: {
        feeBps: FEE_BPS,
        feeRecipient: account(accounts, FEE_RECIPIENT),
      },
    },
  });
  // Parsed, since Hardhat's types of the result need the artifacts at the time of the type check.
  const { escrow, params, usageRoots, dollar } = marketSchema.parse(market);
  const addresses = {
    escrow: escrow.address,
    params: params.address,
    usageRoots: usageRoots.address,
    token: dollar.address,
  };
  return deploymentSchema.parse({ chainId: CHAIN_ID, ...addresses, block: head + 1 });
}

function account(accounts: string[], position: number): string {
  const found = accounts[position];
  if (found === undefined) throw new Error(`The chain has no account ${position}.`);
  return found;
}
