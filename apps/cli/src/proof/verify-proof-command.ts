import { readFile } from 'node:fs/promises';

import {
  notAmong,
  notOnChain,
  openNode,
  ProofBroken,
  verifyProof,
  type ProvenSettlement,
} from '@gpuflow/audit';
import type { Hex } from 'viem';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';

export interface VerifyProofOptions {
  /** A node that knows the chain. */
  rpc?: readonly [string, ...string[]];
  /** Hashes of blocks that are known to be on the chain. */
  blockHash?: readonly Hex[];
  json?: true;
}

type Unanchored = ProvenSettlement['blocks'];

/** Checks a settlement's proof. Answers 0 where it holds, and where a chain was named its blocks are on it; else 1. */
export async function verifyProofCommand(
  file: string,
  options: VerifyProofOptions,
  to: Terminal,
): Promise<ExitStatus> {
  try {
    const proven = await verifyProof(JSON.parse(await readFile(file, 'utf8')));
    const unanchored = await unanchoredOf(proven, options);
    const isAsked = options.rpc !== undefined || options.blockHash !== undefined;
    const holds = !isAsked || unanchored.length === 0;
    const answer = { holds, unanchored, ...proven };
    to.out(options.json ? jsonLine(answer) : provenText(proven, unanchored, holds));
    return holds ? exitStatus.agrees : exitStatus.differs;
  } catch (error) {
    if (!(error instanceof ProofBroken || error instanceof SyntaxError)) throw error;
    const answer = { holds: false, reason: error.message };
    to.out(options.json ? jsonLine(answer) : `It proves nothing: ${error.message}`);
    return exitStatus.differs;
  }
}

async function unanchoredOf(
  proven: ProvenSettlement,
  { rpc, blockHash = [] }: VerifyProofOptions,
): Promise<Unanchored> {
  const unknown = notAmong(blockHash, proven);
  if (rpc === undefined) return unknown;
  return notOnChain(openNode({ urls: rpc }), { blocks: unknown });
}

function provenText(proven: ProvenSettlement, unanchored: Unanchored, holds: boolean): string {
  const { rentalId, escrow, chainId, toProvider, fee, claimed, order } = proven;
  const time = new Date(Number(proven.settledAt) * 1000).toISOString();
  return [
    `Rental ${rentalId} of escrow ${escrow} on chain ${chainId}, settled ${time}:`,
    `  ${toProvider} to provider ${order.offer.provider}, fee ${fee}, ${claimed} in all (token ${order.offer.token})`,
    `  before: ${momentText(proven.before)}`,
    `  after:  ${momentText(proven.after)}`,
    `  the provider's consent: ${proven.offerConsent}, the renter's: ${proven.orderConsent}`,
    `  ${proven.evidencePieces} pieces of evidence under the roots of its halts`,
    ...unanchored.map(
      ({ number, hash }) => `  not known to be on the chain: block ${number} ${hash}`,
    ),
    holds ? 'It holds, as far as its blocks are on the chain.' : 'It does not hold.',
  ].join('\n');
}

function momentText({ state, claimed, refunded, held }: ProvenSettlement['before']): string {
  return `${state}, ${claimed} paid, ${refunded} refunded, ${held} held`;
}
