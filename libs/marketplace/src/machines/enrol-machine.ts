import { randomUUID } from 'node:crypto';

import { machines, type Tx } from '@gpuflow/db';
import {
  checkedFacts,
  Refusal,
  type Enrolment,
  type Hex,
  type Machine,
  type MachineFacts,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded, type CommandResult } from '../run-command.js';

export interface EnrolMachine {
  facts: MachineFacts;
  enrolment: Enrolment;
  /** The provider's, over `enrolment`. It is all the authority needed. */
  signature: Hex;
}

/**
 * Enrols a machine under its provider's signed delegation, its GPU by the catalogue's name, which is what is signed. The
 * same key and facts again answer the same machine. Refuses `UNKNOWN_GPU_MODEL`, `MALFORMED_INPUT`, `ASSET_MISMATCH`, `DELEGATION_EXPIRED`, `BAD_SIGNATURE`.
 */
export async function enrolMachine(market: Market, command: EnrolMachine): Promise<Machine> {
  const checked = { ...command, facts: checkedFacts(command.facts) };
  await assertDelegated(market, checked);
  const { provider } = command.enrolment;
  return runCommand(market, { kind: 'WALLET', address: provider }, (tx) =>
    enrol(tx, market, checked),
  );
}

async function assertDelegated(market: Market, command: EnrolMachine): Promise<void> {
  const { facts, enrolment, signature } = command;
  const want = market.terms.assetHash(facts, enrolment.agentKey);
  if (enrolment.assetHash !== want)
    throw new Refusal('ASSET_MISMATCH', { have: enrolment.assetHash, want });
  const now = Math.floor(market.clock.now().getTime() / 1000);
  if (enrolment.validUntil < now)
    throw new Refusal('DELEGATION_EXPIRED', { validUntil: enrolment.validUntil, now });
  if (!(await market.terms.verifyEnrolment(enrolment, signature)))
    throw new Refusal('BAD_SIGNATURE', { signer: enrolment.provider });
}

async function enrol(
  tx: Tx,
  market: Market,
  { facts, enrolment }: EnrolMachine,
): Promise<CommandResult<Machine>> {
  const { provider, agentKey, assetHash } = enrolment;
  const machine: Machine = {
    ...facts,
    id: randomUUID(),
    provider,
    agentKey,
    assetHash,
    trust: {},
    reliability: undefined,
    liveness: 'NEVER_SEEN',
    lastBeatAt: undefined,
    enrolledAt: market.clock.now(),
  };
  if (await machines.insert(tx, machine)) {
    const subject = `machine:${machine.id}`;
    return {
      output: machine,
      records: [{ kind: 'machine.enrolled', subject, facts: { assetHash } }],
    };
  }
  return unrecorded(await enrolledBefore(tx, enrolment));
}

async function enrolledBefore(tx: Tx, { provider, agentKey, assetHash }: Enrolment) {
  const machine = await machines.findByAgentKey(tx, agentKey);
  if (machine?.provider === provider && machine.assetHash === assetHash) return machine;
  if (machine === undefined || machine.provider !== provider)
    throw new Refusal('NOT_OWNER', { actor: provider, kind: 'machine', id: agentKey });
  throw new Refusal('ASSET_MISMATCH', { have: assetHash, want: machine.assetHash });
}
