import {
  addressVariable,
  beatVariables,
  demoVariable,
  metricsVariables,
  readEnvironment,
} from '@gpuflow/process';
import { z } from 'zod';

const envForm = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().url(),
  /** A node of the chain, or several with commas between them: for proofs of settlements alone. */
  RPC_URL: z.string().refine((text) => text.split(',').every((one) => URL.canParse(one))),
  CHAIN_ID: z.coerce.number().int().positive(),
  ESCROW_ADDRESS: addressVariable,
  METER_ADDRESS: addressVariable,
  /** At least 32 characters, random: whoever knows it can sign in as anybody. */
  AUTH_SECRET: z.string().min(32),
  /** Where clients find the API. Sign-in messages name its host. */
  PUBLIC_URL: z.string().url(),
  /** Web origins that browsers may call from, with commas between them. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((origin) => origin !== '')),
  /** Addresses, or CIDR blocks, of the balancers in front, with commas between them. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((address) => address !== ''))
    .pipe(z.array(z.string().ip().or(z.string().cidr()))),
  /** Addresses of providers whose machines may be listed as SECURE, with commas between them. */
  VETTED_PROVIDERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((address) => address !== ''))
    .pipe(z.array(addressVariable)),
  ...beatVariables,
  ...metricsVariables,
  /** `1`: a demonstration. It shows GraphiQL, as development does. */
  DEMO: demoVariable,
  NODE_ENV: z.string().default('production'),
});

/** What the API is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or malformed. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  return readEnvironment(envForm, env);
}
