import { type Address, type Hex, concat, encodeAbiParameters, keccak256, stringToHex } from 'viem';

const intentAbi = [
  {
    type: 'tuple',
    components: [
      { name: 'owner', type: 'address' },
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
      { name: 'orderHash', type: 'bytes32' },
      { name: 'salt', type: 'bytes32' },
    ],
  },
] as const;
const intentType =
  'DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)';

/** EIP-712 struct hash of a DepositIntent: the nonce of its ERC-3009 authorization. */
export function hashOf(intent: {
  owner: Address;
  token: Address;
  amount: bigint;
  orderHash: Hex;
  salt: Hex;
}): Hex {
  const type = keccak256(stringToHex(intentType));
  return keccak256(concat([type, encodeAbiParameters(intentAbi, [intent])]));
}
