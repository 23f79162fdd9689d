import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createProcessRuntime } from './process-runtime.js';
import type { Runtime } from './runtime.js';

const host = '127.0.0.1';

const answers = (port: number, path = '/') => fetch(`http://${host}:${port}${path}`);

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether nothing runs under this id: it is gone, or dead and merely not yet collected. */
async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

describe('process runtime', () => {
  let runtime: Runtime;
  beforeEach(() => {
    runtime = createProcessRuntime({ demo: true, host });
  });
  afterEach(() => runtime.close());

  it('is refused outside demonstrations', () => {
    expect(() => createProcessRuntime({ demo: false, host })).toThrow('DEMO=1');
  });

  it('starts an instance that answers its token, and nothing else', async () => {
    const { port } = await runtime.start({ rentalId: '0x01', probeToken: 'open sesame' });
    expect(await (await answers(port)).text()).toBe('open sesame');
    expect((await answers(port, '/other')).status).toBe(404);
    expect(runtime.list()).toEqual([{ rentalId: '0x01', port }]);
  });

  it('has one instance per rental, however often it is started', async () => {
    const first = await runtime.start({ rentalId: '0x01', probeToken: 'a' });
    expect(await runtime.start({ rentalId: '0x01', probeToken: 'a' })).toEqual(first);
    const other = await runtime.start({ rentalId: '0x02', probeToken: 'b' });
    expect(other.port).not.toBe(first.port);
    expect(runtime.list()).toHaveLength(2);
  });

  it('stops an instance, and does not mind one that is not there', async () => {
    const { port } = await runtime.start({ rentalId: '0x01', probeToken: 'a' });
    await runtime.stop('0x01');
    await runtime.stop('0x01');
    expect(runtime.list()).toEqual([]);
    await expect(answers(port)).rejects.toThrow();
  });

  it('says why an instance does not come up', async () => {
    const nowhere = createProcessRuntime({ demo: true, host: '192.0.2.1' });
    await expect(nowhere.start({ rentalId: '0x01', probeToken: 'a' })).rejects.toThrow(
      'ended at its start',
    );
    expect(nowhere.list()).toEqual([]);
  });

  it('leaves no process after kill -9 of its agent', async () => {
    // The runtime's file needs no other of ours at run time, so that Node runs it from its source.
    const module = new URL('./process-runtime.ts', import.meta.url).href;
    const agent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { createProcessRuntime } = await import('${module}');
         const runtime = createProcessRuntime({ demo: true, host: '${host}' });
         const { port } = await runtime.start({ rentalId: '0x01', probeToken: 'a' });
         process.stdout.write(port + '\\n');`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface({ input: agent.stdout }), 'line');
    const port = Number(line);
    const children = await readFile(`/proc/${agent.pid}/task/${agent.pid}/children`, 'utf8');
    const pid = Number(children.trim());
    expect(await isGone(pid)).toBe(false);
    agent.kill('SIGKILL');
    await until(() => isGone(pid));
    await expect(answers(port)).rejects.toThrow();
  });
});
