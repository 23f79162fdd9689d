import {
  ApiRefusal,
  operations,
  postBeat,
  type ApiClient,
  type BeatBody,
  type BeatKey,
} from '@gpuflow/api-client';
import { z } from 'zod';

/** Facts of the refusal `BEAT_REPLAYED`: the last number that the API has seen. */
const replayedFacts = z.object({ last: z.number().int() });
/** The API decides how often to beat, within reason. */
const beatEverySecondsMax = 300;
/** A session is renewed so long before it runs out; the API gives a new one after half of its time. */
const renewBeforeMs = 11 * 3_600_000;
/** With these the API says that the session is worth nothing any more: a new one is. */
const lostSession = ['SESSION_EXPIRED', 'BAD_SIGNATURE'];

export interface HeartOptions {
  /** The API's GraphQL endpoint. */
  apiUrl: string;
  client: ApiClient;
  machineId: string;
  /** A UUID made at the process's start. */
  bootId: string;
  /** What is up on the machine now. */
  instances: () => NonNullable<BeatBody['instances']>;
  /** What its GPUs do now. */
  gpus: () => Promise<NonNullable<BeatBody['gpus']>>;
}

/** Beats for a machine. */
export interface Heart {
  /**
   * Sends one heartbeat with the next number, and answers after how many milliseconds the API wants the next. Opens a
   * session where there is none, or the API does not know it any more.
   */
  beat(signal: AbortSignal): Promise<number>;
}

type Session = BeatKey & { expiresAt: Date };

export function createHeart(options: HeartOptions): Heart {
  let session: Session | undefined;
  let seq = 0;

  const open = async (signal: AbortSignal): Promise<Session> => {
    const { client, bootId } = options;
    const opened = await client.mutate(operations.openBeatSession, { bootId }, signal);
    if (opened.openBeatSession.id !== session?.id) seq = 0;
    return opened.openBeatSession;
  };
  const send = async (signal: AbortSignal): Promise<number> => {
    if (session === undefined || +session.expiresAt - Date.now() < renewBeforeMs)
      session = await open(signal);
    const { apiUrl, machineId, bootId } = options;
    const states = { gpus: await options.gpus(), instances: options.instances() };
    seq += 1;
    const beat = { machineId, bootId, seq, sentAt: new Date(), ...states };
    const { beatEverySeconds } = await postBeat({ url: apiUrl }, session, beat, signal);
    return Math.min(Math.max(beatEverySeconds, 1), beatEverySecondsMax) * 1000;
  };
  return {
    async beat(signal) {
      try {
        return await send(signal);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        if (error.code === 'BEAT_REPLAYED') seq = replayedFacts.parse(error.facts).last;
        else if (lostSession.includes(error.code)) session = undefined;
        else throw error;
        return send(signal);
      }
    },
  };
}
