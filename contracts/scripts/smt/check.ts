import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { z } from 'zod';

const { resolve } = createRequire(import.meta.url);
const solver = path.join(import.meta.dirname, 'solve.ts');
const maxAnswerBytes = 64 * 1024 * 1024;

/** What the solver said of one place: `unknown` is neither for nor against. */
export interface Finding {
  readonly verdict: 'proved' | 'refuted' | 'unknown';
  readonly file: string;
  /** Offset in the file's text. */
  readonly start: number;
  /** The compiler's words. */
  readonly message: string;
}

const outputSchema = z.object({
  errors: z
    .array(
      z.object({
        severity: z.string(),
        message: z.string(),
        sourceLocation: z.object({ file: z.string(), start: z.number() }).optional(),
      }),
    )
    .default([]),
});

type Compile = (input: string, callbacks: { smtSolver(query: string): unknown }) => string;

/**
 * Lets the Solidity compiler's model checker look for a violation of each `target` in a contract without loops, where
 * its bounded engine is complete.
 * @param sources Texts by the names under which they import each other.
 * @throws Error when the sources do not compile.
 */
export function check(
  sources: Record<string, string>,
  contract: { readonly file: string; readonly name: string },
  targets: readonly string[],
  secondsPerQuery: number,
): Finding[] {
  const input = JSON.stringify({
    language: 'Solidity',
    sources: Object.fromEntries(
      Object.entries(sources).map(([file, content]) => [file, { content }]),
    ),
    settings: {
      modelChecker: {
        engine: 'bmc',
        solvers: ['smtlib2'],
        targets,
        contracts: { [contract.file]: [contract.name] },
        showProvedSafe: true,
        showUnproved: true,
      },
    },
  });
  const smtSolver = (query: string) => ({ contents: solve(query, secondsPerQuery) });
  const { errors } = outputSchema.parse(JSON.parse(compiler()(input, { smtSolver })));
  const failure = errors.find(({ severity }) => severity === 'error');
  if (failure !== undefined) throw new Error(failure.message);
  return errors.flatMap(({ message, sourceLocation }) => {
    const verdict = verdictOf(message);
    if (verdict === undefined || sourceLocation === undefined) return [];
    return [{ verdict, message, ...sourceLocation }];
  });
}

/** Undefined: the message is no finding. */
function verdictOf(message: string): Finding['verdict'] | undefined {
  if (!message.startsWith('BMC:')) return undefined;
  if (message.includes('is safe')) return 'proved';
  if (message.includes('might happen')) return 'unknown';
  if (message.includes('happens here')) return 'refuted';
  return undefined;
}

function solve(query: string, seconds: number): string {
  try {
    return execFileSync(process.execPath, [solver], {
      input: query,
      encoding: 'utf8',
      timeout: seconds * 1000,
      maxBuffer: maxAnswerBytes,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT') return 'unknown\n';
    throw error;
  }
}

/** The compiler out of npm, whose typings say nothing. */
function compiler(): Compile {
  const require = createRequire(import.meta.url);
  const wrap = z.function().parse(require('solc/wrapper'));
  const soljson: unknown = require(resolve('solc/soljson.js'));
  const { compile } = z.object({ compile: z.function() }).parse(wrap(soljson));
  return (input, callbacks) => z.string().parse(compile(input, callbacks));
}
