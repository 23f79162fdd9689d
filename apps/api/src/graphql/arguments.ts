import type { PipeTransform } from '@nestjs/common';
import { Args } from '@nestjs/graphql';
import { parseHex, parseUint, Refusal, type Hex } from '@gpuflow/domain';

/** Makes a value of what a client sent, or refuses `MALFORMED_INPUT` naming the field. */
export type Parse<Sent, Value> = (sent: Sent, field: string) => Value;

/** Injects an argument as it is parsed under its name: `@Arg('id', parseHash)`. */
export function Arg<Sent, Value>(name: string, parse: Parse<Sent, Value>): ParameterDecorator {
  const pipe: PipeTransform<Sent, Value> = { transform: (sent) => parse(sent, name) };
  return Args(name, pipe);
}

/** A parser of what may be left out: null counts as left out. */
export function optional<Sent, Value>(
  parse: Parse<Sent, Value>,
): Parse<Sent | null | undefined, Value | undefined> {
  return (sent, field) => (sent === null || sent === undefined ? undefined : parse(sent, field));
}

/** An integer from `min` to `max`, both included. */
export function intWithin(min: number, max: number): Parse<number, number> {
  return (sent, field) => {
    if (sent < min || sent > max) throw malformed(field, `not from ${min} to ${max}`);
    return sent;
  };
}

/** A real number from `min` to `max`, both included. */
export function numberWithin(min: number, max: number): Parse<number, number> {
  return intWithin(min, max);
}

/** Text of `min` to `max` characters. */
export function textWithin(min: number, max: number): Parse<string, string> {
  return (sent, field) => {
    if (sent.length < min || sent.length > max)
      throw malformed(field, `not ${min} to ${max} characters`);
    return sent;
  };
}

/** At most `max` values, each parsed under its place: `countries.0`. */
export function listOf<Sent, Value>(
  parse: Parse<Sent, Value>,
  max: number,
): Parse<readonly Sent[], Value[]> {
  return (sent, field) => {
    if (sent.length > max) throw malformed(field, `more than ${max}`);
    return sent.map((value, index) => parse(value, `${field}.${index}`));
  };
}

/** Values of which a condition is satisfied with any. Refuses `TOO_MANY_FILTERS` beyond `max`. */
export function choices<Sent, Value>(
  parse: Parse<Sent, Value>,
  max: number,
): Parse<readonly Sent[], Value[]> {
  const list = listOf(parse, max);
  return (sent, field) => {
    if (sent.length > max) throw new Refusal('TOO_MANY_FILTERS', { field, have: sent.length, max });
    return list(sent, field);
  };
}

/** An unsigned integer of so many bits. */
export function uintOf(bits: number): Parse<string, bigint> {
  return (sent, field) => parseUint(sent, field, bits);
}

/** Unix seconds of the chain's clock: 40 bits in the contract, so a number holds them exactly. */
export function chainSeconds(sent: string, field: string): number {
  return Number(parseUint(sent, field, 40));
}

const momentForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** A moment in RFC 3339, UTC, with at most milliseconds. */
export function moment(sent: string, field: string): Date {
  const date = new Date(momentForm.test(sent) ? sent : NaN);
  if (Number.isNaN(date.getTime())) throw malformed(field, 'not a moment in RFC 3339, UTC');
  return date;
}

const signatureBytesMax = 8_192;

/** A signature: 65 bytes of a key, more of a contract wallet. */
export function signature(sent: string, field: string): Hex {
  return parseHex(sent, field, signatureBytesMax);
}

/** The caller's name for one wish. */
export const idempotencyKey = textWithin(1, 128);

function malformed(field: string, reason: string) {
  return new Refusal('MALFORMED_INPUT', { field, reason });
}
