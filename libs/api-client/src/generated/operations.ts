/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { z } from 'zod';
import type { Operation } from '../operation.js';
import * as scalars from '../scalars.js';
/** Other prices and another end, from the second on in which it is mined. Renter and provider sign the same. */
export type AmendInput = {
  deadline: bigint | number | string;
  /** Unix seconds of the chain's clock. */
  maxEnd: bigint | number | string;
  pricePerHour: bigint | number | string;
  rentalId: `0x${string}`;
  storagePricePerHour: bigint | number | string;
  turn: number;
};

/** The part of all time in which a machine is up, and how long it is down on average when it is. */
export type AvailabilityInput = {
  /** From 0.001 to 1. */
  availability: number;
  /** From a minute to a year, in hours. */
  meanRepairHours: number;
};

/** Where a break-even lies beside the published one of 2,500 to 3,000 hours of use. */
export type BesidePublished =
  | 'LATER'
  /** Buying never pays: power costs as much as the rent. */
  | 'NEVER'
  | 'SOONER'
  | 'WITHIN';

export type BidState =
  /** Its machine is down. */
  | 'DOWN'
  /** Its time or money has run out: its end is about to be recorded. */
  | 'OVER'
  /** Its renter paused it. */
  | 'PAUSED'
  /** It has the slice. */
  | 'RUNNING'
  /** It waits for its turn: at no cost before its start, for the storage price after it. */
  | 'WAITING'
  /** It was outbid; the full price runs to the end of its notice, and so does its instance. */
  | 'YIELDING';

/** The cheapest listings of this market that are free, taken to be alike. */
export type CheapestListingsInput = {
  filter?: ListingFilter | null | undefined;
  /** 1 to 10. Left out: 5. */
  first?: number | null | undefined;
  /** Left out: the lower bound that its machine is listed with, where one is known. */
  reliability?: ReliabilityInput | null | undefined;
  /** Left out: 1. */
  speed?: number | null | undefined;
};

/** Saving the state, somewhere that an interruption does not reach. */
export type CheckpointsInput = {
  /** Minutes of work between two. Left out: as often as is best. */
  everyMinutes?: number | null | undefined;
  /** How long writing one takes, during which no work is done. From 1 second to a day. */
  writeSeconds: number;
};

/** A listing of this market, at the price of its offer. */
export type ComparedListingInput = {
  id: string | number;
  /** Left out: the lower bound that its machine is listed with, where one is known. */
  reliability?: ReliabilityInput | null | undefined;
  /** Left out: 1. */
  speed?: number | null | undefined;
};

/** An offer from anywhere. */
export type ComparedOfferInput = {
  /** What an hour costs while it is interrupted: nothing where a machine is down, the storage price where it is preempted. Left out: nothing. */
  interruptedPricePerHourUnits?: bigint | number | string | null | undefined;
  /** Names it in the answer and in refusals: 1 to 64 characters, each name once. */
  name: string;
  pricePerHourUnits: bigint | number | string;
  /** Left out: not known. */
  reliability?: ReliabilityInput | null | undefined;
  /** How much work it does in an hour: 2 does the workload in half its hours. From 0.01 to 100. Left out: 1. */
  speed?: number | null | undefined;
  tier?: Tier | null | undefined;
};

export type DeadlineInput = {
  /** From now. */
  hours: number;
  /** With which probability it is to be met. Left out: 0.95. */
  probability?: number | null | undefined;
};

/** What a key may do for an owner. Never withdraw, and never let another key do anything. */
export type DelegateScope =
  /** Open rentals out of its balance, within the cap. */
  | 'OPEN'
  /** Stop its rentals. */
  | 'STOP'
  /** Top its rentals up out of its balance, within the cap. */
  | 'TOP_UP';

/** The fields of a Delegation, as signed. */
export type DelegationInput = {
  cap: bigint | number | string;
  deadline: bigint | number | string;
  delegate: `0x${string}`;
  /** Unix seconds of the chain's clock, included. */
  expiry: bigint | number | string;
  /** The owner's next: each Delegation and each signed Withdraw uses one up. */
  nonce: bigint | number | string;
  owner: `0x${string}`;
  /** The sum of 1 for STOP, 2 for TOP_UP, 4 for OPEN. 0 takes all back. */
  scopes: number;
  token: `0x${string}`;
};

export type DesiredInstance = 'PAUSE' | 'RUN' | 'STOP';

export type DryRunEnd =
  /** The machine falls silent, and the renter stops an hour later. */
  | 'HALTED'
  /** The machine does not boot in time. */
  | 'NEVER_STARTED'
  /** Nobody does anything until the money or the agreed time is used up. */
  | 'RAN_OUT'
  /** The renter stops. */
  | 'STOPPED';

/** The provider's signed word that this key speaks for a machine of theirs (EIP-712 `Enrolment`). */
export type EnrolmentInput = {
  /** The agent's Ed25519 public key (RFC 8032). */
  agentKey: `0x${string}`;
  /** keccak256 of the canonical facts and the agent's key: see `enrolmentTypedData`. */
  assetHash: `0x${string}`;
  provider: `0x${string}`;
  /** Unix seconds after which the delegation cannot be used to enrol. */
  validUntil: bigint | number | string;
};

/** How sure it is that what the chain said stays said. */
export type Finality =
  /** Will not vanish. */
  | 'FINALIZED'
  /** May still vanish with its block. */
  | 'PENDING'
  /** Unlikely to vanish. */
  | 'SAFE';

export type ImprovementKind =
  /** It is not heard of: nobody can rent it. Start its agent. */
  | 'BEAT'
  /** No listing offers the GPUs of `gpuIndices`. */
  | 'LIST_IDLE_GPUS'
  /** Of `facts` renters have the provider's word alone: have the agent measure them. */
  | 'MEASURE'
  /**
   * It can be shown to hold better, by holding: `outlook` says what a clean week gains and what a failure costs, computed with
   * the score itself. To take a machine down without cost, announce it in time: `announceMaintenance`.
   */
  | 'STAY_UP';

/** An agent's word on an instance. */
export type InstanceState = 'FAILED' | 'REQUESTED' | 'RUNNING' | 'STARTING' | 'STOPPED';

/** What a job loses when it is interrupted: for EXPECTED_COST. */
export type InterruptionsInput = {
  /**
   * How its state can be saved: left out, an interruption loses all work. Without `everyMinutes`, as often as is best for each
   * listing (Young, Daly), as `adviseRental` reckons.
   */
  checkpoints?: CheckpointsInput | null | undefined;
  /** From an instance that answers to work that goes on where it was. Billed. At most a day. Left out: 5. */
  restartMinutes?: number | null | undefined;
};

export type IntervalCause =
  /** MAINTENANCE: a window announced in time, and not taken back before. */
  | 'ANNOUNCED'
  /** UP: its beats came. */
  | 'BEATING'
  /** DOWN: enrolled, and not heard of yet. */
  | 'NEVER_SEEN'
  /** UNKNOWN: no process of ours accepted beats. */
  | 'NOT_ACCEPTING'
  /** DOWN: from its last proof of life on. */
  | 'SILENT';

export type LedgerEntryKind =
  /** Earned, or refunded. */
  | 'CREDITED'
  /** Promised to a rental. */
  | 'DEBITED'
  | 'DEPOSITED'
  | 'WITHDRAWN';

/** All conditions must hold. Each is optional. What is unknown of a machine is below every bound. */
export type ListingFilter = {
  /** Only listings that no rental holds. */
  available?: boolean | null | undefined;
  class?: RentalClass | null | undefined;
  /** One of these countries (ISO 3166-1 alpha-2). At most 50. */
  countries?: Array<string> | null | undefined;
  /** Cores of the listing. */
  cpuCoresMin?: number | null | undefined;
  /** The newest CUDA that the driver runs: `12.4`. */
  cudaVersionMin?: string | null | undefined;
  /** Ports that reach the machine from the internet without a proxy. */
  directPortsMin?: number | null | undefined;
  /** Disk of the listing. */
  diskGbMin?: number | null | undefined;
  /** Megabytes per second. */
  diskMBpsMin?: number | null | undefined;
  downMbpsMin?: number | null | undefined;
  /** `550.54` */
  driverVersionMin?: string | null | undefined;
  /** GPUs of the listing, 1 to 64. */
  gpuCountMin?: number | null | undefined;
  /** One of these architectures: `Hopper`, `Ada Lovelace`. At most 10. */
  gpuFamilies?: Array<string> | null | undefined;
  /** One of these models, by any of their names: `RTX 4090`, `4090`. At most 20. */
  gpuModels?: Array<string> | null | undefined;
  /** Only machines that beat. */
  online?: boolean | null | undefined;
  /** At most this price per hour, in base units of the token. */
  pricePerHourMaxUnits?: bigint | number | string | null | undefined;
  /** At least this price per hour, in base units of the token. */
  pricePerHourMinUnits?: bigint | number | string | null | undefined;
  provider?: `0x${string}` | null | undefined;
  /** Days since the provider's first machine was enrolled. */
  providerAgeDaysMin?: number | null | undefined;
  /** Memory of the listing beside its GPUs'. */
  ramGbMin?: number | null | undefined;
  /** One of these subdivisions of countries (ISO 3166-2): `US-CA`. At most 50. */
  regions?: Array<string> | null | undefined;
  /** Of the lower 10 % bound of P(no interruption in 24 h), 0 to 1. */
  reliabilityMin?: number | null | undefined;
  /** Rentals of the machine that ran and are over. */
  rentalsCompletedMin?: number | null | undefined;
  tier?: Tier | null | undefined;
  /** Only offers in this token: prices of different tokens do not compare. */
  token?: `0x${string}` | null | undefined;
  /** Memory of all GPUs of the listing. */
  totalVramGbMin?: number | null | undefined;
  upMbpsMin?: number | null | undefined;
  uptime?: UptimeInput | null | undefined;
  /** Memory of each GPU. */
  vramGbMin?: number | null | undefined;
};

/** What comes first. Ties are ordered by id. */
export type ListingSort =
  /** The cheapest for `usage`: what will really be paid. */
  | 'ALL_IN_PRICE'
  /**
   * The cheapest for `usage` with the work that interruptions are expected to cost: the all-in price of the hours billed in the
   * mean (Daly 2006). Where no reliability is known it is taken to be 5 %.
   */
  | 'EXPECTED_COST'
  /** The cheapest by the hour. */
  | 'PRICE'
  /** The surest, by the bound on its reliability. Unknown ones last. */
  | 'RELIABILITY'
  /** The most tensor throughput (dense FP16, as makers' data sheets say) for the price. Models without such a figure last. */
  | 'VALUE';

export type ListingState = 'ACTIVE' | 'WITHDRAWN';

export type ListingTermsInput = {
  /** For each further GB, per hour. */
  diskPricePerGbHourUnits: bigint | number | string;
  /** For each GB that reaches it. */
  downPricePerGbUnits: bigint | number | string;
  /** Disk that the offer's price includes. */
  includedDiskGb: number;
  /** For each GB that leaves the machine. */
  upPricePerGbUnits: bigint | number | string;
};

export type Liveness =
  /** Enrolled, and not heard of since. */
  | 'NEVER_SEEN'
  /** Beating. */
  | 'ONLINE'
  /** It beat once, and stopped. */
  | 'SILENT';

/** What a provider says of a machine, and signs. What may be left out is unknown until it is measured. */
export type MachineFacts = {
  /** What its GPUs can be compiled for: `8.9`. */
  computeCapability?: string | null | undefined;
  country: string;
  cpuCores: number;
  /** The newest CUDA that its driver runs: `12.8`. */
  cudaVersion?: string | null | undefined;
  /** Ports that reach it from the internet without a proxy. */
  directPorts?: number | null | undefined;
  diskGb: number;
  /** Megabytes per second that its disk writes in sequence. */
  diskMBps?: number | null | undefined;
  downMbps: number;
  /** `570.86.15` */
  driverVersion?: string | null | undefined;
  /** Host name or address at which instances answer. Private addresses are never probed outside demonstrations, so that their clock never starts. */
  endpointHost: string;
  gpuCount: number;
  /** A GPU of the catalogue, by any of its names: `RTX 4090`, `NVIDIA GeForce RTX 4090`, `4090`. */
  gpuModel: string;
  /** Of each GPU, by its index, as its driver tells: `GPU-9d1c…`. Other GPUs make another machine (`FACTS_DIFFER`). */
  gpuUuids?: Array<string> | null | undefined;
  /** Whether its GPUs are divided into instances (MIG). */
  mig?: boolean | null | undefined;
  /** 1 to 64 characters. */
  name: string;
  /** Whether its GPUs reach each other without the PCIe bus. */
  nvlink?: boolean | null | undefined;
  pcieGeneration?: number | null | undefined;
  /** Megabytes per second from its memory to a GPU. */
  pcieMBps?: number | null | undefined;
  /** Of each GPU. */
  powerLimitWatts?: number | null | undefined;
  ramGb: number;
  /** A subdivision of the country by ISO 3166-2: `US-CA`. */
  region?: string | null | undefined;
  /** Whether its address stays the same. */
  staticAddress?: boolean | null | undefined;
  upMbps: number;
  vramGb: number;
};

/** What a machine was for a while. */
export type MachineState =
  /** It was silent, or had not begun. */
  | 'DOWN'
  /** Its provider had said in time that it may be down. Counts neither for nor against it. */
  | 'MAINTENANCE'
  /** We were not accepting beats: our fault, which blames nobody. */
  | 'UNKNOWN'
  /** It beat. */
  | 'UP';

/** What an agent has found on its machine. What it has not looked at is left out. */
export type Measurements = {
  computeCapability?: string | null | undefined;
  cpuCores?: number | null | undefined;
  cudaVersion?: string | null | undefined;
  directPorts?: number | null | undefined;
  diskGb?: number | null | undefined;
  diskMBps?: number | null | undefined;
  downMbps?: number | null | undefined;
  driverVersion?: string | null | undefined;
  gpuCount?: number | null | undefined;
  gpuModel?: string | null | undefined;
  gpuUuids?: Array<string> | null | undefined;
  mig?: boolean | null | undefined;
  nvlink?: boolean | null | undefined;
  pcieGeneration?: number | null | undefined;
  pcieMBps?: number | null | undefined;
  powerLimitWatts?: number | null | undefined;
  ramGb?: number | null | undefined;
  staticAddress?: boolean | null | undefined;
  upMbps?: number | null | undefined;
  vramGb?: number | null | undefined;
};

export type MoneyDirection =
  /** Out of the owner's free balance, into what the rental holds. */
  | 'IN'
  /** Back to the owner's free balance. */
  | 'OUT';

/** The probability that nothing interrupts a machine that runs for so long. */
export type NoInterruptionInput = {
  /** From a minute to a year, in hours. */
  overHours: number;
  /** From 0.001 to 1. */
  probability: number;
};

/** The fields of an Offer, as signed. */
export type OfferInput = {
  arbiter: `0x${string}`;
  assetHash: `0x${string}`;
  availableUntil: bigint | number | string;
  bond: bigint | number | string;
  class: RentalClass;
  counter: bigint | number | string;
  evictPenalty: bigint | number | string;
  maxFeeBps: number;
  maxUses: bigint | number | string;
  meter: `0x${string}`;
  minDuration: number;
  noticeSeconds: number;
  pricePerHour: bigint | number | string;
  provider: `0x${string}`;
  retroBudget: number;
  salt: `0x${string}`;
  slaGrace: number;
  slaHash: `0x${string}`;
  startWithin: number;
  storagePricePerHour: bigint | number | string;
  token: `0x${string}`;
  validUntil: bigint | number | string;
  window: number;
};

/** The fields of an Order, as signed. */
export type OrderInput = {
  counter: bigint | number | string;
  deposit: bigint | number | string;
  feeBps: number;
  maxEnd: bigint | number | string;
  offer: OfferInput;
  pricePerHour: bigint | number | string;
  renter: `0x${string}`;
  salt: `0x${string}`;
  startDeadline: bigint | number | string;
  starter: Starter;
  validUntil: bigint | number | string;
};

/** The published rule of thumb (a comparison of RunPod and Vast.ai, February 2026), by hours of work. */
export type PublishedRule =
  /** Up to 4 hours: any tier, so the lowest price. */
  | 'ANY_TIER'
  /** Above 12 hours: checkpoints every 30 to 60 minutes. */
  | 'CHECKPOINTS'
  /** 4 to 12 hours: a fixed tier (SECURE), or a reliability of at least 0.99. */
  | 'RELIABLE';

export type PurchaseInput = {
  /** What the card costs, in base units. */
  cardUnits: bigint | number | string;
  /** What a kilowatt-hour costs, in base units. */
  kwhUnits: bigint | number | string;
  /** What it draws while it works, the rest of its machine included. Whole watts, at most 100,000. */
  powerWatts: number;
  /** What such a card is rented for, in base units per hour. */
  rentPerHourUnits: bigint | number | string;
  /** What it still fetches afterwards. Left out: nothing. */
  resaleUnits?: bigint | number | string | null | undefined;
  /** The part of all hours in which it works: 0.001 to 1. */
  utilisation: number;
};

/** Which of a rental's prices a stretch of its time is charged at. */
export type Rate = 'NONE' | 'PRICE' | 'STORAGE';

/**
 * Why a command was declined. It stands in `errors[].extensions.code`, with the facts that disagreed in `extensions.facts`.
 * Any other error has the code `TRY_LATER` (the outside failed) or `INTERNAL` (our mistake), and an `errorId` to quote.
 */
