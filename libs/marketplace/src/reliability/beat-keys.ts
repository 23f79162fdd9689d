import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * The keys of sessions' beats, each made out of the session's id and a secret that is in no database: whoever reads the
 * database can beat for nobody. (HKDF, RFC 5869, for a secret that serves nothing else; HMAC-SHA256 as the key's derivation.)
 */
export class BeatKeys {
  readonly #secret: KeyObject;

  /** `secret`: 32 random bytes or more, the same in every process that takes beats. */
  constructor(secret: Uint8Array) {
    const own = hkdfSync('sha256', secret, new Uint8Array(), 'gpuflow beat sessions', 32);
    this.#secret = createSecretKey(new Uint8Array(own));
  }

  /** The key of a session's HMACs: 32 bytes. */
  of(sessionId: string): Uint8Array {
    return new Uint8Array(createHmac('sha256', this.#secret).update(sessionId).digest());
  }
}
