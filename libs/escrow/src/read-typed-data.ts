import { isDeepStrictEqual } from 'node:util';
import {
  parseAddress,
  parseHash,
  Refusal,
  rentalClasses,
  reportKinds,
  starters,
  type Address,
  type Hash,
} from '@gpuflow/domain';
import { hashTypedData } from 'viem';
import { z } from 'zod';
import {
  amendTypedData,
  delegationTypedData,
  enrolmentTypedData,
  offerTypedData,
  orderTypedData,
  pauseTypedData,
  reportTypedData,
  resumeTypedData,
  statementTypedData,
  stopTypedData,
  withdrawTypedData,
  type PrimaryType,
  type TypedDataJson,
} from './typed-data-json.js';
import {
  amendDefinition,
  delegationDefinition,
  enrolmentDefinition,
  offerDefinition,
  orderDefinition,
  pauseDefinition,
  reportDefinition,
  resumeDefinition,
  statementDefinition,
  stopDefinition,
  withdrawDefinition,
  type EscrowDomain,
  type MarketDomain,
} from './typed-data.js';

/** The domains that a wallet is willing to sign in. */
export interface SigningDomains {
  escrow: EscrowDomain;
  market: MarketDomain;
}

/** Typed data that was read, understood and found to be exactly what this library would write. */
export interface ReadTypedData {
  /** What is signed. */
  digest: Hash;
  /** Whose signature the data asks for; what names only its rental does not say. */
  signer: Address | undefined;
}

/**
 * Reads typed data that somebody else made, before a wallet signs it: it must be a `primaryType` of these domains, with
 * our types and no more, every value in its range. Refuses `WRONG_CHAIN` and `MALFORMED_INPUT`.
 */
export function readTypedData(
  json: unknown,
  primaryType: PrimaryType,
  domains: SigningDomains,
): ReadTypedData {
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw notOurs(primaryType, envelope.error);
  const { chainId } = envelope.data.domain;
  if (chainId !== domains.escrow.chainId)
    throw new Refusal('WRONG_CHAIN', { have: chainId, want: domains.escrow.chainId });
  const { expected, ...read } = understand(envelope.data.message, primaryType, domains);
  if (!isDeepStrictEqual(json, expected)) throw notOurs(primaryType);
  return read;
}

const envelopeSchema = z.object({
  domain: z.object({ chainId: z.number() }),
  message: z.unknown(),
});

type Understood = ReadTypedData & { expected: TypedDataJson };

function understand(
  message: unknown,
  primaryType: PrimaryType,
  domains: SigningDomains,
): Understood {
  try {
    return readers[primaryType](message, domains);
  } catch (error) {
    if (error instanceof z.ZodError) throw notOurs(primaryType, error);
    throw error;
  }
}

const readers: Record<PrimaryType, (message: unknown, domains: SigningDomains) => Understood> = {
  Offer: (message, { escrow }) => {
    const offer = offerSchema.parse(message);
    const digest = hashTypedData(offerDefinition(escrow, offer));
    return { digest, signer: offer.provider, expected: offerTypedData(escrow, offer) };
  },
  Order: (message, { escrow }) => {
    const order = orderSchema.parse(message);
    const digest = hashTypedData(orderDefinition(escrow, order));
    return { digest, signer: order.renter, expected: orderTypedData(escrow, order) };
  },
  Stop: (message, { escrow }) => {
    const stop = stopSchema.parse(message);
    const digest = hashTypedData(stopDefinition(escrow, stop));
    return { digest, signer: undefined, expected: stopTypedData(escrow, stop) };
  },
  Pause: (message, { escrow }) => {
    const pause = turnSchema.parse(message);
    const digest = hashTypedData(pauseDefinition(escrow, pause));
    return { digest, signer: undefined, expected: pauseTypedData(escrow, pause) };
  },
  Resume: (message, { escrow }) => {
    const resume = turnSchema.parse(message);
    const digest = hashTypedData(resumeDefinition(escrow, resume));
    return { digest, signer: undefined, expected: resumeTypedData(escrow, resume) };
  },
  Amend: (message, { escrow }) => {
    const amend = amendSchema.parse(message);
    const digest = hashTypedData(amendDefinition(escrow, amend));
    return { digest, signer: undefined, expected: amendTypedData(escrow, amend) };
  },
  Statement: (message, { escrow }) => {
    const statement = statementSchema.parse(message);
    const digest = hashTypedData(statementDefinition(escrow, statement));
    return { digest, signer: undefined, expected: statementTypedData(escrow, statement) };
  },
  MeterReport: (message, { escrow }) => {
    const report = reportSchema.parse(message);
    const digest = hashTypedData(reportDefinition(escrow, report));
    return { digest, signer: undefined, expected: reportTypedData(escrow, report) };
  },
  Withdraw: (message, { escrow }) => {
    const withdraw = withdrawSchema.parse(message);
    const digest = hashTypedData(withdrawDefinition(escrow, withdraw));
    return { digest, signer: withdraw.owner, expected: withdrawTypedData(escrow, withdraw) };
  },
  Delegation: (message, { escrow }) => {
    const delegation = delegationSchema.parse(message);
    const digest = hashTypedData(delegationDefinition(escrow, delegation));
    return { digest, signer: delegation.owner, expected: delegationTypedData(escrow, delegation) };
  },
  Enrolment: (message, { market }) => {
    const enrolment = enrolmentSchema.parse(message);
    const digest = hashTypedData(enrolmentDefinition(market, enrolment));
    return { digest, signer: enrolment.provider, expected: enrolmentTypedData(market, enrolment) };
  },
};

