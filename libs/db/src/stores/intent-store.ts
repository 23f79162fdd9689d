import type { Hash, Intent, IntentState, SignerRole } from '@gpuflow/domain';
import { hex, present, refusalOf, toJson, type StoredRefusal } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { IntentPurpose, Prisma, type Intent as IntentRow } from '../generated/client.js';
import { intentCallFromJson } from '../order-json.js';

/** An intent and what became of it. */
export interface StoredIntent extends Intent {
  state: IntentState;
  refusal: StoredRefusal | undefined;
  notBefore: Date;
  createdAt: Date;
  /** When it was confirmed or refused. */
  settledAt: Date | undefined;
  /** The trace in which it was wished for, as W3C Trace Context writes it. */
  traceParent: string | undefined;
}

/** Whose queue, and which purposes of it; all where none are named. */
export interface QueueOf {
  chainId: number;
  role: SignerRole;
  purposes?: readonly IntentPurpose[];
}

/** Wishes for contract calls. What was wished for before stays as it is. Answers how many are new. */
export async function put(
  tx: Tx,
  intents: readonly Intent[],
  at: Date,
  traceParent?: string,
): Promise<number> {
  const { count } = await tx[prisma].intent.createMany({
    data: intents.map(({ call, rentalId, notBefore, ...columns }) => ({
      ...columns,
      rentalId: rentalId ?? null,
      purpose: call.purpose,
      payload: toJson(call),
      state: 'QUEUED',
      notBefore: notBefore ?? at,
      createdAt: at,
      traceParent: traceParent ?? null,
    })),
    skipDuplicates: true,
  });
  return count;
}

export async function find(tx: Tx, key: string): Promise<StoredIntent | undefined> {
  const row = await tx[prisma].intent.findUnique({ where: { key } });
  return row === null ? undefined : toIntent(row);
}

/** The intents of these keys, in the order of the keys. */
export async function findAll(tx: Tx, keys: readonly string[]): Promise<StoredIntent[]> {
  const rows = await tx[prisma].intent.findMany({ where: { key: { in: [...keys] } } });
  const byKey = new Map(rows.map((row) => [row.key, toIntent(row)]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** Which of these keys' intents are queued now. They are kept from other writers to the end of the transaction. */
export async function lockQueued(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const rows = await tx[prisma].$queryRaw<{ key: string }[]>`
    select key from intents where key = any(${[...keys]}) and state = 'QUEUED'
    order by key for update`;
  return rows.map(({ key }) => key);
}

/**
 * What a signer should send at `now`, of these purposes: what stops a clock before everything else, then the oldest
 * first, at most `limit`.
 */
export async function nextQueued(
  tx: Tx,
  { chainId, role, purposes = Object.values(IntentPurpose) }: QueueOf,
  limit: number,
  now: Date,
): Promise<StoredIntent[]> {
  const keys = await tx[prisma].$queryRaw<{ key: string }[]>`
    select key from intents
    where chain_id = ${chainId} and signer_role = ${role}::"SignerRole" and state = 'QUEUED'
      and not_before <= ${now} and purpose::text = any(${[...purposes]})
    order by purpose::text not in ('HALT', 'PAUSE', 'STOP'), created_at, key
    limit ${limit}`;
  return findAll(
    tx,
    keys.map(({ key }) => key),
  );
}

/** Intents of a chain that are neither confirmed nor refused, the oldest first. */
export async function unsettled(tx: Tx, chainId: number): Promise<StoredIntent[]> {
  const rows = await tx[prisma].intent.findMany({
    where: { chainId, state: { in: ['QUEUED', 'SENT'] } },
    orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
  });
  return rows.map(toIntent);
}

/** Intents of one purpose that are queued, sendable yet or not, the oldest first. */
export async function queued(
  tx: Tx,
  chainId: number,
  purpose: IntentPurpose,
): Promise<StoredIntent[]> {
  const rows = await tx[prisma].intent.findMany({
    where: { chainId, purpose, state: 'QUEUED' },
    orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
  });
  return rows.map(toIntent);
}

/** All intents for a rental, the oldest first. */
export async function listOfRental(tx: Tx, rentalId: Hash): Promise<StoredIntent[]> {
  const rows = await tx[prisma].intent.findMany({
    where: { rentalId },
    orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
  });
  return rows.map(toIntent);
}

/** Those of `rentalIds` whose clock the meter is asked to run, by a call that is on its way or due before `before`. */
export async function startingAmong(
  tx: Tx,
  rentalIds: readonly Hash[],
  before: Date,
): Promise<Set<Hash>> {
  const rows = await tx[prisma].intent.findMany({
    where: {
      rentalId: { in: [...rentalIds] },
      purpose: { in: ['START', 'RESUME'] },
      OR: [{ state: 'SENT' }, { state: 'QUEUED', notBefore: { lt: before } }],
    },
    select: { rentalId: true },
  });
  return new Set(rows.flatMap(({ rentalId }) => (rentalId === null ? [] : [hex(rentalId)])));
}

/** Their transaction is signed and stored. What was thought of them before is forgotten. */
export async function markSent(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx[prisma].intent.updateMany({
    where: { key: { in: [...keys] } },
    data: { state: 'SENT', settledAt: null, refusalCode: null, refusalFacts: Prisma.DbNull },
  });
}

/** What they wished for has come true, by whoever's transaction. */
export async function confirm(tx: Tx, keys: readonly string[], at: Date): Promise<void> {
  await tx[prisma].intent.updateMany({
    where: { key: { in: [...keys] } },
    data: { state: 'CONFIRMED', settledAt: at },
  });
}

/** The contract declines it. */
export async function refuse(
  tx: Tx,
  key: string,
  { code, facts }: StoredRefusal,
  at: Date,
): Promise<void> {
  await tx[prisma].intent.update({
    where: { key },
    data: { state: 'REFUSED', refusalCode: code, refusalFacts: toJson(facts), settledAt: at },
  });
}

/** They are to be sent again, from whatever state, each not before its moment. */
export async function requeue(
  tx: Tx,
  later: readonly { key: string; notBefore: Date }[],
): Promise<void> {
  const keys = later.map(({ key }) => key);
  const moments = later.map(({ notBefore }) => notBefore.toISOString());
  await tx[prisma].$executeRaw`
    update intents set state = 'QUEUED', settled_at = null, not_before = later.not_before
    from unnest(${keys}::text[], ${moments}::timestamptz[]) as later(key, not_before)
    where intents.key = later.key`;
}

function toIntent(row: IntentRow): StoredIntent {
  return {
    key: row.key,
    chainId: row.chainId,
    signerRole: row.signerRole,
    rentalId: row.rentalId === null ? undefined : hex(row.rentalId),
    call: intentCallFromJson(row.payload),
    state: row.state,
    refusal: refusalOf(row),
    notBefore: row.notBefore,
    createdAt: row.createdAt,
    settledAt: present(row.settledAt),
    traceParent: present(row.traceParent),
  };
}
