import { Refusal, type Actor } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';
import { decodeProtectedHeader } from 'jose';

import { readAccessToken, type TokenPolicy } from './access-token.js';
import { readAgentToken } from './agent-token.js';

const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const tokenLengthMax = 2_048;

/**
 * Who is asking, by the value of `Authorization`: a wallet that signed in, or a machine's agent with its own key.
 * Undefined where none was sent. Refuses `UNAUTHENTICATED` for a token that does not hold.
 */
export async function authenticate(
  market: Market,
  tokens: TokenPolicy,
  authorization: string | undefined,
): Promise<Actor | undefined> {
  if (authorization === undefined) return undefined;
  const token = bearerToken(authorization);
  const now = market.clock.now();
  if (algorithmOf(token) === 'EdDSA')
    return { kind: 'MACHINE', machineId: await readAgentToken(market.db, token, now) };
  return { kind: 'WALLET', address: await readAccessToken(tokens, token, now) };
}

function bearerToken(authorization: string): string {
  const token = bearer.exec(authorization.slice(0, tokenLengthMax))?.[1];
  if (token === undefined) throw new Refusal('UNAUTHENTICATED', { reason: 'not a bearer token' });
  return token;
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    throw new Refusal('UNAUTHENTICATED', { reason: 'not a valid token' });
  }
}
