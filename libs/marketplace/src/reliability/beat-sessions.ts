import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

import { sessions } from '@gpuflow/db';
import { Refusal, type BeatSession } from '@gpuflow/domain';

import type { Market } from '../market.js';
import type { BeatKeys } from './beat-keys.js';

interface Known {
  session: BeatSession;
  key: KeyObject;
}

/** About 60 MB of them. */
const knownMax = 100_000;

/** Tells whose a message is by its HMAC-SHA256 (RFC 2104), with the sessions' keys at hand. */
export class BeatSessions {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly market: Pick<Market, 'db'>,
    private readonly keys: BeatKeys,
  ) {}

  /** The session that signed these very bytes. Refuses `SESSION_EXPIRED`, `BAD_SIGNATURE`. */
  async signerOf(sessionId: string, mac: Uint8Array, bytes: Uint8Array): Promise<BeatSession> {
    const { session, key } = this.#known.get(sessionId) ?? (await this.#read(sessionId));
    const want = createHmac('sha256', key).update(bytes).digest();
    if (mac.length !== want.length || !timingSafeEqual(mac, want))
      throw new Refusal('BAD_SIGNATURE', { signer: `session:${sessionId}` });
    return session;
  }

  async #read(sessionId: string): Promise<Known> {
    const session = await sessions.find(this.market.db, sessionId);
    if (session === undefined) throw new Refusal('SESSION_EXPIRED', { sessionId });
    const known = { session, key: createSecretKey(this.keys.of(sessionId)) };
    const [oldest] = this.#known.keys();
    if (this.#known.size >= knownMax && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(sessionId, known);
    return known;
  }
}
