import type { Address } from '../ids.js';
import { Refusal } from '../refusal.js';
import type { Draft } from './draft.js';

/** Refuses new money in a token that is not listed (`TOKEN_NOT_LISTED`) or while entry is closed (`ENTRY_PAUSED`). */
export function requireEntry({ books, now }: Draft, token: Address): void {
  const until = books.rules.entryPausedUntil;
  if (now < until) throw new Refusal('ENTRY_PAUSED', { until });
  if (!books.listedTokens.has(token)) throw new Refusal('TOKEN_NOT_LISTED', { token });
}

/** Refuses `METER_REVOKED`. */
export function requireTrusted({ books }: Draft, meter: Address): void {
  if (books.revokedMeters.has(meter)) throw new Refusal('METER_REVOKED', { meter });
}
