import type { Hex } from '@gpuflow/domain';
import { decodeEventLog, toEventSelector, type AbiEvent, type AbiParameter } from 'viem';
import { eventsAbi, type EscrowEvent } from './events.js';

/** Reads one argument from hex digits at a position. Throws for what the ABI cannot have encoded. */
type Read = (digits: string, at: number) => unknown;

/** An argument's place: `words` of 64 hex digits, from where it starts. */
interface Argument {
  name: string;
  words: number;
  read: Read;
}

/** How an event's topics and data are read. */
interface EventReader {
  eventName: string;
  indexed: readonly Argument[];
  plain: readonly Argument[];
  dataDigits: number;
}

const wordDigits = 64;
const zeros = '0'.repeat(wordDigits);

/** Readers by the topic that names the event; events with arguments of no fixed length are viem's to read. */
const readers = new Map<string, EventReader | 'DYNAMIC'>(
  eventsAbi.flatMap((item) =>
    item.type === 'event' ? [[toEventSelector(item), readerOf(item)] as const] : [],
  ),
);

/**
 * What viem's `decodeEventLog` says of a log of ours, without looking for its event among all others each time, and
 * with addresses in lower case. Throws for an unknown topic, for too much or too little data, and for a number that its
 * type cannot hold.
 */
export function decodeEvent(topics: readonly Hex[], data: Hex): EscrowEvent {
  const [signature, ...indexed] = topics;
  if (signature === undefined) throw new Error('An anonymous log is not one of our contracts.');
  const reader = readers.get(signature);
  if (reader === undefined)
    throw new Error(`No event of our contracts has the topic ${signature}.`);
  if (reader === 'DYNAMIC')
    return decodeEventLog({ abi: eventsAbi, data, topics: [signature, ...indexed] });
  return event(reader, indexed, data);
}

function event(
  { eventName, indexed, plain, dataDigits }: EventReader,
  topics: readonly Hex[],
  data: Hex,
): EscrowEvent {
  if (topics.length !== indexed.length || data.length !== 2 + dataDigits)
    throw new Error(
      `${eventName} has ${topics.length} topics and ${data.length} characters of data.`,
    );
  const args = argumentsIn(data, 2, plain);
  for (const [i, { name, read }] of indexed.entries()) args[name] = read(topics[i] ?? '', 2);
  const silent = indexed.length + plain.length === 0;
  // The readers were made from the same ABI as the type.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return { eventName, args: silent ? undefined : args } as EscrowEvent;
}

function argumentsIn(digits: string, from: number, plain: readonly Argument[]) {
  const args: Record<string, unknown> = {};
  let at = from;
  for (const { name, words, read } of plain) {
    args[name] = read(digits, at);
    at += words * wordDigits;
  }
  return args;
}

function readerOf({ name, inputs }: AbiEvent): EventReader | 'DYNAMIC' {
  const indexed = inputs.filter((input) => input.indexed === true).map(argument);
  const plain = inputs.filter((input) => input.indexed !== true).map(argument);
  if (!indexed.every(isFixed) || !plain.every(isFixed)) return 'DYNAMIC';
  return { eventName: name, indexed, plain, dataDigits: wordsOf(plain) * wordDigits };
}

function isFixed(one: Argument | undefined): one is Argument {
  return one !== undefined;
}

function wordsOf(fields: readonly Argument[]): number {
  return fields.reduce((sum, { words }) => sum + words, 0);
}

/** Undefined for a type of no fixed length, and for those that our events do not have. */
function argument(parameter: AbiParameter): Argument | undefined {
  const { name = '', type } = parameter;
  if ('components' in parameter)
    return type === 'tuple' ? struct(name, parameter.components) : undefined;
  const read = readWord(type);
  return read && { name, words: 1, read };
}

function struct(name: string, components: readonly AbiParameter[]): Argument | undefined {
  const fields = components.map(argument);
  if (!fields.every(isFixed)) return undefined;
  return { name, words: wordsOf(fields), read: (digits, at) => argumentsIn(digits, at, fields) };
}

function readWord(type: string): Read | undefined {
  const [, bits] = /^uint(\d+)$/.exec(type) ?? [];
  if (bits !== undefined) return readUint(Number(bits));
  if (type === 'bytes32') return (digits, at) => `0x${digits.slice(at, at + wordDigits)}`;
  if (type !== 'address') return undefined;
  return (digits, at) => `0x${lowDigits(digits, at, 40)}`;
}

/** viem gives what fits 48 bits as a number. */
function readUint(bits: number): Read {
  const width = bits / 4;
  if (bits <= 48) return (digits, at) => Number.parseInt(lowDigits(digits, at, width), 16);
  return (digits, at) => BigInt(`0x${lowDigits(digits, at, width)}`);
}

/** The last digits of a word. Throws where those before them are not all zero. */
function lowDigits(digits: string, at: number, width: number): string {
  const split = at + wordDigits - width;
  if (digits.slice(at, split) !== zeros.slice(width))
    throw new Error('A value is out of its range.');
  return digits.slice(split, at + wordDigits);
}
