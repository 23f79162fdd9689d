import { machines, type Tx } from '@gpuflow/db';
import { parseUuid, Refusal, type Hex } from '@gpuflow/domain';
import { decodeJwt, importJWK, jwtVerify } from 'jose';

import { unauthenticated } from './access-token.js';

const tokenSecondsMax = 60;
const skewSeconds = 60;

/**
 * The machine whose agent made this token (RFC 8037, EdDSA): signed with the key that its provider enrolled, good for
 * a minute at most. Refuses `UNAUTHENTICATED`.
 */
export async function readAgentToken(tx: Tx, token: string, now: Date): Promise<string> {
  const machineId = issuerOf(token);
  const machine = await machines.find(tx, machineId);
  if (machine === undefined) throw refusal('the token is of no machine here');
  const { payload } = await jwtVerify(token, await publicKey(machine.agentKey), {
    algorithms: ['EdDSA'],
    audience: 'gpuflow',
    issuer: machineId,
    currentDate: now,
    clockTolerance: skewSeconds,
    requiredClaims: ['iat', 'exp'],
  }).catch(unauthenticated);
  const { iat = 0, exp = Infinity } = payload;
  if (exp - iat > tokenSecondsMax) throw refusal(`good for more than ${tokenSecondsMax} seconds`);
  return machineId;
}

function issuerOf(token: string): string {
  try {
    return parseUuid(decodeJwt(token).iss ?? '', 'authorization');
  } catch (error) {
    if (error instanceof Refusal) throw refusal('the token names no machine');
    return unauthenticated(error);
  }
}

function publicKey(agentKey: Hex) {
  const x = Buffer.from(agentKey.slice(2), 'hex').toString('base64url');
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA');
}

function refusal(reason: string) {
  return new Refusal('UNAUTHENTICATED', { reason });
}
