import { createHash, createHmac } from 'node:crypto';

import type { Question } from '../sides/load.ts';
import type { AgentSession } from './fleet.ts';

interface Heart {
  session: AgentSession;
  rentalId: string;
  seq: number;
}

/** The agents of a fleet, as one side hears them. A machine beats on one connection, so that its beats come in their order. */
export class Hearts {
  readonly #byConnection: Heart[][];
  #beats = 0;

  constructor(sessions: readonly AgentSession[], connections: number) {
    const hearts = sessions.map((session) => ({ session, rentalId: rentalOf(session), seq: 0 }));
    this.#byConnection = Array.from({ length: connections }, (_, connection) =>
      hearts.filter((_heart, place) => place % connections === connection),
    );
  }

  /** Beats that were sent so far. */
  get beats(): number {
    return this.#beats;
  }

  /** The next beat on a connection, signed: its machines take turns. */
  next(connection: number): Question {
    const hearts = this.#byConnection[connection] ?? [];
    const heart = hearts.shift();
    if (heart === undefined) throw new Error(`no machine beats on connection ${connection}`);
    hearts.push(heart);
    heart.seq += 1;
    this.#beats += 1;
    return beatOf(heart);
  }
}

/** As an agent with one instance says it. */
function beatOf({ session, rentalId, seq }: Heart): Question {
  const { id, machineId, bootId, key } = session;
  const instances = [{ rentalId, state: 'RUNNING' }];
  const body = JSON.stringify({ machineId, bootId, seq, sentAt: new Date(), instances });
  const mac = createHmac('sha256', key).update(body).digest('hex');
  return {
    body,
    headers: { authorization: `Beat ${id}:${mac}` },
    isAnswer: (answer) => answer.startsWith(`{"seq":${seq},`),
  };
}

function rentalOf({ machineId }: AgentSession): string {
  return `0x${createHash('sha256').update(machineId).digest('hex')}`;
}
