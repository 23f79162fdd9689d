/** A fault to seed: in `file`, the one place that reads `find` becomes `replace`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const escrow = 'src/RentalEscrow.sol';
const accrual = 'src/Accrual.sol';
const terms = 'src/Terms.sol';

export const catalogue: readonly Mutant[] = [
  {
    name: 'uncapped accrual',
    file: accrual,
    find: 'Math.min(time, clock.cap)',
    replace: 'time',
  },
  {
    name: 'un-windowed vesting',
    file: escrow,
    find: 'Math.saturatingSub(block.timestamp, order.offer.window)',
    replace: 'block.timestamp',
  },
  {
    name: 'missing seq',
    file: escrow,
    find: 'rental_.state = State.CLOSED;\n        rental_.seq += 1;\n        emit',
    replace: 'rental_.state = State.CLOSED;\n        emit',
  },
  {
    name: 'missing signer in hash',
    file: terms,
    find: 'order.renter,',
    replace: 'address(0),',
  },
];
