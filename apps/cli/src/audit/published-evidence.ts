import { writeFile } from 'node:fs/promises';

import { createApiClient, operations, type ApiClient } from '@gpuflow/api-client';
import type { Evidence } from '@gpuflow/audit';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';

type Published = Awaited<ReturnType<typeof hoursFrom>>['pieces'][number];

/** All that an operator's meter has said and bound itself to, in the form that audits take. */
export async function publishedEvidence(api: ApiClient): Promise<Evidence> {
  const pieces: Evidence['pieces'] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: Awaited<ReturnType<typeof hoursFrom>> = await hoursFrom(api, from);
    pieces.push(...page.pieces.flatMap(asPiece));
    from = page.nextHour;
  }
  return { pieces };
}

async function hoursFrom(api: ApiClient, fromHour: number) {
  return (await api.query(operations.meterEvidence, { fromHour, first: 24 })).meterEvidence;
}

/** Nothing where its hour has no root yet: nobody is bound by it. */
function asPiece({ rentalId, up, seen, hour, ...piece }: Published): Evidence['pieces'] {
  const { from, until, proof, haltProof } = piece;
  if (proof === null) return [];
  const said = { rentalId, from: secondOf(from), until: secondOf(until), up, seen, hour };
  return [{ ...said, proof: [...proof], ...(haltProof && { haltProof: [...haltProof] }) }];
}

function secondOf(moment: Date): number {
  return moment.getTime() / 1000;
}

export interface EvidenceOptions {
  api: string;
  output?: string;
}

/** Writes what an operator's meter handed out, to a file or to the standard output. */
export async function evidenceCommand(
  { api, output }: EvidenceOptions,
  to: Terminal,
): Promise<ExitStatus> {
  const text = jsonLine(await publishedEvidence(createApiClient({ url: api })));
  if (output === undefined) to.out(text);
  else await writeFile(output, `${text}\n`);
  return exitStatus.agrees;
}
