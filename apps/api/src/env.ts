import { parseAddress } from '@gpuflow/domain';
import { z } from 'zod';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((text) => parseAddress(text, 'address'));

const envForm = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().url(),
  /** A node of the chain, for audits alone. */
  RPC_URL: z.string().url(),
  CHAIN_ID: z.coerce.number().int().positive(),
  ESCROW_ADDRESS: address,
  METER_ADDRESS: address,
  /** At least 32 characters, random: whoever knows it can sign in as anybody. */
  AUTH_SECRET: z.string().min(32),
  /** Where clients find the API. Sign-in messages name its host. */
  PUBLIC_URL: z.string().url(),
  /** Web origins that browsers may call from, with commas between them. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((origin) => origin !== '')),
  /** How often machines beat, and how many beats make silence: the same as the worker's. */
  BEAT_EVERY_SECONDS: z.coerce.number().int().min(1).max(3600).default(15),
  MISSED_BEATS_MAX: z.coerce.number().int().min(1).max(100).default(4),
  /** `1`: a demonstration. It shows GraphiQL, as development does. */
  DEMO: z.enum(['0', '1']).default('0'),
  NODE_ENV: z.string().default('production'),
});

/** What the API is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or wrong, and never their values. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  const read = envForm.safeParse(env);
  if (read.success) return read.data;
  const names = new Set(read.error.issues.map(({ path }) => path.join('.')));
  throw new Error(`Missing or malformed in the environment: ${[...names].join(', ')}`);
}
