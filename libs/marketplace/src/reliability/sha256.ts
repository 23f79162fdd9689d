import { createHash } from 'node:crypto';

/** SHA-256, for logs of intervals. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}
