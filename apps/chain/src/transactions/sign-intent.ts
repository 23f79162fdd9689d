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

/**
 * No limit is lower: what a call does depends on the second in which it is mined (a settlement with nothing vested yet
 * does nothing), so an estimate can be far too low. Unused gas costs nothing.
 */
const gasMin = 400_000n;

/** Signs an intent's call. */
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
    gas: gasLimit(gas),
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

/** A quarter above the estimate, for storage that another transaction touches first. */
function gasLimit(estimate: bigint): bigint {
  const wanted = estimate + estimate / 4n;
  return wanted > gasMin ? wanted : gasMin;
}

/** A signer's address as rows have it. */
export function addressOf({ address }: Signer): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
