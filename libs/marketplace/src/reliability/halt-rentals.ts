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
  silenceTold,
  type ChainRental,
  type Hash,
  type Intent,
  type Rental,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { withhold } from '../rentals/withheld-intents.js';
import type { NewRecord } from '../run-command.js';
import { sayEvidence } from './say-evidence.js';

/** A verdict: the machine has been down since its last proof of life. */
export interface Silence {
  machineId: string;
  /** Its last proof of life, by our clock, or when we began to listen again. */
  since: Date;
}

/** What a verdict has the command that wrote it write beside it. */
export interface Halting {
  records: NewRecord[];
  intents: Intent[];
}

/**
 * Has the meter stop the clock of every rental of a machine that is down, as of its last proof of life and as far back as
 * the escrow allows, with the evidence that the halt names. What has not started does not start, and everything must be
 * proved up again. In the transaction of the verdict; asking again for the same silence changes nothing.
 */
export async function haltRentals(tx: Tx, market: Market, silence: Silence): Promise<Halting> {
  const halting: Halting = { records: [], intents: [] };
  for (const id of await rentals.openOnMachine(tx, silence.machineId)) {
    const rental = await rentals.lock(tx, id);
    if (rental === undefined) continue;
    const { records, intents: wishes } = await haltRental(tx, market, rental, silence);
    halting.records.push(...records);
    halting.intents.push(...wishes);
  }
  return halting;
}

/** The same for one rental, which is locked. */
export async function haltRental(
  tx: Tx,
  market: Market,
  rental: Rental,
  silence: Silence,
): Promise<Halting> {
  await doubt(tx, rental.id);
  const { chainId } = market.policy;
  const chain = await chainRentals.find(tx, chainId, rental.id);
  if (chain?.startedAt === undefined || !(await isOurs(tx, market, chain)))
    return { records: [], intents: [] };
  const now = await chainNow(tx, chainId, market.clock.now());
  const lastUp = await chainSecondOf(tx, chainId, silence.since);
  if (haltSince(chain, lastUp, now) === undefined) return { records: [], intents: [] };
  const { downFrom, evidenceRoot } = await evidenceOf(tx, market, chain, {
    ...silence,
    lastUp,
    now,
  });
  const since = haltSince(chain, downFrom, now);
  if (since === undefined || evidenceRoot === undefined) return { records: [], intents: [] };
  return halt(market, chain, Number(since), evidenceRoot);
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

/** Says that the machine is down, and answers since when and under which root; of a silence that was told of, the same. */
async function evidenceOf(
  tx: Tx,
  market: Market,
  { rentalId, startedAt = 0n }: ChainRental,
  { machineId, since, lastUp, now }: Silence & { lastUp: bigint; now: bigint },
): Promise<{ downFrom: bigint; evidenceRoot: Hash | undefined }> {
  const before = await evidence.ofRental(tx, rentalId);
  const known = downSince(before);
  const stretches = silenceTold({ startedAt, last: before.at(-1) }, lastUp, now);
  const observed = {
    ...{ machineId, lastProofOfLife: since.toISOString() },
    judgedAt: market.clock.now().toISOString(),
  };
  const ofHalt = known === undefined;
  const said = await sayEvidence(tx, market, { rentalId, stretches, observed, ofHalt });
  const first = known ?? downSince(said);
  return { downFrom: first?.from ?? lastUp, evidenceRoot: first?.haltRoot };
}
