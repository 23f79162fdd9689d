export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** Lower- or mixed-case hex with its `0x`: an EVM address of 20 bytes. */
  Address: { input: string; output: `0x${string}` };
  /** A moment, RFC 3339 in UTC with milliseconds. */
  DateTime: { input: string; output: Date };
  /** 32 bytes of hex with its `0x`: a rental's id, an offer's hash, a block's hash. */
  Hash: { input: string; output: `0x${string}` };
  /** Bytes in hex with their `0x`, at most 8,192 of them. */
  Hex: { input: string; output: `0x${string}` };
  /** A JSON value. */
  JSON: { input: unknown; output: unknown };
  /** An unsigned integer in decimal digits, as text, because money and chain values do not fit a float. At most 2^256 − 1. */
  Uint: { input: string; output: bigint | number };
};

export type Advice = {
  __typename?: 'Advice';
  /** The best first: what keeps deadline and budget, then by total, then by time. */
  offers: Array<ComparedOffer>;
  /** Null where no offer is expected to end the work. */
  published?: Maybe<PublishedAdvice>;
  /** Of the best and each other. */
  turningPoints: Array<TurningPoint>;
};

/** Other prices and another end, from the second on in which it is mined. Renter and provider sign the same. */
export type AmendInput = {
  deadline: Scalars['Uint']['input'];
  /** Unix seconds of the chain's clock. */
  maxEnd: Scalars['Uint']['input'];
  pricePerHour: Scalars['Uint']['input'];
  rentalId: Scalars['Hash']['input'];
  storagePricePerHour: Scalars['Uint']['input'];
  turn: Scalars['Int']['input'];
};

/** What an agent should make true on its machine for one rental. */
export type Assignment = {
  __typename?: 'Assignment';
  /** RUN: have an instance up. PAUSE: have it down, and keep its data until it runs again. STOP: have none, and no data. */
  desired: DesiredInstance;
  /** The secret that the instance answers a probe with. */
  probeToken: Scalars['String']['output'];
  rentalId: Scalars['Hash']['output'];
};

/**
 * Everything of the escrow's money at one block, three times: rebuilt from logs alone by code that the server does not share,
 * as the database has it, and as the contract stores it. The worker makes one at every interval.
 */
export type Audit = {
  __typename?: 'Audit';
  accounts: Scalars['Int']['output'];
  /** Whether no new rental opens because of this audit. The next one without a difference opens entry again. */
  closesEntry: Scalars['Boolean']['output'];
  /** How many values differ. Zero is the only good number: any other closes entry for new rentals, and for nothing else. */
  differences: Scalars['Int']['output'];
  /**
   * keccak256 over every balance, rental and fee that the logs make. Whoever audits the same block on their own
   * (`gpuflow audit`) gets the same, or should ask why.
   */
  digest: Scalars['Hash']['output'];
  /** What is not as it should be, in the order in which it was found: the first 1 to 500. */
  findings: Array<AuditFinding>;
  finishedAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** How many logs made it. */
  logs: Scalars['Int']['output'];
  /** The block that everything was compared at. */
  position: ChainPosition;
  rentals: Scalars['Int']['output'];
  startedAt: Scalars['DateTime']['output'];
  tokens: Array<TokenAudit>;
};

/**
 * Everything of the escrow's money at one block, three times: rebuilt from logs alone by code that the server does not share,
 * as the database has it, and as the contract stores it. The worker makes one at every interval.
 */
export type AuditFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One thing that is not as it should be. */
export type AuditFinding = {
  __typename?: 'AuditFinding';
  blockNumber: Scalars['Uint']['output'];
  /** What kind of thing: `MISSING_LOG`, `DATABASE_DIFFERS`, `HALT_WITHOUT_EVIDENCE`, ... (docs/operations/audit.md lists them). */
  code: Scalars['String']['output'];
  expected: Scalars['String']['output'];
  /** Which value of it. */
  field: Scalars['String']['output'];
  found: Scalars['String']['output'];
  /** What it is about: `rental 0x…`, `account token:owner`, `fees token`, `log block:index`. */
  subject: Scalars['String']['output'];
  txHash?: Maybe<Scalars['Hash']['output']>;
};

export type Availability = {
  __typename?: 'Availability';
  availability: Scalars['Float']['output'];
  meanRepairHours: Scalars['Float']['output'];
};

/** The part of all time in which a machine is up, and how long it is down on average when it is. */
export type AvailabilityInput = {
  /** From 0.001 to 1. */
  availability: Scalars['Float']['input'];
  /** From a minute to a year, in hours. */
  meanRepairHours: Scalars['Float']['input'];
};

/** An agent's leave to beat, for its machine's one start. Beats are no GraphQL: see `openBeatSession`. */
export type BeatSession = {
  __typename?: 'BeatSession';
  /** Beat every so many seconds. */
  beatEverySeconds: Scalars['Int']['output'];
  /** Open another one before then. */
  expiresAt: Scalars['DateTime']['output'];
  /** Random, and never given again: beats of another session are worth nothing in this one. */
  id: Scalars['ID']['output'];
  /** The secret key of the beats' HMACs: 32 bytes. */
  key: Scalars['Hex']['output'];
};

/** Where a break-even lies beside the published one of 2,500 to 3,000 hours of use. */
export type BesidePublished =
  | 'LATER'
  /** Buying never pays: power costs as much as the rent. */
  | 'NEVER'
  | 'SOONER'
  | 'WITHIN';

/**
 * Where a renter's bid for an interruptible listing stands. The highest bid has the slice; of equal ones the one whose price the
 * chain took first, by block and by place in the block. Whoever runs gives way only to a higher price or to a rental on demand,
 * and goes on for the notice that the offer promises. It resumes when it comes first again, until its money or time runs out.
 */
export type Bid = {
  __typename?: 'Bid';
  /** Of a bid that waits: how many come before it. */
  ahead?: Maybe<Scalars['Int']['output']>;
  /** Why it had to give way. Null where it has not, or runs again. */
  outbid?: Maybe<Outbid>;
  /** The price in force: the order's, or what the renter has raised it to. */
  pricePerHour: Money;
  /** When the chain took that price, by the chain's clock. */
  since: Scalars['DateTime']['output'];
  state: BidState;
};

/** What is bid for a listing's slice: prices, quantities and times, and nobody's name. */
export type BidBook = {
  __typename?: 'BidBook';
  /** The provider's floor per hour: no lower bid is taken. */
  floor: Money;
  /** What has the slice now. Null where it is free. */
  holder?: Maybe<SliceHolder>;
  /** The block by which all of this is so. */
  position: ChainPosition;
  /** Bids that wait, the highest first. */
  waiting: Array<BidLevel>;
};

/** Bids of one price. */
export type BidLevel = {
  __typename?: 'BidLevel';
  pricePerHour: Money;
  quantity: Scalars['Int']['output'];
  /** When the chain took the oldest of them: it comes before every younger one of the same price. */
  since: Scalars['DateTime']['output'];
};

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

/** Successes among attempts. */
export type BoundedShare = {
  __typename?: 'BoundedShare';
  attempts: Scalars['Int']['output'];
  /** The lower 10 % bound of the share by Wilson's score interval (1927): what it may well be at least. Null: nothing was tried. */
  lowerBound?: Maybe<Scalars['Float']['output']>;
  /** 0 to 1. Null: nothing was tried. */
  share?: Maybe<Scalars['Float']['output']>;
  successes: Scalars['Int']['output'];
};

/** Where on the chain something was read or happened. */
export type ChainPosition = {
  __typename?: 'ChainPosition';
  /** The block's time. */
  at: Scalars['DateTime']['output'];
  blockHash: Scalars['Hash']['output'];
  blockNumber: Scalars['Uint']['output'];
  chainId: Scalars['Int']['output'];
  finality: Finality;
  /** The transaction, where there is one. */
  txHash?: Maybe<Scalars['Hash']['output']>;
};

/** The cheapest listings of this market that are free, taken to be alike. */
export type CheapestListingsInput = {
  filter?: InputMaybe<ListingFilter>;
  /** 1 to 10. Left out: 5. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** Left out: the lower bound that its machine is listed with, where one is known. */
  reliability?: InputMaybe<ReliabilityInput>;
  /** Left out: 1. */
  speed?: InputMaybe<Scalars['Float']['input']>;
};

export type CheckpointPlan = {
  __typename?: 'CheckpointPlan';
  /** How many are written. */
  count: Scalars['Int']['output'];
  /** The same by Daly (2006), to a higher order. */
  dalyHours?: Maybe<Scalars['Float']['output']>;
  /** Hours of work between two checkpoints: what was asked for, or what makes this workload shortest. */
  everyHours: Scalars['Float']['output'];
  /** The best interval for work without end by Young (1974). Null where nothing ever interrupts. */
  youngHours?: Maybe<Scalars['Float']['output']>;
};

/** Saving the state, somewhere that an interruption does not reach. */
export type CheckpointsInput = {
  /** Minutes of work between two. Left out: as often as is best. */
  everyMinutes?: InputMaybe<Scalars['Float']['input']>;
  /** How long writing one takes, during which no work is done. From 1 second to a day. */
  writeSeconds: Scalars['Float']['input'];
};

/** A listing of this market, at the price of its offer. */
export type ComparedListingInput = {
  id: Scalars['ID']['input'];
  /** Left out: the lower bound that its machine is listed with, where one is known. */
  reliability?: InputMaybe<ReliabilityInput>;
  /** Left out: 1. */
  speed?: InputMaybe<Scalars['Float']['input']>;
};

/** An offer, and what to expect of it. */
export type ComparedOffer = {
  __typename?: 'ComparedOffer';
  /** Null without a deadline. */
  deadlineLimits?: Maybe<DeadlineLimits>;
  /** Whether it keeps the budget in the mean, and the deadline with the asked-for probability. */
  fits: Scalars['Boolean']['output'];
  /** Null for an offer that is not of this market. */
  listing?: Maybe<Listing>;
  /** The offer's name, or the listing's id. */
  name: Scalars['String']['output'];
  /** By its reliability; where that is not known, by the least it may be. Offers are ordered by this one. */
  outlook: Outlook;
  /** By the most that its reliability may be. Null where it is known. */
  outlookAtMost?: Maybe<Outlook>;
  pricePerHour: Money;
  /** Whether its reliability was given, or is known of its machine: then its lower bound over 24 hours counts. If not it may be anything from 0.05 to 0.95 over 24 hours. */
  reliabilityKnown: Scalars['Boolean']['output'];
};

/** An offer from anywhere. */
export type ComparedOfferInput = {
  /** What an hour costs while it is interrupted: nothing where a machine is down, the storage price where it is preempted. Left out: nothing. */
  interruptedPricePerHourUnits?: InputMaybe<Scalars['Uint']['input']>;
  /** Names it in the answer and in refusals: 1 to 64 characters, each name once. */
  name: Scalars['String']['input'];
  pricePerHourUnits: Scalars['Uint']['input'];
  /** Left out: not known. */
  reliability?: InputMaybe<ReliabilityInput>;
  /** How much work it does in an hour: 2 does the workload in half its hours. From 0.01 to 100. Left out: 1. */
  speed?: InputMaybe<Scalars['Float']['input']>;
  tier?: InputMaybe<Tier>;
};

export type DayEarnings = {
  __typename?: 'DayEarnings';
  /** When the day began. */
  day: Scalars['DateTime']['output'];
  earned: Money;
};

export type DeadlineInput = {
  /** From now. */
  hours: Scalars['Float']['input'];
  /** With which probability it is to be met. Left out: 0.95. */
  probability?: InputMaybe<Scalars['Float']['input']>;
};

/** How far an offer keeps the deadline with the asked-for probability, if one thing changes. */
export type DeadlineLimits = {
  __typename?: 'DeadlineLimits';
  /** The least reliability, in its own meaning, at which it does this work in time. Null: none does. */
  reliabilityFrom?: Maybe<Scalars['Float']['output']>;
  /** The longest work, in hours, that it does in time. Null: none. */
  workHoursUpTo?: Maybe<Scalars['Float']['output']>;
};

