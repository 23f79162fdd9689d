import type { EscrowLog } from '../chain/escrow-log.js';
import type { Address } from '../ids.js';
import { isRefusal, type Refusal } from '../refusal.js';
import { agree } from './agree.js';
import { copyOf, emptyBooks, type Digests, type EscrowBooks } from './books.js';
import { setDelegate } from './delegate.js';
import { malformed, type Draft } from './draft.js';
import { doEach } from './each.js';
import { extend, giveNotice } from './end-moved.js';
import { halt } from './halt.js';
import { deposit, withdraw, withdrawBySig, withdrawFees } from './money-in-out.js';
import { cancelOffer, incrementCounter, open, openBySig, openWithAuthorization } from './open.js';
import type { Operation, OperationKind, OperationOf } from './operation.js';
import { pause, resume } from './pause.js';
import { preempt } from './preempt.js';
import { recordLog } from './record-log.js';
import { cancel, decline, expire } from './refund.js';
import { report } from './report.js';
import { amend, reprice } from './reprice.js';
import { close, closeMany, settle, settleMany } from './settle.js';
import { start } from './start.js';
import { stop, stopBySig } from './stop.js';
import { topUp } from './top-up.js';

/** Who asks, and at which second of the chain. */
export interface Asked {
  caller: Address;
  now: bigint;
}

/** What became of an operation: its logs, in their order, or why it changes nothing. */
export type Outcome = { logs: readonly EscrowLog[] } | { refusal: Refusal };

/**
 * The escrow's rules without a chain: what every operation does and what it refuses, written from the design and
 * independently of the contract, which tests drive side by side with it.
 */
export interface EscrowModel {
  /** All that the escrow stores after the operations so far. */
  readonly books: EscrowBooks;
  apply(operation: Operation, asked: Asked): Outcome;
  /** Takes in what did not come of an operation: decisions of governance. */
  record(log: EscrowLog): void;
}

/** An escrow that stores what `stored` says; nothing has happened in it where that is left out. */
export function createEscrowModel(
  digests: Digests,
  stored: EscrowBooks = emptyBooks(),
): EscrowModel {
  let books = stored;
  return {
    get books() {
      return books;
    },
    apply(operation, asked) {
      const draft: Draft = { ...asked, digests, books: copyOf(books), logs: [] };
      try {
        applyTo(draft, operation);
      } catch (error) {
        if (isRefusal(error)) return { refusal: error };
        throw error;
      }
      books = draft.books;
      return { logs: draft.logs };
    },
    record: (log) => recordLog(books, log, digests),
  };
}

/** Any calls, but none that is a batch itself. */
function batch(draft: Draft, { operations }: OperationOf<'BATCH'>): void {
  doEach(draft, operations, (attempt, operation) => {
    if (operation.kind === 'BATCH') throw malformed('calls', 'a batch');
    applyTo(attempt, operation);
  });
}

const operations: {
  [Kind in OperationKind]: (draft: Draft, operation: OperationOf<Kind>) => void;
} = {
  DEPOSIT: deposit,
  WITHDRAW: withdraw,
  WITHDRAW_BY_SIG: withdrawBySig,
  OPEN: open,
  OPEN_BY_SIG: openBySig,
  OPEN_WITH_AUTHORIZATION: openWithAuthorization,
  CANCEL_OFFER: cancelOffer,
  INCREMENT_COUNTER: incrementCounter,
  CANCEL: cancel,
  DECLINE: decline,
  EXPIRE: expire,
  START: start,
  REPORT: report,
  HALT: halt,
  PAUSE: pause,
  RESUME: resume,
  PREEMPT: preempt,
  GIVE_NOTICE: giveNotice,
  REPRICE: reprice,
  EXTEND: extend,
  AMEND: amend,
  TOP_UP: topUp,
  STOP: stop,
  STOP_BY_SIG: stopBySig,
  STATEMENT: agree,
  SETTLE: settle,
  CLOSE: close,
  SETTLE_MANY: settleMany,
  CLOSE_MANY: closeMany,
  WITHDRAW_FEES: withdrawFees,
  SET_DELEGATE: setDelegate,
  BATCH: batch,
};

/** Everything that can be asked of the escrow. */
export const operationKinds: readonly OperationKind[] = Object.keys(operations).filter(isKind);

function isKind(name: string): name is OperationKind {
  return name in operations;
}

function applyTo<Kind extends OperationKind>(draft: Draft, operation: OperationOf<Kind>): void {
  operations[operation.kind](draft, operation);
}
