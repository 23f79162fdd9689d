import { createPublicKey, verify } from 'node:crypto';

import { machines } from '@gpuflow/db';
import {
  assertBeatCounts,
  beatMessage,
  Refusal,
  type Actor,
  type Beat,
  type Hex,
  type Machine,
} from '@gpuflow/domain';

import { assertMachine, found } from '../guards.js';
import type { Market } from '../market.js';
import { probesOfRecovered } from '../reliability/record-recovery.js';
import { runCommand, unrecorded, type CommandResult } from '../run-command.js';

export interface RecordBeat {
  actor: Actor;
  machineId: string;
  beat: Beat;
  /** Ed25519 (RFC 8032) by the agent's key over `beatMessage`. */
  signature: Hex;
}

/**
 * Takes a heartbeat as proof of life. Durable when it returns. A record is written only when the machine comes (back)
 * or has booted anew. Refuses `NOT_OWNER`, `BAD_SIGNATURE`, `BEAT_REPLAYED`, `BEAT_OUT_OF_TIME`.
 */
export async function recordBeat(market: Market, command: RecordBeat): Promise<Machine> {
  const { actor, machineId, beat } = command;
  assertMachine(actor, machineId);
  return runCommand(market, actor, async (tx) => {
    const machine = found(await machines.lock(tx, machineId), 'machine', machineId);
    assertSigned(machine, command);
    assertBeatCounts(beat, machine.lastBeat?.seq ?? 0n, market.clock.now());
    const alive: Machine = {
      ...machine,
      liveness: 'ONLINE',
      lastBeat: { bootId: beat.bootId, seq: beat.seq },
      lastBeatAt: market.clock.now(),
    };
    await machines.saveBeat(tx, alive);
    const noting = noted(machine, alive);
    if (machine.liveness !== 'SILENT' || 'unrecorded' in noting) return noting;
    return { ...noting, outbox: await probesOfRecovered(tx, machineId) };
  });
}

function assertSigned(machine: Machine, { beat, signature }: RecordBeat): void {
  const key = createPublicKey({
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(machine.agentKey.slice(2), 'hex').toString('base64url'),
    },
    format: 'jwk',
  });
  const message = Buffer.from(beatMessage(machine.id, beat));
  if (!verify(null, message, key, Buffer.from(signature.slice(2), 'hex')))
    throw new Refusal('BAD_SIGNATURE', { signer: `machine:${machine.id}` });
}

function noted(before: Machine, after: Machine): CommandResult<Machine> {
  const bootId = after.lastBeat?.bootId;
  if (before.liveness === 'ONLINE' && before.lastBeat?.bootId === bootId) return unrecorded(after);
  const facts = { bootId, silentSince: before.lastBeatAt?.toISOString() };
  const subject = `machine:${after.id}`;
  return { output: after, records: [{ kind: 'machine.came_online', subject, facts }] };
}
