import type { Address, ConfirmationRule, Hex, IntentCall, SignerRole } from '@gpuflow/domain';
import { contractOf } from '@gpuflow/escrow';
import type { ChainPolicy, Market } from '@gpuflow/marketplace';
import type { LocalAccount } from 'viem';
import type { ChainNode } from './node/open-node.js';

/** All that the steps between database and chain need of the world. */
export interface Chain {
  market: Market<ChainPolicy>;
  /** A client of the chain `market.policy.chainId`. */
  node: ChainNode;
  contracts: Contracts;
  /** Depth from which on the market acts on what a block says; a block is its own first confirmation. */
  confirmations: bigint;
  /** Which rentals wait longer, by rising amount. Absent: none. */
  confirmationRules?: readonly ConfirmationRule[];
  signers: Record<SignerRole, Signer>;
  /** No transaction offers more wei per gas than this. */
  maxFeePerGas: bigint;
}

/** Where the contracts are, and the first block that may hold a log of escrow or parameters. */
export interface Contracts {
  escrow: Address;
  params: Address;
  /** Where the meter publishes what it saw. */
  usageRoots: Address;
  deploymentBlock: bigint;
}

/** Whatever signs for an address: a key in memory, or a service that keeps it (viem's `toAccount`). */
export interface Signer {
  /** In any case. */
  address: Hex;
  signTransaction: LocalAccount['signTransaction'];
}

/** Where an intent's call is made. */
export function addressFor({ escrow, usageRoots }: Contracts, call: IntentCall): Address {
  return contractOf(call) === 'USAGE_ROOTS' ? usageRoots : escrow;
}

/** The contracts whose logs are followed. */
export function followedAddresses({ escrow, params }: Contracts): Address[] {
  return [escrow, params];
}
