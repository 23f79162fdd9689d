#!/usr/bin/env node
import { assertNodeVersion } from '@gpuflow/process';

import { run } from './program.js';
import { exitStatus } from './terminal.js';

assertNodeVersion();
const terminal = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
};
/** Anything else than what a command foresees is our mistake: it is said in a line, and nothing was checked. */
function unforeseen(error: unknown) {
  terminal.err(`could not run: ${error instanceof Error ? error.message : 'an unknown error'}`);
  return exitStatus.couldNotRun;
}

process.exitCode = await run(process.argv.slice(2), terminal).catch(unforeseen);
