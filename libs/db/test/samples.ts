import type {
  AccountLog,
  Address,
  ChainAccount,
  ChainRental,
  Hash,
  Instance,
  Listing,
  LogPosition,
  Machine,
  Offer,
  Order,
  Placed,
  Rental,
} from '@gpuflow/domain';
import type { ChainCursor } from '../src/index.js';

export const chainId = 31_337;
/** The most that any money column must hold. */
export const unitsMax = 2n ** 256n - 1n;
export const noon = new Date('2026-01-01T12:00:00.000Z');
export const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

const digits = (n: number, bytes: number) => n.toString(16).padStart(bytes * 2, '0');
export const addressOf = (n: number): Address => `0x${digits(n, 20)}`;
export const hashOf = (n: number): Hash => `0x${digits(n, 32)}`;
export const uuidOf = (n: number) => `00000000-0000-4000-8000-${digits(n, 6)}`;

export const provider = addressOf(0xb0b);
export const renter = addressOf(0xa11ce);
export const token = addressOf(0xd011a);

export const offerOf = (changes: Partial<Offer> = {}): Offer => ({
  provider,
  token,
  pricePerHour: 590_000n,
  storagePricePerHour: 0n,
  class: 'ON_DEMAND',
  assetHash: hashOf(1),
  slaHash: hashOf(2),
  maxFeeBps: 1500,
  meter: addressOf(3),
  arbiter: addressOf(0),
  window: 3600,
  retroBudget: 0,
  noticeSeconds: 0,
  startWithin: 900,
  minDuration: 60,
  evictPenalty: 0n,
  slaGrace: 0,
  bond: 0n,
  availableUntil: 1_900_000_000,
  maxUses: 0,
  validUntil: 1_900_000_000,
  counter: 0n,
  salt: hashOf(4),
  ...changes,
});

export const orderOf = (changes: Partial<Order> = {}): Order => ({
  renter,
  offer: offerOf(),
  pricePerHour: 590_000n,
  deposit: 5_000_000n,
  feeBps: 1000,
  starter: 'METER',
  startDeadline: 1_800_000_900,
  maxEnd: 1_800_090_000,
  validUntil: 1_800_000_300,
  counter: 0n,
  salt: hashOf(5),
  ...changes,
});

export const machineOf = (n: number, changes: Partial<Machine> = {}): Machine => ({
  id: uuidOf(n),
  provider,
  agentKey: hashOf(0x1000 + n),
  name: `machine ${n}`,
  assetHash: hashOf(0x2000 + n),
  gpuModel: 'RTX 4090',
  gpuCount: 1,
  vramGb: 24,
  cpuCores: 16,
  ramGb: 64,
  diskGb: 500,
  downMbps: 1000,
  upMbps: 500,
  country: 'DE',
  endpointHost: 'gpu.example.com',
  liveness: 'NEVER_SEEN',
  lastBeat: undefined,
  lastBeatAt: undefined,
  enrolledAt: noon,
  ...changes,
});

/** A machine that beat at `at`. */
export const beatingMachineOf = (n: number, at: Date, changes: Partial<Machine> = {}): Machine =>
  machineOf(n, {
    liveness: 'ONLINE',
    lastBeat: { bootId: uuidOf(0xb007), seq: 1n },
    lastBeatAt: at,
    ...changes,
  });

/** The listing `n` of machine `n`. */
export const listingOf = (n: number, changes: Partial<Listing> = {}): Listing => ({
  id: uuidOf(0x3000 + n),
  machineId: uuidOf(n),
  provider,
  state: 'ACTIVE',
  tier: 'COMMUNITY',
  offer: offerOf({ assetHash: hashOf(0x2000 + n) }),
  offerHash: hashOf(0x4000 + n),
  offerSignature: '0xabcdef',
  gpuModel: 'RTX 4090',
  publishedAt: noon,
  withdrawnAt: undefined,
  ...changes,
});

/** The rental `n` of listing `n`. */
export const rentalOf = (n: number, changes: Partial<Rental> = {}): Rental => ({
  id: hashOf(0x5000 + n),
  listingId: uuidOf(0x3000 + n),
  machineId: uuidOf(n),
  renter,
  provider,
  state: 'FUNDING',
  order: orderOf(),
  orderSignature: '0xfedcba',
  chainSeq: 0,
  refusal: undefined,
  createdAt: noon,
  ...changes,
});

export const instanceOf = (n: number, changes: Partial<Instance> = {}): Instance => ({
  rentalId: hashOf(0x5000 + n),
  machineId: uuidOf(n),
  desired: 'RUN',
  state: 'REQUESTED',
  probeToken: 'secret',
  port: undefined,
  failure: undefined,
  provedAt: undefined,
  updatedAt: noon,
  ...changes,
});

export const positionOf = (blockNumber: bigint, logIndex = 0): LogPosition => ({
  blockNumber,
  blockHash: hashOf(0x6000 + Number(blockNumber)),
  logIndex,
  txHash: hashOf(0x7000 + Number(blockNumber)),
  timestamp: 1_800_000_000n + blockNumber,
});

export const chainRentalOf = (n: number, changes: Partial<ChainRental> = {}): ChainRental => ({
  rentalId: hashOf(0x5000 + n),
  seq: 1,
  state: 'RESERVED',
  order: orderOf(),
  fundedUnits: 5_000_000n,
  claimedUnits: 0n,
  toProviderUnits: 0n,
  feeUnits: 0n,
  refundedUnits: 0n,
  startedAt: undefined,
  endsAt: 1_800_090_000n,
  endedAt: undefined,
  closeReason: undefined,
  opened: positionOf(10n),
  last: positionOf(10n),
  ...changes,
});

export const chainAccountOf = (changes: Partial<ChainAccount> = {}): ChainAccount => ({
  token,
  owner: renter,
  freeUnits: 5_000_000n,
  seq: 1n,
  last: positionOf(9n),
  ...changes,
});

export const depositOf = (seq: bigint, changes: Partial<AccountLog> = {}): Placed<AccountLog> => ({
  kind: 'DEPOSITED',
  token,
  owner: renter,
  amountUnits: 1n,
  freeUnits: seq,
  seq,
  rentalId: undefined,
  at: positionOf(seq),
  ...changes,
});

export const cursorOf = (changes: Partial<ChainCursor> = {}): ChainCursor => ({
  chainId,
  escrow: addressOf(0xe5c),
  deploymentBlock: 1n,
  number: 20n,
  hash: hashOf(0x6020),
  timestamp: 1_800_000_020n,
  observedAt: noon,
  safeNumber: 18n,
  finalizedNumber: 10n,
  ...changes,
});
