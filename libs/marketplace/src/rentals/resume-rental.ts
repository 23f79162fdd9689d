import { instances, type Tx } from '@gpuflow/db';
import {
  intentFor,
  type Hash,
  type Hex,
  type Instance,
  type PauseOrResume,
  type Rental,
} from '@gpuflow/domain';

import { assertWallet } from '../guards.js';
import type { Market } from '../market.js';
import type { OutboxItem } from '../run-command.js';
import { rehearse } from './rehearse.js';
import { assertSigned, rentalOn, runForRental, type RentalCommand } from './rental-command.js';
import { withheld } from './withheld-intents.js';

export interface ResumeRental extends RentalCommand {
  resume: PauseOrResume;
  signature: Hex;
}

/**
 * Takes a renter's signed Resume, and keeps it until the machine is proved up again: the clock goes on at the full price
 * only then. Where that takes longer than the signature holds, it is given up, and the rental stays as it is.
 * Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `BAD_STATE`, `RENTAL_LAPSED`, `TURN_PASSED`,
 * `OUTSIDE_TIME`, `LISTING_TAKEN`.
 */
export async function resumeRental(market: Market, command: ResumeRental): Promise<Rental> {
  const { actor, key, chainId, resume, signature } = command;
  const { id, renter } = await rentalOn(market, chainId, resume.rentalId);
  assertWallet(actor, renter, 'rental', id);
  await assertSigned(renter, market.terms.verifyResume(renter, resume, signature));
  const keyed = { name: 'resumeRental', actor, key, input: { chainId, resume, signature } };
  return runForRental(market, keyed, id, async (tx, { order }) => {
    const wish = { order, signed: resume };
    await rehearse(tx, market, { kind: 'RESUME', ...wish, signature: renter });
    const instance = await bootAgain(tx, id);
    const intent = intentFor(chainId, id, { purpose: 'RESUME_BY_RENTER', ...wish, signature });
    const { turn, deadline } = resume;
    const subject = `rental:${id}`;
    return {
      output: id,
      records: [{ kind: 'rental.resume_requested', subject, facts: { turn, deadline } }],
      intents: [instance === undefined ? intent : withheld(intent)],
      outbox: probesOf(instance),
    };
  });
}

/** Has the machine bring the instance up, to be proved anew. Undefined where there never was one. */
async function bootAgain(tx: Tx, rentalId: Hash): Promise<Instance | undefined> {
  const instance = await instances.lock(tx, rentalId);
  await instances.setDesired(tx, rentalId, 'RUN');
  await instances.unprove(tx, rentalId);
  return instance;
}

/** One that the machine has not taken down yet is not going to be reported up. */
function probesOf(instance: Instance | undefined): OutboxItem[] {
  if (instance?.state !== 'RUNNING') return [];
  return [{ kind: 'probe-instance', payload: { rentalId: instance.rentalId } }];
}
