import type { SignedTransaction, StoredIntent } from '@gpuflow/db';
import type { Address } from '@gpuflow/domain';
import { encodeCall } from '@gpuflow/escrow';
import { keccak256 } from 'viem';
import type { Chain, Signer } from '../chain.js';
import type { Fees } from './fees.js';

/** Where a transaction stands among its signer's, and what it may cost. */
export interface Terms extends Fees {
  nonce: number;
  /** What the simulation used. */
  gas: bigint;
}

/** Signs an intent's call. The gas limit leaves a quarter for storage that another transaction touches first. */
export async function signIntent(
  { market, contracts }: Chain,
  signer: Signer,
  { key, chainId, call }: StoredIntent,
  { nonce, gas, maxFeePerGas, maxPriorityFeePerGas }: Terms,
): Promise<SignedTransaction> {
  const raw = await signer.signTransaction({
    type: 'eip1559',
    chainId,
    nonce,
    to: contracts.escrow,
    data: encodeCall(call),
    gas: gas + gas / 4n,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
  return {
    hash: keccak256(raw),
    chainId,
    signer: addressOf(signer),
    nonce,
    intentKey: key,
    raw,
    signedAt: market.clock.now(),
  };
}

/** A signer's address as rows have it. */
export function addressOf({ address }: Signer): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
