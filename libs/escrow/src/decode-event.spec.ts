import fc from 'fast-check';
import {
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  type AbiEvent,
  type AbiParameter,
  type Hex,
} from 'viem';
import { decodeEvent } from './decode-event.js';
import { eventsAbi } from './events.js';

const seed = 20_261_123;
const events: readonly AbiEvent[] = eventsAbi.filter((item) => item.type === 'event');

/** Any value of a type. */
function valueOf(parameter: AbiParameter): fc.Arbitrary<unknown> {
  const { type } = parameter;
  if ('components' in parameter)
    return fc.record(
      Object.fromEntries(parameter.components.map((field) => [field.name ?? '', valueOf(field)])),
    );
  const [, bits] = /^uint(\d+)$/.exec(type) ?? [];
  if (bits !== undefined) {
    const most = 2n ** BigInt(bits) - 1n;
    const number = fc.oneof(fc.constantFrom(0n, 1n, most), fc.bigInt({ min: 0n, max: most }));
    return Number(bits) <= 48 ? number.map(Number) : number;
  }
  const bytes = type === 'address' ? 20 : 32;
  const digits = { minLength: 2 * bytes, maxLength: 2 * bytes };
  return fc
    .string({ unit: fc.nat({ max: 15 }).map((digit) => digit.toString(16)), ...digits })
    .map((hex) => `0x${hex}`);
}

function encode(event: AbiEvent, args: Record<string, unknown>): { topics: Hex[]; data: Hex } {
  const plain = event.inputs.filter(({ indexed }) => indexed !== true);
  const topics = encodeEventTopics({ abi: [event], eventName: event.name, args });
  const values = plain.map(({ name = '' }) => args[name]);
  return {
    topics: topics.filter((topic) => typeof topic === 'string'),
    data: encodeAbiParameters(plain, values),
  };
}

/** viem's words with addresses as ours are written. */
function lowered(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('0x') ? value.toLowerCase() : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, lowered(inner)]));
}

describe('decodeEvent', () => {
  it.each(events.map((event) => [event.name, event] as const))(
    'reads %s as viem does',
    (_, event) => {
      const args = fc.record(
        Object.fromEntries(event.inputs.map((input) => [input.name ?? '', valueOf(input)])),
      );
      fc.assert(
        fc.property(args, (values) => {
          const { topics, data } = encode(event, values);
          const [signature = '0x', ...indexed] = topics;
          const viems = decodeEventLog({ abi: eventsAbi, data, topics: [signature, ...indexed] });
          expect(decodeEvent(topics, data)).toEqual(lowered(viems));
        }),
        { seed, numRuns: 50 },
      );
    },
  );

  const started = events.find(({ name }) => name === 'RentalStarted');
  const { topics, data } = encode(started ?? { type: 'event', name: '', inputs: [] }, {
    rentalId: `0x${'5e'.repeat(32)}`,
    startedAt: 1,
    endsAt: 2 ** 40 - 1,
    seq: 2,
  });

  it.each([
    ['no topic', [], data],
    ['an unknown topic', [`0x${'ab'.repeat(32)}` as const], data],
    ['a topic too few', topics.slice(0, 1), data],
    ['a topic too many', [...topics, ...topics.slice(1)], data],
    ['a word too few', topics, `0x${data.slice(66)}` as const],
    ['a word too many', topics, `${data}${'0'.repeat(64)}` as const],
    ['a number too large', topics, `0x${'f'.repeat(64)}${data.slice(66)}` as const],
  ])('refuses %s', (_, wrongTopics, wrongData) => {
    expect(() => decodeEvent(topics, data)).not.toThrow();
    expect(() => decodeEvent(wrongTopics, wrongData)).toThrow();
  });
});
