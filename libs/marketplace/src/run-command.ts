import { createHash } from 'node:crypto';

import { idempotency, intents, lockKey, notify, outbox, records, type Tx } from '@gpuflow/db';
import { actorName, Refusal, type Actor, type Intent } from '@gpuflow/domain';

import type { ChainPolicy, Market } from './market.js';
import { milestone } from './milestones.js';
import { traced, traceParentNow } from './traces.js';

/** A line of the audit trail, past tense: `rental.stop_requested` about `rental:0x…`. */
export interface NewRecord {
  kind: string;
  subject: string;
  facts: Record<string, unknown>;
}

/** A consequence that becomes a job. */
export interface OutboxItem {
  kind: 'probe-instance';
  payload: { rentalId: string };
}

/** A change with its record: one cannot be had without the other. */
export interface Changed<Output> {
  output: Output;
  records: readonly [NewRecord, ...NewRecord[]];
  intents?: readonly Intent[];
  outbox?: readonly OutboxItem[];
}

/** An answer that changed nothing, or only a row that is its own evidence (a beat, a nonce). */
export interface Unrecorded<Output> {
  output: Output;
  unrecorded: true;
}

export type CommandResult<Output> = Changed<Output> | Unrecorded<Output>;

/** The answer of a command that had nothing worth recording to do. */
export function unrecorded<Output>(output: Output): Unrecorded<Output> {
  return { output, unrecorded: true };
}

/**
 * Runs a command in one transaction, with its records, intents and outbox. Whatever it throws undoes all of it.
 * Subscribers are told of every recorded subject when, and only if, the transaction commits.
 */
export async function runCommand<Output>(
  market: Market<ChainPolicy>,
  actor: Actor,
  decide: (tx: Tx) => Promise<CommandResult<Output>>,
): Promise<Output> {
  const result = await traced('command', { 'gpuflow.actor': actorName(actor) }, () =>
    market.db.transaction(async (tx) => {
      const result = await decide(tx);
      if (!('unrecorded' in result)) await write(tx, market, actor, result);
      return result;
    }),
  );
  if (!('unrecorded' in result)) milestone('command.committed', kindsOf(result));
  return result.output;
}

/** The caller's name for one wish, and the wish itself. */
export interface KeyedCommand {
  name: string;
  actor: Actor;
  key: string;
  input: unknown;
}

/**
 * Runs a command once per key: the same input again answers what was answered, another input refuses
 * `IDEMPOTENCY_KEY_REUSED`, and of two at once the second waits for the first. The output is an id.
 */
export function runOnce(
  market: Market,
  command: KeyedCommand,
  decide: (tx: Tx) => Promise<CommandResult<string>>,
): Promise<string> {
  const actor = actorName(command.actor);
  const inputHash = hashInput(command);
  return runCommand(market, command.actor, async (tx) => {
    await lockKey(tx, `idempotency:${actor}:${command.key}`);
    const before = await idempotency.find(tx, actor, command.key);
    if (before !== undefined) return unrecorded(sameAnswer(before, inputHash, command.key));
    const result = await decide(tx);
    await idempotency.insert(tx, {
      actor,
      key: command.key,
      command: command.name,
      inputHash,
      output: result.output,
      createdAt: market.clock.now(),
    });
    return result;
  });
}

async function write<Output>(
  tx: Tx,
  market: Market<ChainPolicy>,
  actor: Actor,
  result: Changed<Output>,
) {
  const at = market.clock.now();
  await records.append(
    tx,
    result.records.map((record) => ({ ...record, actor: actorName(actor), at })),
  );
  const traceParent = traceParentNow();
  if (result.intents !== undefined) await intents.put(tx, result.intents, at, traceParent);
  if (result.outbox !== undefined) await outbox.append(tx, result.outbox, at, traceParent);
  await notify(tx, new Set(result.records.map(({ subject }) => subject)));
  milestone('command.writing', kindsOf(result));
}

function kindsOf({ records }: Changed<unknown>) {
  return { kinds: records.map(({ kind }) => kind) };
}

function sameAnswer(before: { inputHash: string; output: string }, inputHash: string, key: string) {
  if (before.inputHash !== inputHash) throw new Refusal('IDEMPOTENCY_KEY_REUSED', { key });
  return before.output;
}

function hashInput({ name, input }: KeyedCommand): string {
  return createHash('sha256').update(name).update(JSON.stringify(input, canonical)).digest('hex');
}

/** Keys in order and bigints as digits, so that equal inputs have equal text. */
function canonical(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
