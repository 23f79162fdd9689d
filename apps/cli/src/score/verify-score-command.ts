import { createHash } from 'node:crypto';

import { createApiClient } from '@gpuflow/api-client';
import { recomputeScore, type RecomputedScore, type ServedScore } from '@gpuflow/domain';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';
import { NothingPublished, publishedScore } from './published-score.js';

export interface VerifyScoreOptions {
  machine: string;
  api: string;
  json?: true;
}

/** Computes a machine's score again from the public log. Answers 0 where it is the published one to the bit, else 1. */
export async function verifyScoreCommand(
  { machine, api, json }: VerifyScoreOptions,
  to: Terminal,
): Promise<ExitStatus> {
  const { claimed, basis, log } = await publishedScore(createApiClient({ url: api }), machine);
  const outcome = recomputeScore(claimed, log, basis, sha256);
  if (outcome === undefined) throw new NothingPublished(`machine ${machine} has no log`);
  const holds = outcome.differences.length === 0;
  to.out(json ? jsonLine(answerOf(machine, claimed, outcome)) : textOf(machine, claimed, outcome));
  return holds ? exitStatus.agrees : exitStatus.differs;
}

function answerOf(machine: string, claimed: ServedScore, outcome: RecomputedScore) {
  const { differences, recomputed } = outcome;
  const said = (score: ServedScore) => ({ ...score, logRoot: hexOf(score.logRoot) });
  const holds = differences.length === 0;
  return { machine, holds, differences, claimed: said(claimed), recomputed: said(recomputed) };
}

function textOf(
  machine: string,
  claimed: ServedScore,
  { recomputed, differences }: RecomputedScore,
): string {
  const { version, asOf, logSize, logRoot, survival } = recomputed;
  return [
    `Machine ${machine}, score of version ${version} as of ${asOf.toISOString()}`,
    `  ${logSize} intervals with root ${hexOf(logRoot)}`,
    ...survival.map(
      ({ hours, probability, lowerBound }) =>
        `  no interruption in ${hours} h: ${probability}, at least ${lowerBound} in nine of ten cases`,
    ),
    ...(differences.length === 0
      ? ['It is what the operator serves, to the bit.']
      : [
          `It is not what the operator serves: ${differences.join(', ')}.`,
          `  served: ${claimed.logSize} intervals with root ${hexOf(claimed.logRoot)}`,
        ]),
  ].join('\n');
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
