import type { Address, Hash, Hex } from '../ids.js';
import type { MachineFacts } from './facts.js';
import type { Liveness } from './liveness.js';
import type { FactTrust } from './trust.js';

/**
 * A provider's host, known by the key of the agent on it. Its facts are the best that is known of it: what was measured in
 * place of what was said.
 */
export interface Machine extends MachineFacts {
  id: string;
  provider: Address;
  /** The agent's Ed25519 public key (RFC 8032), 32 bytes. */
  agentKey: Hex;
  /** Commits to the facts as its provider signed them. */
  assetHash: Hash;
  trust: FactTrust;
  /**
   * The lower 10 % bound of the probability that it runs 24 hours without an interruption, 0 to 1. Undefined: unknown.
   */
  reliability: number | undefined;
  liveness: Liveness;
  /** The last proof of life. */
  lastBeatAt: Date | undefined;
  enrolledAt: Date;
}

/** The provider's signed word that an agent's key speaks for a machine of theirs (EIP-712 struct `Enrolment`). */
export interface Enrolment {
  provider: Address;
  agentKey: Hash;
  assetHash: Hash;
  validUntil: number;
}
