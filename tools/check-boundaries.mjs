#!/usr/bin/env node
/**
 * Proves that the linter sees forbidden imports. In a checkout without Nx's project graph the boundary
 * rule passes everything silently; this fails unless it reports each import of the canary.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const CANARY = 'src/boundary.canary.ts';
/** Rule and a part of what it says, for each forbidden import of the canary. */
const EXPECTED = [
  ['no-restricted-imports', 'node:fs'],
  ['@nx/enforce-module-boundaries', 'layer:domain'],
  ['@nx/enforce-module-boundaries', 'viem'],
];

const eslint = ['eslint', '--format', 'json', CANARY];
const { stdout, stderr, error } = spawnSync(
  process.execPath,
  [
    path.join(ROOT, 'node_modules/.bin/nx'),
    ...['exec', '--projects=@gpuflow/domain', '--', ...eslint],
  ],
  { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINT_CANARY: '1' } },
);
if (error) throw error;

const report = stdout.split('\n').find((line) => line.startsWith('[{'));
if (report === undefined) fail(`ESLint did not run.\n${stdout}${stderr}`);
const [{ messages }] = JSON.parse(report);
const unseen = EXPECTED.filter(
  ([rule, text]) => !messages.some((m) => m.ruleId === rule && m.message.includes(text)),
);
if (unseen.length > 0) {
  const seen = messages.map((m) => `  ${m.ruleId}: ${m.message}`).join('\n');
  fail(`Not reported: ${unseen.map((pair) => pair.join(' ')).join(', ')}\nReported:\n${seen}`);
}
console.log(`The linter reports all ${EXPECTED.length} forbidden imports of the canary`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
