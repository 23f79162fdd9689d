import { parseArgs } from 'node:util';

import { z } from 'zod';

import type { Coverage } from './coverage.ts';
import { baseRate, judge, type Verdict, type Verdicts } from './judge.ts';
import { readTrace } from './readers/read-trace.ts';
import { TraceError } from './readers/trace-error.ts';
import { seeded } from '../../faults/random.ts';

/**
 * `npm run bench:score -- TRACE… [--hours 24,168] [--seed N] [--json]`: how well the served score and its baselines tell, from the past
 * alone, whether a machine that is up goes through the next hours; see docs/reliability.md. Exit status 1 where the score is worse than
 * the base rate, 2 where a trace cannot be read. Last comes how often machines held beside their lower bounds.
 */
const draws = 1000;
const usage = 'usage: npm run bench:score -- TRACE… [--hours 24,168] [--seed N] [--json]\n';

const hoursForm = z.array(z.coerce.number().positive().max(8760)).nonempty();

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      hours: { type: 'string' },
      seed: { type: 'string', default: '20260212' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new TypeError('no trace given');
  const asked = values.hours === undefined ? undefined : hoursForm.parse(values.hours.split(','));
  const seed = z.coerce.number().int().parse(values.seed);
  let worse = 0;
  for (const where of positionals) {
    const trace = readTrace(where);
    for (const hours of asked ?? trace.hours) {
      const bootstrap = { draws, random: seeded('bootstrap', seed) };
      const verdicts = judge(where, trace, hours, bootstrap, progressOf(`${where} ${hours} h`));
      process.stdout.write(values.json ? jsonOf(where, seed, verdicts) : tableOf(where, verdicts));
      if (isWorse(verdicts)) worse += 1;
    }
  }
  return worse > 0 ? 1 : 0;
}

function isWorse({ verdicts }: Verdicts): boolean {
  const brierOf = (name: string) => verdicts.find(({ method }) => method === name)?.brier ?? NaN;
  return !(brierOf('score') <= brierOf(baseRate));
}

function jsonOf(trace: string, seed: number, verdicts: Verdicts): string {
  const { verdicts: methods, coverage, ...counts } = verdicts;
  const figures = [
    ...methods.map((verdict) => ({ ...counts, ...verdict, draws, seed })),
    { ...counts, method: 'lower bound', coverage },
  ];
  return figures.map((figure) => `${JSON.stringify({ trace, ...figure })}\n`).join('');
}

function tableOf(trace: string, told: Verdicts): string {
  const { hours, predictions, units, held, verdicts, coverage } = told;
  const title = `${trace}, ${hours} h ahead: ${predictions} predictions of ${units} units, ${fixed(held)} held`;
  const head = ['method', 'Brier', 'skill', '95 %', 'log-loss', 'ECE', 'AUC'];
  const lines = [head, ...verdicts.map(rowOf)].map(([method = '', ...figures]) =>
    [
      method.padEnd(28),
      ...figures.map((figure) => figure.padStart(figure.length > 8 ? 20 : 9)),
    ].join(''),
  );
  return `${title}\n${lines.join('\n')}\n${lineOf(coverage)}\n\n`;
}

function lineOf({ mean, units, stretches, bins }: Coverage): string {
  return `lower bound: ${fixed(mean)} in the mean; held at least as often: ${fixed(units)} of units, ${fixed(stretches)} of stretches of ten horizons, ${bins} of 10 bins`;
}

function rowOf({
  method,
  brier,
  skill,
  intervals,
  logLoss,
  calibrationError,
  auc,
}: Verdict): string[] {
  const { low, high } = intervals.skill;
  const figures = [logLoss, calibrationError, auc].map(fixed);
  return [method, fixed(brier), fixed(skill), `[${fixed(low)}, ${fixed(high)}]`, ...figures];
}

function fixed(figure: number): string {
  return figure.toFixed(4);
}

/** Tells a terminal how far it has come, every five seconds. */
function progressOf(what: string): (share: number) => void {
  let told = Date.now();
  return (share) => {
    if (Date.now() - told < 5000) return;
    told = Date.now();
    process.stderr.write(`${what}: ${Math.floor(share * 100)} %\n`);
  };
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof TraceError || error instanceof TypeError || error instanceof z.ZodError))
    throw error;
  process.stderr.write(`${error.message}\n${error instanceof TraceError ? '' : usage}`);
  process.exitCode = 2;
}
