#!/usr/bin/env node
/**
 * Stand-in for Prisma's native `schema-engine`, which the Prisma CLI would download from the network.
 * It speaks the engine's protocol (sub-commands, and JSON-RPC by lines on stdin and stdout) and does the
 * work with the same engine compiled to WebAssembly, `@prisma/schema-engine-wasm`.
 * The CLI finds it through PRISMA_SCHEMA_ENGINE_BINARY, which `prisma.mjs` sets.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngineAdapter } from './schema-engine-adapter.mjs';
import { connectionOf, createDatabase, dropDatabase, probeDatabase } from './database-admin.mjs';

/** Methods that the WASM build names otherwise than the JSON-RPC protocol. */
const WASM_NAMES = new Map([['getDatabaseVersion', 'version']]);
/** Methods whose empty answer is `null`; every other method's is `{}`. */
const ANSWER_NULL = new Set(['dbExecute', 'reset']);
/** JSON-RPC code of the native engine for an error that the user caused; the CLI looks for it. */
const KNOWN_ERROR = 4466;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
});
const url = options.datasource ? JSON.parse(options.datasource).url : undefined;

if (options.version) console.log('schema-engine-cli wasm');
else if (positionals[0] === 'cli') await runSubCommand(positionals[1]);
else await serve();

/** `schema-engine cli <command>`: exit status 0, or 1 with an error that the CLI can read. */
async function runSubCommand(command) {
  const connection = connectionOf(url);
  const commands = {
    'can-connect-to-database': probeDatabase,
    'create-database': createDatabase,
    'drop-database': dropDatabase,
  };
  try {
    await commands[command](connection);
  } catch (error) {
    reportToCli(connection, error);
    process.exitCode = 1;
  }
}

/** The CLI skips the first line on stderr and reads the others as JSON log lines. */
function reportToCli({ host, port, database }, error) {
  const known = {
    '3D000': ['P1003', `Database \`${database}\` does not exist on the server ${host}:${port}.`],
    '28P01': ['P1000', `Authentication failed against the server ${host}:${port}.`],
    28000: ['P1000', `Authentication failed against the server ${host}:${port}.`],
  };
  const unreachable = ['P1001', `Can't reach ${host}:${port}: ${error.message || error.code}`];
  const [errorCode, message] = known[error.code] ?? unreachable;
  const fields = { message, error_code: errorCode, is_panic: false };
  const line = { level: 'ERROR', target: 'schema_engine::logger', fields };
  process.stderr.write(`schema-engine\n${JSON.stringify(line)}\n`);
}

/** Answers the requests one after another, in their order, until stdin ends. */
async function serve() {
  const wasm = await loadWasm();
  const adapters = bindMigrationAwareSqlAdapterFactory(new SchemaEngineAdapter(url));
  const datamodels = options.datamodels?.map((file) => [
    file,
    readFileSync(path.resolve(file), 'utf8'),
  ]);
  const ignoreLog = () => {};
  let engine;
  const startedEngine = () =>
    (engine ??= wasm.SchemaEngine.new({ datamodels }, ignoreLog, adapters));

  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const request = JSON.parse(line);
    if (request.method) await answer(request, startedEngine);
  }
  process.exit(0);
}

async function answer({ id, method, params }, startedEngine) {
  try {
    const result = await call(method, params, startedEngine);
    if (method === 'diff' && result.stdout != null) {
      // `--script` output travels as a request of the engine to the CLI; its id only has to be unused.
      send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
    }
    send({ id, result });
  } catch (error) {
    send({ id, error: toRpcError(error) });
  }
}

async function call(method, params, startedEngine) {
  if (method === 'createDatabase') {
    const connection = connectionOf(url);
    await createDatabase(connection);
    return { databaseName: connection.database };
  }
  const engine = await startedEngine();
  const result = await engine[WASM_NAMES.get(method) ?? method](params);
  return result ?? (ANSWER_NULL.has(method) ? null : {});
}

function toRpcError(error) {
  return {
    code: KNOWN_ERROR,
    message: 'An error happened. Check the data field for details.',
    data: {
      is_panic: false,
      message: error.message ?? String(error),
      error_code: error.code ?? null,
      meta: error.meta ?? null,
    },
  };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** The package's own entry is written for bundlers; this is what its entry does, in Node's words. */
async function loadWasm() {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const bindings = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href);
  const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}
