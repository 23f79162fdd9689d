import {
  acceptance,
  beats,
  intervals,
  machines,
  maintenance,
  pulses,
  type MachinePulse,
  type Tx,
} from '@gpuflow/db';
import {
  acceptingSpans,
  judge,
  maintenanceSpans,
  receivedAt,
  silenceTurns,
  type JudgedInterval,
  type Judgement,
  type Liveness,
  type SilenceTurn,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded, type NewRecord } from '../run-command.js';
import { haltRentals, type Halting } from './halt-rentals.js';
import { probesOfRecovered } from './record-recovery.js';

/** A machine's judgement, and what was known of it before. */
interface Verdict extends Judgement {
  machineId: string;
  before: MachinePulse;
  /** What its intervals were where they are replaced. */
  replaced: JudgedInterval[];
  /** Of which nobody knew, or not that they are over. */
  silences: SilenceTurn[];
}

/** Which machines can be rented again, and which no longer. */
export interface LivenessTurns {
  online: string[];
  silent: string[];
}

/**
 * Carries the intervals of these machines on to now, by all the evidence there is. For each silence that they turn out to
 * have had, be it over or not, the clocks of their rentals are stopped; of a machine that is back the instances are probed.
 */
export function judgeMachines(
  market: Market,
  machineIds: readonly string[],
): Promise<LivenessTurns> {
  return runCommand(market, { kind: 'SYSTEM', name: 'judge-machines' }, async (tx) => {
    const verdicts = await verdictsOf(tx, market, machineIds);
    await intervals.replace(tx, verdicts.filter(changed));
    await pulses.saveJudged(tx, verdicts);
    const silent = await turn(tx, verdicts, 'SILENT');
    const online = await turn(tx, verdicts, 'ONLINE');
    const halting = await haltAll(tx, market, verdicts);
    const outbox = await probesOfRecovered(tx, verdicts.filter(isBack).map(idOf));
    const output = { online: online.map(idOf), silent: silent.map(idOf) };
    const [first, ...rest] = [...verdicts.flatMap(turnsOf), ...halting.records];
    if (first === undefined) return unrecorded(output);
    return { output, records: [first, ...rest], outbox, intents: halting.intents };
  });
}

async function verdictsOf(
  tx: Tx,
  market: Market,
  machineIds: readonly string[],
): Promise<Verdict[]> {
  const now = market.clock.now();
  const locked = await pulses.lock(tx, machineIds);
  const ids = locked.map(({ machineId }) => machineId);
  const since = new Date(Math.min(...locked.map(({ settledAt }) => settledAt.getTime()), +now));
  const accepting = acceptingSpans(await acceptance.since(tx, since));
  const announced = Map.groupBy(
    await maintenance.reachingOf(tx, ids, since),
    ({ machineId }) => machineId,
  );
  const known = await intervals.unsettledOf(tx, ids);
  const heard = await beats.unjudgedOf(tx, ids, latest(locked, now));
  return locked.map((pulse) => {
    const { machineId, settledAt } = pulse;
    const told = known.get(machineId) ?? [];
    const judgement = judge({
      pulse,
      before: told.findLast(({ from }) => from < settledAt),
      beats: heard.get(machineId) ?? [],
      circumstances: {
        policy: market.policy.beat,
        accepting,
        maintenance: maintenanceSpans(announced.get(machineId) ?? []),
      },
      now: receivedAt(pulse, now),
    });
    const replaced = told.filter(({ from }) => from >= judgement.replacing);
    const silences = silenceTurns(judgement.intervals, replaced);
    return { ...judgement, machineId, before: pulse, replaced, silences };
  });
}

/** Clocks may turn back, evidence does not. */
function latest(locked: readonly MachinePulse[], now: Date): Date {
  return new Date(Math.max(...locked.map((pulse) => receivedAt(pulse, now).getTime()), +now));
}

function changed({ intervals: judged, replaced }: Verdict): boolean {
  return (
    judged.length !== replaced.length ||
    judged.some(({ cause, from, until }, place) => {
      const old = replaced[place];
      return old?.cause !== cause || +old.from !== +from || Number(old.until) !== Number(until);
    })
  );
}

/** Those that turn so, once it is written. */
async function turn(
  tx: Tx,
  verdicts: readonly Verdict[],
  liveness: Exclude<Liveness, 'NEVER_SEEN'>,
): Promise<Verdict[]> {
  const turned = verdicts.filter(
    (verdict) => verdict.liveness === liveness && verdict.before.liveness !== liveness,
  );
  await machines.setLiveness(tx, turned.map(idOf), liveness);
  return turned;
}

/** Whether it is heard again, so that what was doubted can be probed. */
function isBack({ liveness, before, silences }: Verdict): boolean {
  return (
    liveness === 'ONLINE' && (before.liveness === 'SILENT' || silences.some(({ ended }) => ended))
  );
}

function idOf({ machineId }: Verdict): string {
  return machineId;
}

/** Each beginning and end of a silence, be it long over, and what turned without one. */
function turnsOf({ machineId, before, liveness, pulse, silences }: Verdict): NewRecord[] {
  const told = silences.flatMap(({ from, began, ended }) => [
    ...(began ? [fellSilent(machineId, from)] : []),
    ...(ended ? [cameOnline(machineId, from)] : []),
  ]);
  if (liveness === before.liveness || told.length > 0) return told;
  if (liveness === 'SILENT') return [fellSilent(machineId, pulse.heardAt)];
  return liveness === 'ONLINE' ? [cameOnline(machineId, before.heardAt)] : [];
}

function fellSilent(machineId: string, since: Date | undefined): NewRecord {
  const facts = { since: since?.toISOString() };
  return { kind: 'machine.fell_silent', subject: `machine:${machineId}`, facts };
}

function cameOnline(machineId: string, silentSince: Date | undefined): NewRecord {
  const facts = { silentSince: silentSince?.toISOString() };
  return { kind: 'machine.came_online', subject: `machine:${machineId}`, facts };
}

/** The clocks of what is rented on them stop as of the last proof of life. */
async function haltAll(tx: Tx, market: Market, verdicts: readonly Verdict[]): Promise<Halting> {
  const all: Halting = { records: [], intents: [] };
  for (const { machineId, silences } of verdicts) {
    const began = silences.filter((silence) => silence.began);
    if (began.length === 0) continue;
    const { records, intents } = await haltRentals(tx, market, { machineId, silences: began });
    all.records.push(...records);
    all.intents.push(...intents);
  }
  return all;
}
