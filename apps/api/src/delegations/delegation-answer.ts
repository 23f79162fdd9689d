import { chainCursors } from '@gpuflow/db';
import {
  delegateScopes,
  type ChainDelegation,
  type Delegation,
  type DelegationParties,
} from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { chainMoment, positionOf } from '../settlement/chain-position.js';

export type ScopeName = keyof typeof delegateScopes;
const scopeNames: readonly ScopeName[] = ['STOP', 'TOP_UP', 'OPEN'];

/** The sum of what these scopes stand for, each counted once. */
export function scopesOf(names: readonly ScopeName[]): number {
  return [...new Set(names)].reduce((sum, name) => sum + delegateScopes[name], 0);
}

/** A delegation that the chain may not have said yet. */
export function delegationAnswer(delegation: DelegationParties & Delegation) {
  const { owner, delegate, token, scopes, capUnits, expiry } = delegation;
  return {
    owner,
    delegate,
    token,
    scopes: scopeNames.filter((name) => (scopes & delegateScopes[name]) !== 0),
    cap: { units: capUnits, token },
    expiresAt: chainMoment(expiry),
  };
}

/** Delegations as the chain says them, each as sure as its last log. */
export async function delegationAnswers(
  { db, policy }: Market,
  delegations: readonly ChainDelegation[],
) {
  const cursor = await chainCursors.find(db, policy.chainId);
  return delegations.map((delegation) => ({
    ...delegationAnswer(delegation),
    position: cursor && positionOf(cursor, delegation.last),
  }));
}
