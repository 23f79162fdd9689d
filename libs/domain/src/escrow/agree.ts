import type { EscrowRental } from '../chain/fold-rental.js';
import { endCap, grossAt } from '../money/clock.js';
import { least } from '../money/least.js';
import { Refusal } from '../refusal.js';
import type { SignedStatement } from '../rental/signed.js';
import { agrees, credit, requireInTime, requireWithin, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { payProviders } from './pay-providers.js';
import { nextOf, rentalIn, requireSignedFor } from './rental-in.js';
import { earn, vestedNow } from './settle.js';
import { stopAt } from './stop.js';

/** Who put its name to a statement. */
interface Sides {
  renter: boolean;
  provider: boolean;
}

/** Ends and closes a rental at once, at a cost that both sides state, or that one concedes against itself. */
export function agree(draft: Draft, operation: OperationOf<'STATEMENT'>): void {
  const { order, statement, renterSignature, providerSignature } = operation;
  const rental = rentalIn(draft, order, 'RUNNING', 'HALTED', 'ENDED');
  requireSignedFor(rental, statement);
  requireInTime(draft, statement.deadline);
  const sides = {
    renter: agrees(draft, order.renter, renterSignature),
    provider: agrees(draft, order.offer.provider, providerSignature),
  };
  const ended =
    rental.state === 'ENDED'
      ? concede(draft, rental, statement, sides)
      : endAgreed(draft, rental, statement, sides);
  closeAt(draft, ended, statement.gross);
}

/** Of a live rental both sides must state the cost, and never more than its clock says. */
function endAgreed(
  draft: Draft,
  rental: EscrowRental,
  { gross, endedAt }: SignedStatement,
  sides: Sides,
): EscrowRental {
  if (!sides.renter || !sides.provider) throw unsigned(rental, sides);
  const end = BigInt(endedAt);
  requireWithin('endedAt', end, { max: least(draft.now, endCap(rental)) });
  requireWithin('gross', gross, { min: rental.claimedUnits, max: grossAt(rental, end) });
  return stopAt(draft, rental, end);
}

/** Of an ended one the renter may waive the window, the provider give up what is not final, both anything between. */
function concede(
  draft: Draft,
  rental: EscrowRental,
  { gross, endedAt }: SignedStatement,
  sides: Sides,
): EscrowRental {
  const { claimedUnits, fundedUnits, endsAt } = rental;
  requireWithin('endedAt', BigInt(endedAt), { min: endsAt, max: endsAt });
  requireWithin('gross', gross, { min: claimedUnits, max: fundedUnits });
  if (sides.renter && sides.provider) return rental;
  if (sides.renter) requireWithin('gross', gross, { min: fundedUnits });
  else if (sides.provider) requireWithin('gross', gross, { max: vestedNow(draft, rental) });
  else throw unsigned(rental, sides);
  return rental;
}

function closeAt(draft: Draft, rental: EscrowRental, grossUnits: bigint): void {
  const { order, rentalId } = rental;
  const refundUnits = rental.fundedUnits - grossUnits;
  payProviders(draft, earn(draft, rental, grossUnits));
  credit(draft, { token: order.offer.token, owner: order.renter }, refundUnits, rentalId);
  const paid = nextOf(rentalIn(draft, order, 'ENDED'));
  write(draft, { kind: 'RENTAL_CLOSED', ...paid, reason: 'AGREED', refundUnits });
}

function unsigned({ order }: EscrowRental, { renter }: Sides) {
  return new Refusal('BAD_SIGNATURE', { signer: renter ? order.offer.provider : order.renter });
}
