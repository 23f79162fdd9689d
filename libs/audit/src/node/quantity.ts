import { getAddress, type Address, type Hex } from 'viem';
import { z } from 'zod';

const hexOf = (form: RegExp) =>
  z.string().transform((text, context): Hex => {
    if (form.test(text)) return `0x${text.slice(2).toLowerCase()}`;
    context.addIssue({ code: 'custom', message: 'not hex of this length' });
    return z.NEVER;
  });

/** 32 bytes. */
export const hash = hexOf(/^0x[0-9a-fA-F]{64}$/);
/** Bytes of any length, at most 4 MiB. */
export const bytes = hexOf(/^0x([0-9a-fA-F]{2}){0,4194304}$/);
/** 20 bytes, with its checksum. */
export const address = hexOf(/^0x[0-9a-fA-F]{40}$/).transform((text): Address => getAddress(text));
/** A JSON-RPC quantity of at most 256 bits. */
export const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);

/** A number as JSON-RPC writes it. */
export function toQuantity(value: bigint): Hex {
  return `0x${value.toString(16)}`;
}
