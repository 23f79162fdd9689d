#!/usr/bin/env node
/**
 * The Prisma CLI, told to use `schema-engine.mjs` in place of the native engine that it would download.
 * Takes the CLI's own arguments: `npm run prisma -- migrate deploy`.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const { status, error } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(import.meta.dirname, 'schema-engine.mjs'),
  },
});
if (error) throw error;
process.exit(status ?? 1);
