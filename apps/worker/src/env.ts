import { parseAddress } from '@gpuflow/domain';
import { z } from 'zod';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((text) => parseAddress(text, 'address'));
const seconds = z.coerce.number().int().min(1).max(3600);

const envForm = z.object({
  DATABASE_URL: z.string().url(),
  /** Where BullMQ keeps its jobs; without it, in PostgreSQL. */
  REDIS_URL: z.string().url().optional(),
  CHAIN_ID: z.coerce.number().int().positive(),
  ESCROW_ADDRESS: address,
  METER_ADDRESS: address,
  /** `1`: a demonstration, in which instances may be at private addresses. */
  DEMO: z.enum(['0', '1']).default('0'),
  /** Vested money below this is left for a later settlement: by default 0.05 of a token with 6 decimals. */
  SETTLE_FROM_UNITS: z
    .string()
    .regex(/^\d{1,30}$/)
    .default('50000')
    .transform(BigInt),
  SWEEP_SECONDS: seconds.default(10),
  KEEP_SECONDS: seconds.default(5),
  /** How often machines beat: the same as the API tells them. */
  BEAT_EVERY_SECONDS: seconds.default(15),
  MISSED_BEATS_MAX: z.coerce.number().int().min(1).max(100).default(4),
});

/** What the worker is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or wrong, and never their values. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  const read = envForm.safeParse(env);
  if (read.success) return read.data;
  const names = new Set(read.error.issues.map(({ path }) => path.join('.')));
  throw new Error(`Missing or malformed in the environment: ${[...names].join(', ')}`);
}
