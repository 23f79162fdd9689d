import { z } from 'zod';

const typedDataForm = z.object({ message: z.record(z.unknown()) }).passthrough();

/** Typed data that the market proposed, with other terms in it. */
export function bend(proposed: unknown, terms: Record<string, unknown>) {
  const typedData = typedDataForm.parse(proposed);
  return { ...typedData, message: { ...typedData.message, ...terms } };
}
