import { parseUuid, type Hash } from '../ids.js';
import type { InstanceState } from '../machine/instance.js';
import { Refusal } from '../refusal.js';

/** A heartbeat: an agent's word that its machine was alive at `sentAt`, and in which state. */
export interface Beat {
  machineId: string;
  bootId: string;
  /** Counts up within the session. */
  seq: number;
  /** By the machine's clock. */
  sentAt: Date;
  instances: InstanceBeat[];
  gpus: GpuBeat[];
}

/** What the agent sees of a rental's instance. */
export interface InstanceBeat {
  rentalId: Hash;
  state: InstanceState;
}

/** What the agent sees of a GPU. Undefined: it could not look. */
export interface GpuBeat {
  index: number;
  /** 0 to 100. */
  utilisationPercent?: number | undefined;
  memoryUsedMb?: number | undefined;
  temperatureC?: number | undefined;
  powerWatts?: number | undefined;
}

/** An agent's leave to beat: from one start of the agent, for a while. */
export interface BeatSession {
  /** Random: our nonce, without which no captured beat of another session is worth anything. */
  id: string;
  machineId: string;
  bootId: string;
  openedAt: Date;
  expiresAt: Date;
}

/** A session lives so long, so that a stolen key is worth little. */
export const sessionHours = 24;
/** A beat may be at most so far from our clock, either way. */
export const beatSkewSecondsMax = 60;
/** So many instances, and so many GPUs, may be in a beat. */
export const beatStatesMax = 64;

const gpuBounds = {
  index: [0, 63],
  utilisationPercent: [0, 100],
  memoryUsedMb: [0, 4_194_304],
  temperatureC: [0, 200],
  powerWatts: [0, 10_000],
} as const satisfies Record<keyof GpuBeat, readonly [number, number]>;
const gpuMeasures = [
  'index',
  'utilisationPercent',
  'memoryUsedMb',
  'temperatureC',
  'powerWatts',
] as const;

/** Refuses `MALFORMED_INPUT` for a beat that says what no machine can say. */
export function refuseBeat({ machineId, bootId, seq, instances, gpus }: Beat): void {
  parseUuid(machineId, 'machineId');
  parseUuid(bootId, 'bootId');
  if (!Number.isSafeInteger(seq) || seq < 1) refuse('seq', 'not a whole number from 1');
  refuseRepeated('instances', instances, ({ rentalId }) => rentalId);
  refuseRepeated('gpus', gpus, ({ index }) => index);
  for (const gpu of gpus) refuseGpu(gpu);
}

function refuseRepeated<State>(
  field: string,
  states: readonly State[],
  idOf: (state: State) => unknown,
): void {
  if (states.length > beatStatesMax) refuse(field, `more than ${beatStatesMax}`);
  if (new Set(states.map(idOf)).size < states.length) refuse(field, 'one of them twice');
}

function refuseGpu(gpu: GpuBeat): void {
  if (!Number.isInteger(gpu.index)) refuse('gpus.index', 'not a whole number');
  for (const measure of gpuMeasures) {
    const value = gpu[measure];
    const [min, max] = gpuBounds[measure];
    if (value !== undefined && !(value >= min && value <= max))
      refuse(`gpus.${measure}`, `not from ${min} to ${max}`);
  }
}

/** Refuses `BEAT_OUT_OF_TIME`. */
export function refuseOutOfTime(sentAt: Date, now: Date): void {
  // The other way round a date that is none would pass.
  if (Math.abs(sentAt.getTime() - now.getTime()) <= beatSkewSecondsMax * 1000) return;
  throw new Refusal('BEAT_OUT_OF_TIME', {
    have: Number.isNaN(sentAt.getTime()) ? 'no moment' : sentAt.toISOString(),
    now: now.toISOString(),
  });
}

/** Refuses `NOT_OWNER` for a beat of another machine, `SESSION_EXPIRED` for one of another start or too late for its session. */
export function refuseForeign(beat: Beat, session: BeatSession, now: Date): void {
  const { machineId, id: sessionId } = session;
  if (beat.machineId !== machineId)
    throw new Refusal('NOT_OWNER', {
      actor: `machine:${machineId}`,
      kind: 'machine',
      id: beat.machineId,
    });
  if (beat.bootId !== session.bootId || session.expiresAt <= now)
    throw new Refusal('SESSION_EXPIRED', { sessionId });
}

function refuse(field: string, reason: string): never {
  throw new Refusal('MALFORMED_INPUT', { field, reason });
}
