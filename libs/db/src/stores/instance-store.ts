import type { DesiredInstance, Hash, Instance } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { Instance as InstanceRow } from '../generated/client.js';

/** Writes a new instance. False, with nothing written, where the rental has one. */
export async function insert(tx: Tx, instance: Instance): Promise<boolean> {
  const { count } = await tx[prisma].instance.createMany({
    data: [
      {
        ...instance,
        port: instance.port ?? null,
        failure: instance.failure ?? null,
        provedAt: instance.provedAt ?? null,
        givenAt: instance.givenAt ?? null,
        bootFailedAt: instance.bootFailedAt ?? null,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function find(tx: Tx, rentalId: Hash): Promise<Instance | undefined> {
  const row = await tx[prisma].instance.findUnique({ where: { rentalId } });
  return row === null ? undefined : toInstance(row);
}

/** Those of `rentalIds` that have one, in no order. */
export async function findMany(tx: Tx, rentalIds: Hash[]): Promise<Instance[]> {
  const rows = await tx[prisma].instance.findMany({ where: { rentalId: { in: rentalIds } } });
  return rows.map(toInstance);
}

/** The instance as it is now, kept from other writers to the end of the transaction. */
export async function lock(tx: Tx, rentalId: Hash): Promise<Instance | undefined> {
  await tx[prisma].$queryRaw`select 1 from instances where rental_id = ${rentalId} for update`;
  return find(tx, rentalId);
}

/** Writes what the machine should make true. Does nothing where the rental never had an instance. */
export async function setDesired(tx: Tx, rentalId: Hash, desired: DesiredInstance): Promise<void> {
  await tx[prisma].instance.updateMany({ where: { rentalId }, data: { desired } });
}

/** Writes what the machine says: state, port, failure and when. */
export async function save(
  tx: Tx,
  { rentalId, state, port, failure, updatedAt }: Instance,
): Promise<void> {
  await tx[prisma].instance.update({
    where: { rentalId },
    data: { state, port: port ?? null, failure: failure ?? null, updatedAt },
  });
}

/** Writes that a probe got the right answer at `at`. */
export async function prove(tx: Tx, rentalId: Hash, at: Date): Promise<void> {
  await tx[prisma].instance.update({
    where: { rentalId },
    data: { provedAt: at, updatedAt: at },
  });
}

/** Forgets the proof: it was for a reservation that is gone. Does nothing where the rental never had an instance. */
export async function unprove(tx: Tx, rentalId: Hash): Promise<void> {
  await tx[prisma].instance.updateMany({ where: { rentalId }, data: { provedAt: null } });
}

/** Gives the machine to the instance of a bid that waits, which has to prove afresh that it is up. */
export async function give(tx: Tx, rentalId: Hash, at: Date): Promise<void> {
  await tx[prisma].instance.update({
    where: { rentalId },
    data: { desired: 'RUN', provedAt: null, givenAt: at },
  });
}

/** Takes the machine from the instance of a bid that has to wait, whose data stays; `failedAt`, where it did not come up and has none. */
export async function takeBack(tx: Tx, rentalId: Hash, failedAt: Date | undefined): Promise<void> {
  await tx[prisma].instance.update({
    where: { rentalId },
    data: {
      desired: failedAt === undefined ? 'PAUSE' : 'STOP',
      provedAt: null,
      givenAt: null,
      ...(failedAt && { bootFailedAt: failedAt }),
    },
  });
}

/** Its bid does not wait any more: it runs. Does nothing where the rental never had an instance. */
export async function keep(tx: Tx, rentalId: Hash): Promise<void> {
  await tx[prisma].instance.updateMany({ where: { rentalId }, data: { givenAt: null } });
}

/**
 * What a machine should make true now: instances to run, instances to pause, whose data it keeps, and instances to stop
 * that it has not said are gone.
 */
export async function assignmentsOf(tx: Tx, machineId: string): Promise<Instance[]> {
  const rows = await tx[prisma].instance.findMany({
    where: {
      machineId,
      OR: [
        { desired: { in: ['RUN', 'PAUSE'] } },
        { desired: 'STOP', state: { notIn: ['STOPPED', 'FAILED'] } },
      ],
    },
    orderBy: { rentalId: 'asc' },
  });
  return rows.map(toInstance);
}

/** Instances that their machines say are up, should be, and are not proved to be. */
export async function unprovedOf(tx: Tx, machineIds: readonly string[]): Promise<Instance[]> {
  const rows = await tx[prisma].instance.findMany({
    where: { machineId: { in: [...machineIds] }, desired: 'RUN', state: 'RUNNING', provedAt: null },
    orderBy: { rentalId: 'asc' },
  });
  return rows.map(toInstance);
}

/** The same of all machines, at most `limit` of those that last changed before `before`, the latest first. */
export async function unprovedSince(tx: Tx, before: Date, limit: number): Promise<Instance[]> {
  const rows = await tx[prisma].instance.findMany({
    where: { desired: 'RUN', state: 'RUNNING', provedAt: null, updatedAt: { lt: before } },
    orderBy: { updatedAt: 'desc' },
    take: limit,
  });
  return rows.map(toInstance);
}

function toInstance(row: InstanceRow): Instance {
  return {
    ...row,
    rentalId: hex(row.rentalId),
    port: present(row.port),
    failure: present(row.failure),
    provedAt: present(row.provedAt),
    givenAt: present(row.givenAt),
    bootFailedAt: present(row.bootFailedAt),
  };
}