export type RefusalCode =
  /** The offer commits to another machine, or to another slice of it. */
  | 'ASSET_MISMATCH'
  /** The cursor was not made by this query. */
  | 'BAD_CURSOR'
  /** The signature is not this signer's over these terms. */
  | 'BAD_SIGNATURE'
  /** It is not in a state in which this can be done. */
  | 'BAD_STATE'
  /** The beat's time is too far from ours. */
  | 'BEAT_OUT_OF_TIME'
  /** The beat's number is not above the last one of its session. */
  | 'BEAT_REPLAYED'
  /** More than may be sent there at once: `facts.max` bytes. */
  | 'BODY_TOO_LARGE'
  /** The sign-in nonce is unknown, used, or too old: ask for a new challenge. */
  | 'CHALLENGE_EXPIRED'
  /** The delegation of the machine's key has run out: sign a new one. */
  | 'DELEGATION_EXPIRED'
  /** The deposit does not cover what was asked for, or the offer's minimum duration. */
  | 'DEPOSIT_TOO_SMALL'
  /** The last audit found differences: no new rentals until one finds none. Everything else goes on. */
  | 'ENTRY_CLOSED'
  /** New deposits and rentals are closed for a while. Everything else goes on. */
  | 'ENTRY_PAUSED'
  /** The agent found another machine than its provider enrolled: enrol it anew. */
  | 'FACTS_DIFFER'
  /** The fee is not the fee in force, or above what the provider accepts. */
  | 'FEE_MISMATCH'
  /** The idempotency key was used with another input. Take a new key for a new wish. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The renter's free balance in the escrow is too small: deposit the difference. */
  | 'INSUFFICIENT_BALANCE'
  /** Another rental holds this listing. Nothing of yours was touched. */
  | 'LISTING_TAKEN'
  /** The offer's `slaHash` is not the hash of these listing terms: the provider has not signed them. */
  | 'LISTING_TERMS_MISMATCH'
  /** The provider took the listing back. */
  | 'LISTING_WITHDRAWN'
  /** The machine is not beating. */
  | 'MACHINE_OFFLINE'
  /** A field is not of its form. `facts.field` names it. */
  | 'MALFORMED_INPUT'
  /** This meter is not listened to any more. */
  | 'METER_REVOKED'
  /** Nothing has this id. */
  | 'NOT_FOUND'
  /** The owner has not let this key do this, or no longer does. */
  | 'NOT_IN_SCOPE'
  /** This is somebody else's. */
  | 'NOT_OWNER'
  /** The offer was cancelled, used up, or signed under an old counter. */
  | 'OFFER_CANCELLED'
  /** The offer can no longer be accepted. */
  | 'OFFER_EXPIRED'
  /** The listing has another offer by now: take a new quote. */
  | 'OFFER_REPLACED'
  /** The renter took the order back before it opened a rental. */
  | 'ORDER_CANCELLED'
  /** Too soon or too late for this on chain. */
  | 'OUTSIDE_TIME'
  /** The key may not spend so much. */
  | 'OVER_CAP'
  /** The order's price is below the offer's. */
  | 'PRICE_BELOW_OFFER'
  /** The order's price per hour is not what the listing asks for this disk, traffic and time: take a new quote. */
  | 'PRICE_MISMATCH'
  /** The order was not opened in time: take a new quote. */
  | 'QUOTE_EXPIRED'
  /** Asked too often by this machine, or from this IP address: again in `facts.retryAfterSeconds`. */
  | 'RATE_LIMITED'
  /** The rental's time or money has run out: it can only be stopped. */
  | 'RENTAL_LAPSED'
  /** Renter and provider are the same. */
  | 'RENTER_IS_PROVIDER'
  /** The session to beat in is unknown, has run out, or was followed by another: `openBeatSession`. */
  | 'SESSION_EXPIRED'
  /** An active listing offers some of these GPUs: withdraw it, change its price, or offer others. */
  | 'SLICE_OVERLAPS'
  /** A term lies outside what the contract accepts. */
  | 'TERMS_OUT_OF_BOUNDS'
  /** The contract cannot honour this term yet. */
  | 'TERM_NOT_SUPPORTED'
  /** The offer is not what this tier promises. `facts.term` names what it lacks. */
  | 'TIER_NOT_MET'
  /** The escrow does not accept this token for new rentals. */
  | 'TOKEN_NOT_LISTED'
  /** More values than a search takes. `facts.max` says how many. */
  | 'TOO_MANY_FILTERS'
  /** The rental's clock has changed since this was signed: sign it again. */
  | 'TURN_PASSED'
  /** No valid access token came with the request: sign in. */
  | 'UNAUTHENTICATED'
  /** The catalogue knows no such GPU. `facts.nearest` are the names that it does know. */
  | 'UNKNOWN_GPU_MODEL'
  /** Signed or sent for another chain. */
  | 'WRONG_CHAIN';

/** What a figure of reliability means: "97 %" alone means nothing. Exactly one of the two. */
export type ReliabilityInput = {
  availability?: AvailabilityInput | null | undefined;
  noInterruption?: NoInterruptionInput | null | undefined;
};

export type RemovalReason =
  /** The machine was down, by its meter's or its provider's word: nothing is charged. */
  | 'DOWN'
  /** The renter paused: storage is charged. */
  | 'PAUSED'
  /** A better bid, or a rental on demand, has the slice: storage is charged. */
  | 'PREEMPTED';

export type RentalClass =
  /** The highest bid runs. */
  | 'INTERRUPTIBLE'
  /** Nobody takes it back before the agreed end. */
  | 'ON_DEMAND';

export type RentalState =
  /** All money has gone where it belongs. */
  | 'CLOSED'
  /** The clock has stopped; the last window's money is still to vest. */
  | 'ENDED'
  /** Signed and accepted; the money is not held yet. */
  | 'FUNDING'
  /** The clock charges nothing, or storage only: the machine is down, paused, or had to give way. */
  | 'HALTED'
  /** The chain declined to open it. Nothing was held. */
  | 'REFUSED'
  /** The money is held; the machine boots. Not up by the start deadline: everything goes back. */
  | 'RESERVED'
  /** The clock runs. */
  | 'RUNNING';

export type RollupPeriod = 'DAY' | 'HOUR';

export type SliceInput = {
  /** All the disk that a rental of it may use. */
  diskGb: number;
  /** Ascending, from 0: as `nvidia-smi` numbers them. */
  gpuIndices: Array<number>;
};

export type Starter = 'METER' | 'RENTER';

export type StopInput = {
  /** Unix seconds of the chain's clock after which the stop is void. */
  deadline: bigint | number | string;
  rentalId: `0x${string}`;
};

export type Tier =
  /** Anybody. */
  | 'COMMUNITY'
  /** A provider that the operator has vetted, on demand alone, with at least an hour's notice. */
  | 'SECURE';

/** How a fact is known. */
export type TrustClass =
  /** Its hardware signed it. */
  | 'ATTESTED'
  /** It passed a test that we set. */
  | 'CHALLENGED'
  /** The agent on the machine found it so. */
  | 'MEASURED'
  /** The provider says so. */
  | 'SELF_REPORTED';

/** A renter's word to pause or to resume: for the rental's clock at this turn only. */
export type TurnInput = {
  /** Unix seconds of the chain's clock after which the word is void. */
  deadline: bigint | number | string;
  rentalId: `0x${string}`;
  /** How often the rental's clock has changed so far: `onChain.turn`. */
  turn: number;
};

/** The part of the last so many days, 1 to 365, in which a machine beat. It holds for no machine that was enrolled later. */
export type UptimeInput = {
  days: number;
  /** 0 to 1. */
  min: number;
};

export type UsageInput = {
  /** At most what the slice has. */
  diskGb?: number | null | undefined;
  /** Traffic that reaches it. */
  downGb?: number | null | undefined;
  /** How long the renter means to stay. */
  seconds: number;
  /** Traffic that leaves the machine. */
  upGb?: number | null | undefined;
};

export type WishPurpose =
  | 'AMEND'
  | 'CLOSE'
  | 'EXPIRE'
  | 'HALT'
  | 'OPEN'
  | 'PAUSE'
  | 'PREEMPT'
  | 'RESUME'
  /** The renter's: withheld until the machine is proved up again. */
  | 'RESUME_BY_RENTER'
  | 'SETTLE'
  | 'START'
  | 'STOP';

export type WishState =
  /** It is so on chain, by whoever's transaction. */
  | 'CONFIRMED'
  /** Waits to be sent; a resumption, until the machine is proved up. */
  | 'QUEUED'
  /** The contract declines it. */
  | 'REFUSED'
  /** On its way to a block, or in one that is not deep enough yet. */
  | 'SENT';

/** What shall be computed, and what its interruptions and its waiting cost. */
export type WorkloadInput = {
  /** What may be spent, in base units. */
  budgetUnits?: bigint | number | string | null | undefined;
  /** How its state can be saved. Left out: not at all, and an interruption loses all work. */
  checkpoints?: CheckpointsInput | null | undefined;
  deadline?: DeadlineInput | null | undefined;
  /** What an hour of waiting for the result is worth, in base units. Left out: nothing. */
  hourValueUnits?: bigint | number | string | null | undefined;
  /** Hours of work without interruption and without checkpoints, on a machine of speed 1. From a minute to 10,000. */
  hours: number;
  /** Until another machine is found and its instance answers. Not billed. At most 30 days. Left out: 10. */
  replacementMinutes?: number | null | undefined;
  /** From an instance that answers to work that goes on: loading data and state. Billed. At most a day. Left out: 5. */
  restartMinutes?: number | null | undefined;
};

export type AdviseRentalQueryVariables = Exact<{
  token: `0x${string}`;
  workload: WorkloadInput;
  offers?: Array<ComparedOfferInput> | ComparedOfferInput | null | undefined;
  listings?: Array<ComparedListingInput> | ComparedListingInput | null | undefined;
  cheapest?: CheapestListingsInput | null | undefined;
}>;

export type AdviseRentalQuery = {
  adviseRental: {
    offers: Array<{
      name: string;
      reliabilityKnown: boolean;
      fits: boolean;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outlook: {
        undisturbed: number;
        inTime: number | null;
        inBudget: number | null;
        reliability: {
          interruptionsPerHour: number;
          noInterruption: { probability: number; overHours: number } | null;
          availability: { availability: number; meanRepairHours: number } | null;
        };
        expected: {
          billedHours: number;
          interruptions: number;
          hours: number;
          cost: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          waiting: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          total: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        } | null;
        checkpoints: {
          everyHours: number;
          count: number;
          youngHours: number | null;
          dalyHours: number | null;
        } | null;
      };
      outlookAtMost: {
        undisturbed: number;
        inTime: number | null;
        inBudget: number | null;
        reliability: {
          interruptionsPerHour: number;
          noInterruption: { probability: number; overHours: number } | null;
          availability: { availability: number; meanRepairHours: number } | null;
        };
        expected: {
          billedHours: number;
          interruptions: number;
          hours: number;
          cost: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          waiting: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          total: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        } | null;
        checkpoints: {
          everyHours: number;
          count: number;
          youngHours: number | null;
          dalyHours: number | null;
        } | null;
      } | null;
      deadlineLimits: { workHoursUpTo: number | null; reliabilityFrom: number | null } | null;
    }>;
    turningPoints: Array<{
      ahead: string;
      behind: string;
      workHoursBelow: number | null;
      workHoursAbove: number | null;
      aheadReliabilityBelow: number | null;
      behindReliabilityAbove: number | null;
      hourValueBelow: {
        units: bigint;
        token: `0x${string}`;
        symbol: string;
        amount: string;
      } | null;
      hourValueAbove: {
        units: bigint;
        token: `0x${string}`;
        symbol: string;
        amount: string;
      } | null;
    }>;
    published: {
      rule: PublishedRule;
      offer: string | null;
      checkpointHours: number | null;
      extraUnits: string | null;
      agrees: boolean | null;
      total: { units: bigint; token: `0x${string}`; symbol: string; amount: string } | null;
    } | null;
  };
};

export type RentOrBuyQueryVariables = Exact<{
  token: `0x${string}`;
  purchase: PurchaseInput;
}>;

export type RentOrBuyQuery = {
  rentOrBuy: {
    useHours: number | null;
    calendarHours: number | null;
    besidePublished: BesidePublished;
    powerPerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  };
};

export type OutlookPartsFragment = {
  undisturbed: number;
  inTime: number | null;
  inBudget: number | null;
  reliability: {
    interruptionsPerHour: number;
    noInterruption: { probability: number; overHours: number } | null;
    availability: { availability: number; meanRepairHours: number } | null;
  };
  expected: {
    billedHours: number;
    interruptions: number;
    hours: number;
    cost: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    waiting: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    total: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  } | null;
  checkpoints: {
    everyHours: number;
    count: number;
    youngHours: number | null;
    dalyHours: number | null;
  } | null;
};

export type MyDelegationsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;

export type MyDelegationsQuery = {
  myDelegations: Array<{
    owner: `0x${string}`;
    delegate: `0x${string}`;
    token: `0x${string}`;
    scopes: Array<DelegateScope>;
    expiresAt: Date;
    cap: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
  }>;
};

export type DelegationTypedDataQueryVariables = Exact<{
  delegate: `0x${string}`;
  token: `0x${string}`;
  scopes: Array<DelegateScope> | DelegateScope;
  capUnits: bigint | number | string;
  expiry: bigint | number | string;
}>;

export type DelegationTypedDataQuery = { delegationTypedData: Record<string, unknown> };

export type SetDelegateMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  delegation: DelegationInput;
  signature: `0x${string}`;
}>;

export type SetDelegateMutation = {
  setDelegate: {
    owner: `0x${string}`;
    delegate: `0x${string}`;
    token: `0x${string}`;
    scopes: Array<DelegateScope>;
    expiresAt: Date;
    cap: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
  };
};

export type DelegationPartsFragment = {
  owner: `0x${string}`;
  delegate: `0x${string}`;
  token: `0x${string}`;
  scopes: Array<DelegateScope>;
  expiresAt: Date;
  cap: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  position: {
    chainId: number;
    blockNumber: bigint;
    blockHash: `0x${string}`;
    txHash: `0x${string}` | null;
    at: Date;
    finality: Finality;
  } | null;
};

export type RequestSignInMutationVariables = Exact<{
  address: `0x${string}`;
}>;

export type RequestSignInMutation = { requestSignIn: { message: string; expiresAt: Date } };

export type SignInMutationVariables = Exact<{
  message: string;
  signature: `0x${string}`;
}>;

export type SignInMutation = {
  signIn: { accessToken: string; expiresAt: Date; address: `0x${string}` };
};

export type RepriceListingMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  id: string | number;
  offer: OfferInput;
  signature: `0x${string}`;
  terms?: ListingTermsInput | null | undefined;
}>;

