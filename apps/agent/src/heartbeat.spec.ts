import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createApiClient } from '@gpuflow/api-client';
import { machineId, serveApi } from './fixture/api.js';
import { readGpus } from './gpu-states.js';
import { createHeart } from './heartbeat.js';

describe('a heart', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  beforeEach(async () => {
    api = await serveApi();
  });
  afterEach(() => api.close());

  const { signal } = new AbortController();
  const rentalId = `0x${'07'.repeat(32)}` as const;
  /** A heart as it is after a start of the agent's process. */
  const started = (apiUrl = api.url) =>
    createHeart({
      ...{ apiUrl, machineId, client: createApiClient({ url: api.url }), bootId: randomUUID() },
      instances: () => [{ rentalId, state: 'RUNNING' }],
      gpus: () => Promise.resolve([{ index: 0, utilisationPercent: 97 }]),
    });
  const seqs = () => api.beats.map(({ seq }) => seq);

  it('opens a session at its start, and numbers its beats from 1', async () => {
    const first = started();
    await first.beat(signal);
    await first.beat(signal);
    await started().beat(signal);
    expect(seqs()).toEqual([1, 2, 1]);
    expect(api.sessions).toHaveLength(2);
    expect(new Set(api.beats.map(({ bootId }) => bootId)).size).toBe(2);
  });

  it('never uses a number twice, though the beat was not taken', async () => {
    const heart = started();
    await heart.beat(signal);
    api.state.failing = true;
    await expect(heart.beat(signal)).rejects.toMatchObject({ name: 'ApiFault' });
    api.state.failing = false;
    await heart.beat(signal);
    expect(seqs()).toEqual([1, 3]);
  });

  it('opens another session where the API knows this one no more', async () => {
    const heart = started();
    await heart.beat(signal);
    api.forgetSessions();
    await heart.beat(signal);
    expect(seqs()).toEqual([1, 1]);
    expect(api.sessions).toHaveLength(1);
  });

  it('goes on above what the API has seen in the session', async () => {
    const heart = started();
    api.state.lastSeq = 41;
    await heart.beat(signal);
    expect(seqs()).toEqual([42]);
  });

  it('signs the very bytes that it sends, and says what is up', async () => {
    await started().beat(signal);
    const [session] = api.sessions;
    const [said] = api.bodies;
    const key = Buffer.from((session?.key ?? '').slice(2), 'hex');
    const mac = createHmac('sha256', key)
      .update(said?.text ?? '')
      .digest('hex');
    expect(said?.authorization).toBe(`Beat ${session?.id}:${mac}`);
    expect(api.beats[0]).toMatchObject({ machineId, instances: [{ rentalId, state: 'RUNNING' }] });
    expect(JSON.parse(said?.text ?? '')).toMatchObject({
      gpus: [{ index: 0, utilisationPercent: 97 }],
    });
  });

  it('beats again when the API says', async () => {
    expect(await started().beat(signal)).toBe(1000);
  });
});

describe('GPUs', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-gpus-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** An nvidia-smi that does so. */
  async function smi(script: string): Promise<string> {
    const file = path.join(folder, 'nvidia-smi');
    await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  it('are told as nvidia-smi sees them, without what it cannot tell or nobody would take', async () => {
    const lines = [
      '0, 97, 20480, 71, 348.52',
      '1, [N/A], 0, [GPU is lost], -1',
      '2, 101, 4, 40, 9',
    ];
    const measures = { utilisationPercent: 97, memoryUsedMb: 20_480, temperatureC: 71 };
    expect(await readGpus(await smi(`cat <<'-'\n${lines.join('\n')}\n-`))).toEqual([
      { index: 0, ...measures, powerWatts: 348.52 },
      { index: 1, memoryUsedMb: 0 },
      { index: 2, memoryUsedMb: 4, temperatureC: 40, powerWatts: 9 },
    ]);
  });

  it('are asked for by the columns that are read', async () => {
    const asked = await smi(
      'test "$1" = --query-gpu=index,utilization.gpu,memory.used,temperature.gpu,power.draw && echo 3',
    );
    expect(await readGpus(asked)).toEqual([{ index: 3 }]);
  });

  it('are none where there is no nvidia-smi, or it fails or talks nonsense', async () => {
    expect(await readGpus(path.join(folder, 'nvidia-smi'))).toEqual([]);
    expect(await readGpus(await smi('echo 0, 1, 2, 3, 4; exit 9'))).toEqual([]);
    expect(await readGpus(await smi('echo Unable to determine the device handle'))).toEqual([]);
  });
});
