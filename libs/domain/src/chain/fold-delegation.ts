import type { Delegation } from '../escrow/books.js';
import type { Address } from '../ids.js';
import type { LogPosition, OwnerLog, Placed } from './escrow-log.js';

/** Who lets whom do something, and in which token. */
export interface DelegationParties {
  owner: Address;
  delegate: Address;
  token: Address;
}

/** What an owner lets another key do in one token, as its logs tell it, and where its last log stands. */
export interface ChainDelegation extends DelegationParties, Delegation {
  last: LogPosition;
}

type DelegationLog = Extract<OwnerLog, { delegate: Address }>;

/** The delegation after one more log: said anew, or with less to spend. */
export function foldDelegation(
  delegation: ChainDelegation | undefined,
  log: Placed<DelegationLog>,
): ChainDelegation {
  const { owner, delegate, token, capUnits, at: last } = log;
  const of = { owner, delegate, token, capUnits, last };
  if (log.kind === 'DELEGATE_SET') return { ...of, scopes: log.scopes, expiry: log.expiry };
  return { ...of, scopes: delegation?.scopes ?? 0, expiry: delegation?.expiry ?? 0n };
}

/** Whether a log tells about a delegation. */
export function isDelegationLog<Log extends { kind: string }>(
  log: Log,
): log is Log & DelegationLog {
  return log.kind === 'DELEGATE_SET' || log.kind === 'DELEGATE_SPENT';
}
