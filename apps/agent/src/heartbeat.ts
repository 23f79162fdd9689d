import { ApiRefusal, operations, type ApiClient } from '@gpuflow/api-client';
import { z } from 'zod';
import type { BeatJournal } from './beat-journal.js';
import type { Identity } from './identity.js';

/** Facts of the refusal `BEAT_REPLAYED`: the last number that the API has seen. */
const replayedFacts = z.object({
  last: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
});
/** The API decides how often to beat, within reason. */
const beatEverySecondsMax = 300;

export interface HeartOptions {
  client: ApiClient;
  identity: Identity;
  journal: BeatJournal;
  machineId: string;
  /** A UUID made at the process's start. */
  bootId: string;
}

/**
 * Sends one heartbeat with the next number, and answers after how many milliseconds the API wants the next. Where the
 * API has seen a higher number (the journal was lost, or an older copy of it came back), jumps above it and beats again.
 */
export async function beat(options: HeartOptions, signal: AbortSignal): Promise<number> {
  try {
    return await send(options, signal);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'BEAT_REPLAYED') throw error;
    await options.journal.raiseTo(replayedFacts.parse(error.facts).last);
    return send(options, signal);
  }
}

async function send(options: HeartOptions, signal: AbortSignal): Promise<number> {
  const { client, identity, journal, machineId, bootId } = options;
  const seq = await journal.next();
  const sentAt = new Date();
  const message = beatMessage({ machineId, bootId, seq, sentAt });
  const variables = { bootId, seq, sentAt, signature: identity.sign(message) };
  const { recordBeat: ack } = await client.mutate(operations.recordBeat, variables, signal);
  return Math.min(Math.max(ack.beatEverySeconds, 1), beatEverySecondsMax) * 1000;
}

/** The bytes that are signed for a beat: the SDL's word on `recordBeat`. */
export function beatMessage(beat: {
  machineId: string;
  bootId: string;
  seq: bigint;
  sentAt: Date;
}): string {
  return `gpuflow-beat:${beat.machineId}:${beat.bootId}:${beat.seq}:${beat.sentAt.toISOString()}`;
}
