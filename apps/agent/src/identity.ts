import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { createDurably } from './durable-file.js';

/** An access token lives so long: a captured one is soon worth nothing. */
const tokenSeconds = 60;

/** The machine's own key. Its provider's wallet, which delegates to it, never sits on the machine. */
export interface Identity {
  /** The Ed25519 public key (RFC 8032): 32 bytes in hex. */
  readonly publicKey: `0x${string}`;
  /** The Ed25519 signature over the text's UTF-8 bytes: 64 bytes in hex. */
  sign(message: string): `0x${string}`;
  /** A token with which this machine calls the API for the next minute (JWT, RFC 7519, algorithm EdDSA). */
  accessToken(machineId: string, now?: Date): Promise<string>;
}

/**
 * The identity kept in `home`, made at the first call. Throws where the key's file can be read by others, or holds
 * something else than an Ed25519 key.
 */
export async function openIdentity(home: string): Promise<Identity> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = path.join(home, 'agent-key.pem');
  const made = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await createDurably(file, made.privateKey);
  return identityOf(await readKey(file));
}

async function readKey(file: string): Promise<KeyObject> {
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others: chmod 600 it, or remove it and enrol anew.`);
  }
  const key = createPrivateKey(await readFile(file, 'utf8'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is not an Ed25519 key.`);
  return key;
}

function identityOf(key: KeyObject): Identity {
  const jwk = z.object({ x: z.string() }).parse(createPublicKey(key).export({ format: 'jwk' }));
  return {
    publicKey: hex(Buffer.from(jwk.x, 'base64url')),
    sign: (message) => hex(sign(null, Buffer.from(message), key)),
    accessToken: (machineId, now = new Date()) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(machineId)
        .setAudience('gpuflow')
        .setIssuedAt(now)
        .setExpirationTime(new Date(now.getTime() + tokenSeconds * 1000))
        .sign(key),
  };
}

function hex(bytes: Buffer): `0x${string}` {
  return `0x${bytes.toString('hex')}`;
}
