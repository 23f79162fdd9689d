import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jwtVerify } from 'jose';
import { openIdentity } from './identity.js';

const machineId = '8b0c2f0e-3f55-4a53-9d0a-6a2d8c3a1f77';

/** The key as the API holds it: 32 bytes in hex. */
function keyOf(publicKey: string) {
  const x = Buffer.from(publicKey.slice(2), 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

describe('openIdentity', () => {
  let home: string;
  beforeEach(async () => {
    home = path.join(await mkdtemp(path.join(tmpdir(), 'agent-')), 'home');
  });
  afterEach(() => rm(path.dirname(home), { recursive: true }));

  it('makes one key, which only its owner can read, and keeps it', async () => {
    const first = await openIdentity(home);
    const second = await openIdentity(home);
    expect(first.publicKey).toMatch(/^0x[0-9a-f]{64}$/);
    expect(second.publicKey).toBe(first.publicKey);
    expect(await readdir(home)).toEqual(['agent-key.pem']);
    expect((await stat(path.join(home, 'agent-key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  it('signs so that the public key verifies it', async () => {
    const { publicKey, sign } = await openIdentity(home);
    const signature = Buffer.from(sign('a beat').slice(2), 'hex');
    expect(verify(null, Buffer.from('a beat'), keyOf(publicKey), signature)).toBe(true);
    expect(verify(null, Buffer.from('another'), keyOf(publicKey), signature)).toBe(false);
  });

  it('gives tokens that name the machine and live for a minute', async () => {
    const { publicKey, accessToken } = await openIdentity(home);
    const { payload, protectedHeader } = await jwtVerify(
      await accessToken(machineId),
      keyOf(publicKey),
      { audience: 'gpuflow', issuer: machineId },
    );
    expect(protectedHeader.alg).toBe('EdDSA');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('refuses a key that others can read', async () => {
    await openIdentity(home);
    await chmod(path.join(home, 'agent-key.pem'), 0o640);
    await expect(openIdentity(home)).rejects.toThrow('can be read by others');
  });

  it('refuses a key of another kind', async () => {
    await openIdentity(home);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(path.join(home, 'agent-key.pem'), pem);
    await expect(openIdentity(home)).rejects.toThrow('not an Ed25519 key');
  });
});
