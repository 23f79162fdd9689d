import { randomBytes } from 'node:crypto';

import { chainRentals, instances, rentals, type Tx } from '@gpuflow/db';
import type { ChainRental, Hash, Rental } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded, type CommandResult, type NewRecord } from '../run-command.js';

const indexer = { kind: 'SYSTEM', name: 'confirm-rental' } as const;

/**
 * Brings the market's rental to what the projection says of it, and its machine's assignment with it. Asking again
 * changes nothing. The caller has seen to it that the last log is deep enough.
 */
export function confirmRental(
  market: Market<ChainPolicy>,
  { rentalId }: { rentalId: Hash },
): Promise<void> {
  return runCommand(market, indexer, async (tx) => {
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (chain === undefined) return unrecorded(undefined);
    const rental = await rentals.lock(tx, rentalId);
    if (rental === undefined || isApplied(rental, chain)) return unrecorded(undefined);
    return apply(tx, market, rental, chain);
  });
}

/** A reorganisation may put another log under the same number, so the state must agree as well. */
function isApplied(rental: Rental, chain: ChainRental): boolean {
  if (chain.seq !== rental.chainSeq) return chain.seq < rental.chainSeq;
  return chain.state === rental.state;
}

async function apply(
  tx: Tx,
  market: Market<ChainPolicy>,
  rental: Rental,
  chain: ChainRental,
): Promise<CommandResult<undefined>> {
  const { state } = chain;
  await rentals.follow(tx, rental.id, { state, chainSeq: chain.seq });
  if (state === 'RESERVED' || state === 'RUNNING') await assign(tx, market, rental);
  if (state === 'ENDED' || state === 'CLOSED') await instances.setDesired(tx, rental.id, 'STOP');
  const changed = { output: undefined, records: [recordOf(rental, chain)] } as const;
  if (state !== 'RESERVED' || !(await runsUnproved(tx, rental))) return changed;
  return { ...changed, outbox: [{ kind: 'probe-instance', payload: { rentalId: rental.id } }] };
}

/** An instance that was brought up for a reservation that vanished, and is there again: its machine will not say so. */
async function runsUnproved(tx: Tx, { id }: Rental): Promise<boolean> {
  const instance = await instances.find(tx, id);
  return instance?.state === 'RUNNING' && instance.provedAt === undefined;
}

/** Has the machine bring an instance up; again, where the chain had taken back the reservation or took back the end. */
async function assign(tx: Tx, market: Market<ChainPolicy>, rental: Rental): Promise<void> {
  if ((await instances.lock(tx, rental.id)) !== undefined)
    return instances.setDesired(tx, rental.id, 'RUN');
  await instances.insert(tx, {
    rentalId: rental.id,
    machineId: rental.machineId,
    desired: 'RUN',
    state: 'REQUESTED',
    probeToken: randomBytes(32).toString('hex'),
    port: undefined,
    failure: undefined,
    provedAt: undefined,
    updatedAt: market.clock.now(),
  });
}

function recordOf(rental: Rental, chain: ChainRental): NewRecord {
  const { state, seq, last, lastKind } = chain;
  const happened = state === rental.state ? lastKind.replace('RENTAL_', '') : state;
  const kind = `rental.${happened.toLowerCase()}`;
  const facts = { seq, txHash: last.txHash, blockNumber: last.blockNumber.toString() };
  return { kind, subject: `rental:${rental.id}`, facts };
}
