import { availableParallelism } from 'node:os';

import { cleanUp, setUp } from '../../tools/test-run/cleanup.ts';
import { startTestChains } from '../../tools/test-run/test-chains.ts';
import { startTestDatabase } from '../../tools/test-run/test-database.ts';
import { faults, type Playable } from './drills.ts';
import { readOptions, usage, type Options } from './options.ts';
import type { Report } from './play-drill.ts';
import { lineOf, tableOf } from './table.ts';

const options = optionsOrUsage();
const chosen = faults.filter(({ name, seedsUsual }) =>
  options.faults.length === 0 ? seedsUsual > 0 : options.faults.includes(name),
);
const unknown = options.faults.filter((name) => !faults.some((fault) => fault.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such fault: ${unknown.join(', ')}.\n${faults.map(({ name }) => name).join('\n')}\n`,
  );
  process.exit(2);
}

await setUp(startTestDatabase, startTestChains);
const reports = await inLanes(chosen, report);
await cleanUp();
process.stdout.write(`${tableOf(reports)}\n`);
process.exit(reports.every((one) => isGood(one)) ? 0 : 1);

/** Plays as many faults at once as there are cores, each on a chain and a database of its own. Answers in their order. */
async function inLanes<Item, Answer>(
  items: readonly Item[],
  play: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [place, item] of waiting) answers[place] = await play(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return answers;
}

async function report({ name, lacks, play, seedsUsual }: Playable): Promise<Report> {
  if (lacks !== undefined) return { fault: name, outcomes: [], failure: undefined, lacks };
  process.stderr.write(`${name} ...\n`);
  const since = performance.now();
  const count = options.seeds ?? Math.max(seedsUsual, 1);
  const seeds = Array.from({ length: count }, (_, i) => options.firstSeed + i);
  const played = await play(seeds, (done) => {
    if (done % 10 === 0) process.stderr.write(`${name}: ${done} of ${count} seeds\n`);
  });
  const tookSeconds = ((performance.now() - since) / 1_000).toFixed(0);
  process.stderr.write(`${lineOf(played)} (${tookSeconds} s)\n`);
  if (played.failure !== undefined) process.stderr.write(`${played.failure.reason}\n`);
  return played;
}

function isGood({ failure, lacks }: Report): boolean {
  return failure === undefined && (lacks === undefined || !options.strict);
}

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
