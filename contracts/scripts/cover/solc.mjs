#!/usr/bin/env node
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

/**
 * The compiler out of npm behind the command line of the native one, as far as Forge calls it: `--version`, and
 * `--standard-json` with the input on standard input.
 */
const require = createRequire(import.meta.url);
const soljson = require('solc/soljson.js');

if (process.argv.includes('--version')) {
  const version = soljson.cwrap('solidity_version', 'string', [])();
  const native = version.replace(/\.Emscripten\.clang$/, '.Linux.g++');
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${native}\n`);
} else {
  process.stdout.write(require('solc/wrapper.js')(soljson).compile(readFileSync(0, 'utf8')));
}
