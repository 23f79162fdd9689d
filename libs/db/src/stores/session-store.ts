import type { BeatSession } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';

/** Opens a session: from now on the machine's beats count in this one alone, from number 1. */
export async function open(tx: Tx, session: BeatSession): Promise<void> {
  const { id, machineId } = session;
  await tx[prisma].machineSession.create({ data: session });
  await tx[prisma].machinePulse.update({ where: { machineId }, data: { sessionId: id, seq: 0 } });
}

export async function find(tx: Tx, id: string): Promise<BeatSession | undefined> {
  return (await tx[prisma].machineSession.findUnique({ where: { id } })) ?? undefined;
}

/** The session in which a machine's beats count. */
export async function currentOf(tx: Tx, machineId: string): Promise<BeatSession | undefined> {
  const pulse = await tx[prisma].machinePulse.findUnique({ where: { machineId } });
  return pulse?.sessionId == null ? undefined : find(tx, pulse.sessionId);
}

/** Forgets the sessions that ran out before `moment`. */
export async function forgetBefore(tx: Tx, moment: Date): Promise<void> {
  await tx[prisma].machineSession.deleteMany({ where: { expiresAt: { lt: moment } } });
}
