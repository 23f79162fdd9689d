/**
 * Plays many random sequences on the contract and on the model: SEQUENCES of MOVES moves, from SEED on, shared among as
 * many processes as there are processors. Prints its progress, and how often each function was accepted and refused;
 * exits 1 at the first difference, and names its seed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

import { shareSchema, type Share } from './share.ts';
import { countsSchema, Tally } from './tally.ts';

const defaults = { SEQUENCES: 1_000, MOVES: 100, SEED: 20_260_212 };
const { SEQUENCES, MOVES, SEED } = shareSchema.parse({ ...defaults, ...process.env });
const sequencesPerLine = 50;

const say = (line: string) => process.stdout.write(`${line}\n`);
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1_000);
const tally = new Tally();
const failing = new AbortController();
let played = 0;

async function playElsewhere(share: Share): Promise<void> {
  const settings = {
    SEQUENCES: `${share.SEQUENCES}`,
    MOVES: `${share.MOVES}`,
    SEED: `${share.SEED}`,
  };
  const player = fork(new URL('player.ts', import.meta.url), {
    env: { ...process.env, ...settings },
    signal: failing.signal,
  });
  player.on('message', (counts) => {
    tally.addAll(countsSchema.parse(counts));
    played += 1;
    if (played % sequencesPerLine === 0) say(`${played} sequences, ${seconds()} s`);
  });
  await once(player, 'exit');
  if (player.exitCode !== 0) throw new Error(`The player of seeds from ${share.SEED} failed.`);
}

/** Every player has its own seeds: those of one process that played them all. */
function sharesOf(players: number): Share[] {
  const first = (player: number) => Math.floor((SEQUENCES * player) / players);
  return Array.from({ length: players }, (_, player) => ({
    SEQUENCES: first(player + 1) - first(player),
    MOVES,
    SEED: SEED + first(player),
  }));
}

say(`${SEQUENCES} sequences of ${MOVES} moves, seed ${SEED}`);
try {
  await Promise.all(sharesOf(Math.min(availableParallelism(), SEQUENCES)).map(playElsewhere));
} catch (error) {
  failing.abort();
  throw error;
}
say(tally.summary());
say(`${played} sequences of ${MOVES} moves: no difference, ${seconds()} s`);
const missing = tally.missing();
if (played < SEQUENCES || missing.length > 0)
  throw new Error(`Played ${played}, never seen: ${missing.join(', ')}`);
