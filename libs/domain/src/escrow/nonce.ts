import type { Address } from '../ids.js';
import { Refusal } from '../refusal.js';
import { write, type Draft } from './draft.js';

/** Uses up an owner's next nonce. Refuses `BAD_SIGNATURE` for what was signed with another. */
export function requireNonce(draft: Draft, signed: { owner: Address; nonce: bigint }): void {
  const { owner, nonce } = signed;
  if (nonce !== (draft.books.nonces.get(owner) ?? 0n))
    throw new Refusal('BAD_SIGNATURE', { signer: owner });
  write(draft, { kind: 'NONCE_USED', owner, nonce });
}
