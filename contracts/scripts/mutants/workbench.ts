import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { deployByName } from './deploy-by-name.ts';

const contractsRoot = path.resolve(import.meta.dirname, '../..');
const modulesRoot = path.resolve(contractsRoot, '../node_modules');
const hardhatCli = path.join(modulesRoot, 'hardhat/dist/src/cli.js');
const copied = ['src', 'test', 'proofs', 'hardhat.config.ts', 'package.json', 'remappings.txt'];

/** How a Hardhat command ended, and all it wrote. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** A copy of the contracts in a temporary folder, where sources may be spoilt. */
export class Workbench {
  readonly #parent: string;
  #running: ChildProcess | undefined;

  private constructor(parent: string) {
    this.#parent = parent;
  }

  /** Whoever creates one must {@link clear} it. */
  static async create(): Promise<Workbench> {
    const workbench = new Workbench(await mkdtemp(path.join(os.tmpdir(), 'mutants-')));
    await symlink(modulesRoot, path.join(workbench.#parent, 'node_modules'));
    await mkdir(workbench.#root);
    for (const name of copied) {
      await cp(path.join(contractsRoot, name), path.join(workbench.#root, name), {
        recursive: true,
      });
    }
    return workbench;
  }

  get #root(): string {
    return path.join(this.#parent, 'contracts');
  }

  /** Ends a command that still runs and removes the folder. */
  clear(): void {
    this.#running?.kill('SIGKILL');
    rmSync(this.#parent, { recursive: true, force: true });
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.#root, file), 'utf8');
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(path.join(this.#root, file), text);
  }

  files(pattern: string): string[] {
    return globSync(pattern, { cwd: this.#root }).sort();
  }

  /** Lets the tests load these contracts' artifacts, so that a mutant compiles without the tests. */
  async deployByName(contracts: readonly string[]): Promise<void> {
    for (const file of this.files('test/**/*.sol')) {
      await this.write(file, deployByName(await this.read(file), contracts));
    }
  }

  /** Runs one Hardhat command to its end. */
  async hardhat(...args: string[]): Promise<Outcome> {
    const child = spawn(process.execPath, [hardhatCli, ...args], {
      cwd: this.#root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', HARDHAT_DISABLE_TELEMETRY: 'true' },
    });
    this.#running = child;
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { ok: code === 0, output: Buffer.concat(chunks).toString() };
  }
}
