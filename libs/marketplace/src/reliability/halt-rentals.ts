import {
  chainNow,
  chainRentals,
  chainSecondOf,
  evidence,
  instances,
  intents,
  rentals,
  type Tx,
} from '@gpuflow/db';
import {
  downSince,
  haltSince,
  intentFor,
  passedTold,
  silenceTold,
  takesMoreDown,
  toldTo,
  type ChainRental,
  type Hash,
  type Intent,
  type Rental,
  type Seen,
  type Silence,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { withhold } from '../rentals/withheld-intents.js';
import type { NewRecord } from '../run-command.js';
import { sayEvidence } from './say-evidence.js';

/** A verdict: the machine was silent so, the earliest first. */
export interface SilentMachine {
  machineId: string;
  /** From its last proof of life, by our clock, or when we began to listen again. */
  silences: readonly Silence[];
}

/** What a verdict has the command that wrote it write beside it. */
export interface Halting {
  records: NewRecord[];
  intents: Intent[];
}

/**
 * Has the meter stop the clock of every rental of a machine that is or was down, as of its last proof of life and as far
 * back as the escrow allows, with the evidence that the halt names. What has not started does not start, and everything
 * must be proved up again, also where the machine is heard already. In the transaction of the verdict; asking again for
 * the same silence changes nothing.
 */
export async function haltRentals(tx: Tx, market: Market, silent: SilentMachine): Promise<Halting> {
  const halting: Halting = { records: [], intents: [] };
  for (const id of await rentals.openOnMachine(tx, silent.machineId)) {
    const rental = await rentals.lock(tx, id);
    if (rental === undefined) continue;
    const { records, intents: wishes } = await haltRental(tx, market, rental, silent);
    halting.records.push(...records);
    halting.intents.push(...wishes);
  }
  return halting;
}

/** The same for one rental, which is locked: one halt ends all that is charged from the silence on. */
export async function haltRental(
  tx: Tx,
  market: Market,
  rental: Rental,
  { machineId, silences }: SilentMachine,
): Promise<Halting> {
  await doubt(tx, rental.id);
  const chain = await chainRentals.find(tx, market.policy.chainId, rental.id);
  if (chain?.startedAt !== undefined && (await isOurs(tx, market, chain)))
    for (const silence of silences) {
      const halting = await haltAsOf(tx, market, chain, { machineId, ...silence });
      if (halting !== undefined) return halting;
    }
  return { records: [], intents: [] };
}

/**
 * Undefined where nothing is charged for the silence, or where it was over so long ago that stopping the clock would take
 * more off that was up: it is told of then, and stays charged.
 */
async function haltAsOf(
  tx: Tx,
  market: Market,
  chain: ChainRental,
  silence: MachineSilence,
): Promise<Halting | undefined> {
  const { rentalId, startedAt = 0n } = chain;
  const { lastUp, until, now } = await secondsOf(tx, market, silence);
  const wanted = haltSince(chain, lastUp, now);
  const before = await evidence.ofRental(tx, rentalId);
  const known = { startedAt, last: before.at(-1) };
  if (wanted === undefined || (until !== undefined && until <= toldTo(known))) return undefined;
  const observed = observedOf(silence, market.clock.now());
  const say = (stretches: readonly Seen[], ofHalt: boolean) =>
    sayEvidence(tx, market, { rentalId, stretches, observed, ofHalt });
  const told = downSince(before);
  if (told === undefined && until !== undefined && !takesMoreDown(chain, wanted, until, now)) {
    await say(passedTold(known, lastUp, until), false);
    return undefined;
  }
  const said = await say(silenceTold(known, lastUp, until ?? now), told === undefined);
  const down = told ?? downSince(said);
  const since = down && haltSince(chain, down.from, now);
  if (since === undefined || down?.haltRoot === undefined) return undefined;
  return halt(market, chain, Number(since), down.haltRoot);
}

function halt(
  { policy }: Market,
  { rentalId, order, turn }: ChainRental,
  since: number,
  evidenceRoot: Hash,
): Halting {
  const call = { purpose: 'HALT', rentalId, order, since, evidenceRoot, turn } as const;
  const facts = { since, evidenceRoot, turn };
  return {
    records: [{ kind: 'rental.halt_requested', subject: `rental:${rentalId}`, facts }],
    intents: [intentFor(policy.chainId, rentalId, call)],
  };
}

/** Nobody relies on an instance of a machine that is down, before it has proved itself again. */
async function doubt(tx: Tx, rentalId: Hash): Promise<void> {
  await instances.unprove(tx, rentalId);
  for (const purpose of ['START', 'RESUME', 'RESUME_BY_RENTER'] as const)
    await withhold(tx, rentalId, purpose);
}

/** Whether the market's own meter speaks for the rental, and has not asked for this already. */
async function isOurs(tx: Tx, market: Market, { rentalId, order, turn }: ChainRental) {
  if (order.offer.meter !== market.policy.meter) return false;
  const wishes = await intents.listOfRental(tx, rentalId);
  return !wishes.some(
    ({ call, state }) => call.purpose === 'HALT' && call.turn === turn && state !== 'REFUSED',
  );
}

interface MachineSilence extends Silence {
  machineId: string;
}

function observedOf({ machineId, from, until }: MachineSilence, judgedAt: Date): object {
  return {
    ...{ machineId, lastProofOfLife: from.toISOString() },
    ...{ heardAgainAt: until?.toISOString(), judgedAt: judgedAt.toISOString() },
  };
}

/** A silence, and now, by the chain's clock. */
async function secondsOf(
  tx: Tx,
  { policy: { chainId }, clock }: Market,
  { from, until }: Silence,
): Promise<{ lastUp: bigint; until: bigint | undefined; now: bigint }> {
  return {
    lastUp: await chainSecondOf(tx, chainId, from),
    until: until && (await chainSecondOf(tx, chainId, until)),
    now: await chainNow(tx, chainId, clock.now()),
  };
}
