import { intents, listings, lockKey, type Tx } from '@gpuflow/db';
import {
  decideSlice,
  holderOf,
  intentFor,
  type Hash,
  type Intent,
  type RentalCall,
  type SliceName,
  type SliceStep,
} from '@gpuflow/domain';

import { found } from '../guards.js';
import type { ChainPolicy, Market } from '../market.js';
import type { NewRecord, OutboxItem } from '../run-command.js';
import { release } from '../rentals/withheld-intents.js';
import { settlementNow } from '../settlement.js';
import { giveMachine, takeMachineBack } from './give-machine.js';
import { readSlice, type ReadSlice } from './read-slice.js';

/** What a command writes because of what became of a slice. */
export interface Consequences {
  records: NewRecord[];
  intents: Intent[];
  outbox: OutboxItem[];
}

/** Nobody else decides over this slice before the end of the transaction. Take it before any lock of a rental. */
export async function lockSlice(tx: Tx, { provider, assetHash, token }: SliceName): Promise<void> {
  await lockKey(tx, `slice:${provider}:${assetHash}:${token}`);
}

/**
 * Takes the next step of a slice, where bids or an order on demand compete for it, as `decideSlice` says it: in the
 * transaction of whatever changed it, or in a round of the worker. Asking again changes nothing. Take the slice's lock first.
 */
export async function matchSlice(
  tx: Tx,
  market: Market<ChainPolicy>,
  slice: SliceName,
): Promise<Consequences> {
  const nothing: Consequences = { records: [], intents: [], outbox: [] };
  const book = await readSlice(tx, market, slice);
  if (!isContested(book)) return nothing;
  const { chainNow } = await settlementNow(market, tx);
  const step = decideSlice(book, chainNow);
  const records = await takeMachineBack(tx, market, book, keeperOf(book, step, chainNow));
  const consequences = await carryOut(tx, market, book, step);
  return { ...consequences, records: [...records, ...consequences.records] };
}

function isContested({ rentals, claim }: ReadSlice): boolean {
  const bids = rentals.some(({ rental }) => rental.order.offer.class === 'INTERRUPTIBLE');
  return bids || claim !== undefined;
}

/** Whose instance may be up on the machine; undefined where that is still to be seen. */
function keeperOf(book: ReadSlice, step: SliceStep, now: bigint): Hash | undefined {
  if (step.do === 'GIVE' || step.do === 'START' || step.do === 'RESUME') return step.rentalId;
  return holderOf(book, now)?.rental.rentalId;
}

async function carryOut(
  tx: Tx,
  market: Market<ChainPolicy>,
  book: ReadSlice,
  step: SliceStep,
): Promise<Consequences> {
  switch (step.do) {
    case 'NOTHING':
    case 'WAIT':
      return { records: [], intents: [], outbox: [] };
    case 'GIVE':
      return giveMachine(tx, market, book, step.rentalId);
    case 'START':
    case 'RESUME':
      await release(tx, step.rentalId, step.do, market.clock.now());
      return wish(tx, market, step.rentalId, runCall(book, step.rentalId), {});
    case 'END': {
      const { order } = chainOf(book, step.rentalId);
      const call = { purpose: 'STOP', order, stop: undefined, stopSignature: undefined } as const;
      return wish(tx, market, step.rentalId, call, {});
    }
    case 'OPEN':
      return wish(tx, market, step.rentalId, await openCall(tx, book, step.rentalId), {});
    case 'PREEMPT': {
      const { byNew, byPriceUnits } = step;
      const facts = { byNew, byPriceUnits: byPriceUnits.toString() };
      return wish(tx, market, step.rentalId, preemptCall(book, step), facts);
    }
  }
}

/** Asks for a call, once. */
async function wish(
  tx: Tx,
  { policy }: Market<ChainPolicy>,
  rentalId: Hash,
  call: RentalCall,
  facts: Record<string, unknown>,
): Promise<Consequences> {
  const intent = intentFor(policy.chainId, rentalId, call);
  const asked = (await intents.find(tx, intent.key)) !== undefined;
  if (asked) return { records: [], intents: [], outbox: [] };
  const kind = `bid.${call.purpose.toLowerCase()}_requested`;
  const record = { kind, subject: `rental:${rentalId}`, facts };
  return { records: [record], intents: [intent], outbox: [] };
}

function runCall(book: ReadSlice, rentalId: Hash): RentalCall {
  const { order, state, turn } = chainOf(book, rentalId);
  if (state === 'RESERVED') return { purpose: 'START', order };
  return { purpose: 'RESUME', rentalId, order, turn };
}

function preemptCall(
  book: ReadSlice,
  { rentalId, byNew }: Extract<SliceStep, { do: 'PREEMPT' }>,
): RentalCall {
  const { order, turn } = chainOf(book, rentalId);
  const winner = book.known.get(byNew)?.order ?? chainOf(book, byNew).order;
  return { purpose: 'PREEMPT', order, byNew: winner, byNewId: byNew, turn };
}

async function openCall(tx: Tx, { known }: ReadSlice, rentalId: Hash): Promise<RentalCall> {
  const {
    order,
    orderSignature = '0x',
    listingId,
  } = found(known.get(rentalId), 'rental', rentalId);
  const { offerSignature } = found(await listings.find(tx, listingId), 'listing', listingId);
  return { purpose: 'OPEN', order, orderSignature, offerSignature };
}

function chainOf({ rentals }: ReadSlice, rentalId: Hash) {
  return found(
    rentals.find(({ rental }) => rental.rentalId === rentalId)?.rental,
    'rental',
    rentalId,
  );
}
