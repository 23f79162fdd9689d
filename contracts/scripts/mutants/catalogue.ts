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
    find: 'clock_.grossAt(Math.saturatingSub(block.timestamp, order.offer.window))',
    replace: 'clock_.grossAt(block.timestamp)',
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
    find: 'if (slot.state() != State.RESERVED) _requireTicking(id, slot, clock_);\n        uint256 funded',
    replace: 'uint256 funded',
  },
  {
    name: 'a close without its seq',
    file: escrow,
    find: 'slot = slot.next().withState(State.CLOSED);',
    replace: 'slot = slot.withState(State.CLOSED);',
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
    name: 'a turn forgets the earlier segments',
    file: escrow,
    find: 'clock_.num + clock_.previousRate * (clock_.from - clock_.previousFrom)',
    replace: 'clock_.previousRate * (clock_.from - clock_.previousFrom)',
  },
  {
    name: 'the money never runs out',
    file: escrow,
    find: 'clock_.cap = Math.min(clock_.cap, clock_.solventUntil());',
    replace: '',
  },
  {
    name: 'the retro-budget is never charged',
    file: escrow,
    find: 'slot = slot.withRetroLeft(slot.retroLeft() - (billedEnd - since));',
    replace: '',
  },
  {
    name: 'the retro-budget does not bound',
    file: escrow,
    find: 'since = Math.max(since, Math.saturatingSub(billedEnd, slot.retroLeft()));',
    replace:
      'slot = slot.withRetroLeft(Math.max(slot.retroLeft(), Math.saturatingSub(billedEnd, since)));',
  },
  {
    name: 'a lapsed rental goes on',
    file: escrow,
    find: 'if (block.timestamp >= clock_.cap) revert Lapsed(clock_.cap);',
    replace: '',
  },
  {
    name: 'the last second is not lapsed',
    file: escrow,
    find: 'if (block.timestamp >= clock_.cap)',
    replace: 'if (block.timestamp > clock_.cap)',
  },
  {
    name: 'an end keeps the slice',
    file: openings,
    find: 'return state < State.HALTED;',
    replace: 'return state != State.CLOSED;',
  },
  {
    name: 'a slice held is taken',
    file: openings,
    find: 'if (held != 0 && held != id && _holds(_slots[held])) revert SliceHeld(held);',
    replace: '',
  },
  {
    name: 'a preempted rental yields before its notice',
    file: openings,
    find: '!slot.has(YIELDS) || block.timestamp < slot.clockFrom()',
    replace: '!slot.has(YIELDS)',
  },
  {
    name: 'a pause on demand gives the slice away',
    file: openings,
    find: '!slot.has(YIELDS) || block.timestamp < slot.clockFrom()',
    replace: 'block.timestamp < slot.clockFrom()',
  },
  {
    name: 'a preemption without notice',
    file: escrow,
    find: 'block.timestamp + order.offer.noticeSeconds;\n        slot = _turn',
    replace: 'block.timestamp;\n        slot = _turn',
  },
  {
    name: 'an end moves away after the notice',
    file: escrow,
    find: 'slot.has(NOTICED) ? endsAt : order.offer.availableUntil',
    replace: 'order.offer.availableUntil',
  },
  {
    name: 'counters do not count',
    file: openings,
    find: 'if (have != counter[signer]) revert WrongCounter(have, counter[signer]);',
    replace: '',
  },
  {
    name: 'an opening takes what arrives',
    file: openings,
    find: '_requireArrived(token, before, order.deposit);',
    replace: '',
  },
  {
    name: 'an opening from the wallet without the reentrancy guard',
    file: openings,
    find: ') external nonReentrant returns (bytes32 rentalId) {',
    replace: ') external returns (bytes32 rentalId) {',
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
    name: 'a refund forgets the top-up',
    file: escrow,
    find: 'if (slot.has(HISTORY)) refund += _histories[id].toppedUp;',
    replace: '',
  },
  {
    name: 'neighbours of two providers share one credit',
    file: escrow,
    find: 'due.provider != order.offer.provider || due.token != order.offer.token',
    replace: 'due.token != order.offer.token',
  },
  {
    name: 'neighbours in two tokens share one credit',
    file: escrow,
    find: 'due.provider != order.offer.provider || due.token != order.offer.token',
    replace: 'due.provider != order.offer.provider',
  },
  {
    name: 'a neighbour takes the place of the one before',
    file: escrow,
    find: 'due.toProvider += toProvider;',
    replace: 'due.toProvider = toProvider;',
  },
  {
    name: 'the fees of the last payout alone are kept',
    file: escrow,
    find: 'fees[due.token] += due.fee;',
    replace: 'fees[due.token] = due.fee;',
  },
  {
    name: 'a batch closes one second early',
    file: escrow,
    find: '} else if (block.timestamp < vestedAt) {',
    replace: '} else if (block.timestamp + 1 < vestedAt) {',
  },
  {
    name: 'a closed rental settles again',
    file: escrow,
    find: 'if (slot.state() == State.CLOSED) return;',
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
    find: 'if (turn != slot.turn()) revert WrongTurn(turn, slot.turn());',
    replace: '',
  },
  {
    name: 'the meter resumes what the renter paused',
    file: escrow,
    find: 'if (slot.has(PAUSED)) revert PausedByRenter();',
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
    file: escrow,
    find: 'full ? order.pricePerHour : order.offer.storagePricePerHour',
    replace: 'order.pricePerHour',
  },
  {
    name: 'a turn is not counted',
    file: rental,
    find: 'TURN, type(uint16).max, uint256(turn(slot)) + 1',
    replace: 'TURN, type(uint16).max, uint256(turn(slot))',
  },
];
