import { instances, intents, type Tx } from '@gpuflow/db';
import type { ChainRental, DesiredInstance, Hash } from '@gpuflow/domain';

/**
 * What a rental's machine should make true by what the chain says of it: an instance up while the rental has its slice,
 * its data alone while the renter pauses, nothing once it is over. A machine that is down is still wanted up.
 */
export async function desiredBy(tx: Tx, chain: ChainRental): Promise<DesiredInstance> {
  if (chain.state === 'ENDED' || chain.state === 'CLOSED') return 'STOP';
  if (chain.state !== 'HALTED' || !chain.pausedByRenter) return 'RUN';
  // Already told to boot again: the clock goes on once it is proved up.
  const resuming = await standingResume(tx, chain.rentalId, chain.turn);
  return resuming === undefined ? 'PAUSE' : 'RUN';
}

/** The renter's wish to go on at this turn of the clock that is neither done nor refused. */
export async function standingResume(tx: Tx, rentalId: Hash, turn: number) {
  const wishes = await intents.listOfRental(tx, rentalId);
  return wishes.find(
    ({ call, state }) =>
      call.purpose === 'RESUME_BY_RENTER' &&
      call.signed.turn === turn &&
      (state === 'QUEUED' || state === 'SENT'),
  );
}

/** Has the machine make it true. What is not up any more must be proved up again before anybody relies on it. */
export async function desire(tx: Tx, rentalId: Hash, desired: DesiredInstance): Promise<void> {
  await instances.setDesired(tx, rentalId, desired);
  if (desired === 'PAUSE') await instances.unprove(tx, rentalId);
}
