import { z } from 'zod';

type Hex = `0x${string}`;

/** Hex of `bytesMin` to `bytesMax` bytes, made lower-case. */
const hexOf = (bytesMin: number, bytesMax: number) =>
  z
    .string()
    .max(2 + bytesMax * 2)
    .regex(new RegExp(`^0x([0-9a-f]{2}){${bytesMin},}$`, 'i'))
    .transform((text): Hex => `0x${text.slice(2).toLowerCase()}`);

export const Address = hexOf(20, 20);
export const Hash = hexOf(32, 32);
export const Hex = hexOf(0, 8_192);
/** Unsigned decimal digits of at most 256 bits, as a bigint. */
export const Uint = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
export const DateTime = z
  .string()
  .datetime()
  .transform((text) => new Date(text));
/** Every JSON of the SDL is an object; whoever uses it parses what is inside. */
export const JSON = z.record(z.unknown());
export const ID = z.string();
export const String = z.string();
export const Int = z.number().int();
export const Float = z.number();
export const Boolean = z.boolean();
