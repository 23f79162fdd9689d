import { randomBytes } from 'node:crypto';

import { challenges } from '@gpuflow/db';
import type { Address } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';

const challengeSeconds = 300;

/** What a sign-in message must carry, once and in time. */
export interface Challenge {
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** Makes a nonce for a wallet to sign in with (EIP-4361). */
export function requestSignIn(market: Market, command: { address: Address }): Promise<Challenge> {
  const issuedAt = market.clock.now();
  const challenge = {
    nonce: randomBytes(16).toString('hex'),
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + challengeSeconds * 1000),
  };
  return runCommand(market, { kind: 'WALLET', address: command.address }, async (tx) => {
    const { nonce, expiresAt } = challenge;
    await challenges.insert(tx, { nonce, expiresAt, address: command.address });
    return unrecorded(challenge);
  });
}
