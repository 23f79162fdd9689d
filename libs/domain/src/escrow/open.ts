import type { Hash } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import { refuseOffer } from '../listing/terms.js';
import { Refusal } from '../refusal.js';
import { refuseMoney, refuseTerms } from '../rental/open.js';
import type { Order } from '../rental/order.js';
import { delegateScopes } from '../rental/signed.js';
import { refuseTimes } from '../rental/times.js';
import { freeUnits } from './books.js';
import { spendFor } from './delegate.js';
import { move, requireAgreement, requireCaller, write, type Draft } from './draft.js';
import { requireEntry, requireTrusted } from './entry-rules.js';
import type { OperationOf, Signer } from './operation.js';
import { requireSliceFor } from './slice.js';

/** The renter, or a key that may open for it, reserves what a provider's signed Offer offers. */
export function open(draft: Draft, { order, offerSignature }: OperationOf<'OPEN'>): void {
  const { renter, offer, deposit } = order;
  spendFor(draft, renter, offer.token, delegateScopes.OPEN, deposit);
  reserveFromBalance(draft, order, offerSignature);
}

/** The same by the renter's signature of the Order. */
export function openBySig(draft: Draft, operation: OperationOf<'OPEN_BY_SIG'>): void {
  const { order, orderSignature, offerSignature } = operation;
  requireAgreement(draft, order.renter, orderSignature);
  reserveFromBalance(draft, order, offerSignature);
}

/**
 * The same with money straight from the renter's wallet, whose one signature for its token is the Order's too. What is
 * in the wallet only the token knows.
 */
export function openWithAuthorization(
  draft: Draft,
  operation: OperationOf<'OPEN_WITH_AUTHORIZATION'>,
): void {
  const { order, authorization, offerSignature } = operation;
  const { renter, deposit } = order;
  if (authorization !== renter) throw new Refusal('BAD_SIGNATURE', { signer: renter });
  const rentalId = reserve(draft, order, offerSignature, deposit);
  write(draft, { kind: 'RENTAL_FUNDED', rentalId, amountUnits: deposit });
}

/** The provider takes an Offer back. */
export function cancelOffer(draft: Draft, { offer }: OperationOf<'CANCEL_OFFER'>): void {
  const { provider } = offer;
  requireCaller(draft, provider);
  const offerHash = draft.digests.hashOffer(offer);
  write(draft, { kind: 'OFFER_CANCELLED', offerHash, provider });
}

/** The caller takes back all that it has signed and nobody has opened. */
export function incrementCounter(draft: Draft): void {
  const { books, caller } = draft;
  const counter = (books.counters.get(caller) ?? 0n) + 1n;
  write(draft, { kind: 'COUNTER_INCREMENTED', owner: caller, counter });
}

function reserveFromBalance(draft: Draft, order: Order, offerSignature: Signer): void {
  const { renter, deposit, offer } = order;
  const account = { token: offer.token, owner: renter };
  const availableUnits = freeUnits(draft.books, account.token, renter);
  const rentalId = reserve(draft, order, offerSignature, availableUnits);
  move(draft, 'DEBITED', account, deposit, rentalId);
}

function reserve(draft: Draft, order: Order, offerSignature: Signer, availableUnits: bigint): Hash {
  const { books, now } = draft;
  const { offer } = order;
  const rentalId = draft.digests.hashOrder(order);
  requireNew(draft, rentalId);
  requireEntry(draft, offer.token);
  requireTrusted(draft, offer.meter);
  refuseOffer(offer);
  refuseTerms(order, { feeBps: books.rules.feeBps, tokenListed: true });
  refuseTimes(order, Number(now));
  refuseMoney(order, { availableUnits });
  requireCounters(draft, order);
  requireAgreement(draft, offer.provider, offerSignature);
  requireUse(draft, offer);
  if (offer.class === 'ON_DEMAND') requireSliceFor(draft, order);
  write(draft, { kind: 'RENTAL_OPENED', rentalId, seq: 1, order });
  return rentalId;
}

function requireNew({ books }: Draft, rentalId: Hash): void {
  if (books.cancelledOrders.has(rentalId)) throw new Refusal('ORDER_CANCELLED', { rentalId });
  const known = books.rentals.get(rentalId);
  if (known !== undefined) throw new Refusal('BAD_STATE', { have: known.state, want: 'NONE' });
}

function requireCounters({ books }: Draft, { renter, offer, counter }: Order): void {
  const signed = [
    { owner: renter, counter },
    { owner: offer.provider, counter: offer.counter },
  ];
  for (const { owner, counter: have } of signed) {
    const counterInForce = books.counters.get(owner) ?? 0n;
    if (have !== counterInForce)
      throw new Refusal('OFFER_CANCELLED', { counter: have, counterInForce });
  }
}

function requireUse({ books, digests }: Draft, offer: Offer): void {
  const offerHash = digests.hashOffer(offer);
  const usedUp = offer.maxUses > 0 && (books.uses.get(offerHash) ?? 0) >= offer.maxUses;
  if (usedUp || books.cancelledOffers.has(offerHash))
    throw new Refusal('OFFER_CANCELLED', { offerHash });
}
