import { beatDays, beats, type StoredBeat, type TakenBeat } from '@gpuflow/db';
import { Fault, Refusal, type Beat, type BeatSession } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { judgeMachines } from './judge-machines.js';

/** A beat, and the session that signed it. */
export interface SignedBeat {
  beat: Beat;
  session: BeatSession;
}

/**
 * Takes beats of different machines as proof of life, all in one commit, and judges the machines whose beats did not
 * come as they should. Answers for each when it was received, or why it does not count: `BEAT_REPLAYED`,
 * `SESSION_EXPIRED`. What does not count changes nothing.
 */
export async function takeBeats(
  market: Market,
  said: readonly SignedBeat[],
): Promise<(Date | Refusal)[]> {
  const stored = said.map(storedOf);
  const taken = await take(market, stored);
  await judge(market, taken);
  const received = new Map(taken.map(({ machineId, receivedAt }) => [machineId, receivedAt]));
  const refused = stored.filter(({ machineId }) => !received.has(machineId));
  const refusals = await refusalsOf(market, refused);
  return stored.map(
    (beat) =>
      received.get(beat.machineId) ?? refusals.get(beat.machineId) ?? expired(beat.sessionId),
  );
}

function storedOf({ beat, session }: SignedBeat): StoredBeat {
  const { machineId, seq, sentAt, instances, gpus } = beat;
  const states =
    instances.length + gpus.length === 0 ? undefined : JSON.stringify({ instances, gpus });
  return { machineId, sessionId: session.id, seq, sentAt, states };
}

/** Where there is no place for today's beats, makes it. */
async function take(market: Market, stored: StoredBeat[]): Promise<TakenBeat[]> {
  const { db, clock, policy } = market;
  const now = clock.now();
  try {
    return await beats.take(db, stored, now, policy.beat);
  } catch (error) {
    if (error instanceof Fault || (await beatDays.prepare(db, now, 1)) === 0) throw error;
    return beats.take(db, stored, now, policy.beat);
  }
}

/** The beats are durable already: a judgement that fails is made up for by the next sweep. */
async function judge(market: Market, taken: readonly TakenBeat[]): Promise<void> {
  const unjudged = taken.filter((beat) => beat.unjudged).map(({ machineId }) => machineId);
  if (unjudged.length === 0) return;
  await judgeMachines(market, unjudged).catch((error: unknown) => {
    market.log.warn({ err: error, machines: unjudged.length }, 'beats not judged yet');
  });
}

async function refusalsOf(market: Market, refused: readonly StoredBeat[]) {
  const refusals = new Map<string, Refusal>();
  if (refused.length === 0) return refusals;
  const ids = refused.map(({ machineId }) => machineId);
  const places = new Map(
    (await beats.placesOf(market.db, ids)).map((place) => [place.machineId, place]),
  );
  for (const { machineId, sessionId, seq } of refused) {
    const place = places.get(machineId);
    if (place?.sessionId !== sessionId) refusals.set(machineId, expired(sessionId));
    else refusals.set(machineId, new Refusal('BEAT_REPLAYED', { have: seq, last: place.seq }));
  }
  return refusals;
}

function expired(sessionId: string): Refusal {
  return new Refusal('SESSION_EXPIRED', { sessionId });
}
