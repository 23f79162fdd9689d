import { z } from 'zod';
import type { EnrolmentInput, OfferInput, StopInput } from './generated/operations.js';
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
