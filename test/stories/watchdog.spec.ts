import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { run } from '@gpuflow/cli';

import { privateKeyOf } from '../world/people.js';
import { fiveDollars, Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

const hour = 3_600n;

describe('a rental that its renter has watched', () => {
  let world: World;
  let machine: TestMachine;
  let renter: Renter;
  let watcher: Party;
  let id: `0x${string}`;
  let startedAt: bigint;
  let folder: string;
  let keyFile: string;
  /** What answers at the machine's SSH port. */
  let ssh: Server;
  let port: number;

  beforeEach(async () => {
    world = await openWorld();
    renter = new Renter(world, world.party('renter'));
    watcher = world.party('otherRenter');
    machine = await TestMachine.enrol(world, world.party('provider'));
    await machine.beat();
    const listingId = await machine.list();
    await renter.deposit(fiveDollars);
    id = await renter.open(listingId);
    await machine.boot();
    await world.settle();
    const rental = await renter.rental(id);
    startedAt = BigInt((rental.startedAt?.getTime() ?? 0) / 1000);
    folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-watch-'));
    keyFile = path.join(folder, 'stop.key');
    await writeFile(keyFile, `${privateKeyOf('otherRenter')}\n`, { mode: 0o600 });
    ssh = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(ssh, 'listening');
    ({ port } = listeningAt(ssh));
  });

  afterEach(async () => {
    ssh.close();
    await rm(folder, { recursive: true });
    await machine.close();
    await world.close();
  });

  /** What `gpuflow watch` says, and ends with. */
  async function watch(...words: string[]) {
    const { deployment, url } = world.node;
    const out: string[] = [];
    const err: string[] = [];
    const status = await run(
      [
        ...['watch', '--rpc', `http://127.0.0.1:9,${url}`, '--escrow', deployment.escrow],
        ...['--from-block', String(deployment.block), '--rental', id, '--key-file', keyFile],
        ...['--reach', `127.0.0.1:${port}`, '--unreachable-seconds', '1', '--every-seconds', '1'],
        ...['--json', ...words],
      ],
      { out: (line) => void out.push(line), err: (line) => void err.push(line) },
    );
    const answer: unknown = JSON.parse(out[0] ?? 'null');
    return { status, answer, err: err.join('\n') };
  }

  it('is stopped by a key that may only stop, once its machine does not answer', async () => {
    await renter.letStop(watcher.wallet.address, startedAt + 10n * hour);
    const watching = watch();
    await delay(1_500);
    await world.node.setNextBlockTimestamp(Number(startedAt + 2n * hour));
    ssh.close();

    const { status, answer, err } = await watching;
    expect(status).toBe(1);
    expect(answer).toMatchObject({ rental: id, outcome: 'STOPPED' });
    expect(err).toMatch(/^watching .*\nno answer from 127.0.0.1:\d+ for 0 s\nno answer from/);
    await world.settle();
    expect((await renter.rental(id)).state).toBe('ENDED');
    // Two hours at 590,000 out of five dollars, and not a second of the silence.
    expect(await renter.party.wallet.freeUnits()).toBe(fiveDollars - 1_180_000n);
    expect(await watch()).toMatchObject({ status: 0, answer: { rental: id, outcome: 'OVER' } });
  });

  it('goes on while it is paused, and the watch ends with it', async () => {
    await renter.letStop(watcher.wallet.address, startedAt + 10n * hour);
    await renter.pauseAt(id, startedAt + hour);
    ssh.close();
    const watching = watch();
    await delay(2_500);
    expect((await renter.rental(id)).state).toBe('HALTED');
    await renter.stopAt(id, startedAt + 2n * hour);
    expect(await watching).toMatchObject({ status: 0, answer: { outcome: 'OVER' } });
    expect(await renter.party.wallet.freeUnits()).toBe(fiveDollars - 590_000n);
  });

  it('is not watched by a key that could not stop it, and the refusal says what to do', async () => {
    const refused = await watch();
    expect(refused).toMatchObject({ status: 2, answer: null });
    expect(refused.err).toMatch(/does not let 0x[0-9a-f]{40} stop: sign setDelegate/);
    const unknown = await watch('--rental', `0x${'12'.repeat(32)}`);
    expect(unknown).toMatchObject({ status: 2, err: expect.stringContaining('was opened from') });
    const nowhere = await watch('--reach', 'host:0');
    expect(nowhere).toMatchObject({ status: 2, err: expect.stringContaining('not host:port') });
    await chmod(keyFile, 0o644);
    expect((await watch()).err).toMatch(/others may read .*: chmod 600 it/);
    await chmod(keyFile, 0o600);
    await writeFile(keyFile, 'no key');
    expect((await watch()).err).toContain('is no private key of 64 hex digits');
  });
});

function listeningAt(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return address;
}
