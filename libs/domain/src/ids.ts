import { Refusal } from './refusal.js';

/** Lower-case hex text with its `0x`. */
export type Hex = `0x${string}`;
/** A lower-case EVM address. */
export type Address = Hex;
/** 32 bytes: a rental's id, an offer's hash, a block's hash. */
export type Hash = Hex;

/** Nobody: what the contract reads as an address that is not set. */
export const zeroAddress: Address = `0x${'0'.repeat(40)}`;
/** Nothing: what the contract reads as a hash that is not set. */
export const zeroHash: Hash = `0x${'0'.repeat(64)}`;

const isHexOf = (bytes: number) => new RegExp(`^0x[0-9a-f]{${bytes * 2}}$`, 'i');
const addressForm = isHexOf(20);
const hashForm = isHexOf(32);
const hexForm = /^0x([0-9a-f]{2})*$/i;

/** The address in lower case. Refuses `MALFORMED_INPUT` for anything that is not 20 bytes of hex. */
export function parseAddress(text: string, field: string): Address {
  if (!addressForm.test(text)) throw malformed(field, 'not an address of 20 bytes in hex');
  return lowerHex(text);
}

/** The hash in lower case. Refuses `MALFORMED_INPUT` for anything that is not 32 bytes of hex. */
export function parseHash(text: string, field: string): Hash {
  if (!hashForm.test(text)) throw malformed(field, 'not 32 bytes in hex');
  return lowerHex(text);
}

/** Bytes in lower-case hex, at most `bytesMax` of them. Refuses `MALFORMED_INPUT`. */
export function parseHex(text: string, field: string, bytesMax: number): Hex {
  if (text.length > 2 + bytesMax * 2) throw malformed(field, `longer than ${bytesMax} bytes`);
  if (!hexForm.test(text)) throw malformed(field, 'not hex');
  return lowerHex(text);
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUID in lower case (RFC 9562). Refuses `MALFORMED_INPUT`. */
export function parseUuid(text: string, field: string): string {
  const id = text.toLowerCase();
  if (!uuidForm.test(id)) throw malformed(field, 'not a UUID');
  return id;
}

/** An unsigned integer in decimal digits that fits `bits`. Refuses `MALFORMED_INPUT`. */
export function parseUint(text: string, field: string, bits: number): bigint {
  if (!/^\d{1,78}$/.test(text)) throw malformed(field, 'not an unsigned decimal integer');
  const value = BigInt(text);
  if (value >= 1n << BigInt(bits)) throw malformed(field, `does not fit ${bits} bits`);
  return value;
}

function malformed(field: string, reason: string) {
  return new Refusal('MALFORMED_INPUT', { field, reason });
}

function lowerHex(text: string): Hex {
  return `0x${text.slice(2).toLowerCase()}`;
}
