import type { Hash, Liveness, Machine } from '@gpuflow/domain';
import { toJson } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { factColumns, toMachine, withPulse as include } from '../rows/machine-row.js';
import { insertFor } from './pulse-store.js';

/**
 * Writes a new machine, with its facts as what its provider signed. False, with nothing written, where its agent key or
 * asset hash is enrolled.
 */
export async function insert(tx: Tx, machine: Machine): Promise<boolean> {
  const { id, provider, agentKey, assetHash, trust, reliability, liveness, enrolledAt } = machine;
  const facts = factColumns(machine);
  const { count } = await tx[prisma].machine.createMany({
    data: [
      {
        ...{ id, provider, agentKey, assetHash, liveness, enrolledAt },
        ...facts,
        spec: toJson(stated(facts)),
        trust: toJson(trust),
        reliability: reliability ?? null,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 1) await insertFor(tx, machine);
  return count === 1;
}

/** The facts that were said. */
function stated(facts: object): object {
  const isSaid = (fact: unknown) => fact !== null && !(Array.isArray(fact) && fact.length === 0);
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => isSaid(fact)));
}

export async function find(tx: Tx, id: string): Promise<Machine | undefined> {
  const row = await tx[prisma].machine.findUnique({ where: { id }, include });
  return row === null ? undefined : toMachine(row);
}

/** Those of `ids` that exist, in no order. */
export async function findMany(tx: Tx, ids: string[]): Promise<Machine[]> {
  const rows = await tx[prisma].machine.findMany({ where: { id: { in: ids } }, include });
  return rows.map(toMachine);
}

export async function findByAgentKey(tx: Tx, agentKey: Hash): Promise<Machine | undefined> {
  const row = await tx[prisma].machine.findUnique({ where: { agentKey }, include });
  return row === null ? undefined : toMachine(row);
}

/** The machine as it is now, kept from other writers to the end of the transaction. */
export async function lock(tx: Tx, id: string): Promise<Machine | undefined> {
  await tx[prisma].$queryRaw`select 1 from machines where id = ${id}::uuid for update`;
  return find(tx, id);
}

/** Writes what is known of a machine by now. What its provider signed stays as it is. */
export async function saveFacts(tx: Tx, machine: Machine, measuredAt: Date): Promise<void> {
  const trust = toJson(machine.trust);
  await tx[prisma].machine.update({
    where: { id: machine.id },
    data: { ...factColumns(machine), trust, measuredAt },
  });
}

/** Writes whether these machines can be rented. Their listings say so at once. */
export async function setLiveness(tx: Tx, ids: string[], liveness: Liveness): Promise<void> {
  if (ids.length === 0) return;
  await tx[prisma].machine.updateMany({ where: { id: { in: ids } }, data: { liveness } });
}
