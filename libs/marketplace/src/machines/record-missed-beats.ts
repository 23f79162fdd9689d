import { machines } from '@gpuflow/db';
import { judgeLiveness, silentSince } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { haltRentals } from '../reliability/halt-rentals.js';
import { runCommand, unrecorded } from '../run-command.js';

/**
 * Marks every machine silent that has missed too many beats, and has the clocks of its rentals stopped. Answers the ids of
 * those that fell silent.
 */
export async function recordMissedBeats(market: Market): Promise<string[]> {
  const { beat } = market.policy;
  const graceMs = beat.beatEverySeconds * beat.missedBeatsMax * 1000;
  const heardBefore = new Date(market.clock.now().getTime() - graceMs);
  const silent: string[] = [];
  for (const id of await machines.onlineNotHeardSince(market.db, heardBefore)) {
    if (await recordSilence(market, id)) silent.push(id);
  }
  return silent;
}

/** Judges again under the machine's lock, because a beat may have come meanwhile. */
function recordSilence(market: Market, machineId: string): Promise<boolean> {
  const { beat, acceptingSince } = market.policy;
  return runCommand(market, { kind: 'SYSTEM', name: 'watch-heartbeats' }, async (tx) => {
    const machine = await machines.lock(tx, machineId);
    const liveness = judgeLiveness(machine?.lastBeatAt, market.clock.now(), acceptingSince, beat);
    if (machine?.liveness !== 'ONLINE' || liveness !== 'SILENT') return unrecorded(false);
    await machines.setLiveness(tx, machineId, 'SILENT');
    const since = silentSince(machine, acceptingSince);
    const { records, intents } = await haltRentals(tx, market, { machine, since });
    const facts = { since: since.toISOString() };
    const fell = { kind: 'machine.fell_silent', subject: `machine:${machineId}`, facts };
    return { output: true, records: [fell, ...records], intents };
  });
}