/** What a key may do for an owner. Never withdraw, and never let another key do anything. */
export type DelegateScope =
  /** Open rentals out of its balance, within the cap. */
  | 'OPEN'
  /** Stop its rentals. */
  | 'STOP'
  /** Top its rentals up out of its balance, within the cap. */
  | 'TOP_UP';

/** What an owner lets another key do with its rentals and its balance in one token. */
export type Delegation = {
  __typename?: 'Delegation';
  /** What it may still spend, by openings and top-ups together. */
  cap: Money;
  delegate: Scalars['Address']['output'];
  /** The last moment of the chain's clock at which it may act. */
  expiresAt: Scalars['DateTime']['output'];
  owner: Scalars['Address']['output'];
  /** The log that said so last. Null where it is asked for and the chain has not said it yet. */
  position?: Maybe<ChainPosition>;
  /** None: it may do nothing. */
  scopes: Array<DelegateScope>;
  token: Scalars['Address']['output'];
};

/** The fields of a Delegation, as signed. */
export type DelegationInput = {
  cap: Scalars['Uint']['input'];
  deadline: Scalars['Uint']['input'];
  delegate: Scalars['Address']['input'];
  /** Unix seconds of the chain's clock, included. */
  expiry: Scalars['Uint']['input'];
  /** The owner's next: each Delegation and each signed Withdraw uses one up. */
  nonce: Scalars['Uint']['input'];
  owner: Scalars['Address']['input'];
  /** The sum of 1 for STOP, 2 for TOP_UP, 4 for OPEN. 0 takes all back. */
  scopes: Scalars['Int']['input'];
  token: Scalars['Address']['input'];
};

export type DesiredInstance = 'PAUSE' | 'RUN' | 'STOP';

/** What would become of a rental, and of its money. */
export type DryRun = {
  __typename?: 'DryRun';
  outcomes: Array<DryRunOutcome>;
  quote: Quote;
};

export type DryRunEnd =
  /** The machine falls silent, and the renter stops an hour later. */
  | 'HALTED'
  /** The machine does not boot in time. */
  | 'NEVER_STARTED'
  /** Nobody does anything until the money or the agreed time is used up. */
  | 'RAN_OUT'
  /** The renter stops. */
  | 'STOPPED';

/** One way that a rental can go. `paid` and `refund` are all of the deposit. */
export type DryRunOutcome = {
  __typename?: 'DryRunOutcome';
  end: DryRunEnd;
  /** Of what is paid. */
  fee: Money;
  paid: Money;
  path: Array<DryRunStep>;
  /** Of what is paid. */
  provider: Money;
  refund: Money;
};

export type DryRunStep = {
  __typename?: 'DryRunStep';
  /** By the chain's clock, where the rental is opened and started now. */
  at: Scalars['DateTime']['output'];
  state: RentalState;
};

/** The provider's signed word that this key speaks for a machine of theirs (EIP-712 `Enrolment`). */
export type EnrolmentInput = {
  /** The agent's Ed25519 public key (RFC 8032). */
  agentKey: Scalars['Hash']['input'];
  /** keccak256 of the canonical facts and the agent's key: see `enrolmentTypedData`. */
  assetHash: Scalars['Hash']['input'];
  provider: Scalars['Address']['input'];
  /** Unix seconds after which the delegation cannot be used to enrol. */
  validUntil: Scalars['Uint']['input'];
};

/**
 * What the meter says of a rental's machine in a stretch of time, and how to hold it to its word: `leaf = keccak256(keccak256(
 * abi.encode(bytes32 rentalId, uint40 from, uint40 until, bool up, bytes32 seen)))` in unix seconds of the chain's clock is under
 * `root`, and under `haltRoot`, by OpenZeppelin's `StandardMerkleTree` (pairs sorted).
 */
export type EvidencePiece = {
  __typename?: 'EvidencePiece';
  /** The first second of the stretch, and the second after its last, by the chain's clock. */
  from: Scalars['DateTime']['output'];
  haltProof?: Maybe<Array<Scalars['Hash']['output']>>;
  /** The root that a halt names on chain as its evidence, and the path to it. Null where this is not evidence of a halt. */
  haltRoot?: Maybe<Scalars['Hash']['output']>;
  /** The chain's hour, since 1970, in which it was said. */
  hour: Scalars['Int']['output'];
  /** What the meter saw, as JSON: the last proof of life, the boot and the number of the last beat, when it was judged or probed. */
  observed: Scalars['String']['output'];
  proof?: Maybe<Array<Scalars['Hash']['output']>>;
  /** The transaction with which the meter published the root in `UsageRoots`. Null until it is mined. */
  publishedBy?: Maybe<Scalars['Hash']['output']>;
  rentalId: Scalars['Hash']['output'];
  /** The root over everything that was said in that hour, and the path to it. Null while the hour lasts. */
  root?: Maybe<Scalars['Hash']['output']>;
  /** The SHA-256 of `observed`. */
  seen: Scalars['Hash']['output'];
  until: Scalars['DateTime']['output'];
  /** Whether the machine was up. */
  up: Scalars['Boolean']['output'];
};

export type ExpectedRun = {
  __typename?: 'ExpectedRun';
  /** Hours that are billed: work, lost work, checkpoints and restarts. A machine that is down is not billed. */
  billedHours: Scalars['Float']['output'];
  cost: Money;
  /** From now to the result. */
  hours: Scalars['Float']['output'];
  interruptions: Scalars['Float']['output'];
  /** Cost and waiting together: what offers are ordered by. */
  total: Money;
  /** What waiting so long is worth. */
  waiting: Money;
};

/** How one fact of a machine is known. */
export type FactTrust = {
  __typename?: 'FactTrust';
  class: TrustClass;
  /** The field of `Machine`: `downMbps`. */
  fact: Scalars['String']['output'];
};

/** How sure it is that what the chain said stays said. */
export type Finality =
  /** Will not vanish. */
  | 'FINALIZED'
  /** May still vanish with its block. */
  | 'PENDING'
  /** Unlikely to vanish. */
  | 'SAFE';

/** The market of one GPU model in one token. */
export type GpuMarket = {
  __typename?: 'GpuMarket';
  /** As the catalogue names it. */
  model: Scalars['String']['output'];
  segments: Array<MarketSegment>;
};

export type Improvement = {
  __typename?: 'Improvement';
  facts?: Maybe<Array<Scalars['String']['output']>>;
  gpuIndices?: Maybe<Array<Scalars['Int']['output']>>;
  kind: ImprovementKind;
  outlook?: Maybe<ScoreOutlook>;
};

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

/** What runs for a rental on its machine. */
export type Instance = {
  __typename?: 'Instance';
  desired: DesiredInstance;
  /** Where it answers, once it runs. For the renter alone. */
  endpoint?: Maybe<Scalars['String']['output']>;
  /** Why it failed, where it did. */
  failure?: Maybe<Scalars['String']['output']>;
  /** When a probe first got the right answer: the clock starts then. */
  provedAt?: Maybe<Scalars['DateTime']['output']>;
  state: InstanceState;
};

/** An agent's word on an instance. */
export type InstanceState = 'FAILED' | 'REQUESTED' | 'RUNNING' | 'STARTING' | 'STOPPED';

