import { Refusal } from '../refusal.js';
import { delegateScopes } from '../rental/signed.js';
import type { Address } from '../ids.js';
import { delegationKey, delegationOf } from './books.js';
import { requireAgreement, requireInTime, write, type Draft } from './draft.js';
import { requireNonce } from './nonce.js';
import type { OperationOf } from './operation.js';

/** Lets a key act for the caller, or with no scopes takes that back. */
export function setDelegate(draft: Draft, { delegation }: OperationOf<'SET_DELEGATE'>): void {
  writeDelegation(draft, { ...delegation, owner: draft.caller });
}

/** The same by the owner's signature. */
export function setDelegateBySig(
  draft: Draft,
  { delegation, signature }: OperationOf<'SET_DELEGATE_BY_SIG'>,
): void {
  requireInTime(draft, delegation.deadline);
  requireAgreement(draft, delegation.owner, signature);
  requireNonce(draft, delegation);
  writeDelegation(draft, delegation);
}

type Delegated = OperationOf<'SET_DELEGATE'>['delegation'] & { owner: Address };

function writeDelegation(draft: Draft, delegated: Delegated): void {
  const { owner, delegate, token, scopes, cap, expiry } = delegated;
  const allScopes = delegateScopes.STOP + delegateScopes.TOP_UP + delegateScopes.OPEN;
  if (scopes > allScopes)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term: 'scopes',
      have: BigInt(scopes),
      bound: BigInt(allScopes),
    });
  write(draft, {
    kind: 'DELEGATE_SET',
    owner,
    delegate,
    token,
    scopes,
    capUnits: cap,
    expiry: BigInt(expiry),
  });
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
