import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** Longest text of a scalar: 8,192 bytes in hex. What it must look like is judged where the field's name is known. */
const textLengthMax = 2 + 8_192 * 2;

function text(value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError('Expected text.');
  if (value.length > textLengthMax) throw new GraphQLError(`Longer than ${textLengthMax}.`);
  return value;
}

function textLiteral(node: ValueNode): string {
  return text(node.kind === Kind.STRING ? node.value : undefined);
}

function textScalar(name: string, serialize: (value: unknown) => string): GraphQLScalarType {
  return new GraphQLScalarType({ name, serialize, parseValue: text, parseLiteral: textLiteral });
}

function hexText(value: unknown): string {
  if (typeof value === 'string' && value.startsWith('0x')) return value;
  throw new TypeError('not hex');
}

function decimalText(value: unknown): string {
  if (typeof value === 'bigint' && value >= 0n) return value.toString();
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return `${value}`;
  throw new TypeError('not an unsigned integer');
}

function momentText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  throw new TypeError('not a moment');
}

/** The scalars of the SDL. Inputs arrive as bounded text and are parsed, with their field's name, by the resolvers. */
export const scalars = {
  Address: textScalar('Address', hexText),
  Hash: textScalar('Hash', hexText),
  Hex: textScalar('Hex', hexText),
  Uint: textScalar('Uint', decimalText),
  DateTime: textScalar('DateTime', momentText),
  JSON: new GraphQLScalarType({ name: 'JSON' }),
};