const address = z.string().transform((text) => parseAddress(text, 'typedData'));
const hash = z.string().transform((text) => parseHash(text, 'typedData'));
/** Up to 40 bits, as JSON numbers. */
const uintOf = (bits: number) =>
  z
    .number()
    .int()
    .min(0)
    .max(2 ** bits - 1);
/** Wider ones, as decimal text. */
const wideUintOf = (bits: number) =>
  z
    .string()
    .regex(/^\d{1,78}$/)
    .transform(BigInt)
    .refine((value) => value < 1n << BigInt(bits));
const indexOf = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.number().transform((index, context) => {
    const word = words[index];
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message: `none of ${words.join(', ')}` });
    return z.NEVER;
  });

const offerSchema = z.object({
  provider: address,
  token: address,
  pricePerHour: wideUintOf(96),
  storagePricePerHour: wideUintOf(96),
  class: indexOf(rentalClasses),
  assetHash: hash,
  slaHash: hash,
  maxFeeBps: uintOf(16),
  meter: address,
  arbiter: address,
  window: uintOf(32),
  retroBudget: uintOf(32),
  noticeSeconds: uintOf(32),
  startWithin: uintOf(32),
  minDuration: uintOf(32),
  evictPenalty: wideUintOf(96),
  slaGrace: uintOf(32),
  bond: wideUintOf(96),
  availableUntil: uintOf(40),
  maxUses: uintOf(32),
  validUntil: uintOf(40),
  counter: wideUintOf(64),
  salt: hash,
});
const orderSchema = z.object({
  renter: address,
  offer: offerSchema,
  pricePerHour: wideUintOf(96),
  deposit: wideUintOf(96),
  feeBps: uintOf(16),
  starter: indexOf(starters),
  startDeadline: uintOf(40),
  maxEnd: uintOf(40),
  validUntil: uintOf(40),
  counter: wideUintOf(64),
  salt: hash,
});
const stopSchema = z.object({ rentalId: hash, deadline: uintOf(40) });
const turnSchema = z.object({ rentalId: hash, turn: uintOf(16), deadline: uintOf(40) });
const amendSchema = z.object({
  rentalId: hash,
  pricePerHour: wideUintOf(96),
  storagePricePerHour: wideUintOf(96),
  maxEnd: uintOf(40),
  turn: uintOf(16),
  deadline: uintOf(40),
});
const statementSchema = z.object({
  rentalId: hash,
  gross: wideUintOf(96),
  endedAt: uintOf(40),
  turn: uintOf(16),
  deadline: uintOf(40),
});
const reportSchema = z.object({
  rentalId: hash,
  kind: indexOf(reportKinds),
  since: uintOf(40),
  turn: uintOf(16),
  evidenceRoot: hash,
  deadline: uintOf(40),
});
const withdrawSchema = z.object({
  owner: address,
  token: address,
  to: address,
  amount: wideUintOf(128),
  relayer: address,
  relayFeeMax: wideUintOf(128),
  nonce: wideUintOf(256),
  deadline: uintOf(40),
});
const delegationSchema = z.object({
  owner: address,
  delegate: address,
  token: address,
  scopes: uintOf(8),
  cap: wideUintOf(96),
  expiry: uintOf(40),
  nonce: wideUintOf(256),
  deadline: uintOf(40),
});
const enrolmentSchema = z.object({
  provider: address,
  agentKey: hash,
  assetHash: hash,
  validUntil: uintOf(40),
});

function notOurs(primaryType: PrimaryType, problem?: z.ZodError): Refusal<'MALFORMED_INPUT'> {
  const where = problem?.issues[0]?.path.join('.') ?? '';
  return new Refusal('MALFORMED_INPUT', {
    field: `typedData${where && `.message.${where}`}`,
    reason: `not the ${primaryType} that this market would write`,
  });
}
