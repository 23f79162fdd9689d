import { challenges } from '@gpuflow/db';
import { Refusal, type Address, type Hex } from '@gpuflow/domain';

import { assertChain } from '../guards.js';
import type { Market, SignedIn } from '../market.js';
import { runCommand } from '../run-command.js';

export interface SignIn {
  message: string;
  signature: Hex;
  /** The host that the message must name (EIP-4361 `domain`). */
  domain: string;
}

/** The wallet that signed the challenge. Refuses `BAD_SIGNATURE`, `WRONG_CHAIN`, `CHALLENGE_EXPIRED`. */
export async function signIn(market: Market, command: SignIn): Promise<Address> {
  const signedIn = await verified(market, command);
  const { address, nonce } = signedIn;
  return runCommand(market, { kind: 'WALLET', address }, async (tx) => {
    const used = await challenges.use(tx, { nonce, address, now: market.clock.now() });
    if (!used) throw new Refusal('CHALLENGE_EXPIRED', { nonce });
    const subject = `wallet:${address}`;
    return { output: address, records: [{ kind: 'wallet.signed_in', subject, facts: {} }] };
  });
}

async function verified(market: Market, { message, signature, domain }: SignIn): Promise<SignedIn> {
  const signedIn = await market.terms.verifySignIn(message, signature);
  if (signedIn === undefined) throw new Refusal('BAD_SIGNATURE', { signer: 'the named wallet' });
  assertChain(signedIn.chainId, market.policy.chainId);
  if (signedIn.domain !== domain)
    throw new Refusal('MALFORMED_INPUT', {
      field: 'message',
      reason: `signed for ${signedIn.domain}, not for ${domain}`,
    });
  return signedIn;
}
