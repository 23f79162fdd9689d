import type pg from 'pg';

/** Read without a look at what it says: the bare side believes whoever has a key. */
export interface BareBeat {
  machineId: string;
  sessionId: string;
  seq: number;
  sentAt: string;
  instances: unknown;
}

interface Waiting {
  beat: BareBeat;
  answer: (receivedAt: Date) => void;
  fail: (error: unknown) => void;
}

const insert = {
  name: 'insert',
  text: `insert into bare_beats (machine_id, received_at, session_id, seq, sent_at, states)
    select machine_id, $6, session_id, seq, sent_at, states
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::jsonb[])
      as s (machine_id, session_id, seq, sent_at, states)`,
};

/** One insert of what came during the one before, and an answer when it is committed. */
export class BareBeats {
  readonly #client: pg.Client;
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  take(beat: BareBeat): Promise<Date> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ beat, answer, fail });
      if (this.#writing) return;
      this.#writing = true;
      setImmediate(() => void this.#write());
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const now = new Date();
      try {
        await this.#client.query({ ...insert, values: columns(group, now) });
        for (const { answer } of group) answer(now);
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    this.#writing = false;
  }
}

function columns(group: readonly Waiting[], now: Date): unknown[] {
  const beats = group.map(({ beat }) => beat);
  return [
    beats.map(({ machineId }) => machineId),
    beats.map(({ sessionId }) => sessionId),
    beats.map(({ seq }) => seq),
    beats.map(({ sentAt }) => sentAt),
    beats.map(({ instances }) => JSON.stringify({ instances })),
    now,
  ];
}
