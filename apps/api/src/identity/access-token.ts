import { parseAddress, Refusal, type Address } from '@gpuflow/domain';
import { errors, jwtVerify, SignJWT } from 'jose';

const tokenSeconds = 3600;
const audience = 'gpuflow-api';

/** What wallets' access tokens are signed and checked with. */
export interface TokenPolicy {
  /** At least 32 bytes: the key of HMAC with SHA-256 (RFC 7518 §3.2). */
  secret: Uint8Array;
  /** The public URL of this API. */
  issuer: string;
}

export interface AccessToken {
  accessToken: string;
  expiresAt: Date;
}

/** A bearer token (RFC 7519, HS256) for a wallet that has just signed in; good for an hour. */
export async function issueAccessToken(
  policy: TokenPolicy,
  address: Address,
  now: Date,
): Promise<AccessToken> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const accessToken = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(address)
    .setIssuer(policy.issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .sign(policy.secret);
  return { accessToken, expiresAt: new Date((issuedAt + tokenSeconds) * 1000) };
}

/** The wallet that a token was issued to. Refuses `UNAUTHENTICATED`. */
export async function readAccessToken(
  policy: TokenPolicy,
  token: string,
  now: Date,
): Promise<Address> {
  const { payload } = await jwtVerify(token, policy.secret, {
    algorithms: ['HS256'],
    issuer: policy.issuer,
    audience,
    currentDate: now,
    requiredClaims: ['sub', 'iat', 'exp'],
  }).catch(unauthenticated);
  return parseAddress(payload.sub ?? '', 'authorization');
}

/** Turns what jose says of a token into a refusal; anything else is no token's fault and is thrown on. */
export function unauthenticated(error: unknown): never {
  if (!(error instanceof errors.JOSEError)) throw error;
  throw new Refusal('UNAUTHENTICATED', {
    reason: error instanceof errors.JWTExpired ? 'the token has expired' : 'not a valid token',
  });
}
