import type { SignedTransaction } from '@gpuflow/db';
import type { Address, Hex } from '@gpuflow/domain';
import { milestone, type TransactionFacts } from '@gpuflow/marketplace';
import { keccak256 } from 'viem';
import type { Fees } from './fees.js';
import { ofSigner, type Sender } from './sender.js';

/** All that is signed, and which intents it is for. */
export interface Unsigned extends Fees {
  nonce: number;
  to: Address;
  /** Absent: nothing is called. */
  data?: Hex;
  gas: bigint;
  intentKeys: readonly string[];
}

/** What a transfer of nothing uses (Yellow Paper, G_transaction). */
const plainGas = 21_000n;

/** Signs a transaction. The bytes are in memory only: nobody may hear of them before they are stored. */
export async function signTransaction(
  sender: Sender,
  { intentKeys, ...unsigned }: Unsigned,
): Promise<SignedTransaction> {
  const { chainId, signer } = ofSigner(sender);
  const { nonce, maxFeePerGas, maxPriorityFeePerGas } = unsigned;
  const raw = await sender.signer.signTransaction({ type: 'eip1559', chainId, ...unsigned });
  const signed = {
    hash: keccak256(raw),
    chainId,
    signer,
    nonce,
    intentKeys,
    raw,
    maxFeePerGas,
    maxPriorityFeePerGas,
    signedAt: sender.chain.market.clock.now(),
  };
  milestone('transaction.signed', transactionFacts(signed));
  return signed;
}

/** A transfer of nothing from the signer to itself: all it does is to spend its nonce. */
export function spendingNonce({ address }: Sender, nonce: number, fees: Fees): Unsigned {
  return { ...fees, nonce, to: address, gas: plainGas, intentKeys: [] };
}

/** What listeners are told of a transaction. */
export function transactionFacts({
  hash,
  nonce,
  intentKeys: intents,
}: Pick<SignedTransaction, 'hash' | 'nonce' | 'intentKeys'>): TransactionFacts {
  return { hash, nonce, intents };
}
