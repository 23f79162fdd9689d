import {
  createEscrowModel,
  type Address,
  type EscrowLog,
  type EscrowModel,
  type Hash,
  type Operation,
  type Order,
} from '@gpuflow/domain';

import { seeded, type Random } from '@gpuflow/testing';

/** The logs of one transaction, in their order. */
export interface TransactionLogs {
  /** Chain seconds. */
  at: number;
  logs: readonly EscrowLog[];
}

/** When the market opens: midnight of the first of January 2030. */
export const openingSeconds = 1_893_456_000;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const machinesPerProvider = 4;
const rentersPerProvider = 5;
const rentalsPerMachine = 12;
const windowSeconds = 10 * minute;

export const token: Address = `0x${'7c'.repeat(20)}`;
const zeroHash: Hash = `0x${'0'.repeat(64)}`;
const operator: Address = `0x${'0f'.repeat(20)}`;
const meter: Address = `0x${'3e'.repeat(20)}`;

/**
 * A market's history of at least `logsMin` logs, in the order of time: providers whose machines are rented again and
 * again, for ten minutes to eight hours each, paid out hourly, some of them halted and resumed. What each step emits
 * is worked out by the escrow's model, which the contract's tests hold to the contract.
 */
export function marketHistory(logsMin: number, seed: number): TransactionLogs[] {
  const random = seeded(seed);
  const history: TransactionLogs[] = [{ at: openingSeconds, logs: governance }];
  let logs = governance.length;
  for (let provider = 1; logs < logsMin; provider += 1) {
    for (const transaction of providerHistory(provider, random)) {
      history.push(transaction);
      logs += transaction.logs.length;
    }
  }
  return history.sort((a, b) => a.at - b.at);
}

const governance: readonly EscrowLog[] = [
  { kind: 'FEE_SET', feeBps: 1_000 },
  { kind: 'FEE_RECIPIENT_SET', recipient: operator },
  { kind: 'TOKEN_LISTED', token },
];

/** Each provider has its own renters, so that its history is told by a small model of its own. */
function providerHistory(number: number, random: Random): TransactionLogs[] {
  const model = createEscrowModel(digests);
  for (const log of governance) model.record(log);
  const provider = addressOf(1, number);
  const renters = Array.from({ length: rentersPerProvider }, (_, i) => addressOf(2 + i, number));
  const plan = renters.map((owner) => deposit(owner));
  for (let machine = 0; machine < machinesPerProvider; machine += 1) {
    let free = openingSeconds + random.between(minute, 4 * hour);
    for (let rental = 0; rental < rentalsPerMachine; rental += 1) {
      const number = machine * rentalsPerMachine + rental;
      const order = orderOf({ provider, renter: random.oneOf(renters), machine, number, at: free });
      const life = rentalLife(order, free, random);
      plan.push(...life);
      free = (life.at(-1)?.at ?? free) + random.between(minute, 2 * hour);
    }
  }
  return plan.sort((a, b) => a.at - b.at).map((step) => carriedOut(model, step));
}

interface Step {
  at: number;
  caller: Address;
  operation: Operation;
}

function carriedOut(model: EscrowModel, { at, caller, operation }: Step): TransactionLogs {
  const outcome = model.apply(operation, { caller, now: BigInt(at) });
  if ('refusal' in outcome) throw outcome.refusal;
  return { at, logs: outcome.logs };
}

function deposit(owner: Address): Step {
  const operation = { kind: 'DEPOSIT', token, owner, amountUnits: 10_000_000_000n } as const;
  return { at: openingSeconds + 1, caller: owner, operation };
}

/** Opened, started, paid out every hour, perhaps halted for a while, stopped and closed. */
function rentalLife(order: Order, openedAt: number, random: Random): Step[] {
  const { renter } = order;
  const startedAt = openedAt + random.between(20, 5 * minute);
  const stoppedAt = startedAt + random.between(10 * minute, 8 * hour);
  const steps: Step[] = [
    { at: openedAt, caller: renter, operation: opening(order) },
    { at: startedAt, caller: meter, operation: { kind: 'START', order } },
  ];
  if (random.chance(0.1)) steps.push(...outage(order, startedAt, stoppedAt));
  for (let at = startedAt + hour; at < stoppedAt; at += hour)
    steps.push({ at, caller: operator, operation: { kind: 'SETTLE', order } });
  steps.push({ at: stoppedAt, caller: renter, operation: { kind: 'STOP', order } });
  const closedAt = stoppedAt + windowSeconds;
  steps.push({ at: closedAt, caller: operator, operation: { kind: 'CLOSE', order } });
  return steps.sort((a, b) => a.at - b.at);
}

function opening(order: Order): Operation {
  const { renter, offer } = order;
  return { kind: 'OPEN_BY_SIG', order, orderSignature: renter, offerSignature: offer.provider };
}

/** The meter takes back the last minute, and lets the clock run again five minutes later. */
function outage(order: Order, startedAt: number, stoppedAt: number): Step[] {
  const at = Math.floor((startedAt + stoppedAt) / 2);
  const base = { rentalId: order.salt, evidenceRoot: order.salt, deadline: stoppedAt };
  const halt = { ...base, kind: 'HALT', since: at - minute, turn: 1 } as const;
  const resume = { ...base, kind: 'RESUME', since: 0, turn: 2 } as const;
  return [
    { at, caller: meter, operation: { kind: 'REPORT', order, report: halt, signature: undefined } },
    {
      at: at + 4 * minute,
      caller: meter,
      operation: { kind: 'REPORT', order, report: resume, signature: undefined },
    },
  ];
}

interface OrderFacts {
  provider: Address;
  renter: Address;
  machine: number;
  number: number;
  at: number;
}

function orderOf({ provider, renter, machine, number, at }: OrderFacts): Order {
  const assetHash = hashOf(provider, 1 + machine);
  return {
    renter,
    offer: {
      provider,
      token,
      pricePerHour: 590_000n,
      storagePricePerHour: 1_000n,
      class: 'ON_DEMAND',
      assetHash,
      slaHash: zeroHash,
      maxFeeBps: 1_500,
      meter,
      arbiter: `0x${'0'.repeat(40)}`,
      window: windowSeconds,
      retroBudget: 4 * hour,
      noticeSeconds: hour,
      startWithin: hour,
      minDuration: minute,
      evictPenalty: 0n,
      slaGrace: 0,
      bond: 0n,
      availableUntil: openingSeconds + 100 * day,
      maxUses: 0,
      validUntil: openingSeconds + 100 * day,
      counter: 0n,
      salt: assetHash,
    },
    pricePerHour: 590_000n,
    deposit: 20_000_000n,
    feeBps: 1_000,
    starter: 'METER',
    startDeadline: at + hour,
    maxEnd: at + 2 * day,
    validUntil: at + hour,
    counter: 0n,
    salt: hashOf(provider, 1_000 + number),
  };
}

/** Salts tell terms apart as well as hashes would. */
const digests = {
  hashOffer: ({ salt }: { salt: Hash }) => salt,
  hashOrder: ({ salt }: Order) => salt,
  hashWithdraw: () => zeroHash,
};

/** Addresses and hashes whose digits are spread as those of real ones are. */
function addressOf(role: number, number: number): Address {
  return `0x${spread(role * 1_000_003 + number, 40)}`;
}

function hashOf(provider: Address, number: number): Hash {
  return `0x${spread(number, 24)}${provider.slice(2)}`;
}

function spread(number: number, digits: number): string {
  const random = seeded(number);
  return Array.from({ length: digits }, () => random.between(0, 15).toString(16)).join('');
}
