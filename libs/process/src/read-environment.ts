import { parseAddress } from '@gpuflow/domain';
import { z } from 'zod';

/** A variable that holds an EVM address, in any case. */
export const addressVariable = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((text) => parseAddress(text, 'address'));

/** A variable that is `1` where this is a demonstration, which allows what must not face strangers. */
export const demoVariable = z.enum(['0', '1']).default('0');

/** How machines beat: the API tells agents, the worker judges by it. */
export const beatVariables = {
  BEAT_EVERY_SECONDS: z.coerce.number().int().min(1).max(3_600).default(15),
  /** So many beats in a row that do not come are a silence. */
  MISSED_BEATS_MAX: z.coerce.number().int().min(1).max(100).default(4),
  /** So many days beats are kept, and what follows from them can be disputed. */
  DISPUTE_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
};

/** Where a process answers for its figures; without a port, nowhere. Whoever reaches it reads them. */
export const metricsVariables = {
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
};

/** Reads the environment. Throws with the names of the variables that are missing or malformed, and never their values. */
export function readEnvironment<Value>(
  form: z.ZodType<Value, z.ZodTypeDef, unknown>,
  env: NodeJS.ProcessEnv,
): Value {
  const read = form.safeParse(env);
  if (read.success) return read.data;
  const names = new Set(read.error.issues.map(({ path }) => path.join('.')));
  throw new Error(`Missing or malformed in the environment: ${[...names].join(', ')}`);
}
