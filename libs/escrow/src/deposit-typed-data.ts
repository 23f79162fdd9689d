import type { Address, Hash, Order } from '@gpuflow/domain';
import { hashStruct } from 'viem';

/** What an owner promises when its money arrives by signature: pulled from it, credited to it, spent on that order. */
export interface DepositIntent {
  owner: Address;
  token: Address;
  amount: bigint;
  /** The order to open in the same transaction; 32 zero bytes: none. */
  orderHash: Hash;
  salt: Hash;
}

/** The EIP-712 domain of a token that knows signatures (`eip712Domain()` of EIP-5267 tells it). */
export interface TokenDomain {
  name: string;
  version: string;
  chainId: number;
  verifyingContract: Address;
}

const depositIntentType = [
  { name: 'owner', type: 'address' },
  { name: 'token', type: 'address' },
  { name: 'amount', type: 'uint256' },
  { name: 'orderHash', type: 'bytes32' },
  { name: 'salt', type: 'bytes32' },
] as const;

const receiveType = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
] as const;

/** The struct hash of an intent, without a domain: ERC-3009 carries it as its nonce, Permit2 as its witness. */
export function depositIntentHash(intent: DepositIntent): Hash {
  return hashStruct({
    types: { DepositIntent: depositIntentType },
    primaryType: 'DepositIntent',
    data: intent,
  });
}

/** What an owner signs to pay by ERC-3009 (`receiveWithAuthorization`): only the adapter can call, only for the intent. */
export function authorizationDefinition(
  domain: TokenDomain,
  intent: DepositIntent,
  { adapter, validBefore }: { adapter: Address; validBefore: bigint },
) {
  return {
    domain,
    types: { ReceiveWithAuthorization: receiveType },
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: intent.owner,
      to: adapter,
      value: intent.amount,
      validAfter: 0n,
      validBefore,
      nonce: depositIntentHash(intent),
    },
  } as const;
}

/**
 * What a renter signs to open with money straight from its wallet: the token's one signature, with the order's digest as
 * its nonce, is the order's too.
 */
export function openingAuthorizationDefinition(
  domain: TokenDomain,
  order: Order,
  { escrow, rentalId }: { escrow: Address; rentalId: Hash },
) {
  return {
    domain,
    types: { ReceiveWithAuthorization: receiveType },
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: order.renter,
      to: escrow,
      value: order.deposit,
      validAfter: 0n,
      validBefore: BigInt(order.validUntil) + 1n,
      nonce: rentalId,
    },
  } as const;
}

/** What an owner signs to let the adapter pull by ERC-2612 (`permit`). The owner itself must send the deposit. */
export function permitDefinition(
  domain: TokenDomain,
  permit: { owner: Address; spender: Address; value: bigint; nonce: bigint; deadline: bigint },
) {
  return {
    domain,
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: permit,
  } as const;
}

/** Permit2's address on every chain. */
const permit2: Address = '0x000000000022d473030f116ddee9f6b43ac78ba3';

/** What an owner signs to pay by Permit2 with the intent as witness. The nonce is unordered: any unused number. */
export function permit2Definition(
  chainId: number,
  intent: DepositIntent,
  { adapter, nonce, deadline }: { adapter: Address; nonce: bigint; deadline: bigint },
) {
  return {
    domain: { name: 'Permit2', chainId, verifyingContract: permit2 },
    types: {
      PermitWitnessTransferFrom: [
        { name: 'permitted', type: 'TokenPermissions' },
        { name: 'spender', type: 'address' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
        { name: 'witness', type: 'DepositIntent' },
      ],
      DepositIntent: depositIntentType,
      TokenPermissions: [
        { name: 'token', type: 'address' },
        { name: 'amount', type: 'uint256' },
      ],
    },
    primaryType: 'PermitWitnessTransferFrom',
    message: {
      permitted: { token: intent.token, amount: intent.amount },
      spender: adapter,
      nonce,
      deadline,
      witness: intent,
    },
  } as const;
}
