/**
 * Every reason for which a command is understood and declined, with the facts that disagreed.
 * The keys are the SDL enum `RefusalCode`; a test compares the two.
 */
export interface RefusalFacts {
  /** No valid access token came with the request. */
  UNAUTHENTICATED: { reason: string };
  /** The actor may not act on this object. */
  NOT_OWNER: { actor: string; kind: string; id: string };
  /** A field is not of its form: not an address, too long, out of the type's range. */
  MALFORMED_INPUT: { field: string; reason: string };
  /** Nothing of this kind has this id. */
  NOT_FOUND: { kind: string; id: string };
  /** The idempotency key was used before with another input. */
  IDEMPOTENCY_KEY_REUSED: { key: string };
  /** The signature is not this signer's over these terms. */
  BAD_SIGNATURE: { signer: string };
  /** Signed or sent for another chain. */
  WRONG_CHAIN: { have: number; want: number };
  /** The sign-in nonce is unknown, used, or too old. */
  CHALLENGE_EXPIRED: { nonce: string };
  /** The delegation of the machine's key has run out. */
  DELEGATION_EXPIRED: { validUntil: number; now: number };
  /** The offer can no longer be accepted. */
  OFFER_EXPIRED: { validUntil: number; now: number };
  /** The order was not opened in time: take a new quote. */
  QUOTE_EXPIRED: { validUntil: number; now: number };
  /** The order's price is below the offer's. */
  PRICE_BELOW_OFFER: { have: bigint; want: bigint };
  /** The deposit does not cover the offer's minimum duration. */
  DEPOSIT_TOO_SMALL: { have: bigint; want: bigint };
  /** The renter's free balance in the escrow, less what is already promised, is too small. */
  INSUFFICIENT_BALANCE: { have: bigint; want: bigint };
  /** The order's fee is not the fee in force, or is above what the provider accepts. */
  FEE_MISMATCH: { have: number; want: number };
  /** A term lies outside what the contract accepts. */
  TERMS_OUT_OF_BOUNDS: { term: string; have: bigint; bound: bigint };
  /** The contract cannot honour this term yet. */
  TERM_NOT_SUPPORTED: { term: string };
  /** The escrow does not accept this token for new rentals. */
  TOKEN_NOT_LISTED: { token: string };
  /** The renter and the provider are the same. */
  RENTER_IS_PROVIDER: { address: string };
  /** Another rental holds this slice: named by its listing, or by the rental that the contract found. */
  LISTING_TAKEN: { listingId: string } | { holder: string };
  /** The provider took the listing back. */
  LISTING_WITHDRAWN: { listingId: string };
  /** The offer was cancelled on chain or used up, or it or the order was signed under an old counter. */
  OFFER_CANCELLED: { offerHash: string } | { counter: bigint; counterInForce: bigint };
  /** An active listing offers some of these GPUs: withdraw it, change its price, or offer others. */
  SLICE_OVERLAPS: { machineId: string; listingId: string; gpuIndices: number[] };
  /** The offer commits to another machine, or to another slice of it. */
  ASSET_MISMATCH: { have: string; want: string };
  /** The offer's `slaHash` is not the hash of these listing terms: the provider has not signed them. */
  LISTING_TERMS_MISMATCH: { have: string; want: string };
  /** The offer is not what this tier promises. */
  TIER_NOT_MET: { tier: string; term: string; have: string; want: string };
  /** The listing has another offer by now: take a new quote. `want` is the hash of its offer in force. */
  OFFER_REPLACED: { listingId: string; have: string; want: string };
  /** The order's price per hour is not what the listing asks for this disk, traffic and time. */
  PRICE_MISMATCH: { have: bigint; want: bigint };
  /** The agent found another machine than its provider enrolled: enrol it anew. */
  FACTS_DIFFER: { fact: string; have: string; want: string };
  /** The catalogue knows no such GPU. `nearest` are the names that it does know. */
  UNKNOWN_GPU_MODEL: { have: string; nearest: string[] };
  /** The machine is not beating. */
  MACHINE_OFFLINE: { machineId: string };
  /** The object is not in a state in which this can be done. */
  BAD_STATE: { have: string; want: string };
  /** Too soon or too late for this on chain. */
  OUTSIDE_TIME: { now: bigint; bound: bigint };
  /** The rental's time or money has run out: it can only be stopped. */
  RENTAL_LAPSED: { endedAt: bigint };
  /** The rental's clock has changed since this was signed: sign it again. */
  TURN_PASSED: { have: number; turn: number };
  /** The owner has not let this key do this, or no longer does. */
  NOT_IN_SCOPE: { delegate: string; scope: number };
  /** The key may not spend so much. */
  OVER_CAP: { have: bigint; want: bigint };
  /** New deposits and rentals are closed for a while. Everything else goes on. */
  ENTRY_PAUSED: { until: bigint };
  /** The last audit found differences: no new rentals until one finds none. Everything else goes on. */
  ENTRY_CLOSED: { auditId: string; block: bigint };
  /** This meter is not listened to any more. */
  METER_REVOKED: { meter: string };
  /** The renter took the order back before it opened a rental. */
  ORDER_CANCELLED: { rentalId: string };
  /** The session to beat in is unknown, has run out, or has been followed by another: open one. */
  SESSION_EXPIRED: { sessionId: string };
  /** The beat's number is not above the last one of its session: a replay, or out of order. */
  BEAT_REPLAYED: { have: number; last: number };
  /** The beat's time lies too far from ours. */
  BEAT_OUT_OF_TIME: { have: string; now: string };
  /** Asked so often that it is refused for a while. `by`: what is counted, `machine` or `ip`. */
  RATE_LIMITED: { by: string; retryAfterSeconds: number };
  /** The request has more bytes than may be sent there: a request is one beat. */
  BODY_TOO_LARGE: { max: number };
  /** The cursor was not made by this query. */
  BAD_CURSOR: { cursor: string };
  /** More values than a search takes. */
  TOO_MANY_FILTERS: { field: string; have: number; max: number };
}

export type RefusalCode = keyof RefusalFacts;

/** Understood and declined: nothing was written, and asking again in the same way will not help. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: Code,
    readonly facts: RefusalFacts[Code],
  ) {
    super(code);
  }
}

/** The outside failed (RPC, database, queue, machine): trying again later may help. `cause` is for logs, never for answers. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    /** Which outside: `rpc`, `database`, `instance`, ... */
    readonly source: string,
    cause: unknown,
  ) {
    super(`${source} failed`, { cause });
  }
}

/** Whether something thrown is a refusal, of whichever code: `instanceof` alone leaves the code untyped. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}
