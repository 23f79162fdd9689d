import assert from 'node:assert/strict';
import { test } from 'node:test';

import { network } from 'hardhat';
import { getAddress, hashTypedData, parseAbi } from 'viem';
import { z } from 'zod';

import parameters from '../ignition/parameters/local.json' with { type: 'json' };
import { GUARDIAN_ROLE, LocalMarket } from '../ignition/modules/market.ts';

/** The signed types, written down a second time: a wallet must arrive at the escrow's digests. */
const types = {
  Offer: [
    { name: 'provider', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'pricePerHour', type: 'uint96' },
    { name: 'storagePricePerHour', type: 'uint96' },
    { name: 'class', type: 'uint8' },
    { name: 'assetHash', type: 'bytes32' },
    { name: 'slaHash', type: 'bytes32' },
    { name: 'maxFeeBps', type: 'uint16' },
    { name: 'meter', type: 'address' },
    { name: 'arbiter', type: 'address' },
    { name: 'window', type: 'uint32' },
    { name: 'retroBudget', type: 'uint32' },
    { name: 'noticeSeconds', type: 'uint32' },
    { name: 'startWithin', type: 'uint32' },
    { name: 'minDuration', type: 'uint32' },
    { name: 'evictPenalty', type: 'uint96' },
    { name: 'slaGrace', type: 'uint32' },
    { name: 'bond', type: 'uint96' },
    { name: 'availableUntil', type: 'uint40' },
    { name: 'maxUses', type: 'uint32' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'counter', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
  Order: [
    { name: 'renter', type: 'address' },
    { name: 'offer', type: 'Offer' },
    { name: 'pricePerHour', type: 'uint96' },
    { name: 'deposit', type: 'uint96' },
    { name: 'feeBps', type: 'uint16' },
    { name: 'starter', type: 'uint8' },
    { name: 'startDeadline', type: 'uint40' },
    { name: 'maxEnd', type: 'uint40' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'counter', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const;

const addressOf = (digit: string) => getAddress(`0x${digit.repeat(40)}`);
const wordOf = (digit: string): `0x${string}` => `0x${digit.repeat(64)}`;

/** Every field has its own value, so that no two can change places unseen. */
const offer = {
  provider: addressOf('1'),
  token: addressOf('2'),
  pricePerHour: 101n,
  storagePricePerHour: 102n,
  class: 103,
  assetHash: wordOf('3'),
  slaHash: wordOf('4'),
  maxFeeBps: 104,
  meter: addressOf('5'),
  arbiter: addressOf('6'),
  window: 105,
  retroBudget: 106,
  noticeSeconds: 107,
  startWithin: 108,
  minDuration: 109,
  evictPenalty: 110n,
  slaGrace: 111,
  bond: 112n,
  availableUntil: 113,
  maxUses: 114,
  validUntil: 115,
  counter: 116n,
  salt: wordOf('7'),
};
const order = {
  renter: addressOf('8'),
  offer,
  pricePerHour: 201n,
  deposit: 202n,
  feeBps: 203,
  starter: 204,
  startDeadline: 205,
  maxEnd: 206,
  validUntil: 207,
  counter: 208n,
  salt: wordOf('9'),
};

const [renter, , ...orderTerms] = types.Order;
const embeddedOffer = { name: 'offer', type: 'tuple', components: types.Offer } as const;
const hashAbi = [
  {
    type: 'function',
    name: 'hashOffer',
    stateMutability: 'view',
    inputs: [embeddedOffer],
    outputs: [{ name: '', type: 'bytes32' }],
  },
  {
    type: 'function',
    name: 'hashOrder',
    stateMutability: 'view',
    inputs: [{ name: 'order', type: 'tuple', components: [renter, embeddedOffer, ...orderTerms] }],
    outputs: [{ name: '', type: 'bytes32' }],
  },
] as const;
const wiringAbi = parseAbi([
  'function params() view returns (address)',
  'function authority() view returns (address)',
  'function hasRole(uint64 role, address account) view returns (bool member, uint32 delay)',
  'function checkOpening(address token, address meter) view returns (uint16 feeBps)',
  'function feeRecipient() view returns (address)',
  'function decimals() view returns (uint8)',
]);

/** Parsed, since Hardhat knows the result's type only where the artifacts were built before. */
const deployed = z.object({ address: z.string().transform((address) => getAddress(address)) });
const marketSchema = z.object({
  manager: deployed,
  params: deployed,
  escrow: deployed,
  dollar: deployed,
});

const { ignition, viem } = await network.create();
const client = await viem.getPublicClient();
const market = marketSchema.parse(await ignition.deploy(LocalMarket, { parameters }));
const manager = { abi: wiringAbi, address: market.manager.address };
const params = { abi: wiringAbi, address: market.params.address };
const escrow = { abi: wiringAbi, address: market.escrow.address };
const dollar = { abi: wiringAbi, address: market.dollar.address };

await test('the escrow asks the params, and the params obey the manager', async () => {
  assert.equal(await client.readContract({ ...escrow, functionName: 'params' }), params.address);
  assert.equal(
    await client.readContract({ ...params, functionName: 'authority' }),
    manager.address,
  );
  const [deployer] = await viem.getWalletClients();
  assert.ok(deployer);
  const { address } = deployer.account;
  const roleOf = (role: bigint) =>
    client.readContract({ ...manager, functionName: 'hasRole', args: [role, address] });
  assert.deepEqual(await roleOf(0n), [true, 0]);
  assert.deepEqual(await roleOf(GUARDIAN_ROLE), [true, 0]);
});

await test('rentals open in demo dollars at the fee of the parameters', async () => {
  assert.deepEqual(
    await client.readContract({
      ...params,
      functionName: 'checkOpening',
      args: [dollar.address, addressOf('5')],
    }),
    1000,
  );
  assert.equal(
    await client.readContract({ ...params, functionName: 'feeRecipient' }),
    parameters.Market.feeRecipient,
  );
  assert.equal(await client.readContract({ ...dollar, functionName: 'decimals' }), 6);
});

await test('wallets arrive at the digests of the escrow', async () => {
  const domain = {
    name: 'RentalEscrow',
    version: '1',
    chainId: await client.getChainId(),
    verifyingContract: escrow.address,
  };
  assert.equal(
    await client.readContract({
      ...escrow,
      abi: hashAbi,
      functionName: 'hashOffer',
      args: [offer],
    }),
    hashTypedData({ domain, types, primaryType: 'Offer', message: offer }),
  );
  assert.equal(
    await client.readContract({
      ...escrow,
      abi: hashAbi,
      functionName: 'hashOrder',
      args: [order],
    }),
    hashTypedData({ domain, types, primaryType: 'Order', message: order }),
  );
});