/** What a job loses when it is interrupted: for EXPECTED_COST. */
export type InterruptionsInput = {
  /**
   * How its state can be saved: left out, an interruption loses all work. Without `everyMinutes`, as often as is best for each
   * listing (Young, Daly), as `adviseRental` reckons.
   */
  checkpoints?: InputMaybe<CheckpointsInput>;
  /** From an instance that answers to work that goes on where it was. Billed. At most a day. Left out: 5. */
  restartMinutes?: InputMaybe<Scalars['Float']['input']>;
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

/** A wallet's balance in the escrow, and every line that made it. */
export type LedgerAccount = {
  __typename?: 'LedgerAccount';
  /** Newest first. */
  entries: Array<LedgerEntry>;
  /** What the owner may withdraw or promise now. */
  free: Money;
  owner: Scalars['Address']['output'];
  /** The balance as of this block. */
  position: ChainPosition;
  token: Token;
};

/** One line of an account, as its log said it. */
export type LedgerEntry = {
  __typename?: 'LedgerEntry';
  amount: Money;
  /** The free balance after it. */
  free: Money;
  kind: LedgerEntryKind;
  position: ChainPosition;
  rentalId?: Maybe<Scalars['Hash']['output']>;
  seq: Scalars['Uint']['output'];
};

export type LedgerEntryKind =
  /** Earned, or refunded. */
  | 'CREDITED'
  /** Promised to a rental. */
  | 'DEBITED'
  | 'DEPOSITED'
  | 'WITHDRAWN';

/** A slice of a machine on the market, under a signed offer. */
export type Listing = {
  __typename?: 'Listing';
  /** Whether no rental holds it now. */
  available: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  machine: Machine;
  /** Announced for its machine, neither over nor withdrawn, the soonest first. */
  maintenance: Array<MaintenanceWindow>;
  offer: Offer;
  /** The EIP-712 digest that the provider signed. */
  offerHash: Scalars['Hash']['output'];
  offerSignature: Scalars['Hex']['output'];
  pricePerHour: Money;
  provider: Scalars['Address']['output'];
  publishedAt: Scalars['DateTime']['output'];
  slice: Slice;
  state: ListingState;
  terms: ListingTerms;
  tier: Tier;
  /** Where its offer was voided on chain: cancelled, or left behind by its provider's counter. Null while it can be accepted. */
  voided?: Maybe<ChainPosition>;
};

export type ListingConnection = {
  __typename?: 'ListingConnection';
  edges: Array<ListingEdge>;
  facets: ListingFacets;
  pageInfo: PageInfo;
  /** The block by which the offers can still be accepted. */
  position: ChainPosition;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

export type ListingEdge = {
  __typename?: 'ListingEdge';
  /**
   * What `usage` costs in all, fee included, as a quote will say it and as will move on chain. Without a `usage`: an hour of
   * the machine.
   */
  allInPrice: Money;
  cursor: Scalars['String']['output'];
  node: Listing;
};

/** How many listings have a value, and from which price per hour to which. */
export type ListingFacet = {
  __typename?: 'ListingFacet';
  count: Scalars['Int']['output'];
  maxPricePerHourUnits: Scalars['Uint']['output'];
  /** In base units, as `pricePerHourMinUnits` takes it. */
  minPricePerHourUnits: Scalars['Uint']['output'];
  value: Scalars['String']['output'];
};

/**
 * What there is to choose from. Each facet is counted under all conditions but its own, so that it says what another choice
 * would find. Values in alphabetical order.
 */
export type ListingFacets = {
  __typename?: 'ListingFacets';
  countries: Array<ListingFacet>;
  models: Array<ListingFacet>;
  tiers: Array<ListingFacet>;
};

/** All conditions must hold. Each is optional. What is unknown of a machine is below every bound. */
export type ListingFilter = {
  /** Only listings that no rental holds. */
  available?: InputMaybe<Scalars['Boolean']['input']>;
  class?: InputMaybe<RentalClass>;
  /** One of these countries (ISO 3166-1 alpha-2). At most 50. */
  countries?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Cores of the listing. */
  cpuCoresMin?: InputMaybe<Scalars['Int']['input']>;
  /** The newest CUDA that the driver runs: `12.4`. */
  cudaVersionMin?: InputMaybe<Scalars['String']['input']>;
  /** Ports that reach the machine from the internet without a proxy. */
  directPortsMin?: InputMaybe<Scalars['Int']['input']>;
  /** Disk of the listing. */
  diskGbMin?: InputMaybe<Scalars['Int']['input']>;
  /** Megabytes per second. */
  diskMBpsMin?: InputMaybe<Scalars['Int']['input']>;
  downMbpsMin?: InputMaybe<Scalars['Int']['input']>;
  /** `550.54` */
  driverVersionMin?: InputMaybe<Scalars['String']['input']>;
  /** GPUs of the listing, 1 to 64. */
  gpuCountMin?: InputMaybe<Scalars['Int']['input']>;
  /** One of these architectures: `Hopper`, `Ada Lovelace`. At most 10. */
  gpuFamilies?: InputMaybe<Array<Scalars['String']['input']>>;
  /** One of these models, by any of their names: `RTX 4090`, `4090`. At most 20. */
  gpuModels?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only machines that beat. */
  online?: InputMaybe<Scalars['Boolean']['input']>;
  /** At most this price per hour, in base units of the token. */
  pricePerHourMaxUnits?: InputMaybe<Scalars['Uint']['input']>;
  /** At least this price per hour, in base units of the token. */
  pricePerHourMinUnits?: InputMaybe<Scalars['Uint']['input']>;
  provider?: InputMaybe<Scalars['Address']['input']>;
  /** Days since the provider's first machine was enrolled. */
  providerAgeDaysMin?: InputMaybe<Scalars['Int']['input']>;
  /** Memory of the listing beside its GPUs'. */
  ramGbMin?: InputMaybe<Scalars['Int']['input']>;
  /** One of these subdivisions of countries (ISO 3166-2): `US-CA`. At most 50. */
  regions?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Of the lower 10 % bound of P(no interruption in 24 h), 0 to 1. */
  reliabilityMin?: InputMaybe<Scalars['Float']['input']>;
  /** Rentals of the machine that ran and are over. */
  rentalsCompletedMin?: InputMaybe<Scalars['Int']['input']>;
  tier?: InputMaybe<Tier>;
  /** Only offers in this token: prices of different tokens do not compare. */
  token?: InputMaybe<Scalars['Address']['input']>;
  /** Memory of all GPUs of the listing. */
  totalVramGbMin?: InputMaybe<Scalars['Int']['input']>;
  upMbpsMin?: InputMaybe<Scalars['Int']['input']>;
  uptime?: InputMaybe<UptimeInput>;
  /** Memory of each GPU. */
  vramGbMin?: InputMaybe<Scalars['Int']['input']>;
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

/** What a listing charges beside its offer's price, in base units of the offer's token. The offer commits to it by `slaHash`. */
export type ListingTerms = {
  __typename?: 'ListingTerms';
  /** For each further GB, per hour. */
  diskPricePerGbHourUnits: Scalars['Uint']['output'];
  /** For each GB that reaches it. */
  downPricePerGbUnits: Scalars['Uint']['output'];
  /** Disk that the offer's price includes. */
  includedDiskGb: Scalars['Int']['output'];
  /** For each GB that leaves the machine. */
  upPricePerGbUnits: Scalars['Uint']['output'];
};

export type ListingTermsInput = {
  /** For each further GB, per hour. */
  diskPricePerGbHourUnits: Scalars['Uint']['input'];
  /** For each GB that reaches it. */
  downPricePerGbUnits: Scalars['Uint']['input'];
  /** Disk that the offer's price includes. */
  includedDiskGb: Scalars['Int']['input'];
  /** For each GB that leaves the machine. */
  upPricePerGbUnits: Scalars['Uint']['input'];
};

export type Liveness =
  /** Enrolled, and not heard of since. */
  | 'NEVER_SEEN'
  /** Beating. */
  | 'ONLINE'
  /** It beat once, and stopped. */
  | 'SILENT';

/** A provider's host. Its facts are the best that is known: what was measured in place of what was said. Null: unknown. */
export type Machine = {
  __typename?: 'Machine';
  /** Commits to the facts as the provider signed them. An Offer's `assetHash` commits to a slice, by a hash of this one. */
  assetHash: Scalars['Hash']['output'];
  /** What its GPUs can be compiled for: `8.9`. */
  computeCapability?: Maybe<Scalars['String']['output']>;
  /** ISO 3166-1 alpha-2. */
  country: Scalars['String']['output'];
  cpuCores: Scalars['Int']['output'];
  /** The newest CUDA that its driver runs: `12.8`. */
  cudaVersion?: Maybe<Scalars['String']['output']>;
  /** Ports that reach it from the internet without a proxy. */
  directPorts?: Maybe<Scalars['Int']['output']>;
  diskGb: Scalars['Int']['output'];
  /** Megabytes per second that its disk writes in sequence. */
  diskMBps?: Maybe<Scalars['Int']['output']>;
  downMbps: Scalars['Int']['output'];
  /** `570.86.15` */
  driverVersion?: Maybe<Scalars['String']['output']>;
  /** When it was enrolled: its log begins there. */
  enrolledAt: Scalars['DateTime']['output'];
  gpuCount: Scalars['Int']['output'];
  /** A name of the GPU catalogue. */
  gpuModel: Scalars['String']['output'];
  /** Of each GPU, by its index, as its driver tells: `GPU-9d1c…`. Other GPUs make another machine (`FACTS_DIFFER`). */
  gpuUuids?: Maybe<Array<Scalars['String']['output']>>;
  id: Scalars['ID']['output'];
  /**
   * What it was, the newest first: the public log that everything else is computed from. `first` is 1 to 500.
   * Refuses BAD_CURSOR.
   */
  intervals: MachineIntervalConnection;
  /** The last proof of life. */
  lastBeatAt?: Maybe<Scalars['DateTime']['output']>;
  liveness: Liveness;
  /** Announced, neither over nor withdrawn, the soonest first. */
  maintenance: Array<MaintenanceWindow>;
  /** Whether its GPUs are divided into instances (MIG). */
  mig?: Maybe<Scalars['Boolean']['output']>;
  name: Scalars['String']['output'];
  /** Whether its GPUs reach each other without the PCIe bus. */
  nvlink?: Maybe<Scalars['Boolean']['output']>;
  pcieGeneration?: Maybe<Scalars['Int']['output']>;
  /** Megabytes per second from its memory to a GPU. */
  pcieMBps?: Maybe<Scalars['Int']['output']>;
  /** Of each GPU. */
  powerLimitWatts?: Maybe<Scalars['Int']['output']>;
  provider: Scalars['Address']['output'];
  ramGb: Scalars['Int']['output'];
  /** A subdivision of the country by ISO 3166-2: `US-CA`. */
  region?: Maybe<Scalars['String']['output']>;
  /** The lower 10 % bound of the probability that it runs 24 hours without an interruption, 0 to 1. Null: not known yet. */
  reliability?: Maybe<Scalars['Float']['output']>;
  /** How well it has held: uptime, interruptions, boots, rentals. */
  reliabilityReport: ReliabilityReport;
  /**
   * How likely it is to hold, and what that was computed from. Null: not computed yet, within a minute or two of its
   * enrolment. `reliability` is its lower bound over 24 hours, rounded down.
   */
  score?: Maybe<ReliabilityScore>;
  /** Whether its address stays the same. */
  staticAddress?: Maybe<Scalars['Boolean']['output']>;
  /** How each fact that is known of it is known. */
  trust: Array<FactTrust>;
  upMbps: Scalars['Int']['output'];
  vramGb: Scalars['Int']['output'];
};

/** A provider's host. Its facts are the best that is known: what was measured in place of what was said. Null: unknown. */
export type MachineIntervalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What a provider says of a machine, and signs. What may be left out is unknown until it is measured. */
export type MachineFacts = {
  /** What its GPUs can be compiled for: `8.9`. */
  computeCapability?: InputMaybe<Scalars['String']['input']>;
  country: Scalars['String']['input'];
  cpuCores: Scalars['Int']['input'];
  /** The newest CUDA that its driver runs: `12.8`. */
  cudaVersion?: InputMaybe<Scalars['String']['input']>;
  /** Ports that reach it from the internet without a proxy. */
  directPorts?: InputMaybe<Scalars['Int']['input']>;
  diskGb: Scalars['Int']['input'];
  /** Megabytes per second that its disk writes in sequence. */
  diskMBps?: InputMaybe<Scalars['Int']['input']>;
  downMbps: Scalars['Int']['input'];
  /** `570.86.15` */
  driverVersion?: InputMaybe<Scalars['String']['input']>;
  /** Host name or address at which instances answer. Private addresses are never probed outside demonstrations, so that their clock never starts. */
  endpointHost: Scalars['String']['input'];
  gpuCount: Scalars['Int']['input'];
  /** A GPU of the catalogue, by any of its names: `RTX 4090`, `NVIDIA GeForce RTX 4090`, `4090`. */
  gpuModel: Scalars['String']['input'];
  /** Of each GPU, by its index, as its driver tells: `GPU-9d1c…`. Other GPUs make another machine (`FACTS_DIFFER`). */
  gpuUuids?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether its GPUs are divided into instances (MIG). */
  mig?: InputMaybe<Scalars['Boolean']['input']>;
  /** 1 to 64 characters. */
  name: Scalars['String']['input'];
  /** Whether its GPUs reach each other without the PCIe bus. */
  nvlink?: InputMaybe<Scalars['Boolean']['input']>;
  pcieGeneration?: InputMaybe<Scalars['Int']['input']>;
  /** Megabytes per second from its memory to a GPU. */
  pcieMBps?: InputMaybe<Scalars['Int']['input']>;
  /** Of each GPU. */
  powerLimitWatts?: InputMaybe<Scalars['Int']['input']>;
  ramGb: Scalars['Int']['input'];
  /** A subdivision of the country by ISO 3166-2: `US-CA`. */
  region?: InputMaybe<Scalars['String']['input']>;
  /** Whether its address stays the same. */
  staticAddress?: InputMaybe<Scalars['Boolean']['input']>;
  upMbps: Scalars['Int']['input'];
  vramGb: Scalars['Int']['input'];
};

/**
 * What a machine was in [from, until). A machine's intervals follow one another without gap or overlap from its enrolment
 * on: all that is shown of its reliability is computed from them.
 */
export type MachineInterval = {
  __typename?: 'MachineInterval';
  cause: IntervalCause;
  from: Scalars['DateTime']['output'];
  state: MachineState;
  /** Null: it is so now. What comes after its last proof of life is a judgement so far. */
  until?: Maybe<Scalars['DateTime']['output']>;
};

export type MachineIntervalConnection = {
  __typename?: 'MachineIntervalConnection';
  edges: Array<MachineIntervalEdge>;
  pageInfo: PageInfo;
};

export type MachineIntervalEdge = {
  __typename?: 'MachineIntervalEdge';
  cursor: Scalars['String']['output'];
  node: MachineInterval;
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

/** A time, announced in advance, in which a machine may be down. Its rentals go on; what is down is not charged. */
export type MaintenanceWindow = {
  __typename?: 'MaintenanceWindow';
  announcedAt: Scalars['DateTime']['output'];
  endsAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** What the provider says about it. */
  reason?: Maybe<Scalars['String']['output']>;
  startsAt: Scalars['DateTime']['output'];
  /** The provider took it back. */
  withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What is asked now: active listings whose offers can be accepted, rented or free. */
export type MarketAsks = {
  __typename?: 'MarketAsks';
  gpus: Scalars['Int']['output'];
  listings: Scalars['Int']['output'];
  /** Over listings. */
  prices: PriceStatistics;
};

/** One tier and class of a model's market. */
export type MarketSegment = {
  __typename?: 'MarketSegment';
  /** Null where nothing is asked. */
  asks?: Maybe<MarketAsks>;
  class: RentalClass;
  tier: Tier;
  /** Null where nothing was listed or rented in the time that was asked about. */
  trades?: Maybe<MarketTrades>;
};

/** What was traded on chain. */
export type MarketTrades = {
  __typename?: 'MarketTrades';
  /** Rentals that started. */
  fills: Scalars['Int']['output'];
  /** GPUs × hours that were on offer, rented ones included. */
  listedGpuHours: Scalars['Float']['output'];
  /** Over fills, by the price that was agreed. Null where there was none. */
  prices?: Maybe<PriceStatistics>;
  /** GPUs × hours that were rented, whether or not they were charged. */
  rentedGpuHours: Scalars['Float']['output'];
  /** The part of what was on offer that was rented. Null where nothing was. */
  utilisation?: Maybe<Scalars['Float']['output']>;
};

/** What an agent has found on its machine. What it has not looked at is left out. */
export type Measurements = {
  computeCapability?: InputMaybe<Scalars['String']['input']>;
  cpuCores?: InputMaybe<Scalars['Int']['input']>;
  cudaVersion?: InputMaybe<Scalars['String']['input']>;
  directPorts?: InputMaybe<Scalars['Int']['input']>;
  diskGb?: InputMaybe<Scalars['Int']['input']>;
  diskMBps?: InputMaybe<Scalars['Int']['input']>;
  downMbps?: InputMaybe<Scalars['Int']['input']>;
  driverVersion?: InputMaybe<Scalars['String']['input']>;
  gpuCount?: InputMaybe<Scalars['Int']['input']>;
  gpuModel?: InputMaybe<Scalars['String']['input']>;
  gpuUuids?: InputMaybe<Array<Scalars['String']['input']>>;
  mig?: InputMaybe<Scalars['Boolean']['input']>;
  nvlink?: InputMaybe<Scalars['Boolean']['input']>;
  pcieGeneration?: InputMaybe<Scalars['Int']['input']>;
  pcieMBps?: InputMaybe<Scalars['Int']['input']>;
  powerLimitWatts?: InputMaybe<Scalars['Int']['input']>;
  ramGb?: InputMaybe<Scalars['Int']['input']>;
  staticAddress?: InputMaybe<Scalars['Boolean']['input']>;
  upMbps?: InputMaybe<Scalars['Int']['input']>;
  vramGb?: InputMaybe<Scalars['Int']['input']>;
};

export type MeterEvidence = {
  __typename?: 'MeterEvidence';
  /** The hour from which to ask on. Null where there is no more. */
  nextHour?: Maybe<Scalars['Int']['output']>;
  pieces: Array<EvidencePiece>;
};

/** An amount of a token. */
export type Money = {
  __typename?: 'Money';
  /** The amount as people write it: 1180000 units with 6 decimals is `1.18`. */
  amount: Scalars['String']['output'];
  /** The token's symbol, for people. */
  symbol: Scalars['String']['output'];
  /** The token's contract. */
  token: Scalars['Address']['output'];
  /** Base units of the token, exact. */
  units: Scalars['Uint']['output'];
};

export type MoneyDirection =
  /** Out of the owner's free balance, into what the rental holds. */
  | 'IN'
  /** Back to the owner's free balance. */
  | 'OUT';

export type MoneyMove = {
  __typename?: 'MoneyMove';
  amount: Money;
  direction: MoneyDirection;
  owner: Scalars['Address']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Changes a rental's prices and end with an Amend that both parties have signed, relayed to the chain. For either.
   * Refuses NOT_OWNER, BAD_SIGNATURE, BAD_STATE, RENTAL_LAPSED, TURN_PASSED, OUTSIDE_TIME, TERMS_OUT_OF_BOUNDS.
   */
  amendRental: Rental;
  /**
   * Announces that a machine may be down for a while: an hour to 90 days ahead, a minute to three days long, at most 20 of a
   * machine. For its provider. Whoever rents it then is told by `rentalChanged`. Refuses NOT_FOUND, NOT_OWNER,
   * TERMS_OUT_OF_BOUNDS.
   */
  announceMaintenance: MaintenanceWindow;
  /**
   * Enrols a machine under its provider's signed delegation, which is all the authority needed. Enrolling the same key
   * and facts again answers the same machine. Refuses UNKNOWN_GPU_MODEL, BAD_SIGNATURE, DELEGATION_EXPIRED, ASSET_MISMATCH, MALFORMED_INPUT.
   */
  enrolMachine: Machine;
  /**
   * Opens a session for heartbeats. For the machine's agent, signed in with its own key, once per start (`bootId`, a UUID made
   * then) and again before it runs out. It ends the machine's session before it; the same start that asks again soon is
   * answered the same. Refuses RATE_LIMITED where a machine, or an IP address, asks too often. Beats go to `POST /beats`, one in a request, with
   * `authorization: Beat <session id>:<HMAC-SHA256 of the body's bytes by the key, in hex>` and a JSON body of at most 16 KiB:
   * `{"machineId","bootId","seq":1,"sentAt":"2026-01-01T00:00:00Z","instances":[{"rentalId","state"}],"gpus":[{"index":0,"utilisationPercent":97,"memoryUsedMb","temperatureC","powerWatts"}]}`.
   * `seq` goes up from 1 with each beat of the session. The answer, `{"seq","receivedAt","beatEverySeconds"}`, is given when the
   * beat is durable. It is refused, and changes nothing, with SESSION_EXPIRED (open another), BAD_SIGNATURE, NOT_OWNER,
   * BEAT_REPLAYED, BEAT_OUT_OF_TIME (more than 60 s from our clock), MALFORMED_INPUT or BODY_TOO_LARGE.
   */
  openBeatSession: BeatSession;
  /**
   * Opens a rental from a signed order: from here it needs nobody's attention. For the renter.
   * The same key with the same input gives the same answer; with another input it refuses.
   * `usage` is what the price was quoted for: what the listing includes, where it is left out.
   * Refuses BAD_SIGNATURE, WRONG_CHAIN, QUOTE_EXPIRED, OFFER_REPLACED, ASSET_MISMATCH, PRICE_MISMATCH, PRICE_BELOW_OFFER, DEPOSIT_TOO_SMALL, INSUFFICIENT_BALANCE, LISTING_TAKEN, MACHINE_OFFLINE and more.
   */
  openRental: Rental;
  /**
   * Pauses a running rental with the renter's signed Pause, relayed to the chain: storage is charged in place of the price,
   * the machine stops the instance and keeps its data. Refuses NOT_OWNER, BAD_SIGNATURE, BAD_STATE, RENTAL_LAPSED,
   * TURN_PASSED, OUTSIDE_TIME.
   */
  pauseRental: Rental;
  /**
   * Publishes a listing from a signed Offer: of the slice, under the terms, that were given to `offerTypedData`. For the
   * machine's provider. Refuses BAD_SIGNATURE, NOT_OWNER, ASSET_MISMATCH, LISTING_TERMS_MISMATCH, OFFER_EXPIRED,
   * TOKEN_NOT_LISTED, TERMS_OUT_OF_BOUNDS, TIER_NOT_MET, SLICE_OVERLAPS.
   */
  publishListing: Listing;
  /**
   * Takes the agent's measurements in place of what its provider said; its listings show them at once. For the machine's agent.
   * Refuses FACTS_DIFFER where it found other GPUs than were enrolled, MALFORMED_INPUT.
   */
  recordMeasurements: Machine;
  /** Reports an instance. For the agent of its machine. A RUNNING instance is probed, and the clock starts when it answers. */
  reportInstance: Instance;
  /**
   * Gives a listing another Offer of the same slice: other prices, other terms. Its rentals keep theirs; quotes on the Offer before
   * are refused from now on. The Offer before stays valid on chain for whoever kept it: to void it, cancel it (`cancelOffer`).
   * For the listing's provider. Refuses LISTING_WITHDRAWN, OFFER_CANCELLED, and what publishListing refuses.
   */
  repriceListing: Listing;
  /** Asks for a message to sign in with. It can be used once, within five minutes. */
  requestSignIn: SignInChallenge;
  /**
   * Has a halted rental go on with the renter's signed Resume. The machine boots first; once it is proved up, the word is
   * relayed and the price runs again. Not up by the deadline: it stays as it is. Refuses NOT_OWNER, BAD_SIGNATURE, BAD_STATE,
   * RENTAL_LAPSED, TURN_PASSED, OUTSIDE_TIME, LISTING_TAKEN.
   */
  resumeRental: Rental;
  /**
   * Lets a key act for the signed-in wallet, with the wallet's signed Delegation, relayed to the chain.
   * Refuses NOT_OWNER, BAD_SIGNATURE (of another nonce than the next, too), OUTSIDE_TIME, TERMS_OUT_OF_BOUNDS.
   */
  setDelegate: Delegation;
  /** Signs in with the signed challenge. Refuses BAD_SIGNATURE, CHALLENGE_EXPIRED, WRONG_CHAIN. */
  signIn: Session;
  /**
   * Ends a rental with the renter's signed Stop, relayed to the chain. What had not accrued comes back in the same
   * transaction. Refuses NOT_OWNER, BAD_SIGNATURE, BAD_STATE.
   */
  stopRental: Rental;
  /**
   * Takes a listing off the market. A rental that runs goes on. The signed offer stays valid for whoever kept it:
   * to void it everywhere, cancel it on chain (`cancelOffer`).
   */
  withdrawListing: Listing;
  /** Takes an announcement back. For the machine's provider. Refuses NOT_FOUND, NOT_OWNER. */
  withdrawMaintenance: MaintenanceWindow;
};

export type MutationAmendRentalArgs = {
  amend: AmendInput;
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  providerSignature: Scalars['Hex']['input'];
  renterSignature: Scalars['Hex']['input'];
};

export type MutationAnnounceMaintenanceArgs = {
  endsAt: Scalars['DateTime']['input'];
  idempotencyKey: Scalars['String']['input'];
  machineId: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  startsAt: Scalars['DateTime']['input'];
};

export type MutationEnrolMachineArgs = {
  enrolment: EnrolmentInput;
  facts: MachineFacts;
  signature: Scalars['Hex']['input'];
};

export type MutationOpenBeatSessionArgs = {
  bootId: Scalars['ID']['input'];
};

export type MutationOpenRentalArgs = {
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  listingId: Scalars['ID']['input'];
  order: OrderInput;
  signature: Scalars['Hex']['input'];
  usage?: InputMaybe<UsageInput>;
};

export type MutationPauseRentalArgs = {
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  pause: TurnInput;
  signature: Scalars['Hex']['input'];
};

export type MutationPublishListingArgs = {
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  machineId: Scalars['ID']['input'];
  offer: OfferInput;
  signature: Scalars['Hex']['input'];
  slice?: InputMaybe<SliceInput>;
  terms?: InputMaybe<ListingTermsInput>;
  tier: Tier;
};

export type MutationRecordMeasurementsArgs = {
  found: Measurements;
};

export type MutationReportInstanceArgs = {
  failure?: InputMaybe<Scalars['String']['input']>;
  port?: InputMaybe<Scalars['Int']['input']>;
  rentalId: Scalars['Hash']['input'];
  state: InstanceState;
};

export type MutationRepriceListingArgs = {
  chainId: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
  offer: OfferInput;
  signature: Scalars['Hex']['input'];
  terms?: InputMaybe<ListingTermsInput>;
};

export type MutationRequestSignInArgs = {
  address: Scalars['Address']['input'];
};

export type MutationResumeRentalArgs = {
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  resume: TurnInput;
  signature: Scalars['Hex']['input'];
};

export type MutationSetDelegateArgs = {
  chainId: Scalars['Int']['input'];
  delegation: DelegationInput;
  idempotencyKey: Scalars['String']['input'];
  signature: Scalars['Hex']['input'];
};

export type MutationSignInArgs = {
  message: Scalars['String']['input'];
  signature: Scalars['Hex']['input'];
};

export type MutationStopRentalArgs = {
  chainId: Scalars['Int']['input'];
  idempotencyKey: Scalars['String']['input'];
  signature: Scalars['Hex']['input'];
  stop: StopInput;
};

export type MutationWithdrawListingArgs = {
  id: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};

export type MutationWithdrawMaintenanceArgs = {
  id: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};

export type NoInterruption = {
  __typename?: 'NoInterruption';
  overHours: Scalars['Float']['output'];
  probability: Scalars['Float']['output'];
};

/** The probability that nothing interrupts a machine that runs for so long. */
export type NoInterruptionInput = {
  /** From a minute to a year, in hours. */
  overHours: Scalars['Float']['input'];
  /** From 0.001 to 1. */
  probability: Scalars['Float']['input'];
};

/** The terms a provider signed. Prices are token base units per hour; times are Unix seconds of the chain's clock. */
export type Offer = {
  __typename?: 'Offer';
  arbiter: Scalars['Address']['output'];
  assetHash: Scalars['Hash']['output'];
  availableUntil: Scalars['Uint']['output'];
  bond: Scalars['Uint']['output'];
  class: RentalClass;
  counter: Scalars['Uint']['output'];
  evictPenalty: Scalars['Uint']['output'];
  maxFeeBps: Scalars['Int']['output'];
  maxUses: Scalars['Uint']['output'];
  meter: Scalars['Address']['output'];
  minDuration: Scalars['Int']['output'];
  noticeSeconds: Scalars['Int']['output'];
  pricePerHour: Scalars['Uint']['output'];
  provider: Scalars['Address']['output'];
  retroBudget: Scalars['Int']['output'];
  salt: Scalars['Hash']['output'];
  slaGrace: Scalars['Int']['output'];
  slaHash: Scalars['Hash']['output'];
  startWithin: Scalars['Int']['output'];
  storagePricePerHour: Scalars['Uint']['output'];
  token: Scalars['Address']['output'];
  validUntil: Scalars['Uint']['output'];
  window: Scalars['Int']['output'];
};

/** The fields of an Offer, as signed. */
export type OfferInput = {
  arbiter: Scalars['Address']['input'];
  assetHash: Scalars['Hash']['input'];
  availableUntil: Scalars['Uint']['input'];
  bond: Scalars['Uint']['input'];
  class: RentalClass;
  counter: Scalars['Uint']['input'];
  evictPenalty: Scalars['Uint']['input'];
  maxFeeBps: Scalars['Int']['input'];
  maxUses: Scalars['Uint']['input'];
  meter: Scalars['Address']['input'];
  minDuration: Scalars['Int']['input'];
  noticeSeconds: Scalars['Int']['input'];
  pricePerHour: Scalars['Uint']['input'];
  provider: Scalars['Address']['input'];
  retroBudget: Scalars['Int']['input'];
  salt: Scalars['Hash']['input'];
  slaGrace: Scalars['Int']['input'];
  slaHash: Scalars['Hash']['input'];
  startWithin: Scalars['Int']['input'];
  storagePricePerHour: Scalars['Uint']['input'];
  token: Scalars['Address']['input'];
  validUntil: Scalars['Uint']['input'];
  window: Scalars['Int']['input'];
};

/** The terms a renter signed. It embeds the offer it accepts. */
export type Order = {
  __typename?: 'Order';
  counter: Scalars['Uint']['output'];
  /** All it can ever cost. */
  deposit: Scalars['Uint']['output'];
  feeBps: Scalars['Int']['output'];
  maxEnd: Scalars['Uint']['output'];
  offer: Offer;
  pricePerHour: Scalars['Uint']['output'];
  renter: Scalars['Address']['output'];
  salt: Scalars['Hash']['output'];
  startDeadline: Scalars['Uint']['output'];
  starter: Starter;
  validUntil: Scalars['Uint']['output'];
};

/** The fields of an Order, as signed. */
export type OrderInput = {
  counter: Scalars['Uint']['input'];
  deposit: Scalars['Uint']['input'];
  feeBps: Scalars['Int']['input'];
  maxEnd: Scalars['Uint']['input'];
  offer: OfferInput;
  pricePerHour: Scalars['Uint']['input'];
  renter: Scalars['Address']['input'];
  salt: Scalars['Hash']['input'];
  startDeadline: Scalars['Uint']['input'];
  starter: Starter;
  validUntil: Scalars['Uint']['input'];
};

export type Outbid = {
  __typename?: 'Outbid';
  /** What the winner pays per hour. */
  byPrice: Money;
  /** The winner's order, as the chain's log names it. */
  byRental: Scalars['Hash']['output'];
  /** To this moment of the chain's clock the full price runs. Null once it is over. */
  noticeUntil?: Maybe<Scalars['DateTime']['output']>;
};

/** What a workload on an offer is expected to cost and to take. Money is rounded up to a base unit. */
export type Outlook = {
  __typename?: 'Outlook';
  /** Null where the state cannot be saved. */
  checkpoints?: Maybe<CheckpointPlan>;
  /** Null where it is not expected to end within 100 years of trying. */
  expected?: Maybe<ExpectedRun>;
  /** The probability that it costs no more than the budget, to 0.01. Null without one. */
  inBudget?: Maybe<Scalars['Float']['output']>;
  /** The probability of the result by the deadline, to 0.01. Null without one. */
  inTime?: Maybe<Scalars['Float']['output']>;
  reliability: Reliability;
  /** The probability that nothing interrupts the workload. */
  undisturbed: Scalars['Float']['output'];
};

/** Where a page ends (Relay Cursor Connections). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Ask for the next page with `after: endCursor`. */
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

/**
 * Prices per GPU and hour. Percentiles are by nearest rank: each is a price that somebody asked or paid. The mean is rounded
 * down to a base unit.
 */
export type PriceStatistics = {
  __typename?: 'PriceStatistics';
  max: Money;
  mean: Money;
  median: Money;
  min: Money;
  p10: Money;
  p90: Money;
};

/** A machine as its provider sees it, over the days asked for or since its enrolment. */
export type ProviderMachine = {
  __typename?: 'ProviderMachine';
  /** What was credited for it, after the fee, by day (UTC): exact, as the escrow's logs say. Days without are left out. */
  earnings: Array<DayEarnings>;
  /** What would raise its standing, the most urgent first. */
  improvements: Array<Improvement>;
  /** Its active listings. */
  listings: Array<Listing>;
  machine: Machine;
  /** The same as a part of all its GPUs' seconds: 0 to 1. */
  occupancy: Scalars['Float']['output'];
  /** Seconds of its rentals, times the GPUs of each. */
  rentedGpuSeconds: Scalars['Uint']['output'];
  /** By the public log: see `machine.intervals` for what is behind it, and `machine.reliabilityReport` for more. */
  uptime: Uptime;
};

/** What a provider has on the market, and what it brought. */
export type ProviderView = {
  __typename?: 'ProviderView';
  /** The oldest first, at most 1,000. */
  machines: Array<ProviderMachine>;
  /** What can be withdrawn from the escrow at this second, by token. There is no minimum. */
  payout: Array<Money>;
  /** The block by which this is so. */
  position: ChainPosition;
};

/** What the published rule says of a workload, and what following it costs beside the best offer and plan. */
export type PublishedAdvice = {
  __typename?: 'PublishedAdvice';
  /** Whether it is at most a hundredth more. Null where it cannot be followed. */
  agrees?: Maybe<Scalars['Boolean']['output']>;
  /** Hours between its checkpoints. */
  checkpointHours?: Maybe<Scalars['Float']['output']>;
  /** How much more that is than the best offer's total, in base units; below zero where the best keeps a deadline at a price. */
  extraUnits?: Maybe<Scalars['String']['output']>;
  /** The best offer under the rule. Null where it cannot be followed: no such offer, or a state that cannot be saved. */
  offer?: Maybe<Scalars['String']['output']>;
  rule: PublishedRule;
  /** What that costs, waiting included. */
  total?: Maybe<Money>;
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
  cardUnits: Scalars['Uint']['input'];
  /** What a kilowatt-hour costs, in base units. */
  kwhUnits: Scalars['Uint']['input'];
  /** What it draws while it works, the rest of its machine included. Whole watts, at most 100,000. */
  powerWatts: Scalars['Int']['input'];
  /** What such a card is rented for, in base units per hour. */
  rentPerHourUnits: Scalars['Uint']['input'];
  /** What it still fetches afterwards. Left out: nothing. */
  resaleUnits?: InputMaybe<Scalars['Uint']['input']>;
  /** The part of all hours in which it works: 0.001 to 1. */
  utilisation: Scalars['Float']['input'];
};

export type Query = {
  __typename?: 'Query';
  /**
   * Compares up to 10 offers by what a workload is expected to cost and to take under interruptions, and says where their
   * order turns. All prices are in the one token. Interruptions are a Poisson process; after one the workload restarts on an
   * offer like it. Work that was lost was billed; a machine that is down is not.
   * Refuses MALFORMED_INPUT, NOT_FOUND and LISTING_WITHDRAWN.
   */
  adviseRental: Advice;
  /**
   * The EIP-712 data that renter and provider both sign to go on at other prices or to another end, void after an hour. What
   * is left out stays as it is.
   */
  amendTypedData: Scalars['JSON']['output'];
  /** The audit of the highest block at or below `at`, by default of the newest. Null where there is none. */
  audit?: Maybe<Audit>;
  /** What is bid for the slice of a listing now. Refuses NOT_FOUND. */
  bidBook: BidBook;
  /**
   * The call with which a renter gives up a rental that has not started, such as a bid that waits for its first turn: all of its
   * money, top-ups included, is free again. What has run ends by `stopRental`, a bid that was outbid too.
   * Refuses NOT_FOUND while the chain does not know the rental, NOT_OWNER, BAD_STATE from the start on.
   */
  cancelCall: WalletCall;
  /**
   * The EIP-712 data with which the signed-in wallet lets a key act for it in one token until `expiry` (unix seconds of the
   * chain's clock, included), in place of what it let it do before. No scopes take all back. Void after fifteen minutes.
   */
  delegationTypedData: Scalars['JSON']['output'];
  /**
   * The ways that such a rental can go, and what comes back of its deposit in each, in exact units: played on the contract's
   * rules, and nothing is written. `stopAfterSeconds` is when the renter stops, or the machine falls silent; by default halfway.
   * Refuses what `quoteRental` refuses.
   */
  dryRunRental: DryRun;
  /** The exact EIP-712 data that a provider's wallet signs to enrol a machine with these facts and this agent key. */
  enrolmentTypedData: Scalars['JSON']['output'];
  /**
   * The call with which a renter puts the agreed end off, to unix second `maxEnd` of the chain's clock: as far as the offer
   * is available, and not once the provider has given notice. The money must last as well: see `topUpCall`.
   * Refuses NOT_OWNER, TERMS_OUT_OF_BOUNDS, RENTAL_LAPSED, BAD_STATE.
   */
  extendCall: WalletCall;
  /**
   * What is asked for a model and what was paid for it, by tier and class. Names are understood as people write them
   * (`rtx4090`). Refuses UNKNOWN_GPU_MODEL, with the nearest names.
   */
  gpuMarket: GpuMarket;
  /** The same of several models in one request, at most 50; by default of all that are listed or were traded. */
  gpuMarkets: Array<GpuMarket>;
  /** A wallet's account in one token. `first` lines, 1 to 500. */
  ledger: LedgerAccount;
  /** A listing by its id, withdrawn ones too. Null where nothing has it. */
  listing?: Maybe<Listing>;
  /**
   * Active listings whose offers can still be accepted. `first` is 1 to 100. Pages hold each listing that does not change
   * exactly once, whatever becomes of others meanwhile. With a `usage`, only listings that have the disk and are offered for so
   * long are found; without one, an hour of the machine is priced. Refuses BAD_CURSOR for a cursor of another search, UNKNOWN_GPU_MODEL
   * with the nearest names, TOO_MANY_FILTERS.
   */
  listings: ListingConnection;
  /** A machine by its id. Null where nothing has it. */
  machine?: Maybe<Machine>;
  /**
   * What was traded hour by hour or day by day, the oldest first: an index of prices out of fills on chain. `first` is 1 to 500,
   * and at most 1,100 days lie between `from` and `to`. The same is served as CSV at `GET /market.csv`.
   * Refuses UNKNOWN_GPU_MODEL and BAD_CURSOR.
   */
  marketHistory: RollupConnection;
  /**
   * All that the meter said, from an hour of the chain (since 1970) on, in the order of hours: what audits hold its halts against.
   * `first` is how many hours that have pieces, at most 168, 24 by default. For anybody.
   */
  meterEvidence: MeterEvidence;
  /**
   * What the signed-in wallet lets other keys do, and what others let it do, the newest first. What was taken back is left
   * out; what has run out is not.
   */
  myDelegations: Array<Delegation>;
  /** The signed-in wallet's machines over the last `days` (1 to 90), and what it can be paid out now. */
  myMachines: ProviderView;
  /** Rentals of the signed-in wallet, as renter or as provider, newest first. */
  myRentals: Array<Rental>;
  /**
   * The exact EIP-712 data that a provider signs to offer a slice of a machine at this price, with the market's usual terms
   * filled in. By default all of the machine, with its disk and all traffic in the price. Every term can be changed before it
   * is signed, but for `assetHash` and `slaHash`, which commit to slice and terms.
   */
  offerTypedData: Scalars['JSON']['output'];
  /**
   * The EIP-712 data with which a renter pauses a running rental to storage: void after five minutes, or once its clock has
   * changed. Refuses NOT_FOUND while the chain does not know the rental.
   */
  pauseTypedData: Scalars['JSON']['output'];
  /**
   * The proof of a rental's payout: of the one with this number, or of the last. Needs a node of the chain, and is to be tried
   * later while many are asked for.
   */
  proof: SettlementProof;
  /**
   * The price of a listing for so many seconds, GB of disk and of traffic, and the exact order to sign. `depositUnits` is all it
   * may cost, by default the price of the time asked for. `bidPerHourUnits` is what the renter bids for an interruptible listing,
   * all in, by default the lowest that the provider takes; below that it refuses PRICE_BELOW_OFFER. A bid waits for its turn
   * until the order's `startDeadline`, and then expires with a full refund. On demand, where a bid has to give way first, the
   * order lasts out its notice. Refuses what opening would refuse of the listing.
   */
  quoteRental: Quote;
  /**
   * The call with which the renter of an interruptible rental raises its bid, from then on. Only both parties together lower
   * a price: see `amendTypedData`. Refuses NOT_OWNER, TERM_NOT_SUPPORTED, TERMS_OUT_OF_BOUNDS, RENTAL_LAPSED, BAD_STATE.
   */
  raiseBidCall: WalletCall;
  /** From how many hours of use on a card is better bought than rented. Refuses MALFORMED_INPUT. */
  rentOrBuy: RentOrBuy;
  /** A rental by its id. Null where nothing has it. */
  rental?: Maybe<Rental>;
  /**
   * What the meter said of a rental's machine, in the order of time: up to its last proof of life, while it was down, and when a
   * probe proved it up again. Nothing where it never fell silent. For anybody.
   */
  rentalEvidence: Array<EvidencePiece>;
  /**
   * The EIP-712 data with which a renter has a halted rental go on: void after fifteen minutes, so that the machine has time
   * to boot, or once the rental's clock has changed.
   */
  resumeTypedData: Scalars['JSON']['output'];
  /** The model that a score names. Null: no score names it any more. */
  scoreModel?: Maybe<ScoreModel>;
  /** The chain, the contract and the rules in force. */
  settlement: Settlement;
  /** Payouts of all rentals, or of one. `first` of them, 1 to 100, older than `after`. */
  settlements: SettlementConnection;
  /** What a rental has cost so far. Refuses NOT_FOUND while the chain does not know it. */
  statement: Statement;
  /**
   * The call that ends a rental at once and refunds what it did not use: for its renter, for a key that the renter lets stop,
   * and for anybody once time or money has run out. Refuses NOT_IN_SCOPE, BAD_STATE.
   */
  stopCall: WalletCall;
  /** The EIP-712 data with which a renter ends a rental at once, void after five minutes. */
  stopTypedData: Scalars['JSON']['output'];
  /**
   * The call that adds money to a rental: out of the signed-in wallet's own balance, or out of the renter's, where the
   * renter lets the wallet top up. The end stays the agreed one: see `extendCall`.
   * Refuses INSUFFICIENT_BALANCE, RENTAL_LAPSED, BAD_STATE, NOT_IN_SCOPE, OVER_CAP.
   */
  topUpCall: WalletCall;
  /**
   * Computes a machine's score again from its whole log, and says whether it is the one that is served. To believe nobody,
   * do the same at home: `gpuflow score verify`. Refuses NOT_FOUND for a machine without a score.
   */
  verifyScore: ScoreVerification;
};

export type QueryAdviseRentalArgs = {
  cheapest?: InputMaybe<CheapestListingsInput>;
  listings?: InputMaybe<Array<ComparedListingInput>>;
  offers?: InputMaybe<Array<ComparedOfferInput>>;
  token: Scalars['Address']['input'];
  workload: WorkloadInput;
};

export type QueryAmendTypedDataArgs = {
  maxEnd?: InputMaybe<Scalars['Uint']['input']>;
  pricePerHourUnits?: InputMaybe<Scalars['Uint']['input']>;
  rentalId: Scalars['Hash']['input'];
  storagePricePerHourUnits?: InputMaybe<Scalars['Uint']['input']>;
};

export type QueryAuditArgs = {
  at?: InputMaybe<Scalars['Uint']['input']>;
};

export type QueryBidBookArgs = {
  listingId: Scalars['ID']['input'];
};

export type QueryCancelCallArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryDelegationTypedDataArgs = {
  capUnits: Scalars['Uint']['input'];
  delegate: Scalars['Address']['input'];
  expiry: Scalars['Uint']['input'];
  scopes: Array<DelegateScope>;
  token: Scalars['Address']['input'];
};

export type QueryDryRunRentalArgs = {
  depositUnits?: InputMaybe<Scalars['Uint']['input']>;
  listingId: Scalars['ID']['input'];
  renter: Scalars['Address']['input'];
  stopAfterSeconds?: InputMaybe<Scalars['Int']['input']>;
  usage: UsageInput;
};

export type QueryEnrolmentTypedDataArgs = {
  agentKey: Scalars['Hash']['input'];
  facts: MachineFacts;
  provider: Scalars['Address']['input'];
};

export type QueryExtendCallArgs = {
  maxEnd: Scalars['Uint']['input'];
  rentalId: Scalars['Hash']['input'];
};

export type QueryGpuMarketArgs = {
  hours?: Scalars['Int']['input'];
  model: Scalars['String']['input'];
  token?: InputMaybe<Scalars['Address']['input']>;
};

export type QueryGpuMarketsArgs = {
  hours?: Scalars['Int']['input'];
  models?: InputMaybe<Array<Scalars['String']['input']>>;
  token?: InputMaybe<Scalars['Address']['input']>;
};

export type QueryLedgerArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  owner: Scalars['Address']['input'];
  token: Scalars['Address']['input'];
};

export type QueryListingArgs = {
  id: Scalars['ID']['input'];
};

export type QueryListingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ListingFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  interruptions?: InputMaybe<InterruptionsInput>;
  sort?: ListingSort;
  usage?: InputMaybe<UsageInput>;
};

export type QueryMachineArgs = {
  id: Scalars['ID']['input'];
};

export type QueryMarketHistoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  class?: InputMaybe<RentalClass>;
  first?: Scalars['Int']['input'];
  from: Scalars['DateTime']['input'];
  model?: InputMaybe<Scalars['String']['input']>;
  period: RollupPeriod;
  tier?: InputMaybe<Tier>;
  to: Scalars['DateTime']['input'];
  token: Scalars['Address']['input'];
};

export type QueryMeterEvidenceArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  fromHour?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryMyDelegationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryMyMachinesArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryMyRentalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryOfferTypedDataArgs = {
  class?: InputMaybe<RentalClass>;
  machineId: Scalars['ID']['input'];
  pricePerHourUnits: Scalars['Uint']['input'];
  slice?: InputMaybe<SliceInput>;
  terms?: InputMaybe<ListingTermsInput>;
  token: Scalars['Address']['input'];
};

export type QueryPauseTypedDataArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryProofArgs = {
  rentalId: Scalars['Hash']['input'];
  seq?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryQuoteRentalArgs = {
  bidPerHourUnits?: InputMaybe<Scalars['Uint']['input']>;
  depositUnits?: InputMaybe<Scalars['Uint']['input']>;
  diskGb?: InputMaybe<Scalars['Int']['input']>;
  downGb?: InputMaybe<Scalars['Int']['input']>;
  listingId: Scalars['ID']['input'];
  renter: Scalars['Address']['input'];
  seconds: Scalars['Int']['input'];
  upGb?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryRaiseBidCallArgs = {
  pricePerHourUnits: Scalars['Uint']['input'];
  rentalId: Scalars['Hash']['input'];
};

export type QueryRentOrBuyArgs = {
  purchase: PurchaseInput;
  token: Scalars['Address']['input'];
};

export type QueryRentalArgs = {
  id: Scalars['Hash']['input'];
};

export type QueryRentalEvidenceArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryResumeTypedDataArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryScoreModelArgs = {
  id: Scalars['Uint']['input'];
};

export type QuerySettlementsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  rentalId?: InputMaybe<Scalars['Hash']['input']>;
};

export type QueryStatementArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryStopCallArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryStopTypedDataArgs = {
  rentalId: Scalars['Hash']['input'];
};

export type QueryTopUpCallArgs = {
  amountUnits: Scalars['Uint']['input'];
  fromRenter?: Scalars['Boolean']['input'];
  rentalId: Scalars['Hash']['input'];
};

export type QueryVerifyScoreArgs = {
  machineId: Scalars['ID']['input'];
};

/** A price, and the exact terms to sign for it. */
export type Quote = {
  __typename?: 'Quote';
  /** What moves on chain for the time, disk and traffic asked for, to the unit, fee included. Searches show the same. */
  allIn: Money;
  /** Open it before this moment of the chain's clock. */
  expiresAt: Scalars['DateTime']['output'];
  /** The platform's part of it. The provider pays it out of the price. */
  fee: Money;
  order: Order;
  /** The block by whose rules and balances it was made. */
  position: ChainPosition;
  /** What comes back, and when. */
  refundRule: Scalars['String']['output'];
  /** The rental's id, once this order is signed: its EIP-712 digest. */
  rentalId: Scalars['Hash']['output'];
  /** So many seconds the deposit lasts. */
  secondsMax: Scalars['Uint']['output'];
  /** The EIP-712 data to sign with eth_signTypedData_v4. */
  typedData: Scalars['JSON']['output'];
  /** The most it can ever cost: the deposit. */
  worstCase: Money;
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

export type Reliability = {
  __typename?: 'Reliability';
  /** Null where the figure is a probability of no interruption. */
  availability?: Maybe<Availability>;
  /** Interruptions per hour of running, as a Poisson process: −ln P ÷ T, or (1 − A) ÷ (A × mean repair). */
  interruptionsPerHour: Scalars['Float']['output'];
  /** Null where the figure is an availability. */
  noInterruption?: Maybe<NoInterruption>;
};

/** One day (UTC) of a machine. Its seconds are less than a day's on the day of its enrolment and today. */
export type ReliabilityDay = {
  __typename?: 'ReliabilityDay';
  /** When the day began. */
  day: Scalars['DateTime']['output'];
  /** How often it went down, having been up. */
  interruptions: Scalars['Int']['output'];
  seconds: SecondsByState;
};

/** What a figure of reliability means: "97 %" alone means nothing. Exactly one of the two. */
export type ReliabilityInput = {
  availability?: InputMaybe<AvailabilityInput>;
  noInterruption?: InputMaybe<NoInterruptionInput>;
};

/**
 * How well a machine has held, over its last 90 days where nothing else is said. What its own provider rents of it counts
 * nowhere.
 */
export type ReliabilityReport = {
  __typename?: 'ReliabilityReport';
  /** The moment of all of it. */
  at: Scalars['DateTime']['output'];
  /** Instances that came up by their deadline, of those that had to. */
  boots: BoundedShare;
  /** Rentals that ran and have ended, since its enrolment. */
  completedRentals: Scalars['Int']['output'];
  /** A bar for each of the last `last` days (1 to 90), the oldest first; none for days before its enrolment. */
  days: Array<ReliabilityDay>;
  /** Wallets that have rented it, since its enrolment. One person may have several. */
  distinctRenters: Scalars['Int']['output'];
  /** How often it went down, having been up: see `Machine.intervals` for each. */
  interruptions: Scalars['Int']['output'];
  /** Hours up for each interruption. Null: there was none. */
  meanHoursBetween?: Maybe<Scalars['Float']['output']>;
  /** From the opening on chain to the start of the clock, confirmations included; interruptible rentals, which may wait for their slice, are left out. Null: none. */
  medianBootSeconds?: Maybe<Scalars['Float']['output']>;
  /** When its provider's first machine was enrolled. */
  providerSince: Scalars['DateTime']['output'];
  /** The rentals behind these figures: the last `last` (1 to 100), the newest first. */
  rentals: Array<RentalOutcome>;
  /** Of the rented time in which it was up or down, the part in which it was up. Null: it was not rented. */
  rentedAvailability?: Maybe<Scalars['Float']['output']>;
  /** How often it went down under a rental. */
  rentedInterruptions: Scalars['Int']['output'];
  /** Hours of its rentals, times the GPUs of each, since its enrolment. */
  soldGpuHours: Scalars['Float']['output'];
  /** Over 1, 7, 30 and 90 days. */
  uptime: Array<WindowUptime>;
};

/**
 * How well a machine has held, over its last 90 days where nothing else is said. What its own provider rents of it counts
 * nowhere.
 */
export type ReliabilityReportDaysArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

/**
 * How well a machine has held, over its last 90 days where nothing else is said. What its own provider rents of it counts
 * nowhere.
 */
export type ReliabilityReportRentalsArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A machine's score, with all that it takes to compute it again: to the bit, with `gpuflow score verify`. */
export type ReliabilityScore = {
  __typename?: 'ReliabilityScore';
  /** The log was read up to here: to the last proof of life, or to `computedAt` where the machine was not up. */
  asOf: Scalars['DateTime']['output'];
  computedAt: Scalars['DateTime']['output'];
  inputs: ScoreInputs;
  /**
   * Merkle root of these intervals (RFC 9162, SHA-256), the oldest first, the last one cut at `asOf`. A leaf is the text
   * `2027-01-01T00:00:00.000Z/2027-01-01T06:00:00.000Z UP BEATING`.
   */
  logRoot: Scalars['Hash']['output'];
  /** Intervals of the log up to `asOf`. */
  logSize: Scalars['Int']['output'];
  /** Over 4, 12, 24 and 168 hours. */
  survival: Array<Survival>;
  /** Scores of different versions are not compared. */
  version: Scalars['Int']['output'];
};

export type Removal = {
  __typename?: 'Removal';
  /** The pieces of the meter's evidence which say that the machine was down in these seconds, with their proofs. */
  evidence: Array<EvidencePiece>;
  /** Of the meter's evidence, where it gave some: the root of the Merkle tree of what it saw. */
  evidenceRoot?: Maybe<Scalars['Hash']['output']>;
  position: ChainPosition;
  reason: RemovalReason;
  /** Who said so: two wallets where the log leaves open which. */
  saidBy: Array<Scalars['Address']['output']>;
  /** The number of that log among the rental's, and where it stands. */
  seq: Scalars['Int']['output'];
};

export type RemovalReason =
  /** The machine was down, by its meter's or its provider's word: nothing is charged. */
  | 'DOWN'
  /** The renter paused: storage is charged. */
  | 'PAUSED'
  /** A better bid, or a rental on demand, has the slice: storage is charged. */
  | 'PREEMPTED';

export type RentOrBuy = {
  __typename?: 'RentOrBuy';
  besidePublished: BesidePublished;
  /** The same on the calendar, at the utilisation. Null: never. */
  calendarHours?: Maybe<Scalars['Float']['output']>;
  /** What an hour of use costs the owner. */
  powerPerHour: Money;
  /** Hours of use from which on buying is the cheaper: (card − resale) ÷ (rent − power). Null: never. */
  useHours?: Maybe<Scalars['Float']['output']>;
};

/** A machine rented: one signed order and what became of it. */
export type Rental = {
  __typename?: 'Rental';
  /** Where its bid stands. Null on demand, before it is opened, and once it has ended. */
  bid?: Maybe<Bid>;
  createdAt: Scalars['DateTime']['output'];
  deposit: Money;
  /** By the chain; as sure as `position`. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['Hash']['output'];
  /** What runs on the machine. Null before the money is held. */
  instance?: Maybe<Instance>;
  listing: Listing;
  machine: Machine;
  /** Announced for its machine before its agreed end, neither over nor withdrawn. `rentalChanged` tells of a new one. */
  maintenance: Array<MaintenanceWindow>;
  /** What the chain says of it now, perhaps still pending. Null before it is opened there. */
  onChain?: Maybe<RentalOnChain>;
  order: Order;
  /** The last that the chain said of it. Null before it is opened there. */
  position?: Maybe<ChainPosition>;
  pricePerHour: Money;
  provider: Scalars['Address']['output'];
  /** Why it was refused, where it was. */
  refusal?: Maybe<RentalRefusal>;
  renter: Scalars['Address']['output'];
  /** Not started by then: everything goes back. */
  startDeadline: Scalars['DateTime']['output'];
  /** By the chain; as sure as `position`. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the market acts on. It follows the chain once the chain's word is deep enough for the money in the rental. */
  state: RentalState;
  /** What the renter said to use. Null where nothing was said: what the listing includes. */
  usage?: Maybe<Usage>;
  /** What was asked of the chain for it, the newest first. For its renter and its provider; empty for anybody else. */
  wishes: Array<RentalWish>;
};

/** A machine rented: one signed order and what became of it. */
export type RentalWishesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A rental as a call would leave it. */
export type RentalAfter = {
  __typename?: 'RentalAfter';
  /** When it ends by itself: at its agreed end, or when the money is used up. */
  endsAt: Scalars['DateTime']['output'];
  /** All that it can cost. */
  funded: Money;
  pricePerHour: Money;
  state: RentalState;
  storagePricePerHour: Money;
};

export type RentalClass =
  /** The highest bid runs. */
  | 'INTERRUPTIBLE'
  /** Nobody takes it back before the agreed end. */
  | 'ON_DEMAND';

/** A rental by the chain's word alone: the tip, which the market may not have acted on yet. */
export type RentalOnChain = {
  __typename?: 'RentalOnChain';
  /** Whether the market's state is this one already. */
  actedOn: Scalars['Boolean']['output'];
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ends by itself, by its agreed end; once it has ended, when it did. */
  endsAt: Scalars['DateTime']['output'];
  /** What it holds: all that was paid in, less what was given back. */
  funded: Money;
  /** Where it was opened. */
  openedAt: ChainPosition;
  /** Its last log: all of the above is as sure as that. */
  position: ChainPosition;
  /** The price in force. */
  pricePerHour: Money;
  /** The number of its last log: one more each time. */
  seq: Scalars['Int']['output'];
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  state: RentalState;
  /** How often its clock has changed. What is signed about the clock names it. */
  turn: Scalars['Int']['output'];
};

/** What became of a rental that somebody else than the machine's provider opened on chain. */
export type RentalOutcome = {
  __typename?: 'RentalOutcome';
  /** It was not up by its deadline, or the provider declined it. */
  bootFailed: Scalars['Boolean']['output'];
  /** Null: it runs, or never ran. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  openedAt: Scalars['DateTime']['output'];
  rentalId: Scalars['Hash']['output'];
  /** When its clock began: a probe had found its instance. Null: not yet, or never. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type RentalRefusal = {
  __typename?: 'RentalRefusal';
  code: RefusalCode;
  facts: Scalars['JSON']['output'];
};

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

/** What a party has signed for a rental, or the market asked for by itself, and what became of it. */
export type RentalWish = {
  __typename?: 'RentalWish';
  askedAt: Scalars['DateTime']['output'];
  purpose: WishPurpose;
  /** Why the chain declined it, where it did. Nothing has changed by it. */
  refusal?: Maybe<RentalRefusal>;
  /** When it was done or refused. */
  settledAt?: Maybe<Scalars['DateTime']['output']>;
  state: WishState;
};

/** What was traded in an hour or a day, UTC by the chain's clock. The day that is not over is rolled up to its last full hour. */
export type Rollup = {
  __typename?: 'Rollup';
  class: RentalClass;
  model: Scalars['String']['output'];
  period: RollupPeriod;
  startsAt: Scalars['DateTime']['output'];
  tier: Tier;
  trades: MarketTrades;
};

export type RollupConnection = {
  __typename?: 'RollupConnection';
  edges: Array<RollupEdge>;
  pageInfo: PageInfo;
};

export type RollupEdge = {
  __typename?: 'RollupEdge';
  cursor: Scalars['String']['output'];
  node: Rollup;
};

export type RollupPeriod = 'DAY' | 'HOUR';

/** What the fleet has taught about holding for `hours`. */
export type ScoreHorizon = {
  __typename?: 'ScoreHorizon';
  /** The part of machines that held, lately. */
  baseRate: Scalars['Float']['output'];
  /** Slope and intercept by which the log-odds are recalibrated (Platt 1999). */
  calibrationWeights: Array<Scalars['Float']['output']>;
  hours: Scalars['Int']['output'];
  /**
   * The part of the stack in the probability, 0 to 1; the rest is `baseRate`. It is 0 while chance explains what the stack was
   * better by, or it is not calibrated.
   */
  stackWeight: Scalars['Float']['output'];
  /** The weight of each of `ScoreModel.features` in the log-odds, and the intercept. None but the intercept is negative. */
  stackWeights: Array<Scalars['Float']['output']>;
};

/** What a score was computed with, beside the machine's log. */
export type ScoreInputs = {
  __typename?: 'ScoreInputs';
  /** The same over about three months. */
  lastingRate: Scalars['Float']['output'];
  /** See `scoreModel`. */
  modelId: Scalars['Uint']['output'];
  /** Failures per hour up of machines of its model, country and tier over about the last hour. */
  recentRate: Scalars['Float']['output'];
};

/** What the fleet had taught by a moment. A new one comes every hour; one that no score names any more is forgotten. */
export type ScoreModel = {
  __typename?: 'ScoreModel';
  features: Array<Scalars['String']['output']>;
  horizons: Array<ScoreHorizon>;
  id: Scalars['Uint']['output'];
  learnedAt: Scalars['DateTime']['output'];
  version: Scalars['Int']['output'];
};

/** How the lower bound that lists are ranked by would change. */
export type ScoreOutlook = {
  __typename?: 'ScoreOutlook';
  afterCleanWeek: Scalars['Float']['output'];
  /** After an outage of an hour from now on, and a week up. */
  afterFailureAndWeek: Scalars['Float']['output'];
  /** Failures of the last weeks that cost it still; what is a fortnight old, up time counted, counts half. */
  failuresNotForgotten: Scalars['Float']['output'];
  /** Over so many hours. */
  hours: Scalars['Int']['output'];
  now: Scalars['Float']['output'];
};

/** A served score beside what its machine's log comes to. */
export type ScoreVerification = {
  __typename?: 'ScoreVerification';
  /** The fields that differ. */
  differences: Array<Scalars['String']['output']>;
  /** Whether both are the same to the bit. */
  holds: Scalars['Boolean']['output'];
  /** Root of the log as it is now, up to `served.asOf`. */
  logRoot: Scalars['Hash']['output'];
  logSize: Scalars['Int']['output'];
  served: ReliabilityScore;
  /** What comes out of it. */
  survival: Array<Survival>;
};

/** Seconds in each state. */
export type SecondsByState = {
  __typename?: 'SecondsByState';
  down: Scalars['Float']['output'];
  maintenance: Scalars['Float']['output'];
  unknown: Scalars['Float']['output'];
  up: Scalars['Float']['output'];
};

/** Proof of sign-in. Send it as `Authorization: Bearer <accessToken>`, or as `authorization` in connection_init. */
export type Session = {
  __typename?: 'Session';
  accessToken: Scalars['String']['output'];
  /** The wallet that signed in. */
  address: Scalars['Address']['output'];
  expiresAt: Scalars['DateTime']['output'];
};

/** The chain that the market settles on: what a client needs to sign and to send. */
export type Settlement = {
  __typename?: 'Settlement';
  chainId: Scalars['Int']['output'];
  /** The audit for which no new rental opens. Null while entry is open. */
  entryClosedBy?: Maybe<Audit>;
  /** The escrow contract; also the EIP-712 `verifyingContract`. */
  escrow: Scalars['Address']['output'];
  /** The fee of new rentals, in basis points of what accrues. */
  feeBps: Scalars['Int']['output'];
  /** The last block that was read. */
  head: ChainPosition;
  /** The meter that listings name to have their clock started when the machine answers. */
  meter: Scalars['Address']['output'];
  /** The chain's clock. Deadlines in offers and orders are judged by it. */
  now: Scalars['DateTime']['output'];
  /** The log that last changed the rules: the fee, its recipient, or whether entry is paused. */
  rulesPosition: ChainPosition;
  /** Tokens that new rentals may use. */
  tokens: Array<Token>;
};

/** A page of payouts, the newest first (Relay Cursor Connections). */
export type SettlementConnection = {
  __typename?: 'SettlementConnection';
  edges: Array<SettlementEdge>;
  pageInfo: PageInfo;
  /** The payouts as of this block. */
  position: ChainPosition;
};

export type SettlementEdge = {
  __typename?: 'SettlementEdge';
  cursor: Scalars['String']['output'];
  node: SettlementEntry;
};

/** A payout: what of a rental nobody can take back any more went to its provider and to the platform. */
export type SettlementEntry = {
  __typename?: 'SettlementEntry';
  /** All that provider and platform have been credited with so far. */
  claimed: Money;
  fee: Money;
  position: ChainPosition;
  rentalId: Scalars['Hash']['output'];
  /** The log's number among the rental's: with it, `proof` proves this payout. */
  seq: Scalars['Int']['output'];
  toProvider: Money;
};

/** What proves a payout to somebody who trusts nobody here: `gpuflow verify-proof` checks it offline. */
export type SettlementProof = {
  __typename?: 'SettlementProof';
  /** Headers, receipts with their paths, and what the parties signed: save it as a file. */
  bundle: Scalars['JSON']['output'];
  /** The last block that was read when it was put together. */
  position: ChainPosition;
  rentalId: Scalars['Hash']['output'];
  /** The payout's number among the rental's logs. */
  seq: Scalars['Int']['output'];
};

/** A message for a wallet to sign (Sign-In with Ethereum, EIP-4361). */
export type SignInChallenge = {
  __typename?: 'SignInChallenge';
  expiresAt: Scalars['DateTime']['output'];
  /** The exact text to sign with personal_sign. */
  message: Scalars['String']['output'];
};

/** What is offered of a machine. CPU and memory follow its GPUs. */
export type Slice = {
  __typename?: 'Slice';
  /** All the disk that a rental of it may use. */
  diskGb: Scalars['Int']['output'];
  /** Ascending, from 0: as `nvidia-smi` numbers them. */
  gpuIndices: Array<Scalars['Int']['output']>;
};

export type SliceHolder = {
  __typename?: 'SliceHolder';
  /** ON_DEMAND gives way to nobody. */
  class: RentalClass;
  /** Where it has to give way: the end of its notice, by the chain's clock. */
  noticeUntil?: Maybe<Scalars['DateTime']['output']>;
  pricePerHour: Money;
};

export type SliceInput = {
  /** All the disk that a rental of it may use. */
  diskGb: Scalars['Int']['input'];
  /** Ascending, from 0: as `nvidia-smi` numbers them. */
  gpuIndices: Array<Scalars['Int']['input']>;
};

export type Starter = 'METER' | 'RENTER';

/** What a rental has cost so far and who got what. It equals the contract to the unit. */
export type Statement = {
  __typename?: 'Statement';
  /** What the parties took off the lines' sum when they agreed on the cost. */
  agreedOff: Money;
  /** Seconds that were charged, at the price or for storage. */
  billedSeconds: Scalars['Uint']['output'];
  /** Already credited to the provider and to the fee bucket. */
  claimed: Money;
  deposit: Money;
  downSeconds: Scalars['Uint']['output'];
  /** When it ends by itself, by time or money; once it has ended, when it did. */
  endsAt: Scalars['DateTime']['output'];
  /** What the meter said of the machine, with proofs: both ends of every silence. Nothing where it never fell silent. */
  evidence: Array<EvidencePiece>;
  fee: Money;
  gross: Money;
  /** Every stretch of its time, in order: their amounts add up to the gross and what was agreed off. */
  lines: Array<StatementLine>;
  /** The chain's second that this was computed for, and the last log behind it. */
  now: Scalars['DateTime']['output'];
  position: ChainPosition;
  /** The price in force. */
  pricePerHour: Money;
  /** Seconds charged at the price, charged for storage, and not charged because the machine was down. */
  priceSeconds: Scalars['Uint']['output'];
  provider: Money;
  /** What a stop at this second would return. */
  refundIfStopped: Money;
  /** Already credited back to the renter. */
  refunded: Money;
  rentalId: Scalars['Hash']['output'];
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  state: RentalState;
  storageSeconds: Scalars['Uint']['output'];
  /** The last billed second so far. */
  through?: Maybe<Scalars['DateTime']['output']>;
  /** Of the gross, what nobody can take back any more. */
  vested: Money;
};

/** A stretch of a rental's time that was charged alike. */
export type StatementLine = {
  __typename?: 'StatementLine';
  /** What it adds to the gross, which is rounded down once for all lines together. */
  amount: Money;
  /** Its first second, and the second after its last. */
  from: Scalars['DateTime']['output'];
  pricePerHour: Money;
  rate: Rate;
  /** Why the price was not charged. Null where it was. */
  removal?: Maybe<Removal>;
  seconds: Scalars['Uint']['output'];
  to: Scalars['DateTime']['output'];
};

export type StopInput = {
  /** Unix seconds of the chain's clock after which the stop is void. */
  deadline: Scalars['Uint']['input'];
  rentalId: Scalars['Hash']['input'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** All assignments of the signed-in machine: the whole list at once, again after every change. */
  assignments: Array<Assignment>;
  /** A rental, again after every change of it. For its renter and its provider. */
  rentalChanged: Rental;
};

export type SubscriptionRentalChangedArgs = {
  id: Scalars['Hash']['input'];
};

/** How likely a machine is to go on without an interruption for the next `hours`. */
export type Survival = {
  __typename?: 'Survival';
  hours: Scalars['Int']['output'];
  /** What the probability is above in nine of ten cases. Near 0 for a newcomer, of which nothing is known. */
  lowerBound: Scalars['Float']['output'];
  /** Calibrated: of machines that are shown 0.9, nine in ten hold. */
  probability: Scalars['Float']['output'];
};

export type Tier =
  /** Anybody. */
  | 'COMMUNITY'
  /** A provider that the operator has vetted, on demand alone, with at least an hour's notice. */
  | 'SECURE';

/** A token that the escrow accepts. */
export type Token = {
  __typename?: 'Token';
  address: Scalars['Address']['output'];
  decimals: Scalars['Int']['output'];
  /** The log that last said something of it: that it was listed or delisted, or that its fees were paid out. */
  position: ChainPosition;
  symbol: Scalars['String']['output'];
};

/** What the escrow owes in a token by the logs, and what it holds. */
export type TokenAudit = {
  __typename?: 'TokenAudit';
  /** What the token's contract says the escrow has. More than is owed is what somebody sent past `deposit`. */
  balance: Money;
  /** Fees earned and not yet withdrawn. */
  fees: Money;
  /** Balances that their owners may withdraw now. */
  free: Money;
  /** Money in rentals that is neither paid nor refunded. */
  held: Money;
  /** The three together. */
  owed: Money;
  token: Token;
};

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
  deadline: Scalars['Uint']['input'];
  rentalId: Scalars['Hash']['input'];
  /** How often the rental's clock has changed so far: `onChain.turn`. */
  turn: Scalars['Int']['input'];
};

/**
 * Where two offers change places by their total, if one thing changes and all else stays. Null: never, within the bounds of
 * what can be asked. Deadline and budget play no part.
 */
export type TurningPoint = {
  __typename?: 'TurningPoint';
  /** The offer that costs less now. */
  ahead: Scalars['String']['output'];
  /** Where the reliability of the one ahead, in its own meaning, is below this. */
  aheadReliabilityBelow?: Maybe<Scalars['Float']['output']>;
  /** The one that costs less beyond the turning point. */
  behind: Scalars['String']['output'];
  /** Where the reliability of the one behind, in its own meaning, is above this. */
  behindReliabilityAbove?: Maybe<Scalars['Float']['output']>;
  /** Where an hour of waiting is worth more than this. */
  hourValueAbove?: Maybe<Money>;
  /** Where an hour of waiting is worth less than this. */
  hourValueBelow?: Maybe<Money>;
  /** For work of more hours than this. */
  workHoursAbove?: Maybe<Scalars['Float']['output']>;
  /** For work of fewer hours than this. */
  workHoursBelow?: Maybe<Scalars['Float']['output']>;
};

export type Uptime = {
  __typename?: 'Uptime';
  /**
   * The part of the time in which it was up: 0 to 1. Announced maintenance, and time in which we did not accept beats, count
   * neither for nor against. Null: there was nothing else.
   */
  share?: Maybe<Scalars['Float']['output']>;
  /** How often it went down, having been up. */
  silences: Scalars['Int']['output'];
};

/** The part of the last so many days, 1 to 365, in which a machine beat. It holds for no machine that was enrolled later. */
export type UptimeInput = {
  days: Scalars['Int']['input'];
  /** 0 to 1. */
  min: Scalars['Float']['input'];
};

/** What a renter means to use. It is in the price; the agreed disk is what the instance gets. */
export type Usage = {
  __typename?: 'Usage';
  diskGb: Scalars['Int']['output'];
  /** Traffic that reaches it. */
  downGb: Scalars['Int']['output'];
  /** How long the renter means to stay. */
  seconds: Scalars['Int']['output'];
  /** Traffic that leaves the machine. */
  upGb: Scalars['Int']['output'];
};

export type UsageInput = {
  /** At most what the slice has. */
  diskGb?: InputMaybe<Scalars['Int']['input']>;
  /** Traffic that reaches it. */
  downGb?: InputMaybe<Scalars['Int']['input']>;
  /** How long the renter means to stay. */
  seconds: Scalars['Int']['input'];
  /** Traffic that leaves the machine. */
  upGb?: InputMaybe<Scalars['Int']['input']>;
};

/**
 * What a wallet's owner sends to the escrow itself, because the contract takes it from nobody else's hand. It costs the
 * wallet gas and no other money than `moves` says. Its log comes back like any other: the market follows it.
 */
export type WalletCall = {
  __typename?: 'WalletCall';
  /** The rental after it, if it is mined at `now`. */
  after: RentalAfter;
  chainId: Scalars['Int']['output'];
  /** The calldata. No ether is sent with it. */
  data: Scalars['Hex']['output'];
  /** The wallet that must send it: the signed-in one. */
  from: Scalars['Address']['output'];
  /** What it moves between free balances and the rental, if it is mined at `now`. */
  moves: Array<MoneyMove>;
  /** The chain's second that this was worked out for. */
  now: Scalars['DateTime']['output'];
  /**
   * It would succeed at `now`. These can refuse it by the block in which it is mined, if something else comes first or time
   * passes; then nothing moves.
   */
  refusals: Array<RefusalCode>;
  /** The escrow. */
  to: Scalars['Address']['output'];
};

/** How much of the last `days` days, or of the time since its enrolment, a machine was up. */
export type WindowUptime = {
  __typename?: 'WindowUptime';
  days: Scalars['Int']['output'];
  seconds: SecondsByState;
  /** Of the time in which it was up or down, 0 to 1. Null: it was neither. */
  share?: Maybe<Scalars['Float']['output']>;
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
  budgetUnits?: InputMaybe<Scalars['Uint']['input']>;
  /** How its state can be saved. Left out: not at all, and an interruption loses all work. */
  checkpoints?: InputMaybe<CheckpointsInput>;
  deadline?: InputMaybe<DeadlineInput>;
  /** What an hour of waiting for the result is worth, in base units. Left out: nothing. */
  hourValueUnits?: InputMaybe<Scalars['Uint']['input']>;
  /** Hours of work without interruption and without checkpoints, on a machine of speed 1. From a minute to 10,000. */
  hours: Scalars['Float']['input'];
  /** Until another machine is found and its instance answers. Not billed. At most 30 days. Left out: 10. */
  replacementMinutes?: InputMaybe<Scalars['Float']['input']>;
  /** From an instance that answers to work that goes on: loading data and state. Billed. At most a day. Left out: 5. */
  restartMinutes?: InputMaybe<Scalars['Float']['input']>;
};
