import { randomUUID } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiClient } from '@gpuflow/api-client';
import { openBeatJournal } from './beat-journal.js';
import { machineId, serveApi } from './fixture/api.js';
import { beat } from './heartbeat.js';
import { openIdentity } from './identity.js';

describe('beat', () => {
  let home: string;
  let api: Awaited<ReturnType<typeof serveApi>>;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'agent-'));
    api = await serveApi();
  });
  afterEach(async () => {
    await api.close();
    await rm(home, { recursive: true });
  });

  const { signal } = new AbortController();
  /** A heart as it is after a start of the agent's process. */
  const started = async () => ({
    client: createApiClient({ url: api.url }),
    identity: await openIdentity(home),
    journal: await openBeatJournal(home),
    machineId,
    bootId: randomUUID(),
  });
  const seqs = () => api.beats.map(({ seq }) => seq);

  it('numbers beats on over restarts, and names each start', async () => {
    const first = await started();
    await beat(first, signal);
    await beat(first, signal);
    const second = await started();
    await beat(second, signal);
    expect(seqs()).toEqual(['1', '2', '3']);
    expect(api.beats.map(({ bootId }) => bootId)).toEqual([
      first.bootId,
      first.bootId,
      second.bootId,
    ]);
  });

  it('never uses a number twice, though the beat was not taken', async () => {
    const heart = await started();
    const unreachable = {
      ...heart,
      client: createApiClient({ url: 'http://127.0.0.1:1/graphql' }),
    };
    await expect(beat(unreachable, signal)).rejects.toMatchObject({ name: 'ApiFault' });
    await beat(heart, signal);
    expect(seqs()).toEqual(['2']);
  });

  it('jumps above what the API has seen', async () => {
    api.state.lastSeq = 41n;
    const heart = await started();
    await beat(heart, signal);
    expect(seqs()).toEqual(['42']);
    await writeFile(path.join(home, 'beat-seq'), '7\n');
    await beat(await started(), signal);
    expect(seqs()).toEqual(['42', '43']);
  });

  it('signs what it says', async () => {
    const heart = await started();
    await beat(heart, signal);
    const [said] = api.beats;
    const message = `gpuflow-beat:${machineId}:${heart.bootId}:1:${said?.sentAt}`;
    const x = Buffer.from(heart.identity.publicKey.slice(2), 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signature = Buffer.from((said?.signature ?? '').slice(2), 'hex');
    expect(verify(null, Buffer.from(message), key, signature)).toBe(true);
  });

  it('beats again when the API says', async () => {
    expect(await beat(await started(), signal)).toBe(1000);
  });
});
