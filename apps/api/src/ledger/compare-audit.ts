import type { AuditView } from '@gpuflow/db';
import type { Address } from '@gpuflow/domain';
import type { AccountSlot, RentalSlots } from '@gpuflow/escrow';

import { clockText, meteredBy } from './contract-clock.js';

/** What the contract says at the block of a view: each list in the order of the view's. */
export interface ContractReading {
  accounts: readonly AccountSlot[];
  rentals: readonly RentalSlots[];
  /** Fees of each token that nobody has withdrawn yet. */
  fees: readonly bigint[];
  /** What the contract really holds of each token. */
  balances: readonly bigint[];
}

export type Projection = Pick<AuditView, 'accounts' | 'rentals' | 'tokens'>;

/** One value that was read on both sides. */
export interface AuditLine {
  kind: 'account' | 'rental' | 'fees' | 'balance';
  id: string;
  field: string;
  chain: string;
  database: string;
  /** How far the sides are apart, in base units. A number or state that is not money counts as one unit. */
  offUnits: bigint;
}

/** Every value of the contract's money beside the database's. Throws where the two sides are not of the same lists. */
export function compareAudit(projection: Projection, reading: ContractReading): AuditLine[] {
  return [
    ...pairs(projection.accounts, reading.accounts).flatMap(accountLines),
    ...pairs(projection.rentals, reading.rentals).flatMap(rentalLines),
    ...pairs(projection.tokens, reading.fees).map(([{ address }, fees]) =>
      unitsLine('fees', address, 'fees', fees, feesOf(projection, address)),
    ),
    ...pairs(projection.tokens, reading.balances).map(([{ address }, balance]) =>
      unitsLine('balance', address, 'balanceOf', balance, liabilitiesOf(projection, address)),
    ),
  ];
}

/** All that the contract owes in a token: free balances, fees not yet withdrawn, and money in rentals. */
export function liabilitiesOf(projection: Projection, token: Address): bigint {
  const free = projection.accounts
    .filter((account) => account.token === token)
    .map(({ freeUnits }) => freeUnits);
  const held = rentalsIn(projection, token).map(
    ({ fundedUnits, claimedUnits }) => fundedUnits - claimedUnits,
  );
  return sum(free) + sum(held) + feesOf(projection, token);
}

/** Σ of how far the sides are apart. */
export function differenceOf(lines: readonly AuditLine[]): bigint {
  return sum(lines.map(({ offUnits }) => offUnits));
}

function feesOf(projection: Projection, token: Address): bigint {
  const withdrawn = projection.tokens.find(({ address }) => address === token)?.feesWithdrawnUnits;
  return sum(rentalsIn(projection, token).map(({ feeUnits }) => feeUnits)) - (withdrawn ?? 0n);
}

function rentalsIn({ rentals }: Projection, token: Address) {
  return rentals.filter(({ order }) => order.offer.token === token);
}

function accountLines([account, slot]: [Projection['accounts'][number], AccountSlot]) {
  const id = `${account.token}:${account.owner}`;
  return [
    unitsLine('account', id, 'free', slot.freeUnits, account.freeUnits),
    factLine('account', id, 'seq', slot.seq, account.seq),
  ];
}

function rentalLines([rental, slots]: [Projection['rentals'][number], RentalSlots]) {
  const id = rental.rentalId;
  const chain = meteredBy(slots, rental.order);
  return [
    unitsLine('rental', id, 'funded', chain.fundedUnits, rental.fundedUnits),
    unitsLine('rental', id, 'claimed', slots.claimedUnits, rental.claimedUnits),
    factLine('rental', id, 'state', slots.state, rental.state),
    factLine('rental', id, 'seq', slots.seq, rental.seq),
    factLine('rental', id, 'turn', slots.turn, rental.turn),
    factLine('rental', id, 'retroLeft', slots.retroLeftSeconds, rental.retroLeftSeconds),
    factLine('rental', id, 'endsAt', slots.endsAt, rental.endsAt),
    factLine('rental', id, 'clock', clockText(chain.clock), clockText(rental.clock)),
  ];
}

type Kind = AuditLine['kind'];

function unitsLine(
  kind: Kind,
  id: string,
  field: string,
  chain: bigint,
  database: bigint,
): AuditLine {
  const offUnits = chain > database ? chain - database : database - chain;
  return { kind, id, field, chain: `${chain}`, database: `${database}`, offUnits };
}

function factLine<Fact extends bigint | number | string>(
  kind: Kind,
  id: string,
  field: string,
  chain: Fact,
  database: Fact,
): AuditLine {
  const offUnits = chain === database ? 0n : 1n;
  return { kind, id, field, chain: `${chain}`, database: `${database}`, offUnits };
}

function pairs<Left, Right>(left: readonly Left[], right: readonly Right[]): [Left, Right][] {
  if (left.length !== right.length) throw new Error(`${left.length} asked, ${right.length} read`);
  return left.flatMap((value, index) => {
    const other = right[index];
    return other === undefined ? [] : [[value, other] satisfies [Left, Right]];
  });
}

function sum(units: readonly bigint[]): bigint {
  return units.reduce((total, part) => total + part, 0n);
}