export type RepriceListingMutation = {
  repriceListing: {
    id: string;
    state: ListingState;
    tier: Tier;
    provider: `0x${string}`;
    offerHash: `0x${string}`;
    offerSignature: `0x${string}`;
    available: boolean;
    publishedAt: Date;
    machine: {
      id: string;
      provider: `0x${string}`;
      name: string;
      assetHash: `0x${string}`;
      gpuModel: string;
      gpuCount: number;
      vramGb: number;
      cpuCores: number;
      ramGb: number;
      diskGb: number;
      downMbps: number;
      upMbps: number;
      country: string;
      region: string | null;
      diskMBps: number | null;
      directPorts: number | null;
      staticAddress: boolean | null;
      cudaVersion: string | null;
      driverVersion: string | null;
      computeCapability: string | null;
      pcieGeneration: number | null;
      pcieMBps: number | null;
      nvlink: boolean | null;
      powerLimitWatts: number | null;
      gpuUuids: Array<string> | null;
      mig: boolean | null;
      reliability: number | null;
      liveness: Liveness;
      lastBeatAt: Date | null;
      trust: Array<{ fact: string; class: TrustClass }>;
    };
    slice: { gpuIndices: Array<number>; diskGb: number };
    terms: {
      includedDiskGb: number;
      diskPricePerGbHourUnits: bigint;
      upPricePerGbUnits: bigint;
      downPricePerGbUnits: bigint;
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    offer: {
      provider: `0x${string}`;
      token: `0x${string}`;
      pricePerHour: bigint;
      storagePricePerHour: bigint;
      class: RentalClass;
      assetHash: `0x${string}`;
      slaHash: `0x${string}`;
      maxFeeBps: number;
      meter: `0x${string}`;
      arbiter: `0x${string}`;
      window: number;
      retroBudget: number;
      noticeSeconds: number;
      startWithin: number;
      minDuration: number;
      evictPenalty: bigint;
      slaGrace: number;
      bond: bigint;
      availableUntil: bigint;
      maxUses: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
    };
  };
};

export type AnnounceMaintenanceMutationVariables = Exact<{
  idempotencyKey: string;
  machineId: string | number;
  startsAt: Date;
  endsAt: Date;
  reason?: string | null | undefined;
}>;

export type AnnounceMaintenanceMutation = {
  announceMaintenance: {
    id: string;
    startsAt: Date;
    endsAt: Date;
    reason: string | null;
    announcedAt: Date;
    withdrawnAt: Date | null;
  };
};

export type WithdrawMaintenanceMutationVariables = Exact<{
  idempotencyKey: string;
  id: string | number;
}>;

export type WithdrawMaintenanceMutation = {
  withdrawMaintenance: {
    id: string;
    startsAt: Date;
    endsAt: Date;
    reason: string | null;
    announcedAt: Date;
    withdrawnAt: Date | null;
  };
};

export type RecordMeasurementsMutationVariables = Exact<{
  found: Measurements;
}>;

export type RecordMeasurementsMutation = {
  recordMeasurements: {
    id: string;
    provider: `0x${string}`;
    name: string;
    assetHash: `0x${string}`;
    gpuModel: string;
    gpuCount: number;
    vramGb: number;
    cpuCores: number;
    ramGb: number;
    diskGb: number;
    downMbps: number;
    upMbps: number;
    country: string;
    region: string | null;
    diskMBps: number | null;
    directPorts: number | null;
    staticAddress: boolean | null;
    cudaVersion: string | null;
    driverVersion: string | null;
    computeCapability: string | null;
    pcieGeneration: number | null;
    pcieMBps: number | null;
    nvlink: boolean | null;
    powerLimitWatts: number | null;
    gpuUuids: Array<string> | null;
    mig: boolean | null;
    reliability: number | null;
    liveness: Liveness;
    lastBeatAt: Date | null;
    trust: Array<{ fact: string; class: TrustClass }>;
  };
};

export type MyMachinesQueryVariables = Exact<{
  days?: number | null | undefined;
}>;

export type MyMachinesQuery = {
  myMachines: {
    machines: Array<{
      rentedGpuSeconds: bigint;
      occupancy: number;
      machine: {
        id: string;
        provider: `0x${string}`;
        name: string;
        assetHash: `0x${string}`;
        gpuModel: string;
        gpuCount: number;
        vramGb: number;
        cpuCores: number;
        ramGb: number;
        diskGb: number;
        downMbps: number;
        upMbps: number;
        country: string;
        region: string | null;
        diskMBps: number | null;
        directPorts: number | null;
        staticAddress: boolean | null;
        cudaVersion: string | null;
        driverVersion: string | null;
        computeCapability: string | null;
        pcieGeneration: number | null;
        pcieMBps: number | null;
        nvlink: boolean | null;
        powerLimitWatts: number | null;
        gpuUuids: Array<string> | null;
        mig: boolean | null;
        reliability: number | null;
        liveness: Liveness;
        lastBeatAt: Date | null;
        trust: Array<{ fact: string; class: TrustClass }>;
      };
      listings: Array<{ id: string; tier: Tier; available: boolean }>;
      earnings: Array<{
        day: Date;
        earned: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      }>;
      uptime: { share: number | null; silences: number };
      improvements: Array<{
        kind: ImprovementKind;
        facts: Array<string> | null;
        gpuIndices: Array<number> | null;
      }>;
    }>;
    payout: Array<{ units: bigint; token: `0x${string}`; symbol: string; amount: string }>;
  };
};

export type MaintenancePartsFragment = {
  id: string;
  startsAt: Date;
  endsAt: Date;
  reason: string | null;
  announcedAt: Date;
  withdrawnAt: Date | null;
};

export type LedgerQueryVariables = Exact<{
  owner: `0x${string}`;
  token: `0x${string}`;
  first?: number | null | undefined;
}>;

export type LedgerQuery = {
  ledger: {
    owner: `0x${string}`;
    token: { address: `0x${string}`; symbol: string; decimals: number };
    free: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    entries: Array<{
      seq: bigint;
      kind: LedgerEntryKind;
      rentalId: `0x${string}` | null;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      free: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      position: {
        chainId: number;
        blockNumber: bigint;
        blockHash: `0x${string}`;
        txHash: `0x${string}` | null;
        at: Date;
        finality: Finality;
      };
    }>;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
  };
};

export type AuditQueryVariables = Exact<{
  at?: bigint | number | string | null | undefined;
}>;

export type AuditQuery = {
  audit: {
    id: string;
    digest: `0x${string}`;
    differences: number;
    closesEntry: boolean;
    logs: number;
    accounts: number;
    rentals: number;
    startedAt: Date;
    finishedAt: Date;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
    findings: Array<{
      code: string;
      subject: string;
      field: string;
      expected: string;
      found: string;
      blockNumber: bigint;
      txHash: `0x${string}` | null;
    }>;
    tokens: Array<{
      token: { address: `0x${string}`; symbol: string; decimals: number };
      free: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      held: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      fees: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      owed: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      balance: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
  } | null;
};

export type SettlementsQueryVariables = Exact<{
  rentalId?: `0x${string}` | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type SettlementsQuery = {
  settlements: {
    edges: Array<{
      cursor: string;
      node: {
        rentalId: `0x${string}`;
        seq: number;
        toProvider: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        fee: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        claimed: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        position: {
          chainId: number;
          blockNumber: bigint;
          blockHash: `0x${string}`;
          txHash: `0x${string}` | null;
          at: Date;
          finality: Finality;
        };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
  };
};

export type ProofQueryVariables = Exact<{
  rentalId: `0x${string}`;
  seq?: number | null | undefined;
}>;

export type ProofQuery = {
  proof: {
    rentalId: `0x${string}`;
    seq: number;
    bundle: Record<string, unknown>;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
  };
};

export type OfferTypedDataQueryVariables = Exact<{
  machineId: string | number;
  token: `0x${string}`;
  pricePerHourUnits: bigint | number | string;
  class?: RentalClass | null | undefined;
  slice?: SliceInput | null | undefined;
  terms?: ListingTermsInput | null | undefined;
}>;

export type OfferTypedDataQuery = { offerTypedData: Record<string, unknown> };

export type PublishListingMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  machineId: string | number;
  tier: Tier;
  offer: OfferInput;
  signature: `0x${string}`;
  slice?: SliceInput | null | undefined;
  terms?: ListingTermsInput | null | undefined;
}>;

export type PublishListingMutation = {
  publishListing: {
    id: string;
    state: ListingState;
    tier: Tier;
    provider: `0x${string}`;
    offerHash: `0x${string}`;
    offerSignature: `0x${string}`;
    available: boolean;
    publishedAt: Date;
    machine: {
      id: string;
      provider: `0x${string}`;
      name: string;
      assetHash: `0x${string}`;
      gpuModel: string;
      gpuCount: number;
      vramGb: number;
      cpuCores: number;
      ramGb: number;
      diskGb: number;
      downMbps: number;
      upMbps: number;
      country: string;
      region: string | null;
      diskMBps: number | null;
      directPorts: number | null;
      staticAddress: boolean | null;
      cudaVersion: string | null;
      driverVersion: string | null;
      computeCapability: string | null;
      pcieGeneration: number | null;
      pcieMBps: number | null;
      nvlink: boolean | null;
      powerLimitWatts: number | null;
      gpuUuids: Array<string> | null;
      mig: boolean | null;
      reliability: number | null;
      liveness: Liveness;
      lastBeatAt: Date | null;
      trust: Array<{ fact: string; class: TrustClass }>;
    };
    slice: { gpuIndices: Array<number>; diskGb: number };
    terms: {
      includedDiskGb: number;
      diskPricePerGbHourUnits: bigint;
      upPricePerGbUnits: bigint;
      downPricePerGbUnits: bigint;
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    offer: {
      provider: `0x${string}`;
      token: `0x${string}`;
      pricePerHour: bigint;
      storagePricePerHour: bigint;
      class: RentalClass;
      assetHash: `0x${string}`;
      slaHash: `0x${string}`;
      maxFeeBps: number;
      meter: `0x${string}`;
      arbiter: `0x${string}`;
      window: number;
      retroBudget: number;
      noticeSeconds: number;
      startWithin: number;
      minDuration: number;
      evictPenalty: bigint;
      slaGrace: number;
      bond: bigint;
      availableUntil: bigint;
      maxUses: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
    };
  };
};

export type WithdrawListingMutationVariables = Exact<{
  idempotencyKey: string;
  id: string | number;
}>;

export type WithdrawListingMutation = {
  withdrawListing: {
    id: string;
    state: ListingState;
    tier: Tier;
    provider: `0x${string}`;
    offerHash: `0x${string}`;
    offerSignature: `0x${string}`;
    available: boolean;
    publishedAt: Date;
    machine: {
      id: string;
      provider: `0x${string}`;
      name: string;
      assetHash: `0x${string}`;
      gpuModel: string;
      gpuCount: number;
      vramGb: number;
      cpuCores: number;
      ramGb: number;
      diskGb: number;
      downMbps: number;
      upMbps: number;
      country: string;
      region: string | null;
      diskMBps: number | null;
      directPorts: number | null;
      staticAddress: boolean | null;
      cudaVersion: string | null;
      driverVersion: string | null;
      computeCapability: string | null;
      pcieGeneration: number | null;
      pcieMBps: number | null;
      nvlink: boolean | null;
      powerLimitWatts: number | null;
      gpuUuids: Array<string> | null;
      mig: boolean | null;
      reliability: number | null;
      liveness: Liveness;
      lastBeatAt: Date | null;
      trust: Array<{ fact: string; class: TrustClass }>;
    };
    slice: { gpuIndices: Array<number>; diskGb: number };
    terms: {
      includedDiskGb: number;
      diskPricePerGbHourUnits: bigint;
      upPricePerGbUnits: bigint;
      downPricePerGbUnits: bigint;
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    offer: {
      provider: `0x${string}`;
      token: `0x${string}`;
      pricePerHour: bigint;
      storagePricePerHour: bigint;
      class: RentalClass;
      assetHash: `0x${string}`;
      slaHash: `0x${string}`;
      maxFeeBps: number;
      meter: `0x${string}`;
      arbiter: `0x${string}`;
      window: number;
      retroBudget: number;
      noticeSeconds: number;
      startWithin: number;
      minDuration: number;
      evictPenalty: bigint;
      slaGrace: number;
      bond: bigint;
      availableUntil: bigint;
      maxUses: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
    };
  };
};

export type ListingsQueryVariables = Exact<{
  filter?: ListingFilter | null | undefined;
  sort?: ListingSort | null | undefined;
  usage?: UsageInput | null | undefined;
  interruptions?: InterruptionsInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type ListingsQuery = {
  listings: {
    edges: Array<{
      cursor: string;
      allInPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      node: {
        id: string;
        state: ListingState;
        tier: Tier;
        provider: `0x${string}`;
        offerHash: `0x${string}`;
        offerSignature: `0x${string}`;
        available: boolean;
        publishedAt: Date;
        machine: {
          id: string;
          provider: `0x${string}`;
          name: string;
          assetHash: `0x${string}`;
          gpuModel: string;
          gpuCount: number;
          vramGb: number;
          cpuCores: number;
          ramGb: number;
          diskGb: number;
          downMbps: number;
          upMbps: number;
          country: string;
          region: string | null;
          diskMBps: number | null;
          directPorts: number | null;
          staticAddress: boolean | null;
          cudaVersion: string | null;
          driverVersion: string | null;
          computeCapability: string | null;
          pcieGeneration: number | null;
          pcieMBps: number | null;
          nvlink: boolean | null;
          powerLimitWatts: number | null;
          gpuUuids: Array<string> | null;
          mig: boolean | null;
          reliability: number | null;
          liveness: Liveness;
          lastBeatAt: Date | null;
          trust: Array<{ fact: string; class: TrustClass }>;
        };
        slice: { gpuIndices: Array<number>; diskGb: number };
        terms: {
          includedDiskGb: number;
          diskPricePerGbHourUnits: bigint;
          upPricePerGbUnits: bigint;
          downPricePerGbUnits: bigint;
        };
        pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        offer: {
          provider: `0x${string}`;
          token: `0x${string}`;
          pricePerHour: bigint;
          storagePricePerHour: bigint;
          class: RentalClass;
          assetHash: `0x${string}`;
          slaHash: `0x${string}`;
          maxFeeBps: number;
          meter: `0x${string}`;
          arbiter: `0x${string}`;
          window: number;
          retroBudget: number;
          noticeSeconds: number;
          startWithin: number;
          minDuration: number;
          evictPenalty: bigint;
          slaGrace: number;
          bond: bigint;
          availableUntil: bigint;
          maxUses: bigint;
          validUntil: bigint;
          counter: bigint;
          salt: `0x${string}`;
        };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type ListingFacetsQueryVariables = Exact<{
  filter?: ListingFilter | null | undefined;
  usage?: UsageInput | null | undefined;
}>;

export type ListingFacetsQuery = {
  listings: {
    totalCount: number;
    facets: {
      models: Array<{
        value: string;
        count: number;
        minPricePerHourUnits: bigint;
        maxPricePerHourUnits: bigint;
      }>;
      countries: Array<{
        value: string;
        count: number;
        minPricePerHourUnits: bigint;
        maxPricePerHourUnits: bigint;
      }>;
      tiers: Array<{
        value: string;
        count: number;
        minPricePerHourUnits: bigint;
        maxPricePerHourUnits: bigint;
      }>;
    };
  };
};

export type FacetPartsFragment = {
  value: string;
  count: number;
  minPricePerHourUnits: bigint;
  maxPricePerHourUnits: bigint;
};

export type ListingQueryVariables = Exact<{
  id: string | number;
}>;

export type ListingQuery = {
  listing: {
    id: string;
    state: ListingState;
    tier: Tier;
    provider: `0x${string}`;
    offerHash: `0x${string}`;
    offerSignature: `0x${string}`;
    available: boolean;
    publishedAt: Date;
    machine: {
      id: string;
      provider: `0x${string}`;
      name: string;
      assetHash: `0x${string}`;
      gpuModel: string;
      gpuCount: number;
      vramGb: number;
      cpuCores: number;
      ramGb: number;
      diskGb: number;
      downMbps: number;
      upMbps: number;
      country: string;
      region: string | null;
      diskMBps: number | null;
      directPorts: number | null;
      staticAddress: boolean | null;
      cudaVersion: string | null;
      driverVersion: string | null;
      computeCapability: string | null;
      pcieGeneration: number | null;
      pcieMBps: number | null;
      nvlink: boolean | null;
      powerLimitWatts: number | null;
      gpuUuids: Array<string> | null;
      mig: boolean | null;
      reliability: number | null;
      liveness: Liveness;
      lastBeatAt: Date | null;
      trust: Array<{ fact: string; class: TrustClass }>;
    };
    slice: { gpuIndices: Array<number>; diskGb: number };
    terms: {
      includedDiskGb: number;
      diskPricePerGbHourUnits: bigint;
      upPricePerGbUnits: bigint;
      downPricePerGbUnits: bigint;
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    offer: {
      provider: `0x${string}`;
      token: `0x${string}`;
      pricePerHour: bigint;
      storagePricePerHour: bigint;
      class: RentalClass;
      assetHash: `0x${string}`;
      slaHash: `0x${string}`;
      maxFeeBps: number;
      meter: `0x${string}`;
      arbiter: `0x${string}`;
      window: number;
      retroBudget: number;
      noticeSeconds: number;
      startWithin: number;
      minDuration: number;
      evictPenalty: bigint;
      slaGrace: number;
      bond: bigint;
      availableUntil: bigint;
      maxUses: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
    };
  } | null;
};

export type ListingPartsFragment = {
  id: string;
  state: ListingState;
  tier: Tier;
  provider: `0x${string}`;
  offerHash: `0x${string}`;
  offerSignature: `0x${string}`;
  available: boolean;
  publishedAt: Date;
  machine: {
    id: string;
    provider: `0x${string}`;
    name: string;
    assetHash: `0x${string}`;
    gpuModel: string;
    gpuCount: number;
    vramGb: number;
    cpuCores: number;
    ramGb: number;
    diskGb: number;
    downMbps: number;
    upMbps: number;
    country: string;
    region: string | null;
    diskMBps: number | null;
    directPorts: number | null;
    staticAddress: boolean | null;
    cudaVersion: string | null;
    driverVersion: string | null;
    computeCapability: string | null;
    pcieGeneration: number | null;
    pcieMBps: number | null;
    nvlink: boolean | null;
    powerLimitWatts: number | null;
    gpuUuids: Array<string> | null;
    mig: boolean | null;
    reliability: number | null;
    liveness: Liveness;
    lastBeatAt: Date | null;
    trust: Array<{ fact: string; class: TrustClass }>;
  };
  slice: { gpuIndices: Array<number>; diskGb: number };
  terms: {
    includedDiskGb: number;
    diskPricePerGbHourUnits: bigint;
    upPricePerGbUnits: bigint;
    downPricePerGbUnits: bigint;
  };
  pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  offer: {
    provider: `0x${string}`;
    token: `0x${string}`;
    pricePerHour: bigint;
    storagePricePerHour: bigint;
    class: RentalClass;
    assetHash: `0x${string}`;
    slaHash: `0x${string}`;
    maxFeeBps: number;
    meter: `0x${string}`;
    arbiter: `0x${string}`;
    window: number;
    retroBudget: number;
    noticeSeconds: number;
    startWithin: number;
    minDuration: number;
    evictPenalty: bigint;
    slaGrace: number;
    bond: bigint;
    availableUntil: bigint;
    maxUses: bigint;
    validUntil: bigint;
    counter: bigint;
    salt: `0x${string}`;
  };
};

export type OfferPartsFragment = {
  provider: `0x${string}`;
  token: `0x${string}`;
  pricePerHour: bigint;
  storagePricePerHour: bigint;
  class: RentalClass;
  assetHash: `0x${string}`;
  slaHash: `0x${string}`;
  maxFeeBps: number;
  meter: `0x${string}`;
  arbiter: `0x${string}`;
  window: number;
  retroBudget: number;
  noticeSeconds: number;
  startWithin: number;
  minDuration: number;
  evictPenalty: bigint;
  slaGrace: number;
  bond: bigint;
  availableUntil: bigint;
  maxUses: bigint;
  validUntil: bigint;
  counter: bigint;
  salt: `0x${string}`;
};

export type BidBookQueryVariables = Exact<{
  listingId: string | number;
}>;

export type BidBookQuery = {
  bidBook: {
    floor: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    holder: {
      class: RentalClass;
      noticeUntil: Date | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    } | null;
    waiting: Array<{
      quantity: number;
      since: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
  };
};

export type MachineQueryVariables = Exact<{
  id: string | number;
}>;

export type MachineQuery = {
  machine: {
    id: string;
    provider: `0x${string}`;
    name: string;
    assetHash: `0x${string}`;
    gpuModel: string;
    gpuCount: number;
    vramGb: number;
    cpuCores: number;
    ramGb: number;
    diskGb: number;
    downMbps: number;
    upMbps: number;
    country: string;
    region: string | null;
    diskMBps: number | null;
    directPorts: number | null;
    staticAddress: boolean | null;
    cudaVersion: string | null;
    driverVersion: string | null;
    computeCapability: string | null;
    pcieGeneration: number | null;
    pcieMBps: number | null;
    nvlink: boolean | null;
    powerLimitWatts: number | null;
    gpuUuids: Array<string> | null;
    mig: boolean | null;
    reliability: number | null;
    liveness: Liveness;
    lastBeatAt: Date | null;
    trust: Array<{ fact: string; class: TrustClass }>;
  } | null;
};

export type EnrolmentTypedDataQueryVariables = Exact<{
  provider: `0x${string}`;
  agentKey: `0x${string}`;
  facts: MachineFacts;
}>;

export type EnrolmentTypedDataQuery = { enrolmentTypedData: Record<string, unknown> };

export type EnrolMachineMutationVariables = Exact<{
  facts: MachineFacts;
  enrolment: EnrolmentInput;
  signature: `0x${string}`;
}>;

export type EnrolMachineMutation = {
  enrolMachine: {
    id: string;
    provider: `0x${string}`;
    name: string;
    assetHash: `0x${string}`;
    gpuModel: string;
    gpuCount: number;
    vramGb: number;
    cpuCores: number;
    ramGb: number;
    diskGb: number;
    downMbps: number;
    upMbps: number;
    country: string;
    region: string | null;
    diskMBps: number | null;
    directPorts: number | null;
    staticAddress: boolean | null;
    cudaVersion: string | null;
    driverVersion: string | null;
    computeCapability: string | null;
    pcieGeneration: number | null;
    pcieMBps: number | null;
    nvlink: boolean | null;
    powerLimitWatts: number | null;
    gpuUuids: Array<string> | null;
    mig: boolean | null;
    reliability: number | null;
    liveness: Liveness;
    lastBeatAt: Date | null;
    trust: Array<{ fact: string; class: TrustClass }>;
  };
};

export type OpenBeatSessionMutationVariables = Exact<{
  bootId: string | number;
}>;

export type OpenBeatSessionMutation = {
  openBeatSession: { id: string; key: `0x${string}`; expiresAt: Date; beatEverySeconds: number };
};

export type ReportInstanceMutationVariables = Exact<{
  rentalId: `0x${string}`;
  state: InstanceState;
  port?: number | null | undefined;
  failure?: string | null | undefined;
}>;

export type ReportInstanceMutation = {
  reportInstance: {
    desired: DesiredInstance;
    state: InstanceState;
    endpoint: string | null;
    provedAt: Date | null;
    failure: string | null;
  };
};

export type AssignmentsSubscriptionVariables = Exact<{ [key: string]: never }>;

export type AssignmentsSubscription = {
  assignments: Array<{ rentalId: `0x${string}`; desired: DesiredInstance; probeToken: string }>;
};

export type MachinePartsFragment = {
  id: string;
  provider: `0x${string}`;
  name: string;
  assetHash: `0x${string}`;
  gpuModel: string;
  gpuCount: number;
  vramGb: number;
  cpuCores: number;
  ramGb: number;
  diskGb: number;
  downMbps: number;
  upMbps: number;
  country: string;
  region: string | null;
  diskMBps: number | null;
  directPorts: number | null;
  staticAddress: boolean | null;
  cudaVersion: string | null;
  driverVersion: string | null;
  computeCapability: string | null;
  pcieGeneration: number | null;
  pcieMBps: number | null;
  nvlink: boolean | null;
  powerLimitWatts: number | null;
  gpuUuids: Array<string> | null;
  mig: boolean | null;
  reliability: number | null;
  liveness: Liveness;
  lastBeatAt: Date | null;
  trust: Array<{ fact: string; class: TrustClass }>;
};

export type InstancePartsFragment = {
  desired: DesiredInstance;
  state: InstanceState;
  endpoint: string | null;
  provedAt: Date | null;
  failure: string | null;
};

export type RentalEvidenceQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type RentalEvidenceQuery = {
  rentalEvidence: Array<{
    rentalId: `0x${string}`;
    from: Date;
    until: Date;
    up: boolean;
    seen: `0x${string}`;
    observed: string;
    hour: number;
    root: `0x${string}` | null;
    proof: Array<`0x${string}`> | null;
    publishedBy: `0x${string}` | null;
    haltRoot: `0x${string}` | null;
    haltProof: Array<`0x${string}`> | null;
  }>;
};

export type MeterEvidenceQueryVariables = Exact<{
  fromHour?: number | null | undefined;
  first?: number | null | undefined;
}>;

export type MeterEvidenceQuery = {
  meterEvidence: {
    nextHour: number | null;
    pieces: Array<{
      rentalId: `0x${string}`;
      from: Date;
      until: Date;
      up: boolean;
      seen: `0x${string}`;
      observed: string;
      hour: number;
      root: `0x${string}` | null;
      proof: Array<`0x${string}`> | null;
      publishedBy: `0x${string}` | null;
      haltRoot: `0x${string}` | null;
      haltProof: Array<`0x${string}`> | null;
    }>;
  };
};

export type PiecePartsFragment = {
  rentalId: `0x${string}`;
  from: Date;
  until: Date;
  up: boolean;
  seen: `0x${string}`;
  observed: string;
  hour: number;
  root: `0x${string}` | null;
  proof: Array<`0x${string}`> | null;
  publishedBy: `0x${string}` | null;
  haltRoot: `0x${string}` | null;
  haltProof: Array<`0x${string}`> | null;
};

export type QuoteRentalQueryVariables = Exact<{
  listingId: string | number;
  renter: `0x${string}`;
  seconds: number;
  depositUnits?: bigint | number | string | null | undefined;
  diskGb?: number | null | undefined;
  upGb?: number | null | undefined;
  downGb?: number | null | undefined;
  bidPerHourUnits?: bigint | number | string | null | undefined;
}>;

export type QuoteRentalQuery = {
  quoteRental: {
    rentalId: `0x${string}`;
    typedData: Record<string, unknown>;
    secondsMax: bigint;
    refundRule: string;
    expiresAt: Date;
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    allIn: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    fee: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    worstCase: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  };
};

export type DryRunRentalQueryVariables = Exact<{
  listingId: string | number;
  renter: `0x${string}`;
  usage: UsageInput;
  depositUnits?: bigint | number | string | null | undefined;
  stopAfterSeconds?: number | null | undefined;
}>;

export type DryRunRentalQuery = {
  dryRunRental: {
    outcomes: Array<{
      end: DryRunEnd;
      path: Array<{ state: RentalState; at: Date }>;
      paid: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      provider: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      fee: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      refund: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
  };
};

export type OpenRentalMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  listingId: string | number;
  order: OrderInput;
  signature: `0x${string}`;
  usage?: UsageInput | null | undefined;
}>;

export type OpenRentalMutation = {
  openRental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type RentalQueryVariables = Exact<{
  id: `0x${string}`;
}>;

export type RentalQuery = {
  rental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  } | null;
};

export type MyRentalsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;

export type MyRentalsQuery = {
  myRentals: Array<{
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  }>;
};

export type StatementQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type StatementQuery = {
  statement: {
    rentalId: `0x${string}`;
    state: RentalState;
    startedAt: Date | null;
    through: Date | null;
    billedSeconds: bigint;
    priceSeconds: bigint;
    storageSeconds: bigint;
    downSeconds: bigint;
    now: Date;
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    gross: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    vested: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    fee: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    provider: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    claimed: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    refunded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    refundIfStopped: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    lines: Array<{
      from: Date;
      to: Date;
      seconds: bigint;
      rate: Rate;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      removal: {
        reason: RemovalReason;
        evidenceRoot: `0x${string}` | null;
        saidBy: Array<`0x${string}`>;
        seq: number;
        evidence: Array<{
          rentalId: `0x${string}`;
          from: Date;
          until: Date;
          up: boolean;
          seen: `0x${string}`;
          observed: string;
          hour: number;
          root: `0x${string}` | null;
          proof: Array<`0x${string}`> | null;
          publishedBy: `0x${string}` | null;
          haltRoot: `0x${string}` | null;
          haltProof: Array<`0x${string}`> | null;
        }>;
        position: {
          chainId: number;
          blockNumber: bigint;
          blockHash: `0x${string}`;
          txHash: `0x${string}` | null;
          at: Date;
          finality: Finality;
        };
      } | null;
    }>;
    evidence: Array<{
      rentalId: `0x${string}`;
      from: Date;
      until: Date;
      up: boolean;
      seen: `0x${string}`;
      observed: string;
      hour: number;
      root: `0x${string}` | null;
      proof: Array<`0x${string}`> | null;
      publishedBy: `0x${string}` | null;
      haltRoot: `0x${string}` | null;
      haltProof: Array<`0x${string}`> | null;
    }>;
    agreedOff: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
  };
};

export type StopTypedDataQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type StopTypedDataQuery = { stopTypedData: Record<string, unknown> };

export type StopRentalMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  stop: StopInput;
  signature: `0x${string}`;
}>;

export type StopRentalMutation = {
  stopRental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type RentalChangedSubscriptionVariables = Exact<{
  id: `0x${string}`;
}>;

export type RentalChangedSubscription = {
  rentalChanged: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type OrderPartsFragment = {
  renter: `0x${string}`;
  pricePerHour: bigint;
  deposit: bigint;
  feeBps: number;
  starter: Starter;
  startDeadline: bigint;
  maxEnd: bigint;
  validUntil: bigint;
  counter: bigint;
  salt: `0x${string}`;
  offer: {
    provider: `0x${string}`;
    token: `0x${string}`;
    pricePerHour: bigint;
    storagePricePerHour: bigint;
    class: RentalClass;
    assetHash: `0x${string}`;
    slaHash: `0x${string}`;
    maxFeeBps: number;
    meter: `0x${string}`;
    arbiter: `0x${string}`;
    window: number;
    retroBudget: number;
    noticeSeconds: number;
    startWithin: number;
    minDuration: number;
    evictPenalty: bigint;
    slaGrace: number;
    bond: bigint;
    availableUntil: bigint;
    maxUses: bigint;
    validUntil: bigint;
    counter: bigint;
    salt: `0x${string}`;
  };
};

export type RentalPartsFragment = {
  id: `0x${string}`;
  state: RentalState;
  renter: `0x${string}`;
  provider: `0x${string}`;
  startDeadline: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  listing: { id: string };
  machine: { id: string };
  order: {
    renter: `0x${string}`;
    pricePerHour: bigint;
    deposit: bigint;
    feeBps: number;
    starter: Starter;
    startDeadline: bigint;
    maxEnd: bigint;
    validUntil: bigint;
    counter: bigint;
    salt: `0x${string}`;
    offer: {
      provider: `0x${string}`;
      token: `0x${string}`;
      pricePerHour: bigint;
      storagePricePerHour: bigint;
      class: RentalClass;
      assetHash: `0x${string}`;
      slaHash: `0x${string}`;
      maxFeeBps: number;
      meter: `0x${string}`;
      arbiter: `0x${string}`;
      window: number;
      retroBudget: number;
      noticeSeconds: number;
      startWithin: number;
      minDuration: number;
      evictPenalty: bigint;
      slaGrace: number;
      bond: bigint;
      availableUntil: bigint;
      maxUses: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
    };
  };
  pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  instance: {
    desired: DesiredInstance;
    state: InstanceState;
    endpoint: string | null;
    provedAt: Date | null;
    failure: string | null;
  } | null;
  refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
  position: {
    chainId: number;
    blockNumber: bigint;
    blockHash: `0x${string}`;
    txHash: `0x${string}` | null;
    at: Date;
    finality: Finality;
  } | null;
  bid: {
    state: BidState;
    since: Date;
    ahead: number | null;
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    outbid: {
      byRental: `0x${string}`;
      noticeUntil: Date | null;
      byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    } | null;
  } | null;
};

export type PauseTypedDataQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type PauseTypedDataQuery = { pauseTypedData: Record<string, unknown> };

export type PauseRentalMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  pause: TurnInput;
  signature: `0x${string}`;
}>;

export type PauseRentalMutation = {
  pauseRental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type ResumeTypedDataQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type ResumeTypedDataQuery = { resumeTypedData: Record<string, unknown> };

export type ResumeRentalMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  resume: TurnInput;
  signature: `0x${string}`;
}>;

export type ResumeRentalMutation = {
  resumeRental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type AmendTypedDataQueryVariables = Exact<{
  rentalId: `0x${string}`;
  pricePerHourUnits?: bigint | number | string | null | undefined;
  storagePricePerHourUnits?: bigint | number | string | null | undefined;
  maxEnd?: bigint | number | string | null | undefined;
}>;

export type AmendTypedDataQuery = { amendTypedData: Record<string, unknown> };

export type AmendRentalMutationVariables = Exact<{
  idempotencyKey: string;
  chainId: number;
  amend: AmendInput;
  renterSignature: `0x${string}`;
  providerSignature: `0x${string}`;
}>;

export type AmendRentalMutation = {
  amendRental: {
    id: `0x${string}`;
    state: RentalState;
    renter: `0x${string}`;
    provider: `0x${string}`;
    startDeadline: Date;
    startedAt: Date | null;
    endedAt: Date | null;
    createdAt: Date;
    listing: { id: string };
    machine: { id: string };
    order: {
      renter: `0x${string}`;
      pricePerHour: bigint;
      deposit: bigint;
      feeBps: number;
      starter: Starter;
      startDeadline: bigint;
      maxEnd: bigint;
      validUntil: bigint;
      counter: bigint;
      salt: `0x${string}`;
      offer: {
        provider: `0x${string}`;
        token: `0x${string}`;
        pricePerHour: bigint;
        storagePricePerHour: bigint;
        class: RentalClass;
        assetHash: `0x${string}`;
        slaHash: `0x${string}`;
        maxFeeBps: number;
        meter: `0x${string}`;
        arbiter: `0x${string}`;
        window: number;
        retroBudget: number;
        noticeSeconds: number;
        startWithin: number;
        minDuration: number;
        evictPenalty: bigint;
        slaGrace: number;
        bond: bigint;
        availableUntil: bigint;
        maxUses: bigint;
        validUntil: bigint;
        counter: bigint;
        salt: `0x${string}`;
      };
    };
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    deposit: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    instance: {
      desired: DesiredInstance;
      state: InstanceState;
      endpoint: string | null;
      provedAt: Date | null;
      failure: string | null;
    } | null;
    refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    position: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    } | null;
    bid: {
      state: BidState;
      since: Date;
      ahead: number | null;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      outbid: {
        byRental: `0x${string}`;
        noticeUntil: Date | null;
        byPrice: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      } | null;
    } | null;
  };
};

export type TopUpCallQueryVariables = Exact<{
  rentalId: `0x${string}`;
  amountUnits: bigint | number | string;
  fromRenter?: boolean | null | undefined;
}>;

export type TopUpCallQuery = {
  topUpCall: {
    chainId: number;
    from: `0x${string}`;
    to: `0x${string}`;
    data: `0x${string}`;
    refusals: Array<RefusalCode>;
    now: Date;
    moves: Array<{
      owner: `0x${string}`;
      direction: MoneyDirection;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
    after: {
      state: RentalState;
      endsAt: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    };
  };
};

export type ExtendCallQueryVariables = Exact<{
  rentalId: `0x${string}`;
  maxEnd: bigint | number | string;
}>;

export type ExtendCallQuery = {
  extendCall: {
    chainId: number;
    from: `0x${string}`;
    to: `0x${string}`;
    data: `0x${string}`;
    refusals: Array<RefusalCode>;
    now: Date;
    moves: Array<{
      owner: `0x${string}`;
      direction: MoneyDirection;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
    after: {
      state: RentalState;
      endsAt: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    };
  };
};

export type RaiseBidCallQueryVariables = Exact<{
  rentalId: `0x${string}`;
  pricePerHourUnits: bigint | number | string;
}>;

export type RaiseBidCallQuery = {
  raiseBidCall: {
    chainId: number;
    from: `0x${string}`;
    to: `0x${string}`;
    data: `0x${string}`;
    refusals: Array<RefusalCode>;
    now: Date;
    moves: Array<{
      owner: `0x${string}`;
      direction: MoneyDirection;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
    after: {
      state: RentalState;
      endsAt: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    };
  };
};

export type StopCallQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type StopCallQuery = {
  stopCall: {
    chainId: number;
    from: `0x${string}`;
    to: `0x${string}`;
    data: `0x${string}`;
    refusals: Array<RefusalCode>;
    now: Date;
    moves: Array<{
      owner: `0x${string}`;
      direction: MoneyDirection;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
    after: {
      state: RentalState;
      endsAt: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    };
  };
};

export type CancelCallQueryVariables = Exact<{
  rentalId: `0x${string}`;
}>;

export type CancelCallQuery = {
  cancelCall: {
    chainId: number;
    from: `0x${string}`;
    to: `0x${string}`;
    data: `0x${string}`;
    refusals: Array<RefusalCode>;
    now: Date;
    moves: Array<{
      owner: `0x${string}`;
      direction: MoneyDirection;
      amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    }>;
    after: {
      state: RentalState;
      endsAt: Date;
      pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
      funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    };
  };
};

export type RentalWishesQueryVariables = Exact<{
  id: `0x${string}`;
  first?: number | null | undefined;
}>;

export type RentalWishesQuery = {
  rental: {
    state: RentalState;
    onChain: { state: RentalState; turn: number } | null;
    wishes: Array<{
      purpose: WishPurpose;
      state: WishState;
      askedAt: Date;
      settledAt: Date | null;
      refusal: { code: RefusalCode; facts: Record<string, unknown> } | null;
    }>;
  } | null;
};

export type WalletCallPartsFragment = {
  chainId: number;
  from: `0x${string}`;
  to: `0x${string}`;
  data: `0x${string}`;
  refusals: Array<RefusalCode>;
  now: Date;
  moves: Array<{
    owner: `0x${string}`;
    direction: MoneyDirection;
    amount: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  }>;
  after: {
    state: RentalState;
    endsAt: Date;
    pricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    storagePricePerHour: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    funded: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  };
};

export type ReliabilityReportQueryVariables = Exact<{
  machineId: string | number;
  days: number;
  rentals: number;
}>;

export type ReliabilityReportQuery = {
  machine: {
    id: string;
    reliability: number | null;
    reliabilityReport: {
      at: Date;
      interruptions: number;
      meanHoursBetween: number | null;
      medianBootSeconds: number | null;
      rentedAvailability: number | null;
      rentedInterruptions: number;
      providerSince: Date;
      completedRentals: number;
      soldGpuHours: number;
      distinctRenters: number;
      uptime: Array<{
        days: number;
        share: number | null;
        seconds: { up: number; down: number; maintenance: number; unknown: number };
      }>;
      days: Array<{
        day: Date;
        interruptions: number;
        seconds: { up: number; down: number; maintenance: number; unknown: number };
      }>;
      boots: {
        attempts: number;
        successes: number;
        share: number | null;
        lowerBound: number | null;
      };
      rentals: Array<{
        rentalId: `0x${string}`;
        openedAt: Date;
        startedAt: Date | null;
        endedAt: Date | null;
        bootFailed: boolean;
      }>;
    };
  } | null;
};

export type MachineScoreQueryVariables = Exact<{
  machineId: string | number;
}>;

export type MachineScoreQuery = {
  machine: {
    score: {
      version: number;
      asOf: Date;
      computedAt: Date;
      logSize: number;
      logRoot: `0x${string}`;
      survival: Array<{ hours: number; probability: number; lowerBound: number }>;
      inputs: { modelId: bigint; recentRate: number; lastingRate: number };
    } | null;
  } | null;
};

export type MachineIntervalsQueryVariables = Exact<{
  machineId: string | number;
  first: number;
  after?: string | null | undefined;
}>;

export type MachineIntervalsQuery = {
  machine: {
    intervals: {
      edges: Array<{
        node: { state: MachineState; cause: IntervalCause; from: Date; until: Date | null };
      }>;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
};

export type ScoreModelQueryVariables = Exact<{
  id: bigint | number | string;
}>;

export type ScoreModelQuery = {
  scoreModel: {
    id: bigint;
    version: number;
    learnedAt: Date;
    features: Array<string>;
    horizons: Array<{
      hours: number;
      stackWeights: Array<number>;
      calibrationWeights: Array<number>;
      baseRate: number;
      stackWeight: number;
    }>;
  } | null;
};

export type VerifyScoreQueryVariables = Exact<{
  machineId: string | number;
}>;

export type VerifyScoreQuery = {
  verifyScore: {
    holds: boolean;
    differences: Array<string>;
    logRoot: `0x${string}`;
    logSize: number;
    served: {
      version: number;
      asOf: Date;
      computedAt: Date;
      logSize: number;
      logRoot: `0x${string}`;
      survival: Array<{ hours: number; probability: number; lowerBound: number }>;
      inputs: { modelId: bigint; recentRate: number; lastingRate: number };
    };
    survival: Array<{ hours: number; probability: number; lowerBound: number }>;
  };
};

export type SecondsPartsFragment = {
  up: number;
  down: number;
  maintenance: number;
  unknown: number;
};

export type ScorePartsFragment = {
  version: number;
  asOf: Date;
  computedAt: Date;
  logSize: number;
  logRoot: `0x${string}`;
  survival: Array<{ hours: number; probability: number; lowerBound: number }>;
  inputs: { modelId: bigint; recentRate: number; lastingRate: number };
};

export type SettlementQueryVariables = Exact<{ [key: string]: never }>;

export type SettlementQuery = {
  settlement: {
    chainId: number;
    escrow: `0x${string}`;
    feeBps: number;
    meter: `0x${string}`;
    now: Date;
    tokens: Array<{ address: `0x${string}`; symbol: string; decimals: number }>;
    head: {
      chainId: number;
      blockNumber: bigint;
      blockHash: `0x${string}`;
      txHash: `0x${string}` | null;
      at: Date;
      finality: Finality;
    };
  };
};

export type MoneyFragment = { units: bigint; token: `0x${string}`; symbol: string; amount: string };

export type PositionFragment = {
  chainId: number;
  blockNumber: bigint;
  blockHash: `0x${string}`;
  txHash: `0x${string}` | null;
  at: Date;
  finality: Finality;
};

export type GpuMarketsQueryVariables = Exact<{
  token?: `0x${string}` | null | undefined;
  models?: Array<string> | string | null | undefined;
  hours: number;
}>;

export type GpuMarketsQuery = {
  gpuMarkets: Array<{
    model: string;
    segments: Array<{
      tier: Tier;
      class: RentalClass;
      asks: {
        listings: number;
        gpus: number;
        prices: {
          min: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          p10: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          median: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          mean: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          p90: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          max: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        };
      } | null;
      trades: {
        fills: number;
        rentedGpuHours: number;
        listedGpuHours: number;
        utilisation: number | null;
        prices: {
          min: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          p10: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          median: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          mean: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          p90: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          max: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
        } | null;
      } | null;
    }>;
  }>;
};

export type MarketHistoryQueryVariables = Exact<{
  token: `0x${string}`;
  model?: string | null | undefined;
  tier?: Tier | null | undefined;
  class?: RentalClass | null | undefined;
  period: RollupPeriod;
  from: Date;
  to: Date;
  first: number;
  after?: string | null | undefined;
}>;

export type MarketHistoryQuery = {
  marketHistory: {
    edges: Array<{
      cursor: string;
      node: {
        period: RollupPeriod;
        startsAt: Date;
        model: string;
        tier: Tier;
        class: RentalClass;
        trades: {
          fills: number;
          rentedGpuHours: number;
          listedGpuHours: number;
          utilisation: number | null;
          prices: {
            min: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
            p10: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
            median: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
            mean: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
            p90: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
            max: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
          } | null;
        };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type TradesPartsFragment = {
  fills: number;
  rentedGpuHours: number;
  listedGpuHours: number;
  utilisation: number | null;
  prices: {
    min: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    p10: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    median: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    mean: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    p90: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
    max: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  } | null;
};

export type PriceStatisticsFragment = {
  min: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  p10: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  median: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  mean: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  p90: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
  max: { units: bigint; token: `0x${string}`; symbol: string; amount: string };
};

export const refusalCode = z.enum([
  'ASSET_MISMATCH',
  'BAD_CURSOR',
  'BAD_SIGNATURE',
  'BAD_STATE',
  'BEAT_OUT_OF_TIME',
  'BEAT_REPLAYED',
  'BODY_TOO_LARGE',
  'CHALLENGE_EXPIRED',
  'DELEGATION_EXPIRED',
  'DEPOSIT_TOO_SMALL',
  'ENTRY_CLOSED',
  'ENTRY_PAUSED',
  'FACTS_DIFFER',
  'FEE_MISMATCH',
  'IDEMPOTENCY_KEY_REUSED',
  'INSUFFICIENT_BALANCE',
  'LISTING_TAKEN',
  'LISTING_TERMS_MISMATCH',
  'LISTING_WITHDRAWN',
  'MACHINE_OFFLINE',
  'MALFORMED_INPUT',
  'METER_REVOKED',
  'NOT_FOUND',
  'NOT_IN_SCOPE',
  'NOT_OWNER',
  'OFFER_CANCELLED',
  'OFFER_EXPIRED',
  'OFFER_REPLACED',
  'ORDER_CANCELLED',
  'OUTSIDE_TIME',
  'OVER_CAP',
  'PRICE_BELOW_OFFER',
  'PRICE_MISMATCH',
  'QUOTE_EXPIRED',
  'RATE_LIMITED',
  'RENTAL_LAPSED',
  'RENTER_IS_PROVIDER',
  'SESSION_EXPIRED',
  'SLICE_OVERLAPS',
  'TERMS_OUT_OF_BOUNDS',
  'TERM_NOT_SUPPORTED',
  'TIER_NOT_MET',
  'TOKEN_NOT_LISTED',
  'TOO_MANY_FILTERS',
  'TURN_PASSED',
  'UNAUTHENTICATED',
  'UNKNOWN_GPU_MODEL',
  'WRONG_CHAIN',
]);
const money = {
  units: scalars.Uint,
  token: scalars.Address,
  symbol: scalars.String,
  amount: scalars.String,
};
const outlookParts = {
  reliability: z.object({
    noInterruption: z.object({ probability: scalars.Float, overHours: scalars.Float }).nullable(),
    availability: z
      .object({ availability: scalars.Float, meanRepairHours: scalars.Float })
      .nullable(),
    interruptionsPerHour: scalars.Float,
  }),
  undisturbed: scalars.Float,
  expected: z
    .object({
      billedHours: scalars.Float,
      interruptions: scalars.Float,
      hours: scalars.Float,
      cost: z.object({ ...money }),
      waiting: z.object({ ...money }),
      total: z.object({ ...money }),
    })
    .nullable(),
  checkpoints: z
    .object({
      everyHours: scalars.Float,
      count: scalars.Int,
      youngHours: scalars.Float.nullable(),
      dalyHours: scalars.Float.nullable(),
    })
    .nullable(),
  inTime: scalars.Float.nullable(),
  inBudget: scalars.Float.nullable(),
};
const position = {
  chainId: scalars.Int,
  blockNumber: scalars.Uint,
  blockHash: scalars.Hash,
  txHash: scalars.Hash.nullable(),
  at: scalars.DateTime,
  finality: z.enum(['FINALIZED', 'PENDING', 'SAFE']),
};
const delegationParts = {
  owner: scalars.Address,
  delegate: scalars.Address,
  token: scalars.Address,
  scopes: z.array(z.enum(['OPEN', 'STOP', 'TOP_UP'])),
  cap: z.object({ ...money }),
  expiresAt: scalars.DateTime,
  position: z.object({ ...position }).nullable(),
};
const maintenanceParts = {
  id: scalars.ID,
  startsAt: scalars.DateTime,
  endsAt: scalars.DateTime,
  reason: scalars.String.nullable(),
  announcedAt: scalars.DateTime,
  withdrawnAt: scalars.DateTime.nullable(),
};
const facetParts = {
  value: scalars.String,
  count: scalars.Int,
  minPricePerHourUnits: scalars.Uint,
  maxPricePerHourUnits: scalars.Uint,
};
const machineParts = {
  id: scalars.ID,
  provider: scalars.Address,
  name: scalars.String,
  assetHash: scalars.Hash,
  gpuModel: scalars.String,
  gpuCount: scalars.Int,
  vramGb: scalars.Int,
  cpuCores: scalars.Int,
  ramGb: scalars.Int,
  diskGb: scalars.Int,
  downMbps: scalars.Int,
  upMbps: scalars.Int,
  country: scalars.String,
  region: scalars.String.nullable(),
  diskMBps: scalars.Int.nullable(),
  directPorts: scalars.Int.nullable(),
  staticAddress: scalars.Boolean.nullable(),
  cudaVersion: scalars.String.nullable(),
  driverVersion: scalars.String.nullable(),
  computeCapability: scalars.String.nullable(),
  pcieGeneration: scalars.Int.nullable(),
  pcieMBps: scalars.Int.nullable(),
  nvlink: scalars.Boolean.nullable(),
  powerLimitWatts: scalars.Int.nullable(),
  gpuUuids: z.array(scalars.String).nullable(),
  mig: scalars.Boolean.nullable(),
  reliability: scalars.Float.nullable(),
  trust: z.array(
    z.object({
      fact: scalars.String,
      class: z.enum(['ATTESTED', 'CHALLENGED', 'MEASURED', 'SELF_REPORTED']),
    }),
  ),
  liveness: z.enum(['NEVER_SEEN', 'ONLINE', 'SILENT']),
  lastBeatAt: scalars.DateTime.nullable(),
};
const offerParts = {
  provider: scalars.Address,
  token: scalars.Address,
  pricePerHour: scalars.Uint,
  storagePricePerHour: scalars.Uint,
  class: z.enum(['INTERRUPTIBLE', 'ON_DEMAND']),
  assetHash: scalars.Hash,
  slaHash: scalars.Hash,
  maxFeeBps: scalars.Int,
  meter: scalars.Address,
  arbiter: scalars.Address,
  window: scalars.Int,
  retroBudget: scalars.Int,
  noticeSeconds: scalars.Int,
  startWithin: scalars.Int,
  minDuration: scalars.Int,
  evictPenalty: scalars.Uint,
  slaGrace: scalars.Int,
  bond: scalars.Uint,
  availableUntil: scalars.Uint,
  maxUses: scalars.Uint,
  validUntil: scalars.Uint,
  counter: scalars.Uint,
  salt: scalars.Hash,
};
const listingParts = {
  id: scalars.ID,
  state: z.enum(['ACTIVE', 'WITHDRAWN']),
  tier: z.enum(['COMMUNITY', 'SECURE']),
  machine: z.object({ ...machineParts }),
  slice: z.object({ gpuIndices: z.array(scalars.Int), diskGb: scalars.Int }),
  terms: z.object({
    includedDiskGb: scalars.Int,
    diskPricePerGbHourUnits: scalars.Uint,
    upPricePerGbUnits: scalars.Uint,
    downPricePerGbUnits: scalars.Uint,
  }),
  provider: scalars.Address,
  pricePerHour: z.object({ ...money }),
  offer: z.object({ ...offerParts }),
  offerHash: scalars.Hash,
  offerSignature: scalars.Hex,
  available: scalars.Boolean,
  publishedAt: scalars.DateTime,
};
const instanceParts = {
  desired: z.enum(['PAUSE', 'RUN', 'STOP']),
  state: z.enum(['FAILED', 'REQUESTED', 'RUNNING', 'STARTING', 'STOPPED']),
  endpoint: scalars.String.nullable(),
  provedAt: scalars.DateTime.nullable(),
  failure: scalars.String.nullable(),
};
const pieceParts = {
  rentalId: scalars.Hash,
  from: scalars.DateTime,
  until: scalars.DateTime,
  up: scalars.Boolean,
  seen: scalars.Hash,
  observed: scalars.String,
  hour: scalars.Int,
  root: scalars.Hash.nullable(),
  proof: z.array(scalars.Hash).nullable(),
  publishedBy: scalars.Hash.nullable(),
  haltRoot: scalars.Hash.nullable(),
  haltProof: z.array(scalars.Hash).nullable(),
};
const orderParts = {
  renter: scalars.Address,
  offer: z.object({ ...offerParts }),
  pricePerHour: scalars.Uint,
  deposit: scalars.Uint,
  feeBps: scalars.Int,
  starter: z.enum(['METER', 'RENTER']),
  startDeadline: scalars.Uint,
  maxEnd: scalars.Uint,
  validUntil: scalars.Uint,
  counter: scalars.Uint,
  salt: scalars.Hash,
};
const rentalParts = {
  id: scalars.Hash,
  state: z.enum(['CLOSED', 'ENDED', 'FUNDING', 'HALTED', 'REFUSED', 'RESERVED', 'RUNNING']),
  listing: z.object({ id: scalars.ID }),
  machine: z.object({ id: scalars.ID }),
  renter: scalars.Address,
  provider: scalars.Address,
  order: z.object({ ...orderParts }),
  pricePerHour: z.object({ ...money }),
  deposit: z.object({ ...money }),
  startDeadline: scalars.DateTime,
  startedAt: scalars.DateTime.nullable(),
  endedAt: scalars.DateTime.nullable(),
  instance: z.object({ ...instanceParts }).nullable(),
  refusal: z
    .object({
      code: z.enum([
        'ASSET_MISMATCH',
        'BAD_CURSOR',
        'BAD_SIGNATURE',
        'BAD_STATE',
        'BEAT_OUT_OF_TIME',
        'BEAT_REPLAYED',
        'BODY_TOO_LARGE',
        'CHALLENGE_EXPIRED',
        'DELEGATION_EXPIRED',
        'DEPOSIT_TOO_SMALL',
        'ENTRY_CLOSED',
        'ENTRY_PAUSED',
        'FACTS_DIFFER',
        'FEE_MISMATCH',
        'IDEMPOTENCY_KEY_REUSED',
        'INSUFFICIENT_BALANCE',
        'LISTING_TAKEN',
        'LISTING_TERMS_MISMATCH',
        'LISTING_WITHDRAWN',
        'MACHINE_OFFLINE',
        'MALFORMED_INPUT',
        'METER_REVOKED',
        'NOT_FOUND',
        'NOT_IN_SCOPE',
        'NOT_OWNER',
        'OFFER_CANCELLED',
        'OFFER_EXPIRED',
        'OFFER_REPLACED',
        'ORDER_CANCELLED',
        'OUTSIDE_TIME',
        'OVER_CAP',
        'PRICE_BELOW_OFFER',
        'PRICE_MISMATCH',
        'QUOTE_EXPIRED',
        'RATE_LIMITED',
        'RENTAL_LAPSED',
        'RENTER_IS_PROVIDER',
        'SESSION_EXPIRED',
        'SLICE_OVERLAPS',
        'TERMS_OUT_OF_BOUNDS',
        'TERM_NOT_SUPPORTED',
        'TIER_NOT_MET',
        'TOKEN_NOT_LISTED',
        'TOO_MANY_FILTERS',
        'TURN_PASSED',
        'UNAUTHENTICATED',
        'UNKNOWN_GPU_MODEL',
        'WRONG_CHAIN',
      ]),
      facts: scalars.JSON,
    })
    .nullable(),
  position: z.object({ ...position }).nullable(),
  createdAt: scalars.DateTime,
  bid: z
    .object({
      state: z.enum(['DOWN', 'OVER', 'PAUSED', 'RUNNING', 'WAITING', 'YIELDING']),
      pricePerHour: z.object({ ...money }),
      since: scalars.DateTime,
      ahead: scalars.Int.nullable(),
      outbid: z
        .object({
          byPrice: z.object({ ...money }),
          byRental: scalars.Hash,
          noticeUntil: scalars.DateTime.nullable(),
        })
        .nullable(),
    })
    .nullable(),
};
const walletCallParts = {
  chainId: scalars.Int,
  from: scalars.Address,
  to: scalars.Address,
  data: scalars.Hex,
  moves: z.array(
    z.object({
      owner: scalars.Address,
      direction: z.enum(['IN', 'OUT']),
      amount: z.object({ ...money }),
    }),
  ),
  after: z.object({
    state: z.enum(['CLOSED', 'ENDED', 'FUNDING', 'HALTED', 'REFUSED', 'RESERVED', 'RUNNING']),
    pricePerHour: z.object({ ...money }),
    storagePricePerHour: z.object({ ...money }),
    funded: z.object({ ...money }),
    endsAt: scalars.DateTime,
  }),
  refusals: z.array(
    z.enum([
      'ASSET_MISMATCH',
      'BAD_CURSOR',
      'BAD_SIGNATURE',
      'BAD_STATE',
      'BEAT_OUT_OF_TIME',
      'BEAT_REPLAYED',
      'BODY_TOO_LARGE',
      'CHALLENGE_EXPIRED',
      'DELEGATION_EXPIRED',
      'DEPOSIT_TOO_SMALL',
      'ENTRY_CLOSED',
      'ENTRY_PAUSED',
      'FACTS_DIFFER',
      'FEE_MISMATCH',
      'IDEMPOTENCY_KEY_REUSED',
      'INSUFFICIENT_BALANCE',
      'LISTING_TAKEN',
      'LISTING_TERMS_MISMATCH',
      'LISTING_WITHDRAWN',
      'MACHINE_OFFLINE',
      'MALFORMED_INPUT',
      'METER_REVOKED',
      'NOT_FOUND',
      'NOT_IN_SCOPE',
      'NOT_OWNER',
      'OFFER_CANCELLED',
      'OFFER_EXPIRED',
      'OFFER_REPLACED',
      'ORDER_CANCELLED',
      'OUTSIDE_TIME',
      'OVER_CAP',
      'PRICE_BELOW_OFFER',
      'PRICE_MISMATCH',
      'QUOTE_EXPIRED',
      'RATE_LIMITED',
      'RENTAL_LAPSED',
      'RENTER_IS_PROVIDER',
      'SESSION_EXPIRED',
      'SLICE_OVERLAPS',
      'TERMS_OUT_OF_BOUNDS',
      'TERM_NOT_SUPPORTED',
      'TIER_NOT_MET',
      'TOKEN_NOT_LISTED',
      'TOO_MANY_FILTERS',
      'TURN_PASSED',
      'UNAUTHENTICATED',
      'UNKNOWN_GPU_MODEL',
      'WRONG_CHAIN',
    ]),
  ),
  now: scalars.DateTime,
};
const secondsParts = {
  up: scalars.Float,
  down: scalars.Float,
  maintenance: scalars.Float,
  unknown: scalars.Float,
};
const scoreParts = {
  version: scalars.Int,
  survival: z.array(
    z.object({ hours: scalars.Int, probability: scalars.Float, lowerBound: scalars.Float }),
  ),
  asOf: scalars.DateTime,
  computedAt: scalars.DateTime,
  logSize: scalars.Int,
  logRoot: scalars.Hash,
  inputs: z.object({
    modelId: scalars.Uint,
    recentRate: scalars.Float,
    lastingRate: scalars.Float,
  }),
};
const priceStatistics = {
  min: z.object({ ...money }),
  p10: z.object({ ...money }),
  median: z.object({ ...money }),
  mean: z.object({ ...money }),
  p90: z.object({ ...money }),
  max: z.object({ ...money }),
};
const tradesParts = {
  fills: scalars.Int,
  rentedGpuHours: scalars.Float,
  listedGpuHours: scalars.Float,
  utilisation: scalars.Float.nullable(),
  prices: z.object({ ...priceStatistics }).nullable(),
};
export const adviseRental: Operation<'query', AdviseRentalQuery, AdviseRentalQueryVariables> = {
  kind: 'query',
  text: 'query adviseRental($token: Address!, $workload: WorkloadInput!, $offers: [ComparedOfferInput!], $listings: [ComparedListingInput!], $cheapest: CheapestListingsInput) {\n  adviseRental(\n    token: $token\n    workload: $workload\n    offers: $offers\n    listings: $listings\n    cheapest: $cheapest\n  ) {\n    offers {\n      name\n      pricePerHour {\n        ...money\n      }\n      reliabilityKnown\n      outlook {\n        ...outlookParts\n      }\n      outlookAtMost {\n        ...outlookParts\n      }\n      fits\n      deadlineLimits {\n        workHoursUpTo\n        reliabilityFrom\n      }\n    }\n    turningPoints {\n      ahead\n      behind\n      workHoursBelow\n      workHoursAbove\n      hourValueBelow {\n        ...money\n      }\n      hourValueAbove {\n        ...money\n      }\n      aheadReliabilityBelow\n      behindReliabilityAbove\n    }\n    published {\n      rule\n      offer\n      total {\n        ...money\n      }\n      checkpointHours\n      extraUnits\n      agrees\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment outlookParts on Outlook {\n  reliability {\n    noInterruption {\n      probability\n      overHours\n    }\n    availability {\n      availability\n      meanRepairHours\n    }\n    interruptionsPerHour\n  }\n  undisturbed\n  expected {\n    billedHours\n    interruptions\n    hours\n    cost {\n      ...money\n    }\n    waiting {\n      ...money\n    }\n    total {\n      ...money\n    }\n  }\n  checkpoints {\n    everyHours\n    count\n    youngHours\n    dalyHours\n  }\n  inTime\n  inBudget\n}',
  result: z.object({
    adviseRental: z.object({
      offers: z.array(
        z.object({
          name: scalars.String,
          pricePerHour: z.object({ ...money }),
          reliabilityKnown: scalars.Boolean,
          outlook: z.object({ ...outlookParts }),
          outlookAtMost: z.object({ ...outlookParts }).nullable(),
          fits: scalars.Boolean,
          deadlineLimits: z
            .object({
              workHoursUpTo: scalars.Float.nullable(),
              reliabilityFrom: scalars.Float.nullable(),
            })
            .nullable(),
        }),
      ),
      turningPoints: z.array(
        z.object({
          ahead: scalars.String,
          behind: scalars.String,
          workHoursBelow: scalars.Float.nullable(),
          workHoursAbove: scalars.Float.nullable(),
          hourValueBelow: z.object({ ...money }).nullable(),
          hourValueAbove: z.object({ ...money }).nullable(),
          aheadReliabilityBelow: scalars.Float.nullable(),
          behindReliabilityAbove: scalars.Float.nullable(),
        }),
      ),
      published: z
        .object({
          rule: z.enum(['ANY_TIER', 'CHECKPOINTS', 'RELIABLE']),
          offer: scalars.String.nullable(),
          total: z.object({ ...money }).nullable(),
          checkpointHours: scalars.Float.nullable(),
          extraUnits: scalars.String.nullable(),
          agrees: scalars.Boolean.nullable(),
        })
        .nullable(),
    }),
  }),
};
export const rentOrBuy: Operation<'query', RentOrBuyQuery, RentOrBuyQueryVariables> = {
  kind: 'query',
  text: 'query rentOrBuy($token: Address!, $purchase: PurchaseInput!) {\n  rentOrBuy(token: $token, purchase: $purchase) {\n    powerPerHour {\n      ...money\n    }\n    useHours\n    calendarHours\n    besidePublished\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    rentOrBuy: z.object({
      powerPerHour: z.object({ ...money }),
      useHours: scalars.Float.nullable(),
      calendarHours: scalars.Float.nullable(),
      besidePublished: z.enum(['LATER', 'NEVER', 'SOONER', 'WITHIN']),
    }),
  }),
};
export const myDelegations: Operation<'query', MyDelegationsQuery, MyDelegationsQueryVariables> = {
  kind: 'query',
  text: 'query myDelegations($first: Int) {\n  myDelegations(first: $first) {\n    ...delegationParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment delegationParts on Delegation {\n  owner\n  delegate\n  token\n  scopes\n  cap {\n    ...money\n  }\n  expiresAt\n  position {\n    ...position\n  }\n}',
  result: z.object({ myDelegations: z.array(z.object({ ...delegationParts })) }),
};
export const delegationTypedData: Operation<
  'query',
  DelegationTypedDataQuery,
  DelegationTypedDataQueryVariables
> = {
  kind: 'query',
  text: 'query delegationTypedData($delegate: Address!, $token: Address!, $scopes: [DelegateScope!]!, $capUnits: Uint!, $expiry: Uint!) {\n  delegationTypedData(\n    delegate: $delegate\n    token: $token\n    scopes: $scopes\n    capUnits: $capUnits\n    expiry: $expiry\n  )\n}',
  result: z.object({ delegationTypedData: scalars.JSON }),
};
export const setDelegate: Operation<'mutation', SetDelegateMutation, SetDelegateMutationVariables> =
  {
    kind: 'mutation',
    text: 'mutation setDelegate($idempotencyKey: String!, $chainId: Int!, $delegation: DelegationInput!, $signature: Hex!) {\n  setDelegate(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    delegation: $delegation\n    signature: $signature\n  ) {\n    ...delegationParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment delegationParts on Delegation {\n  owner\n  delegate\n  token\n  scopes\n  cap {\n    ...money\n  }\n  expiresAt\n  position {\n    ...position\n  }\n}',
    result: z.object({ setDelegate: z.object({ ...delegationParts }) }),
  };
export const requestSignIn: Operation<
  'mutation',
  RequestSignInMutation,
  RequestSignInMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation requestSignIn($address: Address!) {\n  requestSignIn(address: $address) {\n    message\n    expiresAt\n  }\n}',
  result: z.object({
    requestSignIn: z.object({ message: scalars.String, expiresAt: scalars.DateTime }),
  }),
};
export const signIn: Operation<'mutation', SignInMutation, SignInMutationVariables> = {
  kind: 'mutation',
  text: 'mutation signIn($message: String!, $signature: Hex!) {\n  signIn(message: $message, signature: $signature) {\n    accessToken\n    expiresAt\n    address\n  }\n}',
  result: z.object({
    signIn: z.object({
      accessToken: scalars.String,
      expiresAt: scalars.DateTime,
      address: scalars.Address,
    }),
  }),
};
export const repriceListing: Operation<
  'mutation',
  RepriceListingMutation,
  RepriceListingMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation repriceListing($idempotencyKey: String!, $chainId: Int!, $id: ID!, $offer: OfferInput!, $signature: Hex!, $terms: ListingTermsInput) {\n  repriceListing(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    id: $id\n    offer: $offer\n    signature: $signature\n    terms: $terms\n  ) {\n    ...listingParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment listingParts on Listing {\n  id\n  state\n  tier\n  machine {\n    ...machineParts\n  }\n  slice {\n    gpuIndices\n    diskGb\n  }\n  terms {\n    includedDiskGb\n    diskPricePerGbHourUnits\n    upPricePerGbUnits\n    downPricePerGbUnits\n  }\n  provider\n  pricePerHour {\n    ...money\n  }\n  offer {\n    ...offerParts\n  }\n  offerHash\n  offerSignature\n  available\n  publishedAt\n}',
  result: z.object({ repriceListing: z.object({ ...listingParts }) }),
};
export const announceMaintenance: Operation<
  'mutation',
  AnnounceMaintenanceMutation,
  AnnounceMaintenanceMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation announceMaintenance($idempotencyKey: String!, $machineId: ID!, $startsAt: DateTime!, $endsAt: DateTime!, $reason: String) {\n  announceMaintenance(\n    idempotencyKey: $idempotencyKey\n    machineId: $machineId\n    startsAt: $startsAt\n    endsAt: $endsAt\n    reason: $reason\n  ) {\n    ...maintenanceParts\n  }\n}\n\nfragment maintenanceParts on MaintenanceWindow {\n  id\n  startsAt\n  endsAt\n  reason\n  announcedAt\n  withdrawnAt\n}',
  result: z.object({ announceMaintenance: z.object({ ...maintenanceParts }) }),
};
export const withdrawMaintenance: Operation<
  'mutation',
  WithdrawMaintenanceMutation,
  WithdrawMaintenanceMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation withdrawMaintenance($idempotencyKey: String!, $id: ID!) {\n  withdrawMaintenance(idempotencyKey: $idempotencyKey, id: $id) {\n    ...maintenanceParts\n  }\n}\n\nfragment maintenanceParts on MaintenanceWindow {\n  id\n  startsAt\n  endsAt\n  reason\n  announcedAt\n  withdrawnAt\n}',
  result: z.object({ withdrawMaintenance: z.object({ ...maintenanceParts }) }),
};
export const recordMeasurements: Operation<
  'mutation',
  RecordMeasurementsMutation,
  RecordMeasurementsMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation recordMeasurements($found: Measurements!) {\n  recordMeasurements(found: $found) {\n    ...machineParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}',
  result: z.object({ recordMeasurements: z.object({ ...machineParts }) }),
};
export const myMachines: Operation<'query', MyMachinesQuery, MyMachinesQueryVariables> = {
  kind: 'query',
  text: 'query myMachines($days: Int) {\n  myMachines(days: $days) {\n    machines {\n      machine {\n        ...machineParts\n      }\n      listings {\n        id\n        tier\n        available\n      }\n      rentedGpuSeconds\n      occupancy\n      earnings {\n        day\n        earned {\n          ...money\n        }\n      }\n      uptime {\n        share\n        silences\n      }\n      improvements {\n        kind\n        facts\n        gpuIndices\n      }\n    }\n    payout {\n      ...money\n    }\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    myMachines: z.object({
      machines: z.array(
        z.object({
          machine: z.object({ ...machineParts }),
          listings: z.array(
            z.object({
              id: scalars.ID,
              tier: z.enum(['COMMUNITY', 'SECURE']),
              available: scalars.Boolean,
            }),
          ),
          rentedGpuSeconds: scalars.Uint,
          occupancy: scalars.Float,
          earnings: z.array(z.object({ day: scalars.DateTime, earned: z.object({ ...money }) })),
          uptime: z.object({ share: scalars.Float.nullable(), silences: scalars.Int }),
          improvements: z.array(
            z.object({
              kind: z.enum(['BEAT', 'LIST_IDLE_GPUS', 'MEASURE', 'STAY_UP']),
              facts: z.array(scalars.String).nullable(),
              gpuIndices: z.array(scalars.Int).nullable(),
            }),
          ),
        }),
      ),
      payout: z.array(z.object({ ...money })),
    }),
  }),
};
export const ledger: Operation<'query', LedgerQuery, LedgerQueryVariables> = {
  kind: 'query',
  text: 'query ledger($owner: Address!, $token: Address!, $first: Int) {\n  ledger(owner: $owner, token: $token, first: $first) {\n    owner\n    token {\n      address\n      symbol\n      decimals\n    }\n    free {\n      ...money\n    }\n    entries {\n      seq\n      kind\n      amount {\n        ...money\n      }\n      free {\n        ...money\n      }\n      rentalId\n      position {\n        ...position\n      }\n    }\n    position {\n      ...position\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}',
  result: z.object({
    ledger: z.object({
      owner: scalars.Address,
      token: z.object({ address: scalars.Address, symbol: scalars.String, decimals: scalars.Int }),
      free: z.object({ ...money }),
      entries: z.array(
        z.object({
          seq: scalars.Uint,
          kind: z.enum(['CREDITED', 'DEBITED', 'DEPOSITED', 'WITHDRAWN']),
          amount: z.object({ ...money }),
          free: z.object({ ...money }),
          rentalId: scalars.Hash.nullable(),
          position: z.object({ ...position }),
        }),
      ),
      position: z.object({ ...position }),
    }),
  }),
};
export const audit: Operation<'query', AuditQuery, AuditQueryVariables> = {
  kind: 'query',
  text: 'query audit($at: Uint) {\n  audit(at: $at) {\n    id\n    position {\n      ...position\n    }\n    digest\n    differences\n    closesEntry\n    findings {\n      code\n      subject\n      field\n      expected\n      found\n      blockNumber\n      txHash\n    }\n    tokens {\n      token {\n        address\n        symbol\n        decimals\n      }\n      free {\n        ...money\n      }\n      held {\n        ...money\n      }\n      fees {\n        ...money\n      }\n      owed {\n        ...money\n      }\n      balance {\n        ...money\n      }\n    }\n    logs\n    accounts\n    rentals\n    startedAt\n    finishedAt\n  }\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    audit: z
      .object({
        id: scalars.ID,
        position: z.object({ ...position }),
        digest: scalars.Hash,
        differences: scalars.Int,
        closesEntry: scalars.Boolean,
        findings: z.array(
          z.object({
            code: scalars.String,
            subject: scalars.String,
            field: scalars.String,
            expected: scalars.String,
            found: scalars.String,
            blockNumber: scalars.Uint,
            txHash: scalars.Hash.nullable(),
          }),
        ),
        tokens: z.array(
          z.object({
            token: z.object({
              address: scalars.Address,
              symbol: scalars.String,
              decimals: scalars.Int,
            }),
            free: z.object({ ...money }),
            held: z.object({ ...money }),
            fees: z.object({ ...money }),
            owed: z.object({ ...money }),
            balance: z.object({ ...money }),
          }),
        ),
        logs: scalars.Int,
        accounts: scalars.Int,
        rentals: scalars.Int,
        startedAt: scalars.DateTime,
        finishedAt: scalars.DateTime,
      })
      .nullable(),
  }),
};
export const settlements: Operation<'query', SettlementsQuery, SettlementsQueryVariables> = {
  kind: 'query',
  text: 'query settlements($rentalId: Hash, $first: Int, $after: String) {\n  settlements(rentalId: $rentalId, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        rentalId\n        seq\n        toProvider {\n          ...money\n        }\n        fee {\n          ...money\n        }\n        claimed {\n          ...money\n        }\n        position {\n          ...position\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    position {\n      ...position\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}',
  result: z.object({
    settlements: z.object({
      edges: z.array(
        z.object({
          cursor: scalars.String,
          node: z.object({
            rentalId: scalars.Hash,
            seq: scalars.Int,
            toProvider: z.object({ ...money }),
            fee: z.object({ ...money }),
            claimed: z.object({ ...money }),
            position: z.object({ ...position }),
          }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: scalars.Boolean, endCursor: scalars.String.nullable() }),
      position: z.object({ ...position }),
    }),
  }),
};
export const proof: Operation<'query', ProofQuery, ProofQueryVariables> = {
  kind: 'query',
  text: 'query proof($rentalId: Hash!, $seq: Int) {\n  proof(rentalId: $rentalId, seq: $seq) {\n    rentalId\n    seq\n    bundle\n    position {\n      ...position\n    }\n  }\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}',
  result: z.object({
    proof: z.object({
      rentalId: scalars.Hash,
      seq: scalars.Int,
      bundle: scalars.JSON,
      position: z.object({ ...position }),
    }),
  }),
};
export const offerTypedData: Operation<'query', OfferTypedDataQuery, OfferTypedDataQueryVariables> =
  {
    kind: 'query',
    text: 'query offerTypedData($machineId: ID!, $token: Address!, $pricePerHourUnits: Uint!, $class: RentalClass, $slice: SliceInput, $terms: ListingTermsInput) {\n  offerTypedData(\n    machineId: $machineId\n    token: $token\n    pricePerHourUnits: $pricePerHourUnits\n    class: $class\n    slice: $slice\n    terms: $terms\n  )\n}',
    result: z.object({ offerTypedData: scalars.JSON }),
  };
export const publishListing: Operation<
  'mutation',
  PublishListingMutation,
  PublishListingMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation publishListing($idempotencyKey: String!, $chainId: Int!, $machineId: ID!, $tier: Tier!, $offer: OfferInput!, $signature: Hex!, $slice: SliceInput, $terms: ListingTermsInput) {\n  publishListing(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    machineId: $machineId\n    tier: $tier\n    offer: $offer\n    signature: $signature\n    slice: $slice\n    terms: $terms\n  ) {\n    ...listingParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment listingParts on Listing {\n  id\n  state\n  tier\n  machine {\n    ...machineParts\n  }\n  slice {\n    gpuIndices\n    diskGb\n  }\n  terms {\n    includedDiskGb\n    diskPricePerGbHourUnits\n    upPricePerGbUnits\n    downPricePerGbUnits\n  }\n  provider\n  pricePerHour {\n    ...money\n  }\n  offer {\n    ...offerParts\n  }\n  offerHash\n  offerSignature\n  available\n  publishedAt\n}',
  result: z.object({ publishListing: z.object({ ...listingParts }) }),
};
export const withdrawListing: Operation<
  'mutation',
  WithdrawListingMutation,
  WithdrawListingMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation withdrawListing($idempotencyKey: String!, $id: ID!) {\n  withdrawListing(idempotencyKey: $idempotencyKey, id: $id) {\n    ...listingParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment listingParts on Listing {\n  id\n  state\n  tier\n  machine {\n    ...machineParts\n  }\n  slice {\n    gpuIndices\n    diskGb\n  }\n  terms {\n    includedDiskGb\n    diskPricePerGbHourUnits\n    upPricePerGbUnits\n    downPricePerGbUnits\n  }\n  provider\n  pricePerHour {\n    ...money\n  }\n  offer {\n    ...offerParts\n  }\n  offerHash\n  offerSignature\n  available\n  publishedAt\n}',
  result: z.object({ withdrawListing: z.object({ ...listingParts }) }),
};
export const listings: Operation<'query', ListingsQuery, ListingsQueryVariables> = {
  kind: 'query',
  text: 'query listings($filter: ListingFilter, $sort: ListingSort = PRICE, $usage: UsageInput, $interruptions: InterruptionsInput, $first: Int, $after: String) {\n  listings(\n    filter: $filter\n    sort: $sort\n    usage: $usage\n    interruptions: $interruptions\n    first: $first\n    after: $after\n  ) {\n    edges {\n      cursor\n      allInPrice {\n        ...money\n      }\n      node {\n        ...listingParts\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment listingParts on Listing {\n  id\n  state\n  tier\n  machine {\n    ...machineParts\n  }\n  slice {\n    gpuIndices\n    diskGb\n  }\n  terms {\n    includedDiskGb\n    diskPricePerGbHourUnits\n    upPricePerGbUnits\n    downPricePerGbUnits\n  }\n  provider\n  pricePerHour {\n    ...money\n  }\n  offer {\n    ...offerParts\n  }\n  offerHash\n  offerSignature\n  available\n  publishedAt\n}',
  result: z.object({
    listings: z.object({
      edges: z.array(
        z.object({
          cursor: scalars.String,
          allInPrice: z.object({ ...money }),
          node: z.object({ ...listingParts }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: scalars.Boolean, endCursor: scalars.String.nullable() }),
    }),
  }),
};
export const listingFacets: Operation<'query', ListingFacetsQuery, ListingFacetsQueryVariables> = {
  kind: 'query',
  text: 'query listingFacets($filter: ListingFilter, $usage: UsageInput) {\n  listings(filter: $filter, usage: $usage, first: 1) {\n    totalCount\n    facets {\n      models {\n        ...facetParts\n      }\n      countries {\n        ...facetParts\n      }\n      tiers {\n        ...facetParts\n      }\n    }\n  }\n}\n\nfragment facetParts on ListingFacet {\n  value\n  count\n  minPricePerHourUnits\n  maxPricePerHourUnits\n}',
  result: z.object({
    listings: z.object({
      totalCount: scalars.Int,
      facets: z.object({
        models: z.array(z.object({ ...facetParts })),
        countries: z.array(z.object({ ...facetParts })),
        tiers: z.array(z.object({ ...facetParts })),
      }),
    }),
  }),
};
export const listing: Operation<'query', ListingQuery, ListingQueryVariables> = {
  kind: 'query',
  text: 'query listing($id: ID!) {\n  listing(id: $id) {\n    ...listingParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment listingParts on Listing {\n  id\n  state\n  tier\n  machine {\n    ...machineParts\n  }\n  slice {\n    gpuIndices\n    diskGb\n  }\n  terms {\n    includedDiskGb\n    diskPricePerGbHourUnits\n    upPricePerGbUnits\n    downPricePerGbUnits\n  }\n  provider\n  pricePerHour {\n    ...money\n  }\n  offer {\n    ...offerParts\n  }\n  offerHash\n  offerSignature\n  available\n  publishedAt\n}',
  result: z.object({ listing: z.object({ ...listingParts }).nullable() }),
};
export const bidBook: Operation<'query', BidBookQuery, BidBookQueryVariables> = {
  kind: 'query',
  text: 'query bidBook($listingId: ID!) {\n  bidBook(listingId: $listingId) {\n    floor {\n      ...money\n    }\n    holder {\n      class\n      pricePerHour {\n        ...money\n      }\n      noticeUntil\n    }\n    waiting {\n      pricePerHour {\n        ...money\n      }\n      quantity\n      since\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    bidBook: z.object({
      floor: z.object({ ...money }),
      holder: z
        .object({
          class: z.enum(['INTERRUPTIBLE', 'ON_DEMAND']),
          pricePerHour: z.object({ ...money }),
          noticeUntil: scalars.DateTime.nullable(),
        })
        .nullable(),
      waiting: z.array(
        z.object({
          pricePerHour: z.object({ ...money }),
          quantity: scalars.Int,
          since: scalars.DateTime,
        }),
      ),
    }),
  }),
};
export const machine: Operation<'query', MachineQuery, MachineQueryVariables> = {
  kind: 'query',
  text: 'query machine($id: ID!) {\n  machine(id: $id) {\n    ...machineParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}',
  result: z.object({ machine: z.object({ ...machineParts }).nullable() }),
};
export const enrolmentTypedData: Operation<
  'query',
  EnrolmentTypedDataQuery,
  EnrolmentTypedDataQueryVariables
> = {
  kind: 'query',
  text: 'query enrolmentTypedData($provider: Address!, $agentKey: Hash!, $facts: MachineFacts!) {\n  enrolmentTypedData(provider: $provider, agentKey: $agentKey, facts: $facts)\n}',
  result: z.object({ enrolmentTypedData: scalars.JSON }),
};
export const enrolMachine: Operation<
  'mutation',
  EnrolMachineMutation,
  EnrolMachineMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation enrolMachine($facts: MachineFacts!, $enrolment: EnrolmentInput!, $signature: Hex!) {\n  enrolMachine(facts: $facts, enrolment: $enrolment, signature: $signature) {\n    ...machineParts\n  }\n}\n\nfragment machineParts on Machine {\n  id\n  provider\n  name\n  assetHash\n  gpuModel\n  gpuCount\n  vramGb\n  cpuCores\n  ramGb\n  diskGb\n  downMbps\n  upMbps\n  country\n  region\n  diskMBps\n  directPorts\n  staticAddress\n  cudaVersion\n  driverVersion\n  computeCapability\n  pcieGeneration\n  pcieMBps\n  nvlink\n  powerLimitWatts\n  gpuUuids\n  mig\n  reliability\n  trust {\n    fact\n    class\n  }\n  liveness\n  lastBeatAt\n}',
  result: z.object({ enrolMachine: z.object({ ...machineParts }) }),
};
export const openBeatSession: Operation<
  'mutation',
  OpenBeatSessionMutation,
  OpenBeatSessionMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation openBeatSession($bootId: ID!) {\n  openBeatSession(bootId: $bootId) {\n    id\n    key\n    expiresAt\n    beatEverySeconds\n  }\n}',
  result: z.object({
    openBeatSession: z.object({
      id: scalars.ID,
      key: scalars.Hex,
      expiresAt: scalars.DateTime,
      beatEverySeconds: scalars.Int,
    }),
  }),
};
export const reportInstance: Operation<
  'mutation',
  ReportInstanceMutation,
  ReportInstanceMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation reportInstance($rentalId: Hash!, $state: InstanceState!, $port: Int, $failure: String) {\n  reportInstance(\n    rentalId: $rentalId\n    state: $state\n    port: $port\n    failure: $failure\n  ) {\n    ...instanceParts\n  }\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}',
  result: z.object({ reportInstance: z.object({ ...instanceParts }) }),
};
export const assignments: Operation<
  'subscription',
  AssignmentsSubscription,
  AssignmentsSubscriptionVariables
> = {
  kind: 'subscription',
  text: 'subscription assignments {\n  assignments {\n    rentalId\n    desired\n    probeToken\n  }\n}',
  result: z.object({
    assignments: z.array(
      z.object({
        rentalId: scalars.Hash,
        desired: z.enum(['PAUSE', 'RUN', 'STOP']),
        probeToken: scalars.String,
      }),
    ),
  }),
};
export const rentalEvidence: Operation<'query', RentalEvidenceQuery, RentalEvidenceQueryVariables> =
  {
    kind: 'query',
    text: 'query rentalEvidence($rentalId: Hash!) {\n  rentalEvidence(rentalId: $rentalId) {\n    ...pieceParts\n  }\n}\n\nfragment pieceParts on EvidencePiece {\n  rentalId\n  from\n  until\n  up\n  seen\n  observed\n  hour\n  root\n  proof\n  publishedBy\n  haltRoot\n  haltProof\n}',
    result: z.object({ rentalEvidence: z.array(z.object({ ...pieceParts })) }),
  };
export const meterEvidence: Operation<'query', MeterEvidenceQuery, MeterEvidenceQueryVariables> = {
  kind: 'query',
  text: 'query meterEvidence($fromHour: Int, $first: Int) {\n  meterEvidence(fromHour: $fromHour, first: $first) {\n    pieces {\n      ...pieceParts\n    }\n    nextHour\n  }\n}\n\nfragment pieceParts on EvidencePiece {\n  rentalId\n  from\n  until\n  up\n  seen\n  observed\n  hour\n  root\n  proof\n  publishedBy\n  haltRoot\n  haltProof\n}',
  result: z.object({
    meterEvidence: z.object({
      pieces: z.array(z.object({ ...pieceParts })),
      nextHour: scalars.Int.nullable(),
    }),
  }),
};
export const quoteRental: Operation<'query', QuoteRentalQuery, QuoteRentalQueryVariables> = {
  kind: 'query',
  text: 'query quoteRental($listingId: ID!, $renter: Address!, $seconds: Int!, $depositUnits: Uint, $diskGb: Int, $upGb: Int, $downGb: Int, $bidPerHourUnits: Uint) {\n  quoteRental(\n    listingId: $listingId\n    renter: $renter\n    seconds: $seconds\n    depositUnits: $depositUnits\n    bidPerHourUnits: $bidPerHourUnits\n    diskGb: $diskGb\n    upGb: $upGb\n    downGb: $downGb\n  ) {\n    rentalId\n    order {\n      ...orderParts\n    }\n    typedData\n    allIn {\n      ...money\n    }\n    fee {\n      ...money\n    }\n    worstCase {\n      ...money\n    }\n    secondsMax\n    refundRule\n    expiresAt\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    quoteRental: z.object({
      rentalId: scalars.Hash,
      order: z.object({ ...orderParts }),
      typedData: scalars.JSON,
      allIn: z.object({ ...money }),
      fee: z.object({ ...money }),
      worstCase: z.object({ ...money }),
      secondsMax: scalars.Uint,
      refundRule: scalars.String,
      expiresAt: scalars.DateTime,
    }),
  }),
};
export const dryRunRental: Operation<'query', DryRunRentalQuery, DryRunRentalQueryVariables> = {
  kind: 'query',
  text: 'query dryRunRental($listingId: ID!, $renter: Address!, $usage: UsageInput!, $depositUnits: Uint, $stopAfterSeconds: Int) {\n  dryRunRental(\n    listingId: $listingId\n    renter: $renter\n    usage: $usage\n    depositUnits: $depositUnits\n    stopAfterSeconds: $stopAfterSeconds\n  ) {\n    outcomes {\n      end\n      path {\n        state\n        at\n      }\n      paid {\n        ...money\n      }\n      provider {\n        ...money\n      }\n      fee {\n        ...money\n      }\n      refund {\n        ...money\n      }\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}',
  result: z.object({
    dryRunRental: z.object({
      outcomes: z.array(
        z.object({
          end: z.enum(['HALTED', 'NEVER_STARTED', 'RAN_OUT', 'STOPPED']),
          path: z.array(
            z.object({
              state: z.enum([
                'CLOSED',
                'ENDED',
                'FUNDING',
                'HALTED',
                'REFUSED',
                'RESERVED',
                'RUNNING',
              ]),
              at: scalars.DateTime,
            }),
          ),
          paid: z.object({ ...money }),
          provider: z.object({ ...money }),
          fee: z.object({ ...money }),
          refund: z.object({ ...money }),
        }),
      ),
    }),
  }),
};
export const openRental: Operation<'mutation', OpenRentalMutation, OpenRentalMutationVariables> = {
  kind: 'mutation',
  text: 'mutation openRental($idempotencyKey: String!, $chainId: Int!, $listingId: ID!, $order: OrderInput!, $signature: Hex!, $usage: UsageInput) {\n  openRental(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    listingId: $listingId\n    order: $order\n    signature: $signature\n    usage: $usage\n  ) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ openRental: z.object({ ...rentalParts }) }),
};
export const rental: Operation<'query', RentalQuery, RentalQueryVariables> = {
  kind: 'query',
  text: 'query rental($id: Hash!) {\n  rental(id: $id) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ rental: z.object({ ...rentalParts }).nullable() }),
};
export const myRentals: Operation<'query', MyRentalsQuery, MyRentalsQueryVariables> = {
  kind: 'query',
  text: 'query myRentals($first: Int) {\n  myRentals(first: $first) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ myRentals: z.array(z.object({ ...rentalParts })) }),
};
export const statement: Operation<'query', StatementQuery, StatementQueryVariables> = {
  kind: 'query',
  text: 'query statement($rentalId: Hash!) {\n  statement(rentalId: $rentalId) {\n    rentalId\n    state\n    startedAt\n    through\n    billedSeconds\n    pricePerHour {\n      ...money\n    }\n    gross {\n      ...money\n    }\n    vested {\n      ...money\n    }\n    fee {\n      ...money\n    }\n    provider {\n      ...money\n    }\n    claimed {\n      ...money\n    }\n    deposit {\n      ...money\n    }\n    refunded {\n      ...money\n    }\n    refundIfStopped {\n      ...money\n    }\n    lines {\n      from\n      to\n      seconds\n      rate\n      pricePerHour {\n        ...money\n      }\n      amount {\n        ...money\n      }\n      removal {\n        reason\n        evidenceRoot\n        evidence {\n          ...pieceParts\n        }\n        saidBy\n        seq\n        position {\n          ...position\n        }\n      }\n    }\n    priceSeconds\n    storageSeconds\n    downSeconds\n    evidence {\n      ...pieceParts\n    }\n    agreedOff {\n      ...money\n    }\n    now\n    position {\n      ...position\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment pieceParts on EvidencePiece {\n  rentalId\n  from\n  until\n  up\n  seen\n  observed\n  hour\n  root\n  proof\n  publishedBy\n  haltRoot\n  haltProof\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}',
  result: z.object({
    statement: z.object({
      rentalId: scalars.Hash,
      state: z.enum(['CLOSED', 'ENDED', 'FUNDING', 'HALTED', 'REFUSED', 'RESERVED', 'RUNNING']),
      startedAt: scalars.DateTime.nullable(),
      through: scalars.DateTime.nullable(),
      billedSeconds: scalars.Uint,
      pricePerHour: z.object({ ...money }),
      gross: z.object({ ...money }),
      vested: z.object({ ...money }),
      fee: z.object({ ...money }),
      provider: z.object({ ...money }),
      claimed: z.object({ ...money }),
      deposit: z.object({ ...money }),
      refunded: z.object({ ...money }),
      refundIfStopped: z.object({ ...money }),
      lines: z.array(
        z.object({
          from: scalars.DateTime,
          to: scalars.DateTime,
          seconds: scalars.Uint,
          rate: z.enum(['NONE', 'PRICE', 'STORAGE']),
          pricePerHour: z.object({ ...money }),
          amount: z.object({ ...money }),
          removal: z
            .object({
              reason: z.enum(['DOWN', 'PAUSED', 'PREEMPTED']),
              evidenceRoot: scalars.Hash.nullable(),
              evidence: z.array(z.object({ ...pieceParts })),
              saidBy: z.array(scalars.Address),
              seq: scalars.Int,
              position: z.object({ ...position }),
            })
            .nullable(),
        }),
      ),
      priceSeconds: scalars.Uint,
      storageSeconds: scalars.Uint,
      downSeconds: scalars.Uint,
      evidence: z.array(z.object({ ...pieceParts })),
      agreedOff: z.object({ ...money }),
      now: scalars.DateTime,
      position: z.object({ ...position }),
    }),
  }),
};
export const stopTypedData: Operation<'query', StopTypedDataQuery, StopTypedDataQueryVariables> = {
  kind: 'query',
  text: 'query stopTypedData($rentalId: Hash!) {\n  stopTypedData(rentalId: $rentalId)\n}',
  result: z.object({ stopTypedData: scalars.JSON }),
};
export const stopRental: Operation<'mutation', StopRentalMutation, StopRentalMutationVariables> = {
  kind: 'mutation',
  text: 'mutation stopRental($idempotencyKey: String!, $chainId: Int!, $stop: StopInput!, $signature: Hex!) {\n  stopRental(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    stop: $stop\n    signature: $signature\n  ) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ stopRental: z.object({ ...rentalParts }) }),
};
export const rentalChanged: Operation<
  'subscription',
  RentalChangedSubscription,
  RentalChangedSubscriptionVariables
> = {
  kind: 'subscription',
  text: 'subscription rentalChanged($id: Hash!) {\n  rentalChanged(id: $id) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ rentalChanged: z.object({ ...rentalParts }) }),
};
export const pauseTypedData: Operation<'query', PauseTypedDataQuery, PauseTypedDataQueryVariables> =
  {
    kind: 'query',
    text: 'query pauseTypedData($rentalId: Hash!) {\n  pauseTypedData(rentalId: $rentalId)\n}',
    result: z.object({ pauseTypedData: scalars.JSON }),
  };
export const pauseRental: Operation<'mutation', PauseRentalMutation, PauseRentalMutationVariables> =
  {
    kind: 'mutation',
    text: 'mutation pauseRental($idempotencyKey: String!, $chainId: Int!, $pause: TurnInput!, $signature: Hex!) {\n  pauseRental(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    pause: $pause\n    signature: $signature\n  ) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
    result: z.object({ pauseRental: z.object({ ...rentalParts }) }),
  };
export const resumeTypedData: Operation<
  'query',
  ResumeTypedDataQuery,
  ResumeTypedDataQueryVariables
> = {
  kind: 'query',
  text: 'query resumeTypedData($rentalId: Hash!) {\n  resumeTypedData(rentalId: $rentalId)\n}',
  result: z.object({ resumeTypedData: scalars.JSON }),
};
export const resumeRental: Operation<
  'mutation',
  ResumeRentalMutation,
  ResumeRentalMutationVariables
> = {
  kind: 'mutation',
  text: 'mutation resumeRental($idempotencyKey: String!, $chainId: Int!, $resume: TurnInput!, $signature: Hex!) {\n  resumeRental(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    resume: $resume\n    signature: $signature\n  ) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
  result: z.object({ resumeRental: z.object({ ...rentalParts }) }),
};
export const amendTypedData: Operation<'query', AmendTypedDataQuery, AmendTypedDataQueryVariables> =
  {
    kind: 'query',
    text: 'query amendTypedData($rentalId: Hash!, $pricePerHourUnits: Uint, $storagePricePerHourUnits: Uint, $maxEnd: Uint) {\n  amendTypedData(\n    rentalId: $rentalId\n    pricePerHourUnits: $pricePerHourUnits\n    storagePricePerHourUnits: $storagePricePerHourUnits\n    maxEnd: $maxEnd\n  )\n}',
    result: z.object({ amendTypedData: scalars.JSON }),
  };
export const amendRental: Operation<'mutation', AmendRentalMutation, AmendRentalMutationVariables> =
  {
    kind: 'mutation',
    text: 'mutation amendRental($idempotencyKey: String!, $chainId: Int!, $amend: AmendInput!, $renterSignature: Hex!, $providerSignature: Hex!) {\n  amendRental(\n    idempotencyKey: $idempotencyKey\n    chainId: $chainId\n    amend: $amend\n    renterSignature: $renterSignature\n    providerSignature: $providerSignature\n  ) {\n    ...rentalParts\n  }\n}\n\nfragment offerParts on Offer {\n  provider\n  token\n  pricePerHour\n  storagePricePerHour\n  class\n  assetHash\n  slaHash\n  maxFeeBps\n  meter\n  arbiter\n  window\n  retroBudget\n  noticeSeconds\n  startWithin\n  minDuration\n  evictPenalty\n  slaGrace\n  bond\n  availableUntil\n  maxUses\n  validUntil\n  counter\n  salt\n}\n\nfragment orderParts on Order {\n  renter\n  offer {\n    ...offerParts\n  }\n  pricePerHour\n  deposit\n  feeBps\n  starter\n  startDeadline\n  maxEnd\n  validUntil\n  counter\n  salt\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment instanceParts on Instance {\n  desired\n  state\n  endpoint\n  provedAt\n  failure\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}\n\nfragment rentalParts on Rental {\n  id\n  state\n  listing {\n    id\n  }\n  machine {\n    id\n  }\n  renter\n  provider\n  order {\n    ...orderParts\n  }\n  pricePerHour {\n    ...money\n  }\n  deposit {\n    ...money\n  }\n  startDeadline\n  startedAt\n  endedAt\n  instance {\n    ...instanceParts\n  }\n  refusal {\n    code\n    facts\n  }\n  position {\n    ...position\n  }\n  createdAt\n  bid {\n    state\n    pricePerHour {\n      ...money\n    }\n    since\n    ahead\n    outbid {\n      byPrice {\n        ...money\n      }\n      byRental\n      noticeUntil\n    }\n  }\n}',
    result: z.object({ amendRental: z.object({ ...rentalParts }) }),
  };
export const topUpCall: Operation<'query', TopUpCallQuery, TopUpCallQueryVariables> = {
  kind: 'query',
  text: 'query topUpCall($rentalId: Hash!, $amountUnits: Uint!, $fromRenter: Boolean) {\n  topUpCall(\n    rentalId: $rentalId\n    amountUnits: $amountUnits\n    fromRenter: $fromRenter\n  ) {\n    ...walletCallParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment walletCallParts on WalletCall {\n  chainId\n  from\n  to\n  data\n  moves {\n    owner\n    direction\n    amount {\n      ...money\n    }\n  }\n  after {\n    state\n    pricePerHour {\n      ...money\n    }\n    storagePricePerHour {\n      ...money\n    }\n    funded {\n      ...money\n    }\n    endsAt\n  }\n  refusals\n  now\n}',
  result: z.object({ topUpCall: z.object({ ...walletCallParts }) }),
};
export const extendCall: Operation<'query', ExtendCallQuery, ExtendCallQueryVariables> = {
  kind: 'query',
  text: 'query extendCall($rentalId: Hash!, $maxEnd: Uint!) {\n  extendCall(rentalId: $rentalId, maxEnd: $maxEnd) {\n    ...walletCallParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment walletCallParts on WalletCall {\n  chainId\n  from\n  to\n  data\n  moves {\n    owner\n    direction\n    amount {\n      ...money\n    }\n  }\n  after {\n    state\n    pricePerHour {\n      ...money\n    }\n    storagePricePerHour {\n      ...money\n    }\n    funded {\n      ...money\n    }\n    endsAt\n  }\n  refusals\n  now\n}',
  result: z.object({ extendCall: z.object({ ...walletCallParts }) }),
};
export const raiseBidCall: Operation<'query', RaiseBidCallQuery, RaiseBidCallQueryVariables> = {
  kind: 'query',
  text: 'query raiseBidCall($rentalId: Hash!, $pricePerHourUnits: Uint!) {\n  raiseBidCall(rentalId: $rentalId, pricePerHourUnits: $pricePerHourUnits) {\n    ...walletCallParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment walletCallParts on WalletCall {\n  chainId\n  from\n  to\n  data\n  moves {\n    owner\n    direction\n    amount {\n      ...money\n    }\n  }\n  after {\n    state\n    pricePerHour {\n      ...money\n    }\n    storagePricePerHour {\n      ...money\n    }\n    funded {\n      ...money\n    }\n    endsAt\n  }\n  refusals\n  now\n}',
  result: z.object({ raiseBidCall: z.object({ ...walletCallParts }) }),
};
export const stopCall: Operation<'query', StopCallQuery, StopCallQueryVariables> = {
  kind: 'query',
  text: 'query stopCall($rentalId: Hash!) {\n  stopCall(rentalId: $rentalId) {\n    ...walletCallParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment walletCallParts on WalletCall {\n  chainId\n  from\n  to\n  data\n  moves {\n    owner\n    direction\n    amount {\n      ...money\n    }\n  }\n  after {\n    state\n    pricePerHour {\n      ...money\n    }\n    storagePricePerHour {\n      ...money\n    }\n    funded {\n      ...money\n    }\n    endsAt\n  }\n  refusals\n  now\n}',
  result: z.object({ stopCall: z.object({ ...walletCallParts }) }),
};
export const cancelCall: Operation<'query', CancelCallQuery, CancelCallQueryVariables> = {
  kind: 'query',
  text: 'query cancelCall($rentalId: Hash!) {\n  cancelCall(rentalId: $rentalId) {\n    ...walletCallParts\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment walletCallParts on WalletCall {\n  chainId\n  from\n  to\n  data\n  moves {\n    owner\n    direction\n    amount {\n      ...money\n    }\n  }\n  after {\n    state\n    pricePerHour {\n      ...money\n    }\n    storagePricePerHour {\n      ...money\n    }\n    funded {\n      ...money\n    }\n    endsAt\n  }\n  refusals\n  now\n}',
  result: z.object({ cancelCall: z.object({ ...walletCallParts }) }),
};
export const rentalWishes: Operation<'query', RentalWishesQuery, RentalWishesQueryVariables> = {
  kind: 'query',
  text: 'query rentalWishes($id: Hash!, $first: Int) {\n  rental(id: $id) {\n    state\n    onChain {\n      state\n      turn\n    }\n    wishes(first: $first) {\n      purpose\n      state\n      refusal {\n        code\n        facts\n      }\n      askedAt\n      settledAt\n    }\n  }\n}',
  result: z.object({
    rental: z
      .object({
        state: z.enum(['CLOSED', 'ENDED', 'FUNDING', 'HALTED', 'REFUSED', 'RESERVED', 'RUNNING']),
        onChain: z
          .object({
            state: z.enum([
              'CLOSED',
              'ENDED',
              'FUNDING',
              'HALTED',
              'REFUSED',
              'RESERVED',
              'RUNNING',
            ]),
            turn: scalars.Int,
          })
          .nullable(),
        wishes: z.array(
          z.object({
            purpose: z.enum([
              'AMEND',
              'CLOSE',
              'EXPIRE',
              'HALT',
              'OPEN',
              'PAUSE',
              'PREEMPT',
              'RESUME',
              'RESUME_BY_RENTER',
              'SETTLE',
              'START',
              'STOP',
            ]),
            state: z.enum(['CONFIRMED', 'QUEUED', 'REFUSED', 'SENT']),
            refusal: z
              .object({
                code: z.enum([
                  'ASSET_MISMATCH',
                  'BAD_CURSOR',
                  'BAD_SIGNATURE',
                  'BAD_STATE',
                  'BEAT_OUT_OF_TIME',
                  'BEAT_REPLAYED',
                  'BODY_TOO_LARGE',
                  'CHALLENGE_EXPIRED',
                  'DELEGATION_EXPIRED',
                  'DEPOSIT_TOO_SMALL',
                  'ENTRY_CLOSED',
                  'ENTRY_PAUSED',
                  'FACTS_DIFFER',
                  'FEE_MISMATCH',
                  'IDEMPOTENCY_KEY_REUSED',
                  'INSUFFICIENT_BALANCE',
                  'LISTING_TAKEN',
                  'LISTING_TERMS_MISMATCH',
                  'LISTING_WITHDRAWN',
                  'MACHINE_OFFLINE',
                  'MALFORMED_INPUT',
                  'METER_REVOKED',
                  'NOT_FOUND',
                  'NOT_IN_SCOPE',
                  'NOT_OWNER',
                  'OFFER_CANCELLED',
                  'OFFER_EXPIRED',
                  'OFFER_REPLACED',
                  'ORDER_CANCELLED',
                  'OUTSIDE_TIME',
                  'OVER_CAP',
                  'PRICE_BELOW_OFFER',
                  'PRICE_MISMATCH',
                  'QUOTE_EXPIRED',
                  'RATE_LIMITED',
                  'RENTAL_LAPSED',
                  'RENTER_IS_PROVIDER',
                  'SESSION_EXPIRED',
                  'SLICE_OVERLAPS',
                  'TERMS_OUT_OF_BOUNDS',
                  'TERM_NOT_SUPPORTED',
                  'TIER_NOT_MET',
                  'TOKEN_NOT_LISTED',
                  'TOO_MANY_FILTERS',
                  'TURN_PASSED',
                  'UNAUTHENTICATED',
                  'UNKNOWN_GPU_MODEL',
                  'WRONG_CHAIN',
                ]),
                facts: scalars.JSON,
              })
              .nullable(),
            askedAt: scalars.DateTime,
            settledAt: scalars.DateTime.nullable(),
          }),
        ),
      })
      .nullable(),
  }),
};
export const reliabilityReport: Operation<
  'query',
  ReliabilityReportQuery,
  ReliabilityReportQueryVariables
> = {
  kind: 'query',
  text: 'query reliabilityReport($machineId: ID!, $days: Int!, $rentals: Int!) {\n  machine(id: $machineId) {\n    id\n    reliability\n    reliabilityReport {\n      at\n      uptime {\n        days\n        share\n        seconds {\n          ...secondsParts\n        }\n      }\n      days(last: $days) {\n        day\n        seconds {\n          ...secondsParts\n        }\n        interruptions\n      }\n      interruptions\n      meanHoursBetween\n      boots {\n        attempts\n        successes\n        share\n        lowerBound\n      }\n      medianBootSeconds\n      rentedAvailability\n      rentedInterruptions\n      rentals(last: $rentals) {\n        rentalId\n        openedAt\n        startedAt\n        endedAt\n        bootFailed\n      }\n      providerSince\n      completedRentals\n      soldGpuHours\n      distinctRenters\n    }\n  }\n}\n\nfragment secondsParts on SecondsByState {\n  up\n  down\n  maintenance\n  unknown\n}',
  result: z.object({
    machine: z
      .object({
        id: scalars.ID,
        reliability: scalars.Float.nullable(),
        reliabilityReport: z.object({
          at: scalars.DateTime,
          uptime: z.array(
            z.object({
              days: scalars.Int,
              share: scalars.Float.nullable(),
              seconds: z.object({ ...secondsParts }),
            }),
          ),
          days: z.array(
            z.object({
              day: scalars.DateTime,
              seconds: z.object({ ...secondsParts }),
              interruptions: scalars.Int,
            }),
          ),
          interruptions: scalars.Int,
          meanHoursBetween: scalars.Float.nullable(),
          boots: z.object({
            attempts: scalars.Int,
            successes: scalars.Int,
            share: scalars.Float.nullable(),
            lowerBound: scalars.Float.nullable(),
          }),
          medianBootSeconds: scalars.Float.nullable(),
          rentedAvailability: scalars.Float.nullable(),
          rentedInterruptions: scalars.Int,
          rentals: z.array(
            z.object({
              rentalId: scalars.Hash,
              openedAt: scalars.DateTime,
              startedAt: scalars.DateTime.nullable(),
              endedAt: scalars.DateTime.nullable(),
              bootFailed: scalars.Boolean,
            }),
          ),
          providerSince: scalars.DateTime,
          completedRentals: scalars.Int,
          soldGpuHours: scalars.Float,
          distinctRenters: scalars.Int,
        }),
      })
      .nullable(),
  }),
};
export const machineScore: Operation<'query', MachineScoreQuery, MachineScoreQueryVariables> = {
  kind: 'query',
  text: 'query machineScore($machineId: ID!) {\n  machine(id: $machineId) {\n    score {\n      ...scoreParts\n    }\n  }\n}\n\nfragment scoreParts on ReliabilityScore {\n  version\n  survival {\n    hours\n    probability\n    lowerBound\n  }\n  asOf\n  computedAt\n  logSize\n  logRoot\n  inputs {\n    modelId\n    recentRate\n    lastingRate\n  }\n}',
  result: z.object({
    machine: z.object({ score: z.object({ ...scoreParts }).nullable() }).nullable(),
  }),
};
export const machineIntervals: Operation<
  'query',
  MachineIntervalsQuery,
  MachineIntervalsQueryVariables
> = {
  kind: 'query',
  text: 'query machineIntervals($machineId: ID!, $first: Int!, $after: String) {\n  machine(id: $machineId) {\n    intervals(first: $first, after: $after) {\n      edges {\n        node {\n          state\n          cause\n          from\n          until\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}',
  result: z.object({
    machine: z
      .object({
        intervals: z.object({
          edges: z.array(
            z.object({
              node: z.object({
                state: z.enum(['DOWN', 'MAINTENANCE', 'UNKNOWN', 'UP']),
                cause: z.enum(['ANNOUNCED', 'BEATING', 'NEVER_SEEN', 'NOT_ACCEPTING', 'SILENT']),
                from: scalars.DateTime,
                until: scalars.DateTime.nullable(),
              }),
            }),
          ),
          pageInfo: z.object({
            hasNextPage: scalars.Boolean,
            endCursor: scalars.String.nullable(),
          }),
        }),
      })
      .nullable(),
  }),
};
export const scoreModel: Operation<'query', ScoreModelQuery, ScoreModelQueryVariables> = {
  kind: 'query',
  text: 'query scoreModel($id: Uint!) {\n  scoreModel(id: $id) {\n    id\n    version\n    learnedAt\n    features\n    horizons {\n      hours\n      stackWeights\n      calibrationWeights\n      baseRate\n      stackWeight\n    }\n  }\n}',
  result: z.object({
    scoreModel: z
      .object({
        id: scalars.Uint,
        version: scalars.Int,
        learnedAt: scalars.DateTime,
        features: z.array(scalars.String),
        horizons: z.array(
          z.object({
            hours: scalars.Int,
            stackWeights: z.array(scalars.Float),
            calibrationWeights: z.array(scalars.Float),
            baseRate: scalars.Float,
            stackWeight: scalars.Float,
          }),
        ),
      })
      .nullable(),
  }),
};
export const verifyScore: Operation<'query', VerifyScoreQuery, VerifyScoreQueryVariables> = {
  kind: 'query',
  text: 'query verifyScore($machineId: ID!) {\n  verifyScore(machineId: $machineId) {\n    holds\n    differences\n    served {\n      ...scoreParts\n    }\n    logRoot\n    logSize\n    survival {\n      hours\n      probability\n      lowerBound\n    }\n  }\n}\n\nfragment scoreParts on ReliabilityScore {\n  version\n  survival {\n    hours\n    probability\n    lowerBound\n  }\n  asOf\n  computedAt\n  logSize\n  logRoot\n  inputs {\n    modelId\n    recentRate\n    lastingRate\n  }\n}',
  result: z.object({
    verifyScore: z.object({
      holds: scalars.Boolean,
      differences: z.array(scalars.String),
      served: z.object({ ...scoreParts }),
      logRoot: scalars.Hash,
      logSize: scalars.Int,
      survival: z.array(
        z.object({ hours: scalars.Int, probability: scalars.Float, lowerBound: scalars.Float }),
      ),
    }),
  }),
};
export const settlement: Operation<'query', SettlementQuery, SettlementQueryVariables> = {
  kind: 'query',
  text: 'query settlement {\n  settlement {\n    chainId\n    escrow\n    feeBps\n    meter\n    tokens {\n      address\n      symbol\n      decimals\n    }\n    now\n    head {\n      ...position\n    }\n  }\n}\n\nfragment position on ChainPosition {\n  chainId\n  blockNumber\n  blockHash\n  txHash\n  at\n  finality\n}',
  result: z.object({
    settlement: z.object({
      chainId: scalars.Int,
      escrow: scalars.Address,
      feeBps: scalars.Int,
      meter: scalars.Address,
      tokens: z.array(
        z.object({ address: scalars.Address, symbol: scalars.String, decimals: scalars.Int }),
      ),
      now: scalars.DateTime,
      head: z.object({ ...position }),
    }),
  }),
};
export const gpuMarkets: Operation<'query', GpuMarketsQuery, GpuMarketsQueryVariables> = {
  kind: 'query',
  text: 'query gpuMarkets($token: Address, $models: [String!], $hours: Int!) {\n  gpuMarkets(token: $token, models: $models, hours: $hours) {\n    model\n    segments {\n      tier\n      class\n      asks {\n        listings\n        gpus\n        prices {\n          ...priceStatistics\n        }\n      }\n      trades {\n        ...tradesParts\n      }\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment priceStatistics on PriceStatistics {\n  min {\n    ...money\n  }\n  p10 {\n    ...money\n  }\n  median {\n    ...money\n  }\n  mean {\n    ...money\n  }\n  p90 {\n    ...money\n  }\n  max {\n    ...money\n  }\n}\n\nfragment tradesParts on MarketTrades {\n  fills\n  rentedGpuHours\n  listedGpuHours\n  utilisation\n  prices {\n    ...priceStatistics\n  }\n}',
  result: z.object({
    gpuMarkets: z.array(
      z.object({
        model: scalars.String,
        segments: z.array(
          z.object({
            tier: z.enum(['COMMUNITY', 'SECURE']),
            class: z.enum(['INTERRUPTIBLE', 'ON_DEMAND']),
            asks: z
              .object({
                listings: scalars.Int,
                gpus: scalars.Int,
                prices: z.object({ ...priceStatistics }),
              })
              .nullable(),
            trades: z.object({ ...tradesParts }).nullable(),
          }),
        ),
      }),
    ),
  }),
};
export const marketHistory: Operation<'query', MarketHistoryQuery, MarketHistoryQueryVariables> = {
  kind: 'query',
  text: 'query marketHistory($token: Address!, $model: String, $tier: Tier, $class: RentalClass, $period: RollupPeriod!, $from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {\n  marketHistory(\n    token: $token\n    model: $model\n    tier: $tier\n    class: $class\n    period: $period\n    from: $from\n    to: $to\n    first: $first\n    after: $after\n  ) {\n    edges {\n      cursor\n      node {\n        period\n        startsAt\n        model\n        tier\n        class\n        trades {\n          ...tradesParts\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nfragment money on Money {\n  units\n  token\n  symbol\n  amount\n}\n\nfragment priceStatistics on PriceStatistics {\n  min {\n    ...money\n  }\n  p10 {\n    ...money\n  }\n  median {\n    ...money\n  }\n  mean {\n    ...money\n  }\n  p90 {\n    ...money\n  }\n  max {\n    ...money\n  }\n}\n\nfragment tradesParts on MarketTrades {\n  fills\n  rentedGpuHours\n  listedGpuHours\n  utilisation\n  prices {\n    ...priceStatistics\n  }\n}',
  result: z.object({
    marketHistory: z.object({
      edges: z.array(
        z.object({
          cursor: scalars.String,
          node: z.object({
            period: z.enum(['DAY', 'HOUR']),
            startsAt: scalars.DateTime,
            model: scalars.String,
            tier: z.enum(['COMMUNITY', 'SECURE']),
            class: z.enum(['INTERRUPTIBLE', 'ON_DEMAND']),
            trades: z.object({ ...tradesParts }),
          }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: scalars.Boolean, endCursor: scalars.String.nullable() }),
    }),
  }),
};
