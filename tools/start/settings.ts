import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { z } from 'zod';

export const repository = path.resolve(import.meta.dirname, '../..');

const environment = z.object({
  /** Replaces the embedded PostgreSQL. */
  DATABASE_URL: z.string().url().optional(),
  /** Puts the queues on Redis instead of PostgreSQL. */
  REDIS_URL: z.string().url().optional(),
  /** Replaces the local chain: a development node (chain id 31337) with the usual test accounts. */
  RPC_URL: z.string().url().optional(),
  /** The API's port; by default 4000, or any free one where that is taken. */
  PORT: z.coerce.number().int().min(1).max(65_535).optional(),
});

/** What the caller of `npm start` wants. */
export interface Settings extends z.infer<typeof environment> {
  /** Plays the example, prints what it came to, and ends. */
  once: boolean;
  /** The last line is one JSON object. */
  json: boolean;
  /** Where this checkout keeps its state. */
  dataDir: string;
}

const usage = `npm start -- [--once] [--json] [--data DIR]

  --once      play the example, print what it came to, and end
  --json      print the outcome of the example as one line of JSON, last
  --data DIR  keep the state in DIR instead of .data

DATABASE_URL, REDIS_URL, RPC_URL and PORT in the environment replace the embedded parts.
`;

/** Reads flags and environment; ends with the usage text where they make no sense. */
export function readSettings(): Settings {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        data: { type: 'string', default: path.join(repository, '.data') },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const { once, json, data } = values;
    return { ...environment.parse(process.env), once, json, dataDir: path.resolve(data) };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${usage}`);
    process.exit(2);
  }
}

/** Names what is wrong in the environment, and never its value. */
function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return `Malformed in the environment: ${error.issues.map(({ path }) => path.join('.')).join(', ')}`;
}

/** The secret that access tokens are signed with: made once, readable by its owner alone. */
export function authSecret(dataDir: string): string {
  const file = path.join(dataDir, 'auth-secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  }
  return readFileSync(file, 'utf8');
}
