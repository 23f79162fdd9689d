import {
  delegateScopes,
  freeUnits,
  zeroAddress,
  type Address,
  type Offer,
  type Operation,
} from '@gpuflow/domain';

import { actors } from './actors.ts';
import type { Move } from './moves.ts';
import type { Scene } from './scene.ts';
import { actingFor, deadline, mostly, signedBy } from './somebody.ts';
import { anOrder } from './terms.ts';

const day = 86_400;

/** An opening, with money paid in before where it is missing, or a key that opens from then on. */
export function openings(scene: Scene): Move {
  const { random, model, orders } = scene;
  const order = anOrder(scene);
  const { renter, offer, deposit } = order;
  if (freeUnits(model.books, offer.token, renter) < deposit && random.chance(0.9))
    return { caller: renter, operation: depositOf(offer.token, renter, 3n * deposit) };
  if (random.chance(0.1)) return delegationBy(scene, renter, offer.token);
  orders.push(order);
  const offerSignature = signedBy(scene, offer.provider);
  if (random.chance(0.05)) return { caller: renter, operation: { kind: 'CANCEL', order } };
  if (random.chance(0.4))
    return { caller: actingFor(scene, order), operation: { kind: 'OPEN', order, offerSignature } };
  if (random.chance(0.4)) {
    const authorization = random.chance(0.95) ? renter : random.pick(actors);
    const terms = { order, authorization, offerSignature };
    return {
      caller: random.pick(actors),
      operation: { kind: 'OPEN_WITH_AUTHORIZATION', ...terms },
    };
  }
  const orderSignature = signedBy(scene, renter);
  return {
    caller: random.pick(actors),
    operation: { kind: 'OPEN_BY_SIG', order, orderSignature, offerSignature },
  };
}

/** What moves money in or out, or says who may. */
export function entries(scene: Scene): Move {
  return scene.random.pick(makers)(scene);
}

type Make = (scene: Scene) => Move;

const makers: readonly [Make, ...Make[]] = [
  aDeposit,
  aWithdrawal,
  aWithdrawal,
  aRelayedWithdrawal,
  aFeeWithdrawal,
  aDelegation,
  aDelegation,
  takingBack,
];

function depositOf(token: Address, owner: Address, amountUnits: bigint): Operation {
  return { kind: 'DEPOSIT', token, owner, amountUnits };
}

function aDeposit({ random, tokens }: Scene): Move {
  const owner = random.chance(0.02) ? zeroAddress : random.pick(actors);
  const operation = depositOf(random.pick(tokens), owner, random.units(2n ** 70n));
  return { caller: random.pick(actors), operation };
}

function aWithdrawal({ random, model, tokens }: Scene): Move {
  const caller = random.pick(actors);
  const token = random.pick(tokens);
  const amountUnits = random.units(freeUnits(model.books, token, caller) + 1n);
  return { caller, operation: { kind: 'WITHDRAW', token, to: caller, amountUnits } };
}

function aRelayedWithdrawal(scene: Scene): Move {
  const { random, model, tokens } = scene;
  const owner = random.pick(actors);
  const caller = random.pick(actors);
  const token = random.pick(tokens);
  const amount = random.units(freeUnits(model.books, token, owner) + 1n);
  const relayFeeMax = random.units(amount);
  const withdraw = {
    owner,
    token,
    to: random.pick(actors),
    amount,
    relayer: random.chance(0.5) ? zeroAddress : mostly(scene, caller),
    relayFeeMax,
    nonce: nonceOf(scene, owner),
    deadline: deadline(scene),
  };
  const relayFeeUnits = random.units(relayFeeMax + 1n);
  const signature = signedBy(scene, owner);
  return { caller, operation: { kind: 'WITHDRAW_BY_SIG', withdraw, relayFeeUnits, signature } };
}

function aFeeWithdrawal({ random, tokens }: Scene): Move {
  const token = random.pick(tokens);
  return { caller: random.pick(actors), operation: { kind: 'WITHDRAW_FEES', token } };
}

function aDelegation(scene: Scene): Move {
  return delegationBy(scene, scene.random.pick(actors), scene.random.pick(scene.tokens));
}

function delegationBy(scene: Scene, owner: Address, token: Address): Move {
  const { random } = scene;
  const signature = random.chance(0.5) ? undefined : signedBy(scene, owner);
  const delegation = {
    ...someLeave(scene),
    owner,
    token,
    nonce: nonceOf(scene, owner),
    deadline: deadline(scene),
  };
  const caller = signature === undefined ? mostly(scene, owner) : random.pick(actors);
  return { caller, operation: { kind: 'SET_DELEGATE', delegation, signature } };
}

function someLeave({ random, now }: Scene) {
  return {
    delegate: random.pick(actors),
    scopes: random.below(delegateScopes.STOP + delegateScopes.TOP_UP + delegateScopes.OPEN + 1),
    cap: random.units(2n ** 80n),
    expiry: Number(now) + random.pick([0, day, 90 * day]),
  };
}

function nonceOf({ random, model }: Scene, owner: Address): bigint {
  return (model.books.nonces.get(owner) ?? 0n) + (random.chance(0.05) ? 1n : 0n);
}

/** Rarely: an offer, or all that somebody has signed. */
function takingBack(scene: Scene): Move {
  const { random, offers } = scene;
  if (random.chance(0.3)) return aDeposit(scene);
  if (random.chance(0.5))
    return { caller: random.pick(actors), operation: { kind: 'INCREMENT_COUNTER' } };
  const offer: Offer = random.pick(offers);
  return { caller: mostly(scene, offer.provider), operation: { kind: 'CANCEL_OFFER', offer } };
}
