import { randomUUID } from 'node:crypto';

import { lockKey, sessions } from '@gpuflow/db';
import { sessionHours, type Actor, type BeatSession } from '@gpuflow/domain';

import { assertMachine } from '../guards.js';
import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';

export interface OpenBeatSession {
  actor: Actor;
  machineId: string;
  /** A UUID of the agent's start. */
  bootId: string;
}

const sessionMs = sessionHours * 3_600_000;

/**
 * Gives a machine's agent a session to beat in, whose key is in `BeatKeys`. A new session ends the one before: of two
 * agents with one key the last to ask is heard. One start of an agent that asks again is answered the same, until half
 * of the session's time has gone by. Refuses `NOT_OWNER`.
 */
export async function openBeatSession(
  market: Market,
  command: OpenBeatSession,
): Promise<BeatSession> {
  const { actor, machineId, bootId } = command;
  assertMachine(actor, machineId);
  return runCommand(market, actor, async (tx) => {
    await lockKey(tx, `beats:${machineId}`);
    const now = market.clock.now();
    const current = await sessions.currentOf(tx, machineId);
    const half = new Date(now.getTime() + sessionMs / 2);
    if (current?.bootId === bootId && current.expiresAt > half) return unrecorded(current);
    const session: BeatSession = {
      ...{ id: randomUUID(), machineId, bootId },
      ...{ openedAt: now, expiresAt: new Date(now.getTime() + sessionMs) },
    };
    await sessions.open(tx, session);
    return unrecorded(session);
  });
}
