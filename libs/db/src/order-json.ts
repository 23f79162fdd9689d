import {
  rentalClasses,
  starters,
  type Hex,
  type IntentCall,
  type Offer,
  type Order,
  type Usage,
} from '@gpuflow/domain';
import { z } from 'zod';

const hexOf = (form: RegExp) =>
  z.custom<Hex>((value) => typeof value === 'string' && form.test(value), 'not lower-case hex');
const address = hexOf(/^0x[0-9a-f]{40}$/);
const hash = hexOf(/^0x[0-9a-f]{64}$/);
const bytes = hexOf(/^0x([0-9a-f]{2})*$/);
const uint = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .transform(BigInt);
const count = z.number().int().nonnegative();

const offer = z
  .object({
    provider: address,
    token: address,
    pricePerHour: uint,
    storagePricePerHour: uint,
    class: z.enum(rentalClasses),
    assetHash: hash,
    slaHash: hash,
    maxFeeBps: count,
    meter: address,
    arbiter: address,
    window: count,
    retroBudget: count,
    noticeSeconds: count,
    startWithin: count,
    minDuration: count,
    evictPenalty: uint,
    slaGrace: count,
    bond: uint,
    availableUntil: count,
    maxUses: count,
    validUntil: count,
    counter: uint,
    salt: hash,
  })
  .strict();

const order = z
  .object({
    renter: address,
    offer,
    pricePerHour: uint,
    deposit: uint,
    feeBps: count,
    starter: z.enum(starters),
    startDeadline: count,
    maxEnd: count,
    validUntil: count,
    counter: uint,
    salt: hash,
  })
  .strict();

const usage = z.object({ diskGb: count, upGb: count, downGb: count, seconds: count }).strict();

const stop = z.object({ rentalId: hash, deadline: count }).strict();
const pauseOrResume = z.object({ rentalId: hash, turn: count, deadline: count }).strict();
const amend = z
  .object({
    rentalId: hash,
    pricePerHour: uint,
    storagePricePerHour: uint,
    maxEnd: count,
    turn: count,
    deadline: count,
  })
  .strict();
const delegation = z
  .object({
    owner: address,
    delegate: address,
    token: address,
    scopes: count,
    cap: uint,
    expiry: count,
    nonce: uint,
    deadline: count,
  })
  .strict();
const signedByRenter = { order, signed: pauseOrResume, signature: bytes };

const intentCall = z.discriminatedUnion('purpose', [
  z
    .object({
      purpose: z.literal('OPEN'),
      order,
      orderSignature: bytes,
      offerSignature: bytes,
    })
    .strict(),
  z.object({ purpose: z.literal('START'), order }).strict(),
  z
    .object({
      purpose: z.literal('PREEMPT'),
      order,
      byNew: order,
      byNewId: hash,
      turn: count,
    })
    .strict(),
  z
    .object({
      purpose: z.literal('HALT'),
      rentalId: hash,
      order,
      since: count,
      evidenceRoot: hash,
      turn: count,
    })
    .strict(),
  z.object({ purpose: z.literal('RESUME'), rentalId: hash, order, turn: count }).strict(),
  z.object({ purpose: z.literal('PAUSE'), ...signedByRenter }).strict(),
  z.object({ purpose: z.literal('RESUME_BY_RENTER'), ...signedByRenter }).strict(),
  z
    .object({
      purpose: z.literal('AMEND'),
      order,
      amend,
      renterSignature: bytes,
      providerSignature: bytes,
    })
    .strict(),
  z.object({ purpose: z.literal('SET_DELEGATE'), delegation, signature: bytes }).strict(),
  z
    .object({
      purpose: z.literal('STOP'),
      order,
      stop: stop.optional(),
      stopSignature: bytes.optional(),
    })
    .strict(),
  z.object({ purpose: z.literal('EXPIRE'), order }).strict(),
  z.object({ purpose: z.literal('SETTLE'), order, claimedUnits: uint }).strict(),
  z.object({ purpose: z.literal('CLOSE'), order }).strict(),
  z
    .object({
      purpose: z.literal('PUBLISH_USAGE_ROOT'),
      hour: count,
      root: hash,
      leafCount: count,
    })
    .strict(),
]);

/** The offer in a JSON column. Throws where the column holds anything else. */
export function offerFromJson(json: unknown): Offer {
  return offer.parse(json);
}

/** The order in a JSON column. Throws where the column holds anything else. */
export function orderFromJson(json: unknown): Order {
  return order.parse(json);
}

/** The use in a JSON column. Throws where the column holds anything else. */
export function usageFromJson(json: unknown): Usage {
  return usage.parse(json);
}

/** The contract call in a JSON column. Throws where the column holds anything else. */
export function intentCallFromJson(json: unknown): IntentCall {
  const call = intentCall.parse(json);
  if (call.purpose !== 'STOP') return call;
  return { ...call, stop: call.stop, stopSignature: call.stopSignature };
}
