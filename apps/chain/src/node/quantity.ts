import type { Hex } from '@gpuflow/domain';
import { z } from 'zod';

const hexOf = (form: RegExp) =>
  z.string().transform((text, context): Hex => {
    if (form.test(text)) return `0x${text.slice(2).toLowerCase()}`;
    context.addIssue({ code: 'custom', message: 'not hex of this length' });
    return z.NEVER;
  });

/** Bytes of any length, at most 1 MiB. */
export const bytes = hexOf(/^0x([0-9a-fA-F]{2}){0,1048576}$/);
export const address = hexOf(/^0x[0-9a-fA-F]{40}$/);
export const hash = hexOf(/^0x[0-9a-fA-F]{64}$/);
/** A block's 2,048 bits. */
export const bloom = hexOf(/^0x[0-9a-fA-F]{512}$/);
/** A JSON-RPC quantity of at most 256 bits. */
export const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);

/** A number as JSON-RPC writes it. */
export function toQuantity(value: bigint): Hex {
  return `0x${value.toString(16)}`;
}
