import { Refusal } from '../refusal.js';
import { delegateScopes } from '../rental/signed.js';
import type { Address } from '../ids.js';
import { delegationKey, delegationOf } from './books.js';
import { requireAgreement, requireInTime, requireWithin, write, type Draft } from './draft.js';
import { requireNonce } from './nonce.js';
import type { OperationOf } from './operation.js';

const allScopes = delegateScopes.STOP + delegateScopes.TOP_UP + delegateScopes.OPEN;

/** An owner lets a key act for it, or with no scopes takes that back. */
export function setDelegate(
  draft: Draft,
  { delegation, signature }: OperationOf<'SET_DELEGATE'>,
): void {
  const { owner, delegate, token, scopes, cap: capUnits } = delegation;
  requireInTime(draft, delegation.deadline);
  requireWithin('scopes', BigInt(scopes), { max: BigInt(allScopes) });
  requireAgreement(draft, owner, signature);
  requireNonce(draft, delegation);
  const expiry = BigInt(delegation.expiry);
  write(draft, { kind: 'DELEGATE_SET', owner, delegate, token, scopes, capUnits, expiry });
}

/** Whether the caller may do this for the owner: it is the owner, or its delegate in this scope, in time. */
export function mayActFor(
  { books, caller, now }: Draft,
  owner: Address,
  token: Address,
  scope: number,
): boolean {
  if (caller === owner) return true;
  const { scopes, expiry } = delegationOf(books, delegationKey(owner, caller, token));
  return (scopes & scope) !== 0 && now <= expiry;
}

/** Lets the caller spend an owner's money within its cap; an owner has none. Refuses `NOT_IN_SCOPE`, `OVER_CAP`. */
export function spendFor(
  draft: Draft,
  owner: Address,
  token: Address,
  scope: number,
  units: bigint,
): void {
  const { books, caller } = draft;
  if (!mayActFor(draft, owner, token, scope))
    throw new Refusal('NOT_IN_SCOPE', { delegate: caller, scope });
  if (caller === owner) return;
  const have = delegationOf(books, delegationKey(owner, caller, token)).capUnits;
  if (have < units) throw new Refusal('OVER_CAP', { have, want: units });
  const capUnits = have - units;
  write(draft, { kind: 'DELEGATE_SPENT', owner, delegate: caller, token, capUnits });
}
