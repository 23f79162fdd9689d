import type { Hex } from '@gpuflow/domain';
import { escrowParamsAbi, rentalEscrowAbi } from '@gpuflow/escrow';
import { toEventSelector, toFunctionSelector } from 'viem';
import { z } from 'zod';

const abi = [...rentalEscrowAbi, ...escrowParamsAbi];
/** What neither the escrow nor its parameters do after their construction. */
const never = new Set(['setAuthority', 'AuthorityUpdated', 'EIP712DomainChanged']);

/** Every function that changes something, by its selector. */
const functions = new Map<Hex, string>();
/** Every event, by its topic. */
const events = new Map<Hex, string>();
for (const item of abi) {
  if (item.type === 'event') events.set(toEventSelector(item), item.name);
  if (item.type === 'function' && item.stateMutability === 'nonpayable')
    functions.set(toFunctionSelector(item), item.name);
}

export const countsSchema = z.object({
  accepted: z.record(z.number()),
  refused: z.record(z.number()),
  emitted: z.record(z.number()),
});
type Counts = z.infer<typeof countsSchema>;

/** How often each function was accepted and refused, and each event emitted. */
export class Tally {
  readonly counts: Counts = { accepted: {}, refused: {}, emitted: {} };

  /** Counts a call by its calldata and the topics of what it emitted; undefined where it was refused. */
  addCall(data: Hex, emitted: readonly Hex[] | undefined): void {
    const name = functions.get(slice(data));
    if (name === undefined) throw new Error(`No function has the selector of ${data}.`);
    countOne(emitted === undefined ? this.counts.refused : this.counts.accepted, name);
    for (const topic of emitted ?? []) countOne(this.counts.emitted, events.get(topic) ?? topic);
  }

  addAll({ accepted, refused, emitted }: Counts): void {
    addCounts(this.counts.accepted, accepted);
    addCounts(this.counts.refused, refused);
    addCounts(this.counts.emitted, emitted);
  }

  /** Functions that were never accepted and events that were never emitted: nothing was shown about them. */
  missing(): string[] {
    const { accepted, emitted } = this.counts;
    return [
      ...[...functions.values()].filter((name) => accepted[name] === undefined),
      ...[...events.values()].filter((name) => emitted[name] === undefined),
    ].filter((name) => !never.has(name));
  }

  /** One line per function, then one per event. */
  summary(): string {
    const { accepted, refused, emitted } = this.counts;
    const calls = [...functions.values()].filter((name) => !never.has(name)).sort();
    return [
      line('function', 'accepted', 'refused'),
      ...calls.map((name) => line(name, accepted[name] ?? 0, refused[name] ?? 0)),
      line('event', 'emitted'),
      ...Object.entries(emitted)
        .sort()
        .map(([name, times]) => line(name, times)),
    ].join('\n');
  }
}

function slice(data: Hex): Hex {
  return `0x${data.slice(2, 10)}`;
}

function countOne(counts: Record<string, number>, name: string): void {
  addCounts(counts, { [name]: 1 });
}

function addCounts(counts: Record<string, number>, more: Record<string, number>): void {
  for (const [name, times] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + times;
}

function line(name: string, ...cells: (string | number)[]): string {
  return name.padEnd(24) + cells.map((cell) => `${cell}`.padStart(10)).join('');
}
