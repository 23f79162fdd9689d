import { parseAddress, type SignedDelegation } from '@gpuflow/domain';

import type { DelegationInput } from '../generated/schema.js';
import { chainSeconds, intWithin, uintOf } from '../graphql/arguments.js';

/** The Delegation that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseDelegation(input: DelegationInput, field: string): SignedDelegation {
  const at = (name: keyof DelegationInput) => `${field}.${name}`;
  return {
    owner: parseAddress(input.owner, at('owner')),
    delegate: parseAddress(input.delegate, at('delegate')),
    token: parseAddress(input.token, at('token')),
    scopes: intWithin(0, 7)(input.scopes, at('scopes')),
    cap: uintOf(96)(input.cap, at('cap')),
    expiry: chainSeconds(input.expiry, at('expiry')),
    nonce: uintOf(256)(input.nonce, at('nonce')),
    deadline: chainSeconds(input.deadline, at('deadline')),
  };
}
