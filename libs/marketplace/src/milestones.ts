import { channel } from 'node:diagnostics_channel';

import type { Hash } from '@gpuflow/domain';

/** Bytes for one nonce, and the intents that they carry. */
export interface TransactionFacts {
  hash: Hash;
  nonce: number;
  intents: readonly string[];
}

/** A run of blocks. `undone`: how many known blocks give way to them. */
export interface BlockFacts {
  from: bigint;
  to: bigint;
  logs: number;
  undone: number;
}

/**
 * The moments between an accepted command and its log at which a process may die: what watches the process (metrics,
 * traces, the fault harness) listens to them by name, and nothing is done where nobody listens.
 */
export interface Milestones {
  /** In the transaction, before its commit. */
  'command.writing': { kinds: readonly string[] };
  'command.committed': { kinds: readonly string[] };
  /** The bytes are only in memory. */
  'transaction.signed': TransactionFacts;
  /** Stored, and no node has heard of it. */
  'transaction.stored': TransactionFacts;
  /** A node took it, and the row does not say so yet. */
  'transaction.sent': TransactionFacts;
  /** A receipt is there, and the row does not say so yet. */
  'receipt.read': { hash: Hash };
  /** What became of it is written: it is deep enough, or came to nothing. */
  'transaction.settled': TransactionFacts & { state: 'CONFIRMED' | 'REVERTED' | 'REPLACED' };
  /** Fetched, and nothing is stored. */
  'blocks.read': BlockFacts;
  /** In the transaction, before its commit. */
  'blocks.writing': BlockFacts;
  'blocks.stored': BlockFacts;
  /** An audit is recorded; any difference has closed entry. */
  'audit.finished': { blockNumber: bigint; differences: number; findings: number };
  /** The market has acted on what the chain says of a rental. */
  'rental.handed-over': { rentalId: Hash };
}

/** The diagnostics channel of a milestone. */
export function milestoneChannel(name: keyof Milestones): string {
  return `gpuflow:${name}`;
}

/** Tells whoever listens on the milestone's channel. Facts are small and never a secret. */
export function milestone<Name extends keyof Milestones>(
  name: Name,
  facts: Milestones[Name],
): void {
  channel(milestoneChannel(name)).publish(facts);
}
