import { Refusal } from '../refusal.js';

/** A heartbeat: the machine with this boot was alive at `sentAt`. */
export interface Beat {
  bootId: string;
  /** Counts up for ever, over boots too. */
  seq: bigint;
  sentAt: Date;
}

/** A beat may be at most so far from our clock, either way. */
export const beatSkewSecondsMax = 60;

/** The bytes that an agent signs for a beat. One line, so that it can be read in a capture. */
export function beatMessage(machineId: string, beat: Beat): string {
  return `gpuflow-beat:${machineId}:${beat.bootId}:${beat.seq}:${beat.sentAt.toISOString()}`;
}

/** Refuses `BEAT_REPLAYED` and `BEAT_OUT_OF_TIME`. */
export function assertBeatCounts(beat: Beat, lastSeq: bigint, now: Date): void {
  if (beat.seq <= lastSeq) throw new Refusal('BEAT_REPLAYED', { have: beat.seq, last: lastSeq });
  if (Math.abs(beat.sentAt.getTime() - now.getTime()) > beatSkewSecondsMax * 1000)
    throw new Refusal('BEAT_OUT_OF_TIME', {
      have: beat.sentAt.toISOString(),
      now: now.toISOString(),
    });
}
