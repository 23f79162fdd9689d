import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { type Mutant, catalogue } from './catalogue.ts';
import { Workbench } from './workbench.ts';

/**
 * The mutation gate: seeds one fault at a time into a copy of the contracts and runs the Solidity suite until a test
 * fails. A fault that no test sees has survived, and the status is 1. `--only NAME`, once or more, tries some of them.
 */
interface Verdict {
  readonly mutant: Mutant;
  /** The first test that failed; undefined: none did. */
  readonly killedBy: string | undefined;
  readonly seconds: number;
}

/** Files of up to so many seconds are run together, because starting a run takes as long. */
const quickSeconds = 10;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const only = values.only ?? catalogue.map(({ name }) => name);
const chosen = catalogue.filter(({ name }) => only.includes(name));
if (chosen.length < only.length)
  throw new Error(`not all of these are mutants: ${only.join(', ')}`);

const workbench = await Workbench.create();
process.once('SIGINT', () => abandon(130)).once('SIGTERM', () => abandon(143));
try {
  const survivors = await judge();
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  workbench.clear();
}

function abandon(status: number): never {
  workbench.clear();
  process.exit(status);
}

async function judge(): Promise<Verdict[]> {
  for (const mutant of catalogue) await applyTo(mutant);
  const runs = await baseline();
  const verdicts: Verdict[] = [];
  for (const mutant of chosen) {
    const verdict = await tryMutant(mutant, runs);
    verdicts.push(verdict);
    print(`${String(verdicts.length).padStart(2)}/${chosen.length} ${describe(verdict)}`);
  }
  const survivors = verdicts.filter(({ killedBy }) => killedBy === undefined);
  print(`${verdicts.length - survivors.length} of ${verdicts.length} faults killed`);
  for (const { mutant } of survivors) print(`survived: ${mutant.name} (${mutant.file})`);
  return survivors;
}

/** The mutated source. A catalogue that no longer fits the sources is an error, whatever was chosen. */
async function applyTo({ name, file, find, replace }: Mutant): Promise<string> {
  const source = await workbench.read(file);
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${name}: the text to replace must occur exactly once in ${file}`);
  }
  return before + replace + after;
}

/** Compiles and runs the sound contracts; all tests must pass. The files of each run: the quick ones, then each slow one. */
async function baseline(): Promise<string[][]> {
  const from = performance.now();
  await workbench.deployByName([...new Set(catalogue.map(({ file }) => contractOf(file)))]);
  await build();
  const timed: { file: string; took: number }[] = [];
  for (const file of workbench.files('test/**/*.t.sol')) {
    const began = performance.now();
    const failing = await firstFailure([file]);
    if (failing !== undefined) throw new Error(`without any fault ${failing} fails`);
    timed.push({ file, took: performance.now() - began });
  }
  print(`sound: ${timed.length} test files pass (${secondsSince(from)} s)`);
  const quick = timed.filter(({ took }) => took <= quickSeconds * 1000);
  const slow = timed.filter((each) => !quick.includes(each)).sort((a, b) => a.took - b.took);
  return [quick.map(({ file }) => file), ...slow.map(({ file }) => [file])];
}

async function tryMutant(mutant: Mutant, runs: readonly string[][]): Promise<Verdict> {
  const from = performance.now();
  const sound = await workbench.read(mutant.file);
  await workbench.write(mutant.file, await applyTo(mutant));
  await build('--no-tests');
  const holders = await testsThatHold(contractOf(mutant.file), runs.flat());
  if (holders.length > 0) await build(...holders);
  let killedBy: string | undefined;
  for (const files of runs) {
    killedBy = await firstFailure(files);
    if (killedBy !== undefined) break;
  }
  await workbench.write(mutant.file, sound);
  return { mutant, killedBy, seconds: secondsSince(from) };
}

/** Tests that use a library directly contain its code, and see a fault in it only when compiled again. */
async function testsThatHold(name: string, testFiles: readonly string[]): Promise<string[]> {
  const uses = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "[^"]*/${name}\\.sol"`);
  const library = new RegExp(`^library ${name}\\b`, 'm');
  const holders: string[] = [];
  const source = await workbench.read(`src/${name}.sol`);
  if (!library.test(source)) return holders;
  for (const file of testFiles) {
    if (uses.test(await workbench.read(file))) holders.push(file);
  }
  return holders;
}

async function build(...args: string[]): Promise<void> {
  const { ok, output } = await workbench.hardhat('build', '--quiet', ...args);
  if (!ok) throw new Error(`does not compile:\n${output}`);
}

/** Name of the first test of the files that fails; a run that breaks otherwise is an error. */
async function firstFailure(files: readonly string[]): Promise<string | undefined> {
  const { ok, output } = await workbench.hardhat('test', 'solidity', '--no-compile', ...files);
  if (ok) return undefined;
  const failing = /^ *1\) (\w+#\w+)/m.exec(output)?.[1];
  if (failing === undefined)
    throw new Error(`${files.join(' ')} neither passed nor failed:\n${output}`);
  return failing;
}

function contractOf(file: string): string {
  return file.replace(/^.*\/|\.sol$/g, '');
}

function describe({ mutant, killedBy, seconds }: Verdict): string {
  const fate = killedBy === undefined ? 'SURVIVED' : `killed by ${killedBy}`;
  return `${mutant.name}: ${fate} (${seconds} s)`;
}

function secondsSince(from: number): number {
  return Math.round((performance.now() - from) / 1000);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
