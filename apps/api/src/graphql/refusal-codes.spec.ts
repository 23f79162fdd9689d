import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { RefusalFacts } from '@gpuflow/domain';
import { buildSchema, GraphQLEnumType } from 'graphql';

import type { RefusalCode } from '../generated/schema.js';

/** Does not compile where a key of RefusalFacts is missing here; where one is too many, neither. */
const keys = {
  UNAUTHENTICATED: true,
  NOT_OWNER: true,
  MALFORMED_INPUT: true,
  NOT_FOUND: true,
  IDEMPOTENCY_KEY_REUSED: true,
  BAD_SIGNATURE: true,
  WRONG_CHAIN: true,
  CHALLENGE_EXPIRED: true,
  DELEGATION_EXPIRED: true,
  OFFER_EXPIRED: true,
  QUOTE_EXPIRED: true,
  PRICE_BELOW_OFFER: true,
  DEPOSIT_TOO_SMALL: true,
  INSUFFICIENT_BALANCE: true,
  FEE_MISMATCH: true,
  TERMS_OUT_OF_BOUNDS: true,
  TERM_NOT_SUPPORTED: true,
  TOKEN_NOT_LISTED: true,
  RENTER_IS_PROVIDER: true,
  LISTING_TAKEN: true,
  LISTING_WITHDRAWN: true,
  OFFER_CANCELLED: true,
  SLICE_OVERLAPS: true,
  ASSET_MISMATCH: true,
  LISTING_TERMS_MISMATCH: true,
  TIER_NOT_MET: true,
  OFFER_REPLACED: true,
  PRICE_MISMATCH: true,
  FACTS_DIFFER: true,
  UNKNOWN_GPU_MODEL: true,
  MACHINE_OFFLINE: true,
  BAD_STATE: true,
  OUTSIDE_TIME: true,
  RENTAL_LAPSED: true,
  TURN_PASSED: true,
  NOT_IN_SCOPE: true,
  OVER_CAP: true,
  ENTRY_PAUSED: true,
  ENTRY_CLOSED: true,
  METER_REVOKED: true,
  ORDER_CANCELLED: true,
  SESSION_EXPIRED: true,
  BEAT_REPLAYED: true,
  BEAT_OUT_OF_TIME: true,
  RATE_LIMITED: true,
  BODY_TOO_LARGE: true,
  BAD_CURSOR: true,
  TOO_MANY_FILTERS: true,
} satisfies Record<keyof RefusalFacts, true> & Record<RefusalCode, true>;

it('the SDL names every refusal, and no other', () => {
  const sdl = readFileSync(path.join(import.meta.dirname, '../root.graphql'), 'utf8');
  const type = buildSchema(sdl, { assumeValidSDL: true }).getType('RefusalCode');
  if (!(type instanceof GraphQLEnumType)) throw new TypeError('RefusalCode is no enum');
  expect(type.getValues().map(({ name }) => name)).toEqual(Object.keys(keys));
});
