import { chainRentals, instances, rentals, type Tx } from '@gpuflow/db';
import type { ChainRental, Hash, LogPosition, Rental, RentalLog } from '@gpuflow/domain';

import { lockSlice, matchSlice } from '../bids/match-slice.js';
import type { ChainPolicy, Market } from '../market.js';
import { resumption } from '../reliability/record-recovery.js';
import { tellLateHalt } from '../reliability/tell-late-halt.js';
import {
  runCommand,
  unrecorded,
  type CommandResult,
  type NewRecord,
  type OutboxItem,
} from '../run-command.js';
import { desire, desiredBy } from './desired-instance.js';
import { requestedInstance } from './requested-instance.js';

const indexer = { kind: 'SYSTEM', name: 'confirm-rental' } as const;

/** One thing that the chain said of a rental. */
export interface RentalNews {
  kind: RentalLog['kind'];
  seq: number;
  at: LogPosition;
  /** What else the log says. */
  facts: object;
}

export interface ConfirmRental {
  rentalId: Hash;
  /** All that the chain has said of it since the market acted on it last, in order. */
  news: readonly RentalNews[];
}

/**
 * Brings the market's rental to what the projection says of it, and its machine's assignment with it, with a record of
 * every log. Asking again changes nothing, and so does news that the chain has overtaken: it is handed over again.
 * The caller has seen to it that the last log is deep enough.
 */
export function confirmRental(
  market: Market<ChainPolicy>,
  { rentalId, news }: ConfirmRental,
): Promise<void> {
  return runCommand(market, indexer, async (tx) => {
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (chain === undefined) return unrecorded(undefined);
    await lockSlice(tx, chain.order.offer);
    const rental = await rentals.lock(tx, rentalId);
    if (rental === undefined || isApplied(rental, chain)) return unrecorded(undefined);
    const untold = news.filter(({ seq }) => seq > rental.chainSeq);
    if ((untold.at(-1)?.seq ?? rental.chainSeq) !== chain.seq) return unrecorded(undefined);
    return apply(tx, market, { rental, chain, untold });
  });
}

/** A reorganisation may put another log under the same number, so the state must agree as well. */
function isApplied(rental: Rental, chain: ChainRental): boolean {
  if (chain.seq !== rental.chainSeq) return chain.seq < rental.chainSeq;
  return chain.state === rental.state;
}

interface Told {
  rental: Rental;
  chain: ChainRental;
  untold: readonly RentalNews[];
}

async function apply(
  tx: Tx,
  market: Market<ChainPolicy>,
  { rental, chain, untold }: Told,
): Promise<CommandResult<undefined>> {
  const { state, order } = chain;
  await rentals.follow(tx, rental.id, { state, chainSeq: chain.seq });
  await tellLateHalt(tx, market, chain, rental.machineId);
  if (order.offer.class === 'INTERRUPTIBLE') await followBid(tx, market, rental, chain);
  else if (state === 'RESERVED' || state === 'RUNNING') await assign(tx, market, rental);
  else await desire(tx, rental.id, await desiredBy(tx, chain));
  // Whatever happened, somebody else may have the slice now, or have to give way.
  const matched = await matchSlice(tx, market, order.offer);
  // Its machine may have been proved up again before the halt was mined.
  const intents = [...matched.intents, ...(await resumption(tx, market, rental.id))];
  const records = [...recordsOf(rental, chain, untold), ...matched.records] as const;
  const outbox = [...matched.outbox, ...(await probesOf(tx, rental, chain))];
  return { output: undefined, records, intents, outbox };
}

/** Waiting bids have no instance: whoever gets the slice has. What begins to wait must prove itself up when it is its turn. */
async function followBid(
  tx: Tx,
  market: Market<ChainPolicy>,
  rental: Rental,
  chain: ChainRental,
): Promise<void> {
  const { state, halt, pausedByRenter } = chain;
  if (state === 'ENDED' || state === 'CLOSED' || pausedByRenter)
    await desire(tx, rental.id, await desiredBy(tx, chain));
  if (state === 'RUNNING') {
    await assign(tx, market, rental);
    await instances.keep(tx, rental.id);
  }
  if (state === 'HALTED' && halt === 'PREEMPTED' && rental.state !== 'HALTED')
    await instances.unprove(tx, rental.id);
}

async function probesOf(tx: Tx, rental: Rental, { state }: ChainRental): Promise<OutboxItem[]> {
  if (state !== 'RESERVED' || !(await runsUnproved(tx, rental))) return [];
  return [{ kind: 'probe-instance', payload: { rentalId: rental.id } }];
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
  await instances.insert(tx, requestedInstance(rental, market.clock.now()));
}

type Records = readonly [NewRecord, ...NewRecord[]];

/** One of each log. Where a reorganisation put another log under a number already told: what it has come to. */
function recordsOf(rental: Rental, chain: ChainRental, untold: readonly RentalNews[]): Records {
  const subject = `rental:${rental.id}`;
  const [first, ...others] = untold.map(({ kind, seq, at, facts }) => ({
    kind: `rental.${verbs[kind] ?? verbOf(kind)}`,
    subject,
    facts: { ...placeFacts(seq, at), ...facts },
  }));
  if (first !== undefined) return [first, ...others];
  const kind = `rental.${chain.state.toLowerCase()}`;
  return [{ kind, subject, facts: placeFacts(chain.seq, chain.last) }];
}

/** Logs that the market knows by what a rental becomes. */
const verbs: Partial<Record<RentalLog['kind'], string>> = {
  RENTAL_OPENED: 'reserved',
  RENTAL_STARTED: 'running',
  RENTAL_STOPPED: 'ended',
};

function verbOf(kind: RentalLog['kind']): string {
  return kind.replace('RENTAL_', '').toLowerCase();
}

function placeFacts(seq: number, { txHash, blockNumber }: LogPosition) {
  return { seq, txHash, blockNumber: blockNumber.toString() };
}
