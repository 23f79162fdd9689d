import assert from 'node:assert/strict';
import { test } from 'node:test';

import { network } from 'hardhat';
import { getAddress, parseAbi, type Address, type Hex } from 'viem';
import { z } from 'zod';

import { GUARDIAN_ROLE } from '../ignition/modules/market.ts';
import { MeterQuorum } from '../ignition/modules/meter-quorum.ts';
import { PublicMarket } from '../ignition/modules/public-market.ts';
import arbitrumOne from '../ignition/parameters/arbitrum-one.json' with { type: 'json' };
import baseSepolia from '../ignition/parameters/base-sepolia.json' with { type: 'json' };
import base from '../ignition/parameters/base.json' with { type: 'json' };
import { completed, roles } from './public-market.ts';

const chains = [
  { name: 'Base Sepolia', chainId: 84_532, parameters: baseSepolia },
  { name: 'Base', chainId: 8_453, parameters: base },
  { name: 'Arbitrum One', chainId: 42_161, parameters: arbitrumOne },
];

/** Where the CREATE2 factory is on every chain: https://github.com/pcaversaccio/createx. */
const CREATEX = '0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed';
const ADMIN_ROLE = 0n;

const abi = parseAbi([
  'function hasRole(uint64 role, address account) view returns (bool member, uint32 delay)',
  'function checkOpening(address token, address meter) view returns (uint16 feeBps)',
  'function feeRecipient() view returns (address)',
  'function threshold() view returns (uint64)',
  'function getSignerCount() view returns (uint256)',
]);

const deployedSchema = z.record(
  z.object({ address: z.string().transform((at) => getAddress(at)) }),
);
type Connection = Awaited<ReturnType<typeof network.create>>;

/** Ignition brings the factory only to a local chain's id; public chains have it. */
async function factoryCode(): Promise<Hex> {
  const { ignition, viem } = await network.create();
  const parameters = { MeterQuorum: { signers: [roles.admin], threshold: 1 } };
  await ignition.deploy(MeterQuorum, { parameters, strategy: 'create2' });
  const client = await viem.getPublicClient();
  return (await client.getCode({ address: CREATEX })) ?? '0x';
}

/** A simulated chain with that id, the factory, and a token of 6 decimals where its USDC is. */
async function openChain(chainId: number, token: Address, factory: Hex): Promise<Connection> {
  const connection = await network.create({ override: { chainId } });
  const { viem } = connection;
  const chain = await viem.getTestClient();
  const client = await viem.getPublicClient();
  const dollar = await viem.deployContract('DemoDollar');
  const bytecode = (await client.getCode({ address: dollar.address })) ?? '0x';
  await chain.setCode({ address: token, bytecode });
  await chain.setCode({ address: CREATEX, bytecode: factory });
  return connection;
}

const factory = await factoryCode();
const addressesByChain: Record<string, Address>[] = [];

for (const { name, chainId, parameters: given } of chains) {
  await test(`a market on ${name} is governed by its multisigs alone`, async () => {
    const parameters = completed(given);
    const token = getAddress(given.PublicMarket.token);
    assert.equal(token, given.PublicMarket.token);
    const { ignition, viem } = await openChain(chainId, token, factory);
    const market = deployedSchema.parse(
      await ignition.deploy(PublicMarket, { parameters, strategy: 'create2' }),
    );
    const addresses = Object.entries(market).map(([key, { address }]) => [key, address] as const);
    addressesByChain.push(Object.fromEntries(addresses));

    const client = await viem.getPublicClient();
    const [deployer] = await viem.getWalletClients();
    assert.ok(deployer && market['manager'] && market['params']);
    const manager = { abi, address: market['manager'].address };
    const params = { abi, address: market['params'].address };
    const roleOf = (role: bigint, account: Address) =>
      client.readContract({ ...manager, functionName: 'hasRole', args: [role, account] });
    assert.deepEqual(await roleOf(ADMIN_ROLE, roles.admin), [true, 172_800]);
    assert.deepEqual(await roleOf(GUARDIAN_ROLE, roles.guardian), [true, 0]);
    for (const role of [ADMIN_ROLE, GUARDIAN_ROLE]) {
      assert.deepEqual(await roleOf(role, deployer.account.address), [false, 0]);
    }
    const opening = [token, roles.guardian] as const;
    assert.equal(
      await client.readContract({ ...params, functionName: 'checkOpening', args: opening }),
      1000,
    );
    assert.equal(
      await client.readContract({ ...params, functionName: 'feeRecipient' }),
      roles.feeRecipient,
    );
  });
}

await test('the addresses are the same on every chain', () => {
  const [first, ...others] = addressesByChain;
  assert.ok(first);
  assert.ok(Object.keys(first).includes('escrow'));
  assert.equal(others.length, 2);
  for (const other of others) assert.deepEqual(other, first);
});

await test('without its multisigs a market is not deployed', async () => {
  const { ignition } = await network.create();
  await assert.rejects(
    ignition.deploy(PublicMarket, { parameters: base, strategy: 'create2' }),
    /Module parameter 'feeRecipient' requires a value/,
  );
});

await test('a quorum of meters is deployed with its signers', async () => {
  const { ignition, viem } = await network.create();
  const parameters = {
    MeterQuorum: { signers: [roles.admin, roles.guardian, roles.feeRecipient], threshold: 2 },
  };
  const { quorum } = deployedSchema.parse(await ignition.deploy(MeterQuorum, { parameters }));
  assert.ok(quorum);
  const client = await viem.getPublicClient();
  const contract = { abi, address: quorum.address };
  assert.equal(await client.readContract({ ...contract, functionName: 'threshold' }), 2n);
  assert.equal(await client.readContract({ ...contract, functionName: 'getSignerCount' }), 3n);
});
