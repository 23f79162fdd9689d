import { channel } from 'node:diagnostics_channel';

/**
 * The moments between an accepted command and its log at which a process may die: what watches the process (metrics,
 * traces, the fault harness) listens to them by name, and nothing is done where nobody listens.
 */
export type Milestone =
  | 'command.writing'
  | 'command.committed'
  | 'transaction.signed'
  | 'transaction.stored'
  | 'transaction.sent'
  | 'receipt.read'
  | 'transaction.settled'
  | 'blocks.read'
  | 'blocks.writing'
  | 'blocks.stored'
  | 'rental.handed-over';

/** Tells whoever listens on the diagnostics channel `gpuflow:<name>`. Facts are small and never a secret. */
export function milestone(name: Milestone, facts: object): void {
  channel(`gpuflow:${name}`).publish(facts);
}
