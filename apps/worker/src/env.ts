import {
  addressVariable,
  beatVariables,
  demoVariable,
  metricsVariables,
  readEnvironment,
} from '@gpuflow/process';
import { z } from 'zod';

const seconds = z.coerce.number().int().min(1).max(3600);

const url = z.string().url();
const endpoints = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.tuple([url]).rest(url));

const envForm = z.object({
  DATABASE_URL: z.string().url(),
  /** Where BullMQ keeps its jobs; without it, in PostgreSQL. */
  REDIS_URL: z.string().url().optional(),
  /** Nodes of the chain for audits alone, with commas between them. Without one nothing is audited. */
  RPC_URL: endpoints.optional(),
  CHAIN_ID: z.coerce.number().int().positive(),
  ESCROW_ADDRESS: addressVariable,
  METER_ADDRESS: addressVariable,
  /** Where the meter publishes the root of each hour's evidence: audits hold its halts against it. */
  USAGE_ROOTS_ADDRESS: addressVariable,
  /** `1`: a demonstration, in which instances may be at private addresses. */
  DEMO: demoVariable,
  /** Vested money below this is left for a later settlement: by default 0.05 of a token with 6 decimals. */
  SETTLE_FROM_UNITS: z
    .string()
    .regex(/^\d{1,30}$/)
    .default('50000')
    .transform(BigInt),
  SWEEP_SECONDS: seconds.default(10),
  KEEP_SECONDS: seconds.default(5),
  ROLL_UP_SECONDS: seconds.default(60),
  SCORE_SECONDS: seconds.default(60),
  AUDIT_SECONDS: z.coerce.number().int().min(5).max(86_400).default(900),
  ...beatVariables,
  ...metricsVariables,
});

/** What the worker is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or malformed. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  return readEnvironment(envForm, env);
}
