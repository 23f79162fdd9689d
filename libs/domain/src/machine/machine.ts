import type { Address, Hash, Hex } from '../ids.js';
import type { Beat } from './beat.js';
import type { Liveness } from './liveness.js';

/** What a provider says of a machine. `assetHash` commits to it. */
export interface MachineFacts {
  name: string;
  gpuModel: string;
  gpuCount: number;
  vramGb: number;
  cpuCores: number;
  ramGb: number;
  diskGb: number;
  downMbps: number;
  upMbps: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Where its instances answer: a host name or address. */
  endpointHost: string;
}

/** A provider's host, known by the key of the agent on it. */
export interface Machine extends MachineFacts {
  id: string;
  provider: Address;
  /** The agent's Ed25519 public key (RFC 8032), 32 bytes. */
  agentKey: Hex;
  assetHash: Hash;
  liveness: Liveness;
  lastBeat: Pick<Beat, 'bootId' | 'seq'> | undefined;
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
