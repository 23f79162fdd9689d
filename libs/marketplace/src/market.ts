import type { Database } from '@gpuflow/db';
import type {
  Address,
  Amend,
  BeatPolicy,
  Enrolment,
  EvidencePiece,
  EvidenceTree,
  Hash,
  Hex,
  ListingTerms,
  MachineFacts,
  Offer,
  Order,
  PauseOrResume,
  SignedDelegation,
  Slice,
  Stop,
  Withdraw,
} from '@gpuflow/domain';

/** All that a use case needs of the world. One that says `Market<ChainPolicy>` reads nothing else of the policy. */
export interface Market<Policy extends ChainPolicy = MarketPolicy> {
  db: Database;
  clock: Clock;
  policy: Policy;
  log: Log;
  terms: EscrowTerms;
}

/** Our own clock: for beats, sign-ins and records. What the contract judges is judged by the chain's clock. */
export interface Clock {
  now(): Date;
}

/** Which chain the market settles on. */
export interface ChainPolicy {
  chainId: number;
}

/** What the operator decides. */
export interface MarketPolicy extends ChainPolicy {
  /** The meter key that starts clocks. */
  meter: Address;
  /** Whose machines may be listed as SECURE. */
  vettedProviders: readonly Address[];
  beat: BeatPolicy;
  /** So many days after it a second of a rental may be disputed: so long beats are kept. */
  disputeDays: number;
  /** Vested money below this is not worth a settlement of its own; closing pays it. */
  settleFromUnits: bigint;
}

/** Structured log, as pino writes it. Facts never hold a secret. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** A sign-in message that its signer really signed. */
export interface SignedIn {
  address: Address;
  nonce: string;
  chainId: number;
  domain: string;
}

/** What the market must know of the contract's typed data: digests and signatures, and nothing of viem. */
export interface EscrowTerms {
  /** The EIP-712 digest that a provider signs. */
  hashOffer(offer: Offer): Hash;
  /** The EIP-712 digest that a renter signs: the rental's id. */
  hashOrder(order: Order): Hash;
  /** What a provider's word on a machine with these facts and this agent's key is signed as. */
  assetHash(facts: MachineFacts, agentKey: Hash): Hash;
  /** What an offer of a slice of a machine with this asset hash commits to. */
  sliceHash(machineHash: Hash, slice: Slice): Hash;
  /** What an offer under these listing terms commits to. */
  termsHash(terms: ListingTerms): Hash;
  /** The tree over pieces of a meter's evidence, as `UsageRoots` verifies it. At least one piece. */
  evidenceTree(pieces: readonly EvidencePiece[]): EvidenceTree;
  verifyOffer(offer: Offer, signature: Hex): Promise<boolean>;
  verifyOrder(order: Order, signature: Hex): Promise<boolean>;
  /** The EIP-712 digest that an owner signs to have its money taken out. */
  hashWithdraw(withdraw: Withdraw): Hash;
  verifyStop(renter: Address, stop: Stop, signature: Hex): Promise<boolean>;
  verifyPause(renter: Address, pause: PauseOrResume, signature: Hex): Promise<boolean>;
  verifyResume(renter: Address, resume: PauseOrResume, signature: Hex): Promise<boolean>;
  verifyAmend(signer: Address, amend: Amend, signature: Hex): Promise<boolean>;
  verifyDelegation(delegation: SignedDelegation, signature: Hex): Promise<boolean>;
  verifyEnrolment(enrolment: Enrolment, signature: Hex): Promise<boolean>;
  /** Undefined where message and signature do not fit together. */
  verifySignIn(message: string, signature: Hex): Promise<SignedIn | undefined>;
}
