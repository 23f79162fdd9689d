import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Finding, check } from './check.ts';

/**
 * Proves what `proofs/AccrualProofs.sol` asserts of the money arithmetic, and that none of it overflows or divides by
 * zero. Exit status 1: something is refuted, or a premise can never hold, which would prove anything. What the solver
 * gives up on is said, not hidden; the status stays 0.
 */
const root = path.resolve(import.meta.dirname, '../..');
const harness = 'proofs/AccrualProofs.sol';
const secondsPerQuery = 60;

const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
const sources: Record<string, string> = {
  [harness]: text(harness),
  'src/Accrual.sol': text('src/Accrual.sol'),
  '@openzeppelin/contracts/utils/math/Math.sol': text('proofs/Math.sol'),
};
const proofs = [
  ...prove('AccrualProofs', ['assert']),
  ...prove('AccrualSteps', ['assert', 'overflow', 'underflow', 'divByZero']),
];
for (const finding of proofs) print(describe(finding));
const vacuous = impossiblePremises();
for (const finding of vacuous) print(`vacuous: the premises of ${functionAt(finding)} never hold`);

const count = (wanted: Finding['verdict']) =>
  proofs.filter(({ verdict }) => verdict === wanted).length;
print(`${count('proved')} proved, ${count('refuted')} refuted, ${count('unknown')} given up`);
process.exitCode = count('refuted') + vacuous.length > 0 ? 1 : 0;

function prove(name: string, targets: readonly string[], harnessText = text(harness)): Finding[] {
  const contract = { file: harness, name };
  return check({ ...sources, [harness]: harnessText }, contract, targets, secondsPerQuery);
}

/** Under premises that nothing fulfils even the assertion of a falsehood is proved. */
function impossiblePremises(): Finding[] {
  const falsehoods = text(harness).replaceAll(/assert\([^;]*;/g, (assertion) =>
    'assert(false);'.padEnd(assertion.length),
  );
  return ['AccrualProofs', 'AccrualSteps']
    .flatMap((name) => prove(name, ['assert'], falsehoods))
    .filter(({ verdict }) => verdict === 'proved');
}

function describe(finding: Finding): string {
  const said = { proved: 'proved', refuted: 'REFUTED', unknown: 'gave up' }[finding.verdict];
  const risk = /BMC: (Overflow|Underflow|Division by zero)/.exec(finding.message)?.[1];
  const what = risk === undefined ? '' : `: no ${risk.toLowerCase()}`;
  return `${said}: ${functionAt(finding)}${what}`;
}

/** Name of the function that holds the place. */
function functionAt({ file, start }: Finding): string {
  const before = (sources[file] ?? '').slice(0, start);
  return [...before.matchAll(/\bfunction (\w+)/g)].at(-1)?.[1] ?? file;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
