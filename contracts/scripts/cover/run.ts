import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import { type Coverage, parseLcov } from './lcov.ts';

/**
 * Runs the Solidity suite under Forge, because Hardhat's coverage knows no branches, and fails below the goals. Forge
 * works in a temporary copy with the npm compiler, so that it needs no network and leaves nothing behind.
 */
const goals = { lines: 99, branches: 97 };

const root = path.resolve(import.meta.dirname, '../..');
const modules = path.resolve(root, '../node_modules');
const folder = mkdtempSync(path.join(os.tmpdir(), 'coverage-'));
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

for (const name of ['src', 'test', 'proofs', 'remappings.txt', 'scripts/cover/solc.mjs']) {
  cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
}
symlinkSync(modules, path.join(folder, 'node_modules'));
writeFileSync(path.join(folder, 'foundry.toml'), forgeSettings());

const report = path.join(folder, 'lcov.info');
const args = ['coverage', '--report', 'lcov', '--report-file', report];
const forge = spawnSync(
  forgeBinary(),
  // Forge optimizes nothing here, so what a deployed contract may cost is not its to judge.
  [
    ...args,
    '--no-match-coverage',
    '(test|proofs|node_modules)',
    '--no-match-test',
    'Within160000Gas',
  ],
  {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
  },
);
if (forge.error) throw forge.error;
if (forge.status !== 0) throw new Error('the suite fails under Forge; see above');

const files = parseLcov(readFileSync(report, 'utf8'));
for (const { file, lines, branches } of files) {
  const missed = [...lines.missed.map(String), ...branches.missed].join(' ');
  print(`${file}: ${figure(lines)} lines, ${figure(branches)} branches ${missed}`);
}
const met = [goalMet('lines'), goalMet('branches')].every(Boolean);
process.exitCode = met ? 0 : 1;

function goalMet(kind: 'lines' | 'branches'): boolean {
  const found = files.reduce((sum, file) => sum + file[kind].found, 0);
  const missed = files.reduce((sum, file) => sum + file[kind].missed.length, 0);
  const percent = found === 0 ? 100 : ((found - missed) / found) * 100;
  const verdict = percent >= goals[kind] ? 'met' : 'MISSED';
  print(`${kind}: ${percent.toFixed(2)} % of ${found}, goal ${goals[kind]} %: ${verdict}`);
  return percent >= goals[kind];
}

function figure({ found, missed }: Coverage['lines'] | Coverage['branches']): string {
  return `${found - missed.length}/${found}`;
}

/** The settings of hardhat.config.ts as far as they matter to what is covered. */
function forgeSettings(): string {
  return `[profile.default]
src = "src"
test = "test"
libs = ["node_modules"]
solc = "scripts/cover/solc.mjs"
offline = true
auto_detect_solc = false
auto_detect_remappings = false
evm_version = "cancun"
gas_limit = "18446744073709551615"
remappings = ["@openzeppelin/=node_modules/@openzeppelin/"]
allow_paths = ["${modules}"]
fuzz = { runs = 64, seed = "0x1" }
invariant = { runs = 5, depth = 60, fail_on_revert = true }
`;
}

function forgeBinary(): string {
  try {
    return createRequire(import.meta.url).resolve('@foundry-rs/forge-linux-amd64/bin/forge');
  } catch {
    throw new Error('Forge comes with npm for Linux on x64 only; run the coverage there');
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
