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
  type JudgedInterval,
  type Judgement,
  type Liveness,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded, type NewRecord, type OutboxItem } from '../run-command.js';
import { haltRentals, type Halting } from './halt-rentals.js';
import { probesOfRecovered } from './record-recovery.js';

/** A machine's judgement, and what was known of it before. */
interface Verdict extends Judgement {
  machineId: string;
  before: MachinePulse;
  /** What its intervals were where they are replaced. */
  replaced: JudgedInterval[];
}

/** Which machines can be rented again, and which no longer. */
export interface LivenessTurns {
  online: string[];
  silent: string[];
}

/**
 * Carries the intervals of these machines on to now, by all the evidence there is. Of a machine that falls silent the
 * clocks of its rentals are stopped; of one that comes back the instances are probed.
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
    const [first, ...rest] = [...silent.map(fellSilent), ...online.map(cameOnline)];
    const output = { online: online.map(idOf), silent: silent.map(idOf) };
    if (first === undefined) return unrecorded(output);
    const halting = await haltAll(tx, market, silent);
    const records = [first, ...rest, ...halting.records] as const;
    const outbox = await probesOf(tx, recovered(online));
    return { output, records, outbox, intents: halting.intents };
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
    return { ...judgement, machineId, before: pulse, replaced };
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

/** Those that had been silent: of one that beats for the first time nothing is rented. */
function recovered(online: readonly Verdict[]): string[] {
  return online.filter(({ before }) => before.liveness === 'SILENT').map(idOf);
}

function idOf({ machineId }: Verdict): string {
  return machineId;
}

function fellSilent({ machineId, intervals: judged, pulse }: Verdict): NewRecord {
  const facts = {
    since: (judged.at(-1)?.state === 'DOWN' ? judged.at(-1)?.from : pulse.heardAt)?.toISOString(),
  };
  return { kind: 'machine.fell_silent', subject: `machine:${machineId}`, facts };
}

function cameOnline({ machineId, before }: Verdict): NewRecord {
  const facts = { silentSince: before.heardAt?.toISOString() };
  return { kind: 'machine.came_online', subject: `machine:${machineId}`, facts };
}

/** The clocks of what is rented on them stop as of the last proof of life. */
async function haltAll(tx: Tx, market: Market, silent: readonly Verdict[]): Promise<Halting> {
  const all: Halting = { records: [], intents: [] };
  for (const { machineId, intervals: judged } of silent) {
    const down = judged.at(-1);
    if (down?.state !== 'DOWN') continue;
    const { records, intents } = await haltRentals(tx, market, { machineId, since: down.from });
    all.records.push(...records);
    all.intents.push(...intents);
  }
  return all;
}

async function probesOf(tx: Tx, online: readonly string[]): Promise<OutboxItem[]> {
  const probes: OutboxItem[] = [];
  for (const machineId of online) probes.push(...(await probesOfRecovered(tx, machineId)));
  return probes;
}
