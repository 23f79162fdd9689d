import { addressVariable, metricsVariables, readEnvironment } from '@gpuflow/process';
import { z } from 'zod';
import { confirmationsVariable } from './confirmations-variable.js';
import { keyPlacesIn, signerVariables } from './signers/signer-variables.js';

const gwei = 1_000_000_000n;

const urlsMax = 8;
const urls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.tuple([z.string().url()]).rest(z.string().url()))
  .refine((all) => all.length <= urlsMax);

const variables = z.object({
  DATABASE_URL: z.string().url(),
  /** One endpoint of the chain, or several with commas between them: the first is preferred while all are equal. */
  RPC_URL: urls,
  CHAIN_ID: z.coerce.number().int().positive(),
  ESCROW_ADDRESS: addressVariable,
  PARAMS_ADDRESS: addressVariable,
  /** Where the meter publishes the root of each hour's evidence. */
  USAGE_ROOTS_ADDRESS: addressVariable,
  /** The first block that may hold a log of escrow or parameters. */
  DEPLOYMENT_BLOCK: z.coerce.number().int().nonnegative().transform(BigInt),
  ...signerVariables,
  CONFIRMATIONS: confirmationsVariable,
  POLL_MS: z.coerce.number().int().min(20).max(60_000).default(1_000),
  /** No transaction offers more per gas. */
  MAX_FEE_GWEI: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(200)
    .transform((value) => BigInt(value) * gwei),
  ...metricsVariables,
});

const envForm = variables.transform((env, context) => ({
  ...env,
  keyPlaces: keyPlacesIn(env, context),
}));

/** What the chain process is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or malformed. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  return readEnvironment(envForm, env);
}
