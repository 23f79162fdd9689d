import { encodeEscrowCall } from '@gpuflow/escrow';

import type { Drill } from '../drill.ts';
import { Violation } from '../invariants.ts';
import { newLife, type Life, type Step } from '../life.ts';
import { sendAs } from '../send-as.ts';
import { openStand } from '../stand.ts';
import type { Trial } from '../trial.ts';

/**
 * Several rentals are to be started together, and one of them is cancelled by its renter after the batch was signed and
 * before it is mined: what was right at the simulation is wrong in the block, for one of them.
 */
export const poisonedBatch: Drill = {
  name: 'poisoned-item-in-a-batch',
  strikesAt: ['start'],
  boundSeconds: 60,
  saidAs: undefined,
  openStand: () => openStand(),
  async strike(trial, step) {
    const poisoned = await reserved(trial, 1);
    const neighbours = [await reserved(trial, 2), await reserved(trial, 3)];
    cancelBeforeBroadcast(trial, poisoned);
    const together = [step, ...[poisoned, ...neighbours].map((life) => stepOf(life, 'start'))];
    for (const one of together.toSorted(() => trial.random.between(-1, 1))) await one.act();
    await trial.struggle(trial.random.between(2, 4));
    await trial.recover(step);
    for (const neighbour of neighbours)
      await trial.reach('a neighbour runs', () => neighbour.isIn('RUNNING'));
    await trial.reach('what was cancelled is closed', () => poisoned.isIn('CLOSED'));
    trial.stand.endpoints[0]?.interfere(() => 'PASS');
    await assertPoisoned(trial, poisoned);
    for (const neighbour of neighbours)
      for (const last of endOf(neighbour)) await trial.undisturbed(last);
  },
};

/** One more rental beside the trial's own, whose money is held and whose machine is not started. */
async function reserved(trial: Trial, further: number): Promise<Life> {
  const life = await newLife(trial.stand, trial.random, trial.seed + further);
  await trial.undisturbed(stepOf(life, 'deposit'));
  await trial.undisturbed(stepOf(life, 'open'));
  return life;
}

function stepOf({ steps }: Life, name: Step['name']): Step {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

/** Nobody waits for a neighbour's vested money: in that time the others would run out of theirs. */
function endOf(life: Life): Step[] {
  return [stepOf(life, 'stop'), stepOf(life, 'close')];
}

/** The batch was mined, and refused this one item of it. */
async function assertPoisoned({ stand }: Trial, { order }: Life): Promise<void> {
  const rentalId = stand.market.terms.hashOrder(await order());
  const { rows } = await stand.sql.query(
    `select 1 from chain_transaction_items i join intents w on w.key = i.intent_key
     where w.rental_id = $1 and w.purpose = 'START' and i.failure is not null
       and exists (select 1 from chain_transaction_items n
                   where n.transaction_hash = i.transaction_hash and n.failure is null)`,
    [rentalId],
  );
  if (rows.length === 0) throw new Violation('no batch was mined without one of its items');
}

function cancelBeforeBroadcast({ stand }: Trial, { seat, order }: Life): void {
  let cancelled: Promise<void> | undefined;
  const cancel = async () =>
    sendAs(stand, seat, {
      to: stand.ledger.escrow,
      data: encodeEscrowCall({ kind: 'CANCEL', order: await order() }),
    });
  stand.endpoints[0]?.interfere(({ method }) =>
    method === 'eth_sendRawTransaction' ? { first: () => (cancelled ??= cancel()) } : 'PASS',
  );
}
