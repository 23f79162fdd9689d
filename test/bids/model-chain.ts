import type { EmittedLog } from '@gpuflow/audit';
import {
  createEscrowModel,
  type Address,
  type EscrowBooks,
  type EscrowLog,
  type Hash,
  type LogPlace,
  type Operation,
  type Order,
  type Refusal,
} from '@gpuflow/domain';
import { escrowTerms } from '@gpuflow/escrow';

import { encodeLog } from '../load/backfill/encode-log.ts';

const chainId = 31_337;
/** Where the model's contract would stand. */
export const place = { chainId, escrow: `0x${'e5'.repeat(20)}` } as const;

/** An escrow's rules with a clock, and the logs that a chain would carry of what was asked of it. */
export interface ModelChain {
  readonly books: EscrowBooks;
  readonly logs: readonly { log: EscrowLog; at: bigint; emitted: EmittedLog }[];
  /** Asks at a second; answers why not, where it is refused. */
  act(caller: Address, at: bigint, operation: Operation): Refusal | undefined;
  idOf(order: Order): Hash;
  /** Where the price in force was set. */
  pricedAt(rentalId: Hash): LogPlace;
}

/** An empty escrow that accepts this token, at a fee of ten percent. */
export function openModelChain(token: Address): ModelChain {
  const digests = rememberingDigests();
  const model = createEscrowModel(digests);
  const logs: { log: EscrowLog; at: bigint; emitted: EmittedLog }[] = [];
  const priced = new Map<Hash, LogPlace>();
  let transactions = 0;
  const write = (at: bigint, written: readonly EscrowLog[]) => {
    transactions += 1;
    for (const log of written) {
      const emitted = emittedAs(log, at, { transactions, logIndex: logs.length });
      logs.push({ log, at, emitted });
      if (log.kind === 'RENTAL_OPENED' || log.kind === 'RENTAL_REPRICED')
        priced.set(log.rentalId, emitted);
    }
  };
  for (const log of governance(token)) {
    model.record(log);
    write(0n, [log]);
  }
  return {
    get books() {
      return model.books;
    },
    logs,
    act(caller, at, operation) {
      const outcome = model.apply(operation, { caller, now: at });
      if ('refusal' in outcome) return outcome.refusal;
      write(at, outcome.logs);
      return undefined;
    },
    idOf: (order) => digests.hashOrder(order),
    pricedAt(rentalId) {
      const at = priced.get(rentalId);
      if (at === undefined) throw new Error(`${rentalId} was never opened`);
      return at;
    },
  };
}

function governance(token: Address): EscrowLog[] {
  return [
    { kind: 'FEE_SET', feeBps: 1_000 },
    { kind: 'FEE_RECIPIENT_SET', recipient: `0x${'0f'.repeat(20)}` },
    { kind: 'TOKEN_LISTED', token },
  ];
}

/** The contract's digests. Each is worked out once: orders and offers do not change. */
function rememberingDigests() {
  const terms = escrowTerms(place);
  const orders = new WeakMap<Order, Hash>();
  return {
    ...terms,
    hashOrder(order: Order): Hash {
      const known = orders.get(order) ?? terms.hashOrder(order);
      orders.set(order, known);
      return known;
    },
  };
}

/** A second is a block. */
function emittedAs(
  log: EscrowLog,
  at: bigint,
  { transactions, logIndex }: { transactions: number; logIndex: number },
): EmittedLog {
  const hash = (number: bigint | number): Hash => `0x${number.toString(16).padStart(64, '0')}`;
  return {
    ...encodeLog(log),
    address: place.escrow,
    blockNumber: at,
    blockHash: hash(at),
    txHash: hash(transactions),
    logIndex,
    timestamp: at,
  };
}
