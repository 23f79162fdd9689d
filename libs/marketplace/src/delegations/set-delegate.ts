import { delegationIntent, type Actor, type Hex, type SignedDelegation } from '@gpuflow/domain';

import { assertChain, assertWallet } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce } from '../run-command.js';
import { rehearse } from '../rentals/rehearse.js';
import { assertSigned } from '../rentals/rental-command.js';

export interface SetDelegate {
  actor: Actor;
  key: string;
  chainId: number;
  delegation: SignedDelegation;
  signature: Hex;
}

/**
 * Relays an owner's signed Delegation: what another key may do in one token, or that it may do nothing any more. It can
 * stop, top up and open, and never withdraw. Answers the intent's key. Refuses `WRONG_CHAIN`, `NOT_OWNER`,
 * `BAD_SIGNATURE` (of what names another nonce than the owner's next, too), `OUTSIDE_TIME`, `TERMS_OUT_OF_BOUNDS`.
 */
export async function setDelegate(market: Market, command: SetDelegate): Promise<string> {
  const { actor, key, chainId, delegation, signature } = command;
  const { owner, delegate } = delegation;
  assertChain(chainId, market.policy.chainId);
  assertWallet(actor, owner, 'account', owner);
  await assertSigned(owner, market.terms.verifyDelegation(delegation, signature));
  const input = { chainId, delegation, signature };
  return runOnce(market, { name: 'setDelegate', actor, key, input }, async (tx) => {
    await rehearse(tx, market, { kind: 'SET_DELEGATE', delegation, signature: owner });
    const intent = delegationIntent(chainId, { purpose: 'SET_DELEGATE', delegation, signature });
    const { token, scopes, cap, expiry } = delegation;
    const facts = { delegate, token, scopes, capUnits: cap, expiry };
    return {
      output: intent.key,
      records: [{ kind: 'account.delegate_requested', subject: `account:${owner}`, facts }],
      intents: [intent],
    };
  });
}
