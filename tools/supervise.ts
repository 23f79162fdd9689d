import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { type WriteStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const RESTARTS_MAX = 5;
const RESTARTS_WITHIN_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const STOP_WITHIN_MS = 15_000;
/** How much of a failed child's output is shown. */
const LAST_LINES = 40;

export interface ChildPlan {
  /** Prefix of its lines in the log. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Appended to; several children may share one. */
  readonly logFile: string;
}

interface ChildEvents {
  /** A line of its standard output. */
  line: [line: string];
  /** It ended by itself; it is started again after a pause unless `failed` follows. */
  exit: [how: { code: number | null; signal: NodeJS.Signals | null }];
  /** It ended more often than is worth trying; the message ends with its last output. */
  failed: [error: Error];
}

/**
 * A child process that is kept running until it is stopped.
 *
 * The contract with the child: it stops in order on SIGTERM, and also when its standard input closes,
 * which is how it learns that this process is gone, even by kill -9. It has a process group of its own,
 * so that Ctrl-C in the terminal reaches only this process, which then stops its children in its order.
 */
export class SupervisedChild extends EventEmitter<ChildEvents> {
  readonly #plan: ChildPlan;
  readonly #log: WriteStream;
  readonly #lastLines: string[] = [];
  #restarts: number[] = [];
  #process: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(plan: ChildPlan) {
    super();
    this.#plan = plan;
    mkdirSync(path.dirname(plan.logFile), { recursive: true });
    this.#log = createWriteStream(plan.logFile, { flags: 'a' });
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    const { command, args, cwd, env } = this.#plan;
    const child = spawn(command, args, { cwd, env, stdio: 'pipe', detached: true });
    this.#process = child;
    child.stdin.on('error', () => undefined); // it ended before it read
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#write(line);
      this.emit('line', line);
    });
    createInterface({ input: child.stderr }).on('line', (line) => this.#write(line));
    child.once('exit', (code, signal) => this.#ended(code, signal));
    child.once('error', (error) => {
      this.#write(error.message); // it could not be started, and there will be no exit
      this.#ended(null, null);
    });
  }

  /** Ends it and whatever it started in its process group; after that it can't be started again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (child?.pid !== undefined) await endGroup(child, child.pid);
    await new Promise<void>((done) => this.#log.end(done));
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#process = undefined;
    if (this.#stopping) return;
    this.#write(`ended by itself (${signal ?? `status ${code}`})`);
    this.emit('exit', { code, signal });
    const since = Date.now() - RESTARTS_WITHIN_MS;
    this.#restarts = this.#restarts.filter((at) => at > since);
    if (this.#restarts.length >= RESTARTS_MAX) return this.#giveUp();
    const backoff = FIRST_BACKOFF_MS * 2 ** this.#restarts.length;
    this.#restarts.push(Date.now());
    this.#restart = setTimeout(() => this.start(), backoff);
  }

  #giveUp(): void {
    const { name } = this.#plan;
    const shown = this.#lastLines.map((line) => `[${name}] ${line}`).join('\n');
    const times = `${RESTARTS_MAX + 1} times within ${RESTARTS_WITHIN_MS / 1000} s`;
    this.emit('failed', new Error(`${name} ended ${times}. Its last output:\n${shown}`));
  }

  #write(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
    if (this.#log.writableEnded) return;
    this.#log.write(`${new Date().toISOString()} [${this.#plan.name}] ${line}\n`);
  }
}

/** Asks the leader, waits, and kills what is left of its group. */
async function endGroup(leader: ChildProcess, pid: number): Promise<void> {
  const exited = once(leader, 'exit');
  const closed = once(leader, 'close', { signal: AbortSignal.timeout(STOP_WITHIN_MS + 1_000) });
  send(pid, 'SIGTERM');
  leader.stdin?.end();
  const force = setTimeout(() => send(pid, 'SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(force);
  send(-pid, 'SIGKILL');
  await closed.catch(() => undefined); // somebody outside the group keeps its output open
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // Nobody of it is left.
  }
}
