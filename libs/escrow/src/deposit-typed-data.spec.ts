import { encodeAbiParameters, hashTypedData, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  authorizationDefinition,
  depositIntentHash,
  permit2Definition,
  type DepositIntent,
} from './deposit-typed-data.js';
import { offerOf, orderOf } from './fixture/terms-of-a-market.js';

const owner = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const { salt, offer } = orderOf(offerOf());
const intent: DepositIntent = {
  owner: owner.address,
  token: offer.token,
  amount: 5_000_000n,
  orderHash: offer.slaHash,
  salt,
};
const adapter = offer.meter;

/** The struct hash by the contract's own words: EIP-712's `encodeData` of the type's string. */
it('hashes an intent as the adapters do', () => {
  const type =
    'DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)';
  const words = encodeAbiParameters(
    [
      { type: 'bytes32' },
      { type: 'address' },
      { type: 'address' },
      { type: 'uint256' },
      { type: 'bytes32' },
      { type: 'bytes32' },
    ],
    [
      keccak256(toHex(type)),
      intent.owner,
      intent.token,
      intent.amount,
      intent.orderHash,
      intent.salt,
    ],
  );
  expect(depositIntentHash(intent)).toBe(keccak256(words));
});

it('binds an ERC-3009 authorization to the intent and to the adapter', () => {
  const domain = { name: 'Demo Dollar', version: '1', chainId: 31_337 };
  const token = { ...domain, verifyingContract: intent.token };
  const authorization = authorizationDefinition(token, intent, { adapter, validBefore: 9n });
  expect(authorization.message).toEqual({
    from: intent.owner,
    to: adapter,
    value: 5_000_000n,
    validAfter: 0n,
    validBefore: 9n,
    nonce: depositIntentHash(intent),
  });
});

it('makes every field of the intent part of a Permit2 signature', () => {
  const terms = { adapter, nonce: 1n, deadline: 9n };
  const digestOf = (change: Partial<DepositIntent>) =>
    hashTypedData(permit2Definition(31_337, { ...intent, ...change }, terms));
  const others = [
    digestOf({ owner: adapter }),
    digestOf({ token: adapter }),
    digestOf({ amount: 1n }),
    digestOf({ orderHash: salt }),
    digestOf({ salt: offer.slaHash }),
  ];
  expect(new Set([digestOf({}), ...others]).size).toBe(6);
});
