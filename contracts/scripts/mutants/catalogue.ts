/** A fault to seed: in `file`, the one place that reads `find` becomes `replace`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const accounts = 'src/Accounts.sol';
const accrual = 'src/Accrual.sol';
const escrow = 'src/RentalEscrow.sol';
const openings = 'src/Openings.sol';
const rental = 'src/Rental.sol';
const signed = 'src/Signed.sol';
const terms = 'src/Terms.sol';

/** The first seven are those that the design asks for. */
export const catalogue: readonly Mutant[] = [
  {
    name: 'a cut reaches behind the window',
    file: escrow,
    find: 'since = Math.max(since, Math.saturatingSub(block.timestamp, order.offer.window));',
    replace: '',
  },
  {
    name: 'the fee is floored per payout',
    file: escrow,
    find: 'Accrual.feeOn(total, order.feeBps) - Accrual.feeOn(claimed, order.feeBps)',
    replace: 'Accrual.feeOn(total - claimed, order.feeBps)',
  },
  {
    name: 'everything vests at once',
    file: escrow,
    find: 'live.clock.grossAt(Math.saturatingSub(block.timestamp, order.offer.window))',
    replace: 'live.clock.grossAt(block.timestamp)',
  },
  {
    name: 'accrual without its cap',
    file: accrual,
    find: 'Math.min(time, clock.cap)',
    replace: 'time',
  },
  {
    name: 'a late top-up bills the gap',
    file: escrow,
    find: 'if (live.rental.state != State.RESERVED) _requireTicking(live);\n        uint256 funded',
    replace: 'uint256 funded',
  },
  {
    name: 'a close without its seq',
    file: escrow,
    find: 'live.rental.state = State.CLOSED;\n        live.rental.seq += 1;',
    replace: 'live.rental.state = State.CLOSED;',
  },
  {
    name: 'the renter is not in the hash',
    file: terms,
    find: 'calldatacopy(add(data, 0x20), order, 0x20)',
    replace: 'mstore(add(data, 0x20), 0)',
  },
  {
    name: 'a deposit rounded down',
    file: accrual,
    find: 'Math.ceilDiv(pricePerHour * duration, HOUR)',
    replace: '(pricePerHour * duration) / HOUR',
  },
  {
    name: 'gross rounded up',
    file: accrual,
    find: 'return unitsAt(clock, time) / HOUR;',
    replace: 'return Math.ceilDiv(unitsAt(clock, time), HOUR);',
  },
  {
    name: 'the previous segment is forgotten',
    file: accrual,
    find: 'clock.num + clock.previousRate * previous + clock.rate * current',
    replace: 'clock.num + clock.rate * current',
  },
  {
    name: 'the money of the previous segment counts twice',
    file: accrual,
    find: '(budget - previous) / clock.rate',
    replace: 'budget / clock.rate',
  },
  {
    name: 'the retro-budget is never charged',
    file: escrow,
    find: 'rental_.retroLeft -= uint24(billedEnd - since);',
    replace: '',
  },
  {
    name: 'the retro-budget does not bound',
    file: escrow,
    find: 'since = Math.max(since, Math.saturatingSub(billedEnd, rental_.retroLeft));',
    replace: 'rental_.retroLeft = uint24(Math.max(rental_.retroLeft, billedEnd - since));',
  },
  {
    name: 'a lapsed rental goes on',
    file: escrow,
    find: 'if (block.timestamp >= live.clock.cap) revert Lapsed(live.clock.cap);',
    replace: '',
  },
  {
    name: 'the last second is not lapsed',
    file: escrow,
    find: 'if (block.timestamp >= live.clock.cap)',
    replace: 'if (block.timestamp > live.clock.cap)',
  },
  {
    name: 'an end keeps the slice',
    file: escrow,
    find: 'rental_.seq += 1;\n        _freeSlice(order.offer, live.id);',
    replace: 'rental_.seq += 1;',
  },
  {
    name: 'a slice held is taken',
    file: openings,
    find: 'held != id && !_hasYielded(held)',
    replace: 'held != id && _hasYielded(held)',
  },
  {
    name: 'a preempted rental yields before its notice',
    file: openings,
    find: 'held.clockFrom <= block.timestamp;',
    replace: 'held.clockFrom > 0;',
  },
  {
    name: 'counters do not count',
    file: openings,
    find: 'if (have != counter[signer]) revert WrongCounter(have, counter[signer]);',
    replace: '',
  },
  {
    name: 'a deadline one second late',
    file: signed,
    find: 'if (block.timestamp > deadline)',
    replace: 'if (block.timestamp > deadline + 1)',
  },
  {
    name: 'a term of time one second early',
    file: signed,
    find: 'if (block.timestamp < from)',
    replace: 'if (block.timestamp + 1 < from)',
  },
  {
    name: 'anybody signs',
    file: signed,
    find: '&& recovered == signer) return;',
    replace: '&& recovered != address(0)) return;',
  },
  {
    name: 'a delegate does not spend its cap',
    file: accounts,
    find: 'permission.cap -= uint96(amount);',
    replace: '',
  },
  {
    name: 'a delegation never ends',
    file: accounts,
    find: 'permission.scopes & scope != 0 && block.timestamp <= permission.expiry',
    replace: 'permission.scopes & scope != 0',
  },
  {
    name: 'a deposit without the reentrancy guard',
    file: accounts,
    find: 'function deposit(address token, address owner, uint256 amount) external nonReentrant {',
    replace: 'function deposit(address token, address owner, uint256 amount) external {',
  },
  {
    name: 'a deposit of less than it says',
    file: accounts,
    find: '_requireExact(afterwards, before, amount);',
    replace: '',
  },
  {
    name: 'a statement without the provider',
    file: escrow,
    find: 'if (!byProvider) revert BadSignature(order.offer.provider);',
    replace: '',
  },
  {
    name: 'a statement of an earlier turn',
    file: escrow,
    find: 'if (turn != live.rental.turn) revert WrongTurn(turn, live.rental.turn);',
    replace: '',
  },
  {
    name: 'the meter resumes what the renter paused',
    file: escrow,
    find: 'if (live.rental.has(Rentals.PAUSED)) revert PausedByRenter();',
    replace: '',
  },
  {
    name: 'one bad item fails the batch',
    file: escrow,
    find: 'if (done[i]) continue;',
    replace: 'require(done[i]);\n            if (done[i]) continue;',
  },
  {
    name: 'a pause charges the full price',
    file: rental,
    find: 'rate == Rate.STORAGE ? prices.storagePricePerHour : 0',
    replace: 'rate == Rate.STORAGE ? prices.pricePerHour : 0',
  },
];
