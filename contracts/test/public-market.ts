import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import '@nomicfoundation/hardhat-ignition-viem';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { createPublicClient, createTestClient, getAddress, http, walletActions } from 'viem';

import hardhatConfig from '../hardhat.config.ts';
import { LocalMarket } from '../ignition/modules/market.ts';
import { PublicMarket } from '../ignition/modules/public-market.ts';
import base from '../ignition/parameters/base.json' with { type: 'json' };
import local from '../ignition/parameters/local.json' with { type: 'json' };

const contractsRoot = path.resolve(import.meta.dirname, '..');

/** The accounts that a public market's parameters name beside those of its chain. */
export const roles = {
  admin: '0x1111111111111111111111111111111111111111',
  guardian: '0x2222222222222222222222222222222222222222',
  feeRecipient: '0x3333333333333333333333333333333333333333',
} as const;

/** A chain's parameters, complete. */
export function completed({ Market, PublicMarket }: typeof base) {
  const { feeRecipient, admin, guardian } = roles;
  return {
    Market: { ...Market, feeRecipient },
    PublicMarket: { ...PublicMarket, admin, guardian },
  };
}

/**
 * A public market of Base's parameters on a chain of its own, behind a node's URL, with the files that Ignition left.
 * Ignition brings the CREATE2 factory to a local chain by itself; USDC is code of DemoDollar at USDC's address.
 */
export async function startPublicMarket() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-deployment-'));
  const node = await createHardhatRuntimeEnvironment({});
  const server = await node.network.createServer('default', '127.0.0.1', 0);
  const { port } = await server.listen();
  const rpcUrl = `http://127.0.0.1:${port}`;
  const environment = await createHardhatRuntimeEnvironment(
    {
      ...hardhatConfig,
      paths: { ...hardhatConfig.paths, ignition: folder },
      networks: { local: { type: 'http', url: rpcUrl } },
    },
    { config: path.join(contractsRoot, 'hardhat.config.ts') },
    contractsRoot,
  );
  const { ignition, viem } = await environment.network.create('local');

  const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
  const chain = createTestClient({ mode: 'hardhat', transport: http(rpcUrl) }).extend(
    walletActions,
  );
  const [deployer, otherAccount] = await chain.getAddresses();
  if (!deployer || !otherAccount) throw new Error('The node has no accounts.');
  const dollar = await viem.deployContract('DemoDollar');
  const parameters = completed(base);
  const bytecode = (await client.getCode({ address: dollar.address })) ?? '0x';
  await chain.setCode({ address: getAddress(parameters.PublicMarket.token), bytecode });
  await ignition.deploy(PublicMarket, { parameters, strategy: 'create2', deploymentId: 'market' });
  const parametersFile = path.join(folder, 'parameters.json');
  await writeFile(parametersFile, JSON.stringify(parameters));

  return {
    rpcUrl,
    client,
    chain,
    dollar: getAddress(dollar.address),
    deployer,
    otherAccount,
    addressesFile: path.join(folder, 'deployments/market/deployed_addresses.json'),
    parameters,
    parametersFile,
    /** Deploys a second market beside it, the one of demonstrations; answers its files. */
    async deployLocalMarket() {
      await ignition.deploy(LocalMarket, { parameters: local, deploymentId: 'local' });
      return {
        addressesFile: path.join(folder, 'deployments/local/deployed_addresses.json'),
        parametersFile: path.join(contractsRoot, 'ignition/parameters/local.json'),
        deployer,
      };
    },
    async stop() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
