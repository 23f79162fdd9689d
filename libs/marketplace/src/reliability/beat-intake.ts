import {
  Refusal,
  refuseBeat,
  refuseForeign,
  refuseOutOfTime,
  type Beat,
  type BeatSession,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import type { BeatKeys } from './beat-keys.js';
import { BeatSessions } from './beat-sessions.js';
import { groupCommit } from './group-commit.js';
import { takeBeats, type SignedBeat } from './take-beats.js';

/** The bytes that an agent sent, and how it signed them. */
export interface SentBeat {
  sessionId: string;
  /** HMAC-SHA256 by the session's key over `bytes`. */
  mac: Uint8Array;
  bytes: Uint8Array;
}

/** Beats of at most so many machines share a commit. */
const beatsMax = 1_000;
const waitingMax = 20_000;

/** Takes beats one by one, and commits those that come at the same time together. */
export class BeatIntake {
  readonly #sessions: BeatSessions;
  readonly #commit: (signed: SignedBeat) => Promise<Date | Refusal>;

  constructor(
    private readonly market: Market,
    keys: BeatKeys,
  ) {
    this.#sessions = new BeatSessions(market, keys);
    this.#commit = groupCommit({
      commit: (signed) => takeBeats(market, signed),
      keyOf: ({ beat }) => beat.machineId,
      itemsMax: beatsMax,
      waitingMax,
    });
  }

  /** Whose beat this is, before a word of it is read. Refuses `SESSION_EXPIRED`, `BAD_SIGNATURE`. */
  signerOf({ sessionId, mac, bytes }: SentBeat): Promise<BeatSession> {
    return this.#sessions.signerOf(sessionId, mac, bytes);
  }

  /**
   * Takes a beat; it is durable when this answers when it was received. Refuses `MALFORMED_INPUT`, `NOT_OWNER`,
   * `SESSION_EXPIRED`, `BEAT_OUT_OF_TIME`, `BEAT_REPLAYED`.
   */
  async take(beat: Beat, session: BeatSession): Promise<Date> {
    const now = this.market.clock.now();
    refuseBeat(beat);
    refuseForeign(beat, session, now);
    refuseOutOfTime(beat.sentAt, now);
    const taken = await this.#commit({ beat, session });
    if (taken instanceof Refusal) throw taken;
    return taken;
  }
}
