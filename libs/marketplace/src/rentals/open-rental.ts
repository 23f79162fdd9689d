import {
  cancelledOffers,
  chainAccounts,
  chainCounters,
  listings,
  lockKey,
  machines,
  rentals,
  type Tx,
} from '@gpuflow/db';
import {
  assertOpenable,
  intentFor,
  Refusal,
  type Actor,
  type Hash,
  type Hex,
  type Listing,
  type OpeningContext,
  type Order,
  type Rental,
} from '@gpuflow/domain';

import { assertChain, assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, unrecorded, type CommandResult } from '../run-command.js';
import { isListed, settlementNow } from '../settlement.js';

export interface OpenRental {
  actor: Actor;
  key: string;
  chainId: number;
  listingId: string;
  order: Order;
  signature: Hex;
}

/**
 * Opens a rental from a renter's signed Order: writes it as FUNDING, with the intent to hold its money on chain.
 * The order's digest is the rental's id, so the same order under another key is the same rental.
 * Refuses `WRONG_CHAIN`, `NOT_OWNER`, `BAD_SIGNATURE`, `NOT_FOUND`, and what `assertOpenable` refuses.
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
  if (market.terms.hashOffer(order.offer) !== listing.offerHash)
    throw new Refusal('BAD_SIGNATURE', { signer: listing.provider });
  assertOpenable(order, await openingContext(tx, market, listing, order));
  await rentals.insert(tx, newRental(market, listing, order, signature, id));
  const { offerSignature } = listing;
  const call = { purpose: 'OPEN', order, orderSignature: signature, offerSignature } as const;
  const facts = { listingId, depositUnits: order.deposit.toString() };
  return {
    output: id,
    records: [{ kind: 'rental.opening_requested', subject: `rental:${id}`, facts }],
    intents: [intentFor(market.policy.chainId, id, call)],
  };
}

/** Reads what the opening is judged by. The renter's account is locked, so that no two openings promise the same money. */
async function openingContext(
  tx: Tx,
  market: Market,
  listing: Listing,
  order: Order,
): Promise<OpeningContext> {
  const { chainId } = market.policy;
  const { renter, offer } = order;
  await lockKey(tx, `pledge:${chainId}:${offer.token}:${renter}`);
  const rules = await settlementNow(market, tx);
  const account = await chainAccounts.find(tx, chainId, offer.token, renter);
  const pledged = await rentals.pledgedUnits(tx, renter, offer.token);
  const holder = await rentals.holderOf(tx, listing.id);
  return {
    listing,
    machine: found(await machines.find(tx, listing.machineId), 'machine', listing.machineId),
    chainNow: rules.chainNow,
    feeBps: rules.feeBps,
    tokenListed: isListed(rules, offer.token),
    offerCancelled: await cancelledOffers.has(tx, chainId, listing.offerHash),
    counters: {
      renter: await chainCounters.of(tx, chainId, renter),
      provider: await chainCounters.of(tx, chainId, offer.provider),
    },
    availableUnits: (account?.freeUnits ?? 0n) - pledged,
    taken: holder !== undefined,
  };
}

function newRental(
  market: Market,
  listing: Listing,
  order: Order,
  orderSignature: Hex,
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
    chainSeq: 0,
    refusal: undefined,
    createdAt: market.clock.now(),
  };
}
