// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Accounts} from "./Accounts.sol";
import {Accrual, Clock} from "./Accrual.sol";
import {EscrowParams} from "./EscrowParams.sol";
import {Openings} from "./Openings.sol";
import {
    BadSignature,
    BadState,
    Lapsed,
    NotParty,
    PausedByRenter,
    TermNotSupported,
    WindowOpen,
    WrongRental,
    WrongSlice,
    WrongTurn,
    ZeroAmount
} from "./Refusals.sol";
import {
    CloseReason,
    HaltKind,
    History,
    HISTORY,
    NOTICED,
    PAUSED,
    Rate,
    REPRICED,
    Slot,
    State,
    YIELDS
} from "./Rental.sol";
import {Amend, MeterReport, Order, Pause, Resume, Statement, Stop, Terms} from "./Terms.sol";

/// @title The contract that holds the money of rentals
/// @notice A renter's deposit is earned by the provider second by second between an on-chain start
/// and an on-chain stop, never beyond the deposit. The renter stops alone and at once; the meter can
/// only take seconds off, only newer ones than `window` and within a budget; what is older is final.
/// Money moves between balances inside; tokens leave only by their owner's own withdrawal. No owner,
/// no proxy, no pause: governance sets the terms of rentals not yet opened.
/// @dev A rental's terms are not stored. Every operation carries the Order, whose EIP-712 digest is
/// the rental's id.
contract RentalEscrow is Openings {
    using Accrual for Clock;
    using Terms for Stop;
    using Terms for Pause;
    using Terms for Resume;
    using Terms for Amend;
    using Terms for Statement;
    using Terms for MeterReport;

    /// @dev What neighbouring settlements of one batch owe to one provider and the platform.
    struct Payout {
        address provider;
        address token;
        bytes32 ref; // the rental, or zero for several
        uint256 toProvider;
        uint256 fee;
    }

    uint8 private constant REPORT_START = 0;
    uint8 private constant REPORT_HALT = 1;
    uint8 private constant REPORT_RESUME = 2;

    uint256 private constant MAX_BATCH = 64;
    uint256 private constant MAX_REASON = 256;

    constructor(EscrowParams params_) Accounts(params_) {}

    // -- Before the start: full refunds

    /// @notice The renter takes its Order back: unopened, it never opens; reserved, all is refunded.
    function cancel(Order calldata order) external {
        _requireParty(order.renter);
        bytes32 id = hashOrder(order);
        Slot slot = _slots[id];
        if (slot.state() != State.NONE) {
            _refund(order, CloseReason.CANCELLED);
            return;
        }
        _slots[id] = slot.next().withState(State.CLOSED);
        emit OrderCancelled(id, order.renter);
    }

    /// @notice The provider refuses the reservation.
    function decline(Order calldata order) external {
        _requireParty(order.offer.provider);
        _refund(order, CloseReason.DECLINED);
    }

    /// @notice Anybody, once the start deadline has passed: nobody pays for a machine that never
    /// came up.
    function expire(Order calldata order) external {
        _requireFrom(uint256(order.startDeadline) + 1);
        _refund(order, CloseReason.EXPIRED);
    }

    // -- The clock starts

    /// @notice Whom the Order names, renter or meter, starts the clock at this block's second.
    function start(Order calldata order) external {
        address starter = order.renter;
        if (order.starter == STARTED_BY_METER) {
            starter = order.offer.meter;
            params.checkMeter(starter);
        }
        _requireParty(starter);
        bytes32 id = hashOrder(order);
        _start(order, id, _slots[id]);
    }

    // -- The meter's word

    /// @notice What the meter says, sent by itself or by anybody with its signature. START starts a
    /// rental whose Order leaves that to the meter. HALT says that the machine has been down since
    /// `since`: nothing is charged from then on; of an ended rental it trims the tail. A `since`
    /// beyond what the window and the budget allow counts as far back as they do. RESUME lets the
    /// clock run again from now on, unless the renter paused.
    function report(
        Order calldata order,
        MeterReport calldata signed,
        bytes calldata sig
    ) external {
        // Checks
        address meter = order.offer.meter;
        params.checkMeter(meter);
        _requireSigned(meter, _hashTypedDataV4(signed.hash()), sig);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireCurrent(id, slot, signed.rentalId, signed.turn, signed.deadline);
        _requireAtMost("kind", signed.kind, REPORT_RESUME);

        // Effects
        if (signed.kind == REPORT_START) {
            if (order.starter != STARTED_BY_METER) revert NotParty(meter, order.renter);
            _start(order, id, slot);
        } else if (signed.kind == REPORT_HALT) {
            _halt(order, id, slot, clock_, signed.since, signed.evidenceRoot);
        } else {
            if (slot.has(PAUSED)) revert PausedByRenter();
            _resume(order, id, slot, clock_);
        }
    }

    /// @notice The provider reports its own machine down, from now on. It cannot resume alone. Only
    /// of a running rental: a second change of the clock would put the last seconds before the first
    /// one out of the meter's reach.
    function halt(Order calldata order) external {
        _requireParty(order.offer.provider);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireState(id, slot, State.RUNNING);
        _halt(order, id, slot, clock_, block.timestamp, 0);
    }

    // -- The renter's pause

    /// @notice The renter stops the full price; storage is charged until it resumes. Sent by the
    /// renter itself, or by anybody with its signature.
    function pause(Order calldata order, Pause calldata signed, bytes calldata sig) external {
        // Checks
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireCurrent(id, slot, signed.rentalId, signed.turn, signed.deadline);
        _requireState(id, slot, State.RUNNING);
        _requireTicking(id, slot, clock_);

        // Effects
        slot = _turn(id, slot, clock_, block.timestamp, Rate.STORAGE);
        slot = slot.next().withState(State.HALTED).with(PAUSED);
        _slots[id] = slot;
        emit RentalHalted(id, HaltKind.PAUSED, slot.clockFrom(), slot.retroLeft(), 0, slot.seq());
    }

    /// @notice The renter lets the clock run at the full price again. Sent by the renter itself, or
    /// by anybody with its signature.
    function resume(Order calldata order, Resume calldata signed, bytes calldata sig) external {
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireCurrent(id, slot, signed.rentalId, signed.turn, signed.deadline);
        _resume(order, id, slot, clock_);
    }

    // -- The provider takes the slice back

    /// @notice The provider or the meter lets a better rental have the slice of an interruptible
    /// one: after the notice the clock charges storage, and whoever opens or starts next takes the
    /// slice. Who wins is decided elsewhere; this records it and refuses what is not better.
    function preempt(Order calldata order, Order calldata byNew) external {
        // Checks
        address meter = order.offer.meter;
        if (msg.sender == meter) params.checkMeter(meter);
        else _requireParty(order.offer.provider);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        if (!slot.has(YIELDS)) revert TermNotSupported("class");
        _requireState(id, slot, State.RUNNING);
        _requireTicking(id, slot, clock_);
        bytes32 byId = hashOrder(byNew);
        uint256 byPrice = _priceOf(byNew, byId, _slots[byId], Rate.PRICE);
        _requireBetter(order, clock_.rate, byNew, byId, byPrice);

        // Effects
        uint256 haltsAt = block.timestamp + order.offer.noticeSeconds;
        slot = _turn(id, slot, clock_, haltsAt, Rate.STORAGE);
        slot = slot.next().withState(State.HALTED);
        _slots[id] = slot;
        emit RentalPreempted(id, byId, uint96(byPrice), uint40(haltsAt), slot.seq());
    }

    /// @notice The provider ends the rental after the notice that its Offer promised.
    function giveNotice(Order calldata order) external {
        // Checks
        _requireParty(order.offer.provider);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireTicking(id, slot, clock_);
        uint256 endsAt = block.timestamp + order.offer.noticeSeconds;
        _requireAtMost("endsAt", endsAt, uint256(slot.endsAt()) - 1);

        // Effects
        slot = slot.next().withEndsAt(endsAt).with(NOTICED);
        _slots[id] = slot;
        emit NoticeGiven(id, slot.endsAt(), slot.seq());
    }

    // -- Other terms

    /// @notice The renter of an interruptible rental raises its own bid, from now on.
    function reprice(Order calldata order, uint96 pricePerHour) external {
        _requireParty(order.renter);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        if (!slot.has(YIELDS)) revert TermNotSupported("class");
        if (slot.state() != State.RESERVED) _requireTicking(id, slot, clock_);
        _requireAtLeast("pricePerHour", pricePerHour, _priceOf(order, id, slot, Rate.PRICE) + 1);
        uint256 storagePrice = _priceOf(order, id, slot, Rate.STORAGE);
        _slots[id] = _reprice(id, slot, clock_, pricePerHour, storagePrice);
    }

    /// @notice The renter moves the latest end, as far as the Offer is available.
    function extend(Order calldata order, uint40 maxEnd) external {
        _requireParty(order.renter);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireTicking(id, slot, clock_);
        uint256 endsAt = slot.endsAt();
        _requireAtMost("maxEnd", maxEnd, slot.has(NOTICED) ? endsAt : order.offer.availableUntil);
        _requireAtLeast("maxEnd", maxEnd, endsAt + 1);
        _slots[id] = _extend(id, slot, maxEnd);
    }

    /// @notice Both parties change the prices and the latest end, from now on.
    function amend(
        Order calldata order,
        Amend calldata signed,
        bytes calldata renterSig,
        bytes calldata providerSig
    ) external {
        // Checks
        bytes32 digest = _hashTypedDataV4(signed.hash());
        _requireSigned(order.renter, digest, renterSig);
        _requireSigned(order.offer.provider, digest, providerSig);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireCurrent(id, slot, signed.rentalId, signed.turn, signed.deadline);
        _requireTicking(id, slot, clock_);
        _requireAtLeast("pricePerHour", signed.pricePerHour, 1);
        _requireAtMost("storagePricePerHour", signed.storagePricePerHour, signed.pricePerHour);
        _requireAtLeast("maxEnd", signed.maxEnd, block.timestamp + 1);

        // Effects
        slot = _reprice(id, slot, clock_, signed.pricePerHour, signed.storagePricePerHour);
        _slots[id] = _extend(id, slot.without(NOTICED), signed.maxEnd);
    }

    /// @notice Adds to what the rental can cost: out of the caller's own balance, or out of the
    /// renter's by its delegate. What has been earned does not change.
    function topUp(Order calldata order, address from, uint96 amount) external {
        // Checks
        if (amount == 0) revert ZeroAmount();
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        if (slot.state() != State.RESERVED) _requireTicking(id, slot, clock_);
        uint256 funded = clock_.funded + amount;
        _requireAtMost("deposit", funded, type(uint96).max);
        if (from != msg.sender) {
            if (from != order.renter) _requireParty(from);
            _spendAsDelegate(from, order.offer.token, TOP_UP, amount);
        }

        // Effects
        History storage history_ = _histories[id];
        if (!slot.has(HISTORY)) history_.previousFrom = slot.clockFrom();
        history_.toppedUp += amount;
        slot = slot.next().with(HISTORY);
        _slots[id] = slot;
        _debit(order.offer.token, from, id, amount);
        emit RentalToppedUp(id, from, amount, uint96(funded), slot.seq());
    }

    // -- The end

    /// @notice The renter or its delegate at any time, or anybody once time or money has run out.
    /// Ends the rental and refunds what it did not use. A late call changes nothing: the clock stood
    /// still at the end it had.
    function stop(Order calldata order) external {
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireLive(id, slot);
        bool byRenter =
            msg.sender == order.renter || _isDelegate(order.renter, order.offer.token, STOP);
        if (!byRenter) _requireFrom(clock_.cap);
        _slots[id] = _end(order, id, slot, clock_, block.timestamp);
    }

    /// @notice As the renter's `stop`, sent by anybody with the renter's signed Stop.
    function stopBySig(Order calldata order, Stop calldata signed, bytes calldata sig) external {
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireLive(id, slot);
        if (signed.rentalId != id) revert WrongRental(signed.rentalId, id);
        _requireInTime(signed.deadline);
        _slots[id] = _end(order, id, slot, clock_, block.timestamp);
    }

    /// @notice The parties agree on what the rental cost in all: it is paid, the rest refunded, and
    /// the rental closed at once. Both sign what they like between what is paid and what was earned;
    /// of an ended rental, the renter alone may sign all that was earned, and the provider alone as
    /// little as is final. An empty signature of somebody who does not call: that side does not
    /// sign.
    function statement(
        Order calldata order,
        Statement calldata signed,
        bytes calldata renterSig,
        bytes calldata providerSig
    ) external {
        // Checks
        (bool byRenter, bool byProvider) = _signers(
            order,
            _hashTypedDataV4(signed.hash()),
            renterSig,
            providerSig
        );
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireCurrent(id, slot, signed.rentalId, signed.turn, signed.deadline);
        if (slot.state() == State.ENDED) {
            if (!byRenter && !byProvider) revert BadSignature(order.renter);
            _requireAtLeast("endedAt", signed.endedAt, slot.endsAt());
        } else {
            _requireLive(id, slot);
            if (!byRenter) revert BadSignature(order.renter);
            if (!byProvider) revert BadSignature(order.offer.provider);
        }
        _requireAtMost("endedAt", signed.endedAt, Math.min(block.timestamp, clock_.cap));
        uint256 earned = clock_.grossAt(signed.endedAt);
        _requireAtMost("gross", signed.gross, byRenter ? earned : _final(order, slot, clock_));
        _requireAtLeast("gross", signed.gross, byProvider ? slot.claimed() : earned);

        // Effects. The cast fits: both are at most what was funded.
        if (slot.state() != State.ENDED) slot = _end(order, id, slot, clock_, signed.endedAt);
        Payout memory due;
        slot = _pay(order, id, slot, signed.gross, due);
        _payOut(due);
        uint96 refund = uint96(earned - signed.gross);
        _credit(order.offer.token, order.renter, id, refund);
        _close(id, slot, CloseReason.AGREED, refund);
    }

    // -- Paying

    /// @notice Anybody: credits the provider and the platform with all that has vested. Nothing new
    /// is no error.
    function settle(Order calldata order) external {
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        if (slot.state() == State.NONE) {
            revert BadState(id, uint8(State.NONE), uint8(State.RUNNING));
        }
        Payout memory due;
        _settle(order, id, slot, clock_, due);
        _payOut(due);
    }

    /// @notice Settles up to 64 rentals. Neighbours of one provider and token share one credit, so
    /// sort by these. A rental that was never opened is recorded and skipped.
    function settleMany(Order[] calldata orders) external {
        _requireAtMost("orders", orders.length, MAX_BATCH);
        Payout memory due;
        for (uint256 i = 0; i < orders.length; i++) {
            Order calldata order = orders[i];
            (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
            if (slot.state() == State.NONE) _refuseItem(i, id, slot, State.RUNNING);
            else _settle(order, id, slot, clock_, due);
        }
        _payOut(due);
    }

    /// @notice Anybody, once the last seconds have vested: settles the rest and ends the story.
    function close(Order calldata order) external {
        // Checks
        (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
        _requireState(id, slot, State.ENDED);
        uint256 vestedAt = uint256(slot.endsAt()) + order.offer.window;
        if (block.timestamp < vestedAt) revert WindowOpen(vestedAt);

        // Effects
        Payout memory due;
        slot = _pay(order, id, slot, clock_.grossAt(slot.endsAt()), due);
        _payOut(due);
        _close(id, slot, CloseReason.SETTLED, 0);
    }

    /// @notice Closes up to 64 rentals as settleMany settles them. One that cannot be closed yet, or
    /// any more, is recorded and skipped.
    function closeMany(Order[] calldata orders) external {
        _requireAtMost("orders", orders.length, MAX_BATCH);
        Payout memory due;
        for (uint256 i = 0; i < orders.length; i++) {
            Order calldata order = orders[i];
            (bytes32 id, Slot slot, Clock memory clock_) = _load(order);
            uint256 vestedAt = uint256(slot.endsAt()) + order.offer.window;
            if (slot.state() != State.ENDED) {
                _refuseItem(i, id, slot, State.ENDED);
            } else if (block.timestamp < vestedAt) {
                emit BatchItemFailed(i, abi.encodeWithSelector(WindowOpen.selector, vestedAt));
            } else {
                slot = _pay(order, id, slot, clock_.grossAt(slot.endsAt()), due);
                _close(id, slot, CloseReason.SETTLED, 0);
            }
        }
        _payOut(due);
    }

    // -- Many at once

    /// @notice Up to 64 calls to this contract in one transaction, each as if the caller had sent it
    /// alone. A refused one changes nothing and is recorded; the others go on.
    /// @dev As OpenZeppelin's Multicall, which calls its own code on its own storage.
    function batch(bytes[] calldata calls) external returns (bool[] memory done) {
        _requireAtMost("calls", calls.length, MAX_BATCH);
        done = new bool[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            bytes calldata item = calls[i];
            if (bytes4(item) == this.batch.selector) {
                emit BatchItemFailed(i, "");
                continue;
            }
            done[i] = LowLevelCall.delegatecallNoReturn(address(this), item);
            if (done[i]) continue;
            bool short = LowLevelCall.returnDataSize() <= MAX_REASON;
            emit BatchItemFailed(i, short ? LowLevelCall.returnData() : bytes(""));
        }
    }

    // -- Views

    /// @notice The rental's clock as it stands: all that its accounting needs to be told for any
    /// second. Zero rates before the start.
    function clock(Order calldata order) external view returns (Clock memory clock_) {
        (, , clock_) = _load(order);
    }

    // -- Rules of the clock

    function _start(Order calldata order, bytes32 id, Slot slot) private {
        _requireState(id, slot, State.RESERVED);
        _requireInTime(order.startDeadline);

        // Effects. Now is before the latest end, so it fits.
        if (slot.has(YIELDS)) _takeSlice(order.offer, id);
        if (slot.has(HISTORY)) _histories[id].previousFrom = uint32(block.timestamp);
        slot = slot.next().turned().withState(State.RUNNING).withRate(Rate.PRICE).withClockFrom(
            block.timestamp
        );
        _slots[id] = slot;
        emit RentalStarted(id, uint40(block.timestamp), slot.endsAt(), slot.seq());
    }

    /// @dev Nothing is charged from `since` on, as far back as window, budget and the clock's memory
    /// allow: never before `now - window`, so nothing vested is touched.
    function _halt(
        Order calldata order,
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        bool ended = slot.state() == State.ENDED;
        if (!ended) _requireTicking(id, slot, clock_);
        uint256 billedEnd = Math.min(block.timestamp, clock_.cap);
        if (slot.rate() == Rate.NONE) billedEnd = Math.min(billedEnd, clock_.from);
        since = Math.min(since, billedEnd);
        since = Math.max(since, Math.saturatingSub(block.timestamp, order.offer.window));
        since = Math.max(since, Math.saturatingSub(billedEnd, slot.retroLeft()));
        since = Math.max(since, slot.has(HISTORY) ? clock_.previousFrom : clock_.from);
        if (since >= billedEnd && (ended || slot.rate() == Rate.NONE)) revert ZeroAmount();

        // Effects
        slot = slot.withRetroLeft(slot.retroLeft() - (billedEnd - since));
        if (ended) _trim(order, id, slot, clock_, since, evidenceRoot);
        else _goDown(id, slot, clock_, since, evidenceRoot);
    }

    function _goDown(
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        if (since < clock_.from) {
            slot = slot.withClockFrom(since).withRate(Rate.NONE).turned();
        } else {
            slot = _turn(id, slot, clock_, since, Rate.NONE);
        }
        slot = slot.next().withState(State.HALTED);
        _slots[id] = slot;
        emit RentalHalted(
            id,
            HaltKind.DOWN,
            uint40(since),
            slot.retroLeft(),
            evidenceRoot,
            slot.seq()
        );
    }

    /// @dev The casts fit: everything is earlier or less than it was.
    function _trim(
        Order calldata order,
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        uint256 gross = clock_.grossAt(clock_.cap);
        clock_.cap = since;
        clock_.from = Math.min(clock_.from, since);
        uint256 left = clock_.grossAt(since);
        slot = slot.next().withEndsAt(since).withClockFrom(clock_.from);
        _slots[id] = slot;
        _credit(order.offer.token, order.renter, id, gross - left);
        emit RentalTrimmed(
            id,
            uint40(since),
            uint96(left),
            uint96(gross - left),
            slot.retroLeft(),
            evidenceRoot,
            slot.seq()
        );
    }

    /// @dev Not during the notice of a preemption, when the full price still runs.
    function _resume(Order calldata order, bytes32 id, Slot slot, Clock memory clock_) private {
        _requireState(id, slot, State.HALTED);
        _requireTicking(id, slot, clock_);
        _requireFrom(clock_.from);

        // Effects
        if (slot.has(YIELDS)) _takeSlice(order.offer, id);
        slot = _turn(id, slot, clock_, block.timestamp, Rate.PRICE);
        slot = slot.next().withState(State.RUNNING).without(PAUSED);
        _slots[id] = slot;
        emit RentalResumed(id, slot.clockFrom(), slot.seq());
    }

    /// @dev The rental that is to have the slice is on demand, or waits with a higher price.
    function _requireBetter(
        Order calldata order,
        uint256 price,
        Order calldata byNew,
        bytes32 byId,
        uint256 byPrice
    ) private view {
        if (
            _sliceKey(byNew.offer) != _sliceKey(order.offer) ||
            byNew.offer.token != order.offer.token
        ) revert WrongSlice();
        if (byNew.offer.class != INTERRUPTIBLE) return;
        Slot slot = _slots[byId];
        if (slot.state() != State.HALTED) _requireState(byId, slot, State.RESERVED);
        _requireAtLeast("pricePerHour", byPrice, price + 1);
    }

    /// @dev The current segment ends and another begins at `from`, which is before the rental's end
    /// or a notice later, so it fits. The one before cannot be corrected any more.
    function _turn(
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 from,
        Rate rate
    ) private returns (Slot) {
        History storage history_ = _histories[id];
        // Never more than was funded, 96 bits times an hour's 12.
        history_.num = uint112(
            clock_.num + clock_.previousRate * (clock_.from - clock_.previousFrom)
        );
        history_.previousFrom = slot.clockFrom();
        history_.previousRate = slot.rate();
        return slot.withClockFrom(from).withRate(rate).with(HISTORY).turned();
    }

    /// @dev Closes the clock's segments up to now at the old prices, which bound the cast as above.
    function _reprice(
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 pricePerHour,
        uint256 storagePricePerHour
    ) private returns (Slot) {
        if (slot.state() != State.RESERVED) {
            History storage history_ = _histories[id];
            history_.num = uint112(clock_.unitsAt(block.timestamp));
            history_.previousFrom = uint32(block.timestamp);
            if (slot.clockFrom() <= block.timestamp) {
                history_.previousRate = Rate.NONE;
                slot = slot.withClockFrom(block.timestamp);
            }
            slot = slot.with(HISTORY);
        }
        _repriced[id].pricePerHour = uint96(pricePerHour);
        _repriced[id].storagePricePerHour = uint96(storagePricePerHour);
        slot = slot.next().with(REPRICED).turned();
        emit RentalRepriced(
            id,
            uint96(pricePerHour),
            uint96(storagePricePerHour),
            uint40(block.timestamp),
            slot.seq()
        );
        return slot;
    }

    function _extend(bytes32 id, Slot slot, uint40 maxEnd) private returns (Slot) {
        _requireEnd(maxEnd);
        slot = slot.next().withEndsAt(maxEnd);
        emit RentalExtended(id, maxEnd, slot.seq());
        return slot;
    }

    // -- Rules of ending and paying

    function _refund(Order calldata order, CloseReason reason) private {
        bytes32 id = hashOrder(order);
        Slot slot = _slots[id];
        _requireState(id, slot, State.RESERVED);
        uint96 refund = order.deposit;
        if (slot.has(HISTORY)) refund += _histories[id].toppedUp;

        // Effects
        _credit(order.offer.token, order.renter, id, refund);
        _close(id, slot, reason, refund);
    }

    /// @dev At `endedAt`, or earlier where time or money had run out.
    function _end(
        Order calldata order,
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        uint256 endedAt
    ) private returns (Slot) {
        endedAt = Math.min(endedAt, clock_.cap);
        uint256 gross = clock_.grossAt(endedAt);
        uint96 refund = uint96(clock_.funded - gross); // the clock never passes what was funded

        // Effects
        slot = slot.next().withState(State.ENDED).withEndsAt(endedAt);
        _credit(order.offer.token, order.renter, id, refund);
        emit RentalStopped(id, uint40(endedAt), uint96(gross), refund, slot.seq());
        return slot;
    }

    /// @dev Pays what has vested. A closed rental has paid all that it ever will.
    function _settle(
        Order calldata order,
        bytes32 id,
        Slot slot,
        Clock memory clock_,
        Payout memory due
    ) private {
        if (slot.state() == State.CLOSED) return;
        _slots[id] = _pay(order, id, slot, _vested(order, clock_), due);
    }

    /// @dev Brings what was paid to `total`; the money itself is `due`. The casts fit: everything is
    /// at most what was funded.
    function _pay(
        Order calldata order,
        bytes32 id,
        Slot slot,
        uint256 total,
        Payout memory due
    ) private returns (Slot) {
        uint256 claimed = slot.claimed();
        if (total <= claimed) return slot;
        uint256 fee = Accrual.feeOn(total, order.feeBps) - Accrual.feeOn(claimed, order.feeBps);
        uint256 toProvider = total - claimed - fee;

        // Effects
        if (due.provider != order.offer.provider || due.token != order.offer.token) {
            _payOut(due);
            (due.provider, due.token) = (order.offer.provider, order.offer.token);
            (due.ref, due.toProvider, due.fee) = (id, toProvider, fee);
        } else {
            due.ref = 0;
            due.toProvider += toProvider;
            due.fee += fee;
        }
        slot = slot.next().withClaimed(total);
        emit Settled(id, uint96(toProvider), uint96(fee), uint96(total), slot.seq());
        return slot;
    }

    function _payOut(Payout memory due) private {
        if (due.token == address(0)) return;
        fees[due.token] += due.fee;
        _credit(due.token, due.provider, due.ref, due.toProvider);
    }

    function _refuseItem(uint256 index, bytes32 id, Slot slot, State want) private {
        bytes memory reason = abi.encodeWithSelector(
            BadState.selector,
            id,
            uint8(slot.state()),
            uint8(want)
        );
        emit BatchItemFailed(index, reason);
    }

    function _close(bytes32 id, Slot slot, CloseReason reason, uint96 refund) private {
        slot = slot.next().withState(State.CLOSED);
        _slots[id] = slot;
        emit RentalClosed(id, reason, refund, slot.seq());
    }

    /// @dev What nobody can take back any more.
    function _final(
        Order calldata order,
        Slot slot,
        Clock memory clock_
    ) private view returns (uint256) {
        return Math.max(_vested(order, clock_), slot.claimed());
    }

    /// @dev What is final by now, of a rental that is not closed.
    function _vested(Order calldata order, Clock memory clock_) private view returns (uint256) {
        return clock_.grossAt(Math.saturatingSub(block.timestamp, order.offer.window));
    }

    // -- Out of storage

    /// @dev While live, a rental ends at its latest end or when the money is used up. Once ended,
    /// the end is what it was.
    function _load(
        Order calldata order
    ) private view returns (bytes32 id, Slot slot, Clock memory clock_) {
        id = hashOrder(order);
        slot = _slots[id];
        clock_.funded = order.deposit;
        if (slot.has(HISTORY)) {
            History storage history_ = _histories[id];
            clock_.num = history_.num;
            clock_.previousFrom = history_.previousFrom;
            clock_.previousRate = _priceOf(order, id, slot, history_.previousRate);
            clock_.funded += history_.toppedUp;
        }
        clock_.from = slot.clockFrom();
        clock_.rate = _priceOf(order, id, slot, slot.rate());
        clock_.cap = slot.endsAt();
        if (slot.state() == State.RUNNING || slot.state() == State.HALTED) {
            clock_.cap = Math.min(clock_.cap, clock_.solventUntil());
        }
    }

    /// @dev What `rate` charges per hour.
    function _priceOf(
        Order calldata order,
        bytes32 id,
        Slot slot,
        Rate rate
    ) private view returns (uint256) {
        if (rate == Rate.NONE) return 0;
        bool full = rate == Rate.PRICE;
        if (slot.has(REPRICED)) {
            return full ? _repriced[id].pricePerHour : _repriced[id].storagePricePerHour;
        }
        return full ? order.pricePerHour : order.offer.storagePricePerHour;
    }

    // -- Checks

    function _requireLive(bytes32 id, Slot slot) private pure {
        if (slot.state() != State.HALTED) _requireState(id, slot, State.RUNNING);
    }

    /// @dev Once time or money has run out, only the end can still be recorded.
    function _requireTicking(bytes32 id, Slot slot, Clock memory clock_) private view {
        _requireLive(id, slot);
        if (block.timestamp >= clock_.cap) revert Lapsed(clock_.cap);
    }

    function _requireCurrent(
        bytes32 id,
        Slot slot,
        bytes32 rentalId,
        uint16 turn,
        uint256 deadline
    ) private view {
        if (rentalId != id) revert WrongRental(rentalId, id);
        if (turn != slot.turn()) revert WrongTurn(turn, slot.turn());
        _requireInTime(deadline);
    }

    function _signers(
        Order calldata order,
        bytes32 digest,
        bytes calldata renterSig,
        bytes calldata providerSig
    ) private view returns (bool byRenter, bool byProvider) {
        byRenter = _signs(order.renter, digest, renterSig);
        byProvider = _signs(order.offer.provider, digest, providerSig);
    }

    function _signs(
        address signer,
        bytes32 digest,
        bytes calldata sig
    ) private view returns (bool) {
        if (sig.length == 0 && msg.sender != signer) return false;
        _requireSigned(signer, digest, sig);
        return true;
    }
}
