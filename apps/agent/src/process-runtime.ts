import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { InstanceSpec, RentalId, RunningInstance, Runtime } from './runtime.js';

const startMsMax = 10_000;
const stopMsMax = 1_000;
/** An instance's first line, once it listens. */
const portLine = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);

export interface ProcessRuntimeOptions {
  /** Whether this is a demonstration. */
  demo: boolean;
  /** The address on which instances listen. */
  host: string;
}

/**
 * A runtime for demonstrations: each instance is a child process that answers its probe token, with no isolation and no
 * GPU. Throws unless in demonstration mode. Instances die with the agent, so that none is left over after a crash.
 */
export function createProcessRuntime(options: ProcessRuntimeOptions): Runtime {
  if (!options.demo) {
    throw new Error(
      "The process runtime isolates nothing and must not run a stranger's workload. For a demonstration, set DEMO=1.",
    );
  }
  const running = new Map<RentalId, { child: ChildProcess; port: number }>();

  const start = async (spec: InstanceSpec): Promise<RunningInstance> => {
    const { rentalId } = spec;
    const known = running.get(rentalId);
    if (known !== undefined) return { rentalId, port: known.port };
    const { child, port } = await launch(spec, options.host);
    running.set(rentalId, { child, port });
    child.once('exit', () => running.delete(rentalId));
    return { rentalId, port };
  };
  const stop = async (rentalId: RentalId) => {
    const known = running.get(rentalId);
    if (known !== undefined) await end(known.child);
  };
  return {
    capabilities: { driver: 'process', isolated: false },
    start,
    stop,
    list: () => [...running].map(([rentalId, { port }]) => ({ rentalId, port })),
    close: async () => void (await Promise.all([...running.keys()].map(stop))),
  };
}

async function launch(spec: InstanceSpec, host: string) {
  // The instance gets none of the agent's environment. Beside this file lies its source, or its build beside the build.
  const script = `instance${path.extname(fileURLToPath(import.meta.url))}`;
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  try {
    child.stdin.on('error', () => undefined); // an instance that is gone says so by its exit
    child.stdin.write(`${host} ${spec.probeToken}\n`);
    return { child, port: await portOf(child, child.stdout) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

async function portOf(child: ChildProcess, output: Readable): Promise<number> {
  const lines = createInterface({ input: output });
  const given = new AbortController();
  const signal = AbortSignal.any([given.signal, AbortSignal.timeout(startMsMax)]);
  try {
    return await Promise.race([
      once(lines, 'line', { signal }).then(([line]) => portLine.parse(line)),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`the instance ended at its start with code ${String(code)}`);
      }),
    ]);
  } finally {
    given.abort();
    lines.close();
    output.resume();
  }
}

async function end(child: ChildProcess & { stdin: Writable | null }): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  const overdue = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
  await exited;
  clearTimeout(overdue);
}
