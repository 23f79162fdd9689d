import { NodeFailure, NodeRefusal, NotAuditable } from '@gpuflow/audit';
import { ApiFault, ApiRefusal } from '@gpuflow/api-client';
import { Fault } from '@gpuflow/domain';
import { Command, CommanderError } from 'commander';

import { auditCommand, type AuditOptions } from './audit/audit-command.js';
import { evidenceCommand, type EvidenceOptions } from './audit/published-evidence.js';
import {
  address,
  apiUrl,
  blockNumber,
  endpoints,
  hash,
  logNumber,
  machineId,
  place,
  seconds,
} from './options.js';
import { proofCommand, type ProofOptions } from './proof/proof-command.js';
import { verifyProofCommand, type VerifyProofOptions } from './proof/verify-proof-command.js';
import { NothingPublished } from './score/published-score.js';
import { verifyScoreCommand, type VerifyScoreOptions } from './score/verify-score-command.js';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.js';
import { BadKeyFile } from './watch/stop-key.js';
import { watchCommand, type WatchOptions } from './watch/watch-command.js';
import { CannotWatch } from './watch/watched-rental.js';

const rpcHelp = 'a node of the chain, or several with commas between them';
const escrowHelp = "the escrow's address";
const jsonHelp = 'answer in one line of JSON; amounts are decimal strings';

/** Runs a command line (without the program's own name) and answers the exit status: 2 where it could not run. */
export async function run(words: readonly string[], to: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.agrees;
  const program = programOf(to, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error, to);
  }
}

function programOf(to: Terminal, ended: (status: ExitStatus) => void): Command {
  const program = new Command('gpuflow')
    .description('The open GPU market, checked by anybody who doubts it.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => to.out(text.trimEnd()),
      writeErr: (text) => to.err(text.trimEnd()),
    });
  addAudit(program, to, ended);
  addEvidence(program, to, ended);
  addProof(program, to, ended);
  addVerifyProof(program, to, ended);
  addScore(program, to, ended);
  addWatch(program, to, ended);
  return program;
}

type Adding = (program: Command, to: Terminal, ended: (status: ExitStatus) => void) => void;

const addAudit: Adding = (program, to, ended) => {
  program
    .command('audit')
    .description('Rebuilds all money from logs alone and compares it with what others say.')
    .requiredOption('--rpc <url>', rpcHelp, endpoints)
    .requiredOption('--escrow <address>', escrowHelp, address)
    .requiredOption('--from-block <n>', 'a block at or before the deployment', blockNumber)
    .option('--to-block <n>', 'the block to audit; by default the final one', blockNumber)
    .option('--api <url>', "compare with the audit that this operator's API publishes")
    .option('--database <url>', "compare with the operator's database")
    .option('--usage-roots <address>', 'where meters publish their roots', address)
    .option('--evidence <file>', 'what meters handed out; by default what the API does')
    .option('--json', jsonHelp)
    .action(async (options: AuditOptions) => ended(await auditCommand(options, to)));
};

const addEvidence: Adding = (program, to, ended) => {
  program
    .command('evidence')
    .description('Fetches all that a meter said, with proofs, in the form that audits take.')
    .requiredOption('--api <url>', "the operator's API: http(s)://…/graphql", apiUrl)
    .option('--output <file>', 'where to write it; by default to the standard output')
    .action(async (options: EvidenceOptions) => ended(await evidenceCommand(options, to)));
};

const addProof: Adding = (program, to, ended) => {
  program
    .command('proof')
    .description('Puts together what proves a settlement to somebody who trusts nobody.')
    .requiredOption('--rpc <url>', rpcHelp, endpoints)
    .requiredOption('--escrow <address>', escrowHelp, address)
    .requiredOption('--from-block <n>', "a block at or before the rental's opening", blockNumber)
    .requiredOption('--rental <id>', "the rental's id", hash)
    .option('--seq <n>', "the settlement's number in the rental; by default the last", logNumber)
    .option('--output <file>', 'where to write it; by default to the standard output')
    .action(async (options: ProofOptions) => ended(await proofCommand(options, to)));
};

const addVerifyProof: Adding = (program, to, ended) => {
  program
    .command('verify-proof <file>')
    .description('Checks a proof with nothing but itself, and its blocks where you name a chain.')
    .option('--rpc <url>', 'look the blocks up at this node', endpoints)
    .option('--block-hash <hash...>', 'blocks that you know to be on the chain')
    .option('--json', jsonHelp)
    .action(async (file: string, { blockHash, ...options }: VerifyProofOptions) => {
      const known = blockHash && { blockHash: blockHash.map(hash) };
      ended(await verifyProofCommand(file, { ...options, ...known }, to));
    });
};

const addScore: Adding = (program, to, ended) => {
  const score = program
    .command('score')
    .description("A machine's reliability, for whoever doubts it.");
  score
    .command('verify')
    .description('Computes a score again from the public log, and compares it with what is served.')
    .requiredOption('--machine <id>', "the machine's id", machineId)
    .requiredOption('--api <url>', "the operator's API: http(s)://…/graphql", apiUrl)
    .option('--json', jsonHelp)
    .action(async (options: VerifyScoreOptions) => ended(await verifyScoreCommand(options, to)));
};

const addWatch: Adding = (program, to, ended) => {
  program
    .command('watch')
    .description('Stops a rental whose machine does not answer, with no servers but the chain.')
    .requiredOption('--rpc <url>', rpcHelp, endpoints)
    .requiredOption('--escrow <address>', escrowHelp, address)
    .requiredOption('--from-block <n>', "a block at or before the rental's opening", blockNumber)
    .requiredOption('--rental <id>', "the rental's id", hash)
    .requiredOption('--reach <host:port>', 'where the machine answers: its SSH port, mostly', place)
    .requiredOption('--key-file <file>', 'the private key that the renter lets stop (setDelegate)')
    .option('--unreachable-seconds <n>', 'how long it may be silent', seconds, 300)
    .option('--every-seconds <n>', 'how often it is tried', seconds, 15)
    .option('--json', jsonHelp)
    .action(async (options: WatchOptions) => ended(await watchCommand(options, to)));
};

/** What went wrong, in a line without secrets. A mistake of our own is thrown on. */
function failed(error: unknown, to: Terminal): ExitStatus {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitStatus.agrees : exitStatus.couldNotRun;
  if (!isOutside(error)) throw error;
  const { message, cause } = error;
  const because = error instanceof Fault && cause instanceof Error ? `: ${cause.message}` : '';
  to.err(`could not run: ${message}${because}`);
  return exitStatus.couldNotRun;
}

const outsides = [
  ...[NodeFailure, NodeRefusal, NotAuditable, ApiFault, ApiRefusal, NothingPublished],
  ...[Fault, CannotWatch, BadKeyFile],
];

function isOutside(error: unknown): error is Error {
  return outsides.some((kind) => error instanceof kind) || isMissingFile(error);
}

function isMissingFile(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
