import { listings, lockKey, rentals, type Tx } from '@gpuflow/db';
import {
  assertOpenable,
  intentFor,
  Refusal,
  type Actor,
  type Hash,
  type Hex,
  type Listing,
  type Order,
  type Rental,
  type Usage,
} from '@gpuflow/domain';

import { assertEntryOpen } from '../audits/assert-entry-open.js';
import { lockSlice, matchSlice } from '../bids/match-slice.js';
import { assertChain, assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, unrecorded, type CommandResult } from '../run-command.js';
import { openingContext } from './opening-context.js';

export interface OpenRental {
  actor: Actor;
  key: string;
  chainId: number;
  listingId: string;
  order: Order;
  /** What the price was quoted for. Undefined: what the listing includes. */
  usage: Usage | undefined;
  signature: Hex;
}

/**
 * Opens a rental from a renter's signed Order: writes it as FUNDING, with the intent to hold its money on chain. On demand, it
 * has a bid that runs in its place give way, and is opened when that one's notice is over. A bid waits for its turn.
 * The order's digest is the rental's id, so the same order under another key is the same rental.
 * Refuses `WRONG_CHAIN`, `NOT_OWNER`, `BAD_SIGNATURE`, `NOT_FOUND`, `OFFER_REPLACED`, `ASSET_MISMATCH`, `ENTRY_CLOSED`, and what `assertOpenable` refuses.
 */
export async function openRental(market: Market, command: OpenRental): Promise<Rental> {
  const { actor, key, order, signature, ...input } = command;
  assertChain(command.chainId, market.policy.chainId);
  const id = market.terms.hashOrder(order);
  assertWallet(actor, order.renter, 'order', id);
  if (!(await market.terms.verifyOrder(order, signature)))
    throw new Refusal('BAD_SIGNATURE', { signer: order.renter });
  const keyed = { name: 'openRental', actor, key, input: { ...input, order, signature } };
  await runOnce(market, keyed, (tx) => open(tx, market, command, id));
  return found(await rentals.find(market.db, id), 'rental', id);
}

async function open(
  tx: Tx,
  market: Market,
  command: OpenRental,
  id: Hash,
): Promise<CommandResult<string>> {
  const { listingId, order, signature } = command;
  const listing = found(await listings.lock(tx, listingId), 'listing', listingId);
  if ((await rentals.find(tx, id)) !== undefined) return unrecorded(id);
  await assertInForce(tx, market, order, listing);
  await assertEntryOpen(tx, command.chainId);
  // No two openings promise the same money.
  await lockKey(tx, `pledge:${command.chainId}:${order.offer.token}:${order.renter}`);
  await lockSlice(tx, order.offer);
  const context = await openingContext(tx, market, listing, order.renter);
  assertOpenable(order, { ...context, usage: command.usage });
  await rentals.insert(tx, newRental(market, listing, command, id));
  const facts = { listingId, depositUnits: order.deposit.toString() };
  const record = { kind: 'rental.opening_requested', subject: `rental:${id}`, facts };
  if (context.noticeSeconds !== undefined) {
    const matched = await matchSlice(tx, market, order.offer);
    return { ...matched, output: id, records: [record, ...matched.records] };
  }
  const { offerSignature } = listing;
  const call = { purpose: 'OPEN', order, orderSignature: signature, offerSignature } as const;
  return { output: id, records: [record], intents: [intentFor(market.policy.chainId, id, call)] };
}

/** Refuses an order of an offer that is not the listing's, or is not any more. */
async function assertInForce(tx: Tx, market: Market, { offer }: Order, listing: Listing) {
  const have = market.terms.hashOffer(offer);
  const { id: listingId, offerHash: want } = listing;
  if (have === want) return;
  if ((await listings.offerOf(tx, have)) === listingId)
    throw new Refusal('OFFER_REPLACED', { listingId, have, want });
  if (offer.assetHash !== listing.offer.assetHash)
    throw new Refusal('ASSET_MISMATCH', { have: offer.assetHash, want: listing.offer.assetHash });
  throw new Refusal('BAD_SIGNATURE', { signer: listing.provider });
}

function newRental(
  market: Market,
  listing: Listing,
  { order, usage, signature: orderSignature }: OpenRental,
  id: Hash,
): Rental {
  return {
    id,
    listingId: listing.id,
    machineId: listing.machineId,
    renter: order.renter,
    provider: listing.provider,
    state: 'FUNDING',
    order,
    orderSignature,
    usage,
    chainSeq: 0,
    refusal: undefined,
    createdAt: market.clock.now(),
  };
}
