import { z } from 'zod';
import type {
  AmendInput,
  DelegationInput,
  EnrolmentInput,
  OfferInput,
  StopInput,
  TurnInput,
} from './generated/operations.js';
import { Address, Hash } from './scalars.js';

const digits = z.union([
  z.number().int().nonnegative().transform(BigInt),
  z
    .string()
    .regex(/^\d{1,78}$/)
    .transform(BigInt),
]);
const int = z.number().int().nonnegative();
const rentalClass = z.enum(['ON_DEMAND', 'INTERRUPTIBLE']);

const offerMessage = z.object({
  provider: Address,
  token: Address,
  pricePerHour: digits,
  storagePricePerHour: digits,
  class: z.number().transform((index) => rentalClass.parse(rentalClass.options[index])),
  assetHash: Hash,
  slaHash: Hash,
  maxFeeBps: int,
  meter: Address,
  arbiter: Address,
  window: int,
  retroBudget: int,
  noticeSeconds: int,
  startWithin: int,
  minDuration: int,
  evictPenalty: digits,
  slaGrace: int,
  bond: digits,
  availableUntil: digits,
  maxUses: digits,
  validUntil: digits,
  counter: digits,
  salt: Hash,
});
const stopMessage = z.object({ rentalId: Hash, deadline: digits });
const turnMessage = z.object({ rentalId: Hash, turn: int, deadline: digits });
const amendMessage = z.object({
  rentalId: Hash,
  pricePerHour: digits,
  storagePricePerHour: digits,
  maxEnd: digits,
  turn: int,
  deadline: digits,
});
const delegationMessage = z.object({
  owner: Address,
  delegate: Address,
  token: Address,
  scopes: int,
  cap: digits,
  expiry: digits,
  nonce: digits,
  deadline: digits,
});
const enrolmentMessage = z.object({
  provider: Address,
  agentKey: Hash,
  assetHash: Hash,
  validUntil: digits,
});

/** The Offer in the typed data of `offerTypedData`, as `publishListing` takes it. Throws `ZodError` for other data. */
export function offerInput(typedData: unknown): OfferInput {
  return messageOf(typedData, offerMessage);
}

/** The Stop in the typed data of `stopTypedData`, as `stopRental` takes it. Throws `ZodError` for other data. */
export function stopInput(typedData: unknown): StopInput {
  return messageOf(typedData, stopMessage);
}

/**
 * The Pause or Resume in the typed data of `pauseTypedData` or `resumeTypedData`, as `pauseRental` and `resumeRental` take
 * it. Throws `ZodError` for other data.
 */
export function turnInput(typedData: unknown): TurnInput {
  return messageOf(typedData, turnMessage);
}

/** The Amend in the typed data of `amendTypedData`, as `amendRental` takes it. Throws `ZodError` for other data. */
export function amendInput(typedData: unknown): AmendInput {
  return messageOf(typedData, amendMessage);
}

/** The Delegation in the typed data of `delegationTypedData`, as `setDelegate` takes it. Throws `ZodError` for other data. */
export function delegationInput(typedData: unknown): DelegationInput {
  return messageOf(typedData, delegationMessage);
}

/** The Enrolment in the typed data of `enrolmentTypedData`, as `enrolMachine` takes it. Throws `ZodError` for other data. */
export function enrolmentInput(typedData: unknown): EnrolmentInput {
  return messageOf(typedData, enrolmentMessage);
}

function messageOf<Message>(
  typedData: unknown,
  schema: z.ZodType<Message, z.ZodTypeDef, unknown>,
): Message {
  return schema.parse(z.object({ message: z.unknown() }).parse(typedData).message);
}
