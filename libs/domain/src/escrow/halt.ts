import { zeroHash, type Hash } from '../ids.js';
import { grossAt } from '../money/clock.js';
import type { Order } from '../rental/order.js';
import { cutSince } from './cut-since.js';
import { credit, requireCaller, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf, rentalIn } from './rental-in.js';

/** The provider reports its running rental down, from now on. */
export function halt(draft: Draft, { order }: OperationOf<'HALT'>): void {
  requireCaller(draft, order.offer.provider);
  goingRental(draft, order, 'RUNNING');
  haltSince(draft, order, draft.now, zeroHash);
}

/** Stops the clock as of a second in the past; of a rental that has ended, takes its last seconds back. */
export function haltOrTrim(draft: Draft, order: Order, since: bigint, evidenceRoot: Hash): void {
  const { state } = rentalIn(draft, order, 'RUNNING', 'HALTED', 'ENDED');
  if (state === 'ENDED') trim(draft, order, since, evidenceRoot);
  else haltSince(draft, order, since, evidenceRoot);
}

function haltSince(draft: Draft, order: Order, wanted: bigint, evidenceRoot: Hash): void {
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  const { since, retroLeftSeconds } = cutSince(draft, rental, wanted);
  const halted = { halt: 'DOWN', haltedAt: since, retroLeftSeconds, evidenceRoot } as const;
  write(draft, { kind: 'RENTAL_HALTED', ...nextOf(rental), ...halted });
}

function trim(draft: Draft, order: Order, wanted: bigint, evidenceRoot: Hash): void {
  const rental = rentalIn(draft, order, 'ENDED');
  const { since, retroLeftSeconds } = cutSince(draft, rental, wanted);
  const grossUnits = grossAt(rental, since);
  const refundUnits = rental.fundedUnits - grossUnits;
  const { rentalId } = rental;
  credit(draft, { token: order.offer.token, owner: order.renter }, refundUnits, rentalId);
  const trimmed = { endedAt: since, grossUnits, refundUnits, retroLeftSeconds, evidenceRoot };
  write(draft, { kind: 'RENTAL_TRIMMED', ...nextOf(rental), ...trimmed });
}
