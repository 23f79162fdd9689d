import type { ChainRentalState } from '../chain/fold-rental.js';
import type { Digests } from '../escrow/books.js';
import { createEscrowModel, type EscrowModel } from '../escrow/model.js';
import type { Operation } from '../escrow/operation.js';
import { zeroAddress, zeroHash } from '../ids.js';
import { endCap } from '../money/clock.js';
import { least } from '../money/least.js';
import type { Order } from './order.js';

/**
 * NEVER_STARTED: the machine does not boot. STOPPED: the renter stops after so many seconds. HALTED: the machine falls silent
 * then, and the renter stops an hour later. RAN_OUT: nobody does anything until the money or the agreed time is used up.
 */
export const dryRunEnds = ['NEVER_STARTED', 'STOPPED', 'HALTED', 'RAN_OUT'] as const;
export type DryRunEnd = (typeof dryRunEnds)[number];

/** A state, and the second of the chain's clock in which it begins. */
export interface DryRunStep {
  state: ChainRentalState;
  at: bigint;
}

/** One way that a rental can go, played on the escrow's rules to its end. Paid, and given back, are all of the deposit. */
export interface DryRunOutcome {
  end: DryRunEnd;
  path: DryRunStep[];
  paidUnits: bigint;
  /** Of what is paid. */
  providerUnits: bigint;
  /** Of what is paid. */
  feeUnits: bigint;
  refundUnits: bigint;
}

/** When what happens, in seconds after the start. */
export interface DryRunTimes {
  now: bigint;
  /** The renter stops, or the machine falls silent, so many seconds after the start. */
  stopAfterSeconds: bigint;
}

const silenceSeconds = 3_600n;

/** How an Order can go, and what comes back of its deposit in each case: in exact units, by the contract's reference model. */
export function dryRun(
  order: Order,
  { hashOffer, hashOrder }: Pick<Digests, 'hashOffer' | 'hashOrder'>,
  times: DryRunTimes,
): DryRunOutcome[] {
  const digests: Digests = { hashOffer, hashOrder, hashWithdraw: () => zeroHash };
  return dryRunEnds.map((end) => playTo(end, order, digests, times));
}

function playTo(
  end: DryRunEnd,
  order: Order,
  digests: Digests,
  { now, stopAfterSeconds }: DryRunTimes,
): DryRunOutcome {
  const stage = openStage(order, digests, now);
  const { renter, offer } = order;
  if (end === 'NEVER_STARTED') {
    stage.play(zeroAddress, BigInt(order.startDeadline) + 1n, { kind: 'EXPIRE', order });
    return stage.outcome(end);
  }
  stage.play(offer.meter, now, { kind: 'START', order });
  const last = endCap(stage.rental());
  const then = least(now + stopAfterSeconds, last - 1n);
  if (end === 'HALTED') stage.play(offer.provider, then, { kind: 'HALT', order });
  const stopAt = { STOPPED: then, HALTED: then + silenceSeconds, RAN_OUT: last }[end];
  stage.play(end === 'RAN_OUT' ? zeroAddress : renter, stopAt, { kind: 'STOP', order });
  const { endsAt } = stage.rental();
  stage.play(zeroAddress, endsAt + BigInt(offer.window), { kind: 'CLOSE', order });
  return stage.outcome(end);
}

/** An escrow that holds this order's deposit and nothing else, and a note of every state that the rental comes to. */
function openStage(order: Order, digests: Digests, now: bigint) {
  const model = readyEscrow(order, digests);
  const path: DryRunStep[] = [];
  const rental = () => {
    const found = model.books.rentals.get(digests.hashOrder(order));
    if (found === undefined) throw new Error('the order of a dry run was never opened');
    return found;
  };
  const play = (caller: Order['renter'], at: bigint, operation: Operation) => {
    const outcome = model.apply(operation, { caller, now: at });
    if ('refusal' in outcome) throw outcome.refusal;
    path.push({ state: rental().state, at });
  };
  play(order.renter, now, { kind: 'OPEN', order, offerSignature: order.offer.provider });
  return { play, rental, outcome: (end: DryRunEnd) => outcomeOf(end, path, order, rental()) };
}

function readyEscrow(
  { renter, offer, deposit, counter, feeBps }: Order,
  digests: Digests,
): EscrowModel {
  const model = createEscrowModel(digests);
  const { token, provider } = offer;
  model.record({ kind: 'TOKEN_LISTED', token });
  model.record({ kind: 'FEE_SET', feeBps });
  model.record({ kind: 'COUNTER_INCREMENTED', owner: renter, counter });
  model.record({ kind: 'COUNTER_INCREMENTED', owner: provider, counter: offer.counter });
  model.apply(
    { kind: 'DEPOSIT', token, owner: renter, amountUnits: deposit },
    { caller: renter, now: 0n },
  );
  return model;
}

function outcomeOf(
  end: DryRunEnd,
  path: DryRunStep[],
  { deposit }: Order,
  { claimedUnits, toProviderUnits, feeUnits }: ReturnType<ReturnType<typeof openStage>['rental']>,
): DryRunOutcome {
  return {
    end,
    path,
    paidUnits: claimedUnits,
    providerUnits: toProviderUnits,
    feeUnits,
    refundUnits: deposit - claimedUnits,
  };
}
