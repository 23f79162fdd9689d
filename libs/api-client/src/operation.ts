import type { z } from 'zod';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** One operation of the API, generated: what is sent, and what an answer must look like to be believed. */
export interface Operation<Kind extends OperationKind, Result, Variables> {
  kind: Kind;
  text: string;
  result: z.ZodType<Result, z.ZodTypeDef, unknown>;
  /** Never there: it carries the variables' type. */
  variables?: (variables: Variables) => void;
}

/** For `JSON.stringify`: a bigint as its decimal digits, as the SDL's `Uint` wants it. */
export function bigintAsDigits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
