import { z } from 'zod';

import { settleByProcess } from './chain-process.ts';
import { runningRentals, type RunningRental } from './running-rentals.ts';
import { settledUnits } from './settled-units.ts';
import { openWorld, type World } from './world.ts';
import { writeAndWait } from './write-and-wait.ts';

/**
 * `npm run bench -- settle [--rentals N] [--naive N]`: settlements per second through one signer by the chain process,
 * beside writing and waiting one by one, on the same chain into the same PostgreSQL. First with a block a second, as
 * real chains have them, then, of a quarter as many rentals, with a block for each transaction. Prints a JSON line per figure; exit status 1 where the
 * goal is missed.
 */
const ratioMin = 100;

const options = z
  .object({
    rentals: z.coerce.number().int().positive(),
    naive: z.coerce.number().int().positive(),
  })
  .parse({ rentals: option('--rentals') ?? '2048', naive: option('--naive') ?? '20' });

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

interface Mining {
  name: string;
  everyMs: number;
  rentals: number;
}

async function compare({ name, everyMs, rentals: count }: Mining): Promise<number> {
  const world = await openWorld();
  try {
    const rentals = await runningRentals(world, count + options.naive);
    const [ours, theirs] = [rentals.slice(options.naive), rentals.slice(0, options.naive)];
    await world.blocksEvery(everyMs);
    const naive = await naively(world, theirs);
    const { seconds } = await settleByProcess(world, ours);
    await world.blocksEvery(0);
    await requireAllPaid(world, rentals);
    const process = rentalsPerSecond(ours, seconds);
    print({ figure: `settle.${name}.naive`, perSecond: naive, rentals: theirs.length });
    print({ figure: `settle.${name}.process`, perSecond: process, rentals: ours.length, seconds });
    return process / naive;
  } finally {
    await world.close();
  }
}

async function naively(world: World, rentals: readonly RunningRental[]): Promise<number> {
  const before = performance.now();
  await writeAndWait(world, rentals);
  return rentalsPerSecond(rentals, (performance.now() - before) / 1_000);
}

/** A speed says nothing of settlements that paid nobody. */
async function requireAllPaid(world: World, rentals: readonly RunningRental[]): Promise<void> {
  for (const rental of rentals) {
    const paid = await settledUnits(world, rental);
    if (paid === 0n) throw new Error(`${rental.id} was not settled`);
  }
}

function rentalsPerSecond({ length }: readonly unknown[], seconds: number): number {
  return Math.round((length / seconds) * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const ratio = await compare({ name: 'interval', everyMs: 1_000, rentals: options.rentals });
print({ figure: 'settle.ratio', value: Math.round(ratio), goal: ratioMin, met: ratio >= ratioMin });
const automined = Math.ceil(options.rentals / 4);
const honest = await compare({ name: 'automine', everyMs: 0, rentals: automined });
print({ figure: 'settle.automine.ratio', value: Math.round(honest * 10) / 10 });
process.exitCode = ratio >= ratioMin ? 0 : 1;
