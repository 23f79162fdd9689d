/** So many tokens at once, and so many more each second. */
export interface BucketPolicy {
  burst: number;
  perSecond: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Of more keys the one that was longest not asked for is forgotten: its bucket is likely full again. */
const keysMax = 100_000;

/** A token bucket for each key in this process's memory. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly policy: BucketPolicy,
    private readonly keys = keysMax,
  ) {}

  /** Takes a token at `nowMs`. Answers 0, or where there is none after how many seconds there is one. */
  take(key: string, nowMs: number): number {
    const { tokens, atMs } = this.#filled(key, nowMs);
    const taken = tokens >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: taken ? tokens - 1 : tokens, atMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.keys && oldest !== undefined) this.#buckets.delete(oldest);
    return taken ? 0 : Math.ceil((1 - tokens) / this.policy.perSecond);
  }

  /** A clock that turns back fills nothing. */
  #filled(key: string, nowMs: number): Bucket {
    const { burst, perSecond } = this.policy;
    const known = this.#buckets.get(key);
    if (known === undefined) return { tokens: burst, atMs: nowMs };
    const atMs = Math.max(nowMs, known.atMs);
    const tokens = Math.min(burst, known.tokens + ((atMs - known.atMs) / 1000) * perSecond);
    return { tokens, atMs };
  }
}
