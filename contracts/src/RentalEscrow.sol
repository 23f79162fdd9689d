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
import {CloseReason, HaltKind, History, Prices, Rate, Rental, Rentals, State} from "./Rental.sol";
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
    using Rentals for Rental;
    using Terms for Stop;
    using Terms for Pause;
    using Terms for Resume;
    using Terms for Amend;
    using Terms for Statement;
    using Terms for MeterReport;

    /// @dev A rental taken out of storage, with its clock as it ticks now.
    struct Live {
        bytes32 id;
        Rental rental;
        History history;
        Prices prices;
        uint256 funded; // the most it can cost, until it has ended
        Clock clock;
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
        Rental memory rental_ = _read(id);
        if (rental_.state != State.NONE) {
            _refund(order, CloseReason.CANCELLED);
            return;
        }
        rental_.state = State.CLOSED;
        rental_.seq = 1;
        _write(id, rental_);
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
        _start(order, hashOrder(order));
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
        Live memory live = _load(order);
        _requireCurrent(live, signed.rentalId, signed.turn, signed.deadline);
        _requireAtMost("kind", signed.kind, REPORT_RESUME);

        // Effects
        if (signed.kind == REPORT_START) {
            if (order.starter != STARTED_BY_METER) revert NotParty(meter, order.renter);
            _start(order, live.id);
        } else if (signed.kind == REPORT_HALT) {
            _halt(order, live, signed.since, signed.evidenceRoot);
        } else {
            if (live.rental.has(Rentals.PAUSED)) revert PausedByRenter();
            _resume(order, live);
        }
    }

    /// @notice The provider reports its own machine down, from now on. It cannot resume alone.
    function halt(Order calldata order) external {
        _requireParty(order.offer.provider);
        Live memory live = _load(order);
        _requireTicking(live);
        _halt(order, live, block.timestamp, 0);
    }

    // -- The renter's pause

    /// @notice The renter stops the full price; storage is charged until it resumes. Sent by the
    /// renter itself, or by anybody with its signature.
    function pause(Order calldata order, Pause calldata signed, bytes calldata sig) external {
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        Live memory live = _load(order);
        _requireCurrent(live, signed.rentalId, signed.turn, signed.deadline);
        _pause(order, live);
    }

    /// @notice The renter lets the clock run at the full price again. Sent by the renter itself, or
    /// by anybody with its signature.
    function resume(Order calldata order, Resume calldata signed, bytes calldata sig) external {
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        Live memory live = _load(order);
        _requireCurrent(live, signed.rentalId, signed.turn, signed.deadline);
        _resume(order, live);
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
        if (order.offer.class != INTERRUPTIBLE) revert TermNotSupported("class");
        Live memory live = _load(order);
        _requireState(live.id, live.rental.state, State.RUNNING);
        _requireTicking(live);
        (bytes32 byId, uint96 byPrice) = _requireBetter(order, live, byNew);

        // Effects
        uint256 haltsAt = block.timestamp + order.offer.noticeSeconds;
        _turn(live, haltsAt, Rate.STORAGE);
        live.rental.state = State.HALTED;
        live.rental.flags |= Rentals.PREEMPTED;
        _record(live);
        emit RentalPreempted(live.id, byId, byPrice, uint40(haltsAt), live.rental.seq);
    }

    /// @notice The provider ends the rental after the notice that its Offer promised.
    function giveNotice(Order calldata order) external {
        _requireParty(order.offer.provider);
        Live memory live = _load(order);
        _requireTicking(live);
        uint256 endsAt = block.timestamp + order.offer.noticeSeconds;
        _requireAtMost("endsAt", endsAt, uint256(live.rental.endsAt) - 1);

        // Effects
        live.rental.endsAt = uint32(endsAt); // at most the old one, so it fits
        live.rental.flags |= Rentals.NOTICED;
        _record(live);
        emit NoticeGiven(live.id, live.rental.endsAt, live.rental.seq);
    }

    // -- Other terms

    /// @notice The renter of an interruptible rental raises its own bid, from now on.
    function reprice(Order calldata order, uint96 pricePerHour) external {
        _requireParty(order.renter);
        if (order.offer.class != INTERRUPTIBLE) revert TermNotSupported("class");
        Live memory live = _load(order);
        if (live.rental.state != State.RESERVED) _requireTicking(live);
        _requireAtLeast("pricePerHour", pricePerHour, uint256(live.prices.pricePerHour) + 1);
        _reprice(live, Prices(pricePerHour, live.prices.storagePricePerHour));
        _store(live);
    }

    /// @notice The renter moves the latest end, as far as the Offer is available.
    function extend(Order calldata order, uint40 maxEnd) external {
        _requireParty(order.renter);
        Live memory live = _load(order);
        _requireTicking(live);
        if (live.rental.has(Rentals.NOTICED)) _requireAtMost("maxEnd", maxEnd, live.rental.endsAt);
        _requireAtMost("maxEnd", maxEnd, order.offer.availableUntil);
        _requireAtLeast("maxEnd", maxEnd, uint256(live.rental.endsAt) + 1);
        _extend(live, maxEnd);
        _store(live);
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
        Live memory live = _load(order);
        _requireCurrent(live, signed.rentalId, signed.turn, signed.deadline);
        _requireTicking(live);
        _requireAtLeast("pricePerHour", signed.pricePerHour, 1);
        _requireAtMost("storagePricePerHour", signed.storagePricePerHour, signed.pricePerHour);
        _requireAtLeast("maxEnd", signed.maxEnd, block.timestamp + 1);

        // Effects
        live.rental.flags &= ~Rentals.NOTICED;
        _reprice(live, Prices(signed.pricePerHour, signed.storagePricePerHour));
        _extend(live, signed.maxEnd);
        _store(live);
    }

    /// @notice Adds to what the rental can cost: out of the caller's own balance, or out of the
    /// renter's by its delegate. What has been earned does not change.
    function topUp(Order calldata order, address from, uint96 amount) external {
        // Checks
        if (amount == 0) revert ZeroAmount();
        Live memory live = _load(order);
        if (live.rental.state != State.RESERVED) _requireTicking(live);
        uint256 funded = live.funded + amount;
        _requireAtMost("deposit", funded, type(uint96).max);
        if (from != msg.sender) {
            if (from != order.renter) _requireParty(from);
            _spendAsDelegate(from, order.offer.token, TOP_UP, amount);
        }

        // Effects
        if (!live.rental.has(Rentals.HISTORY)) {
            live.rental.flags |= Rentals.HISTORY;
            live.history.previousFrom = live.rental.clockFrom;
        }
        live.history.toppedUp += amount;
        _debit(order.offer.token, from, live.id, amount);
        _record(live);
        emit RentalToppedUp(live.id, from, amount, uint96(funded), live.rental.seq);
    }

    // -- The end

    /// @notice The renter or its delegate at any time, or anybody once time or money has run out.
    /// Ends the rental and refunds what it did not use. A late call changes nothing: the clock stood
    /// still at the end it had.
    function stop(Order calldata order) external {
        Live memory live = _load(order);
        _requireLive(live);
        bool byRenter =
            msg.sender == order.renter || _isDelegate(order.renter, order.offer.token, STOP);
        if (!byRenter) _requireFrom(live.clock.cap);
        _end(order, live, Math.min(block.timestamp, live.clock.cap));
        _write(live.id, live.rental);
    }

    /// @notice As the renter's `stop`, sent by anybody with the renter's signed Stop.
    function stopBySig(Order calldata order, Stop calldata signed, bytes calldata sig) external {
        _requireSigned(order.renter, _hashTypedDataV4(signed.hash()), sig);
        Live memory live = _load(order);
        _requireLive(live);
        if (signed.rentalId != live.id) revert WrongRental(signed.rentalId, live.id);
        _requireInTime(signed.deadline);
        _end(order, live, Math.min(block.timestamp, live.clock.cap));
        _write(live.id, live.rental);
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
        bytes32 digest = _hashTypedDataV4(signed.hash());
        bool byRenter = _signs(order.renter, digest, renterSig);
        bool byProvider = _signs(order.offer.provider, digest, providerSig);
        Live memory live = _load(order);
        _requireCurrent(live, signed.rentalId, signed.turn, signed.deadline);
        if (live.rental.state == State.ENDED) {
            if (!byRenter && !byProvider) revert BadSignature(order.renter);
            _requireAtLeast("endedAt", signed.endedAt, live.rental.endsAt);
        } else {
            _requireLive(live);
            if (!byRenter) revert BadSignature(order.renter);
            if (!byProvider) revert BadSignature(order.offer.provider);
        }
        _requireAtMost("endedAt", signed.endedAt, Math.min(block.timestamp, live.clock.cap));
        uint256 earned = live.clock.grossAt(signed.endedAt);
        uint256 most = byRenter ? earned : Math.max(_vested(order, live), live.rental.claimed);
        _requireAtMost("gross", signed.gross, most);
        _requireAtLeast("gross", signed.gross, byProvider ? live.rental.claimed : earned);

        // Effects. The cast fits: both are at most what was funded.
        if (live.rental.state != State.ENDED) _end(order, live, signed.endedAt);
        _pay(order, live, signed.gross);
        uint96 refund = uint96(earned - signed.gross);
        _credit(order.offer.token, order.renter, live.id, refund);
        _close(live, CloseReason.AGREED, refund);
    }

    // -- Paying

    /// @notice Anybody: credits the provider and the platform with all that has vested. Nothing new
    /// is no error.
    function settle(Order calldata order) external {
        Live memory live = _load(order);
        if (live.rental.state == State.NONE) {
            revert BadState(live.id, uint8(State.NONE), uint8(State.RUNNING));
        }
        if (_pay(order, live, _vested(order, live))) _write(live.id, live.rental);
    }

    /// @notice Anybody, once the last seconds have vested: settles the rest and ends the story.
    function close(Order calldata order) external {
        // Checks
        Live memory live = _load(order);
        _requireState(live.id, live.rental.state, State.ENDED);
        uint256 vestedAt = uint256(live.rental.endsAt) + order.offer.window;
        if (block.timestamp < vestedAt) revert WindowOpen(vestedAt);

        // Effects
        _pay(order, live, live.clock.grossAt(live.rental.endsAt));
        _close(live, CloseReason.SETTLED, 0);
    }

    // -- Many at once

    /// @notice Up to 64 calls to this contract in one transaction, each as if the caller had sent it
    /// alone. A refused one changes nothing and is recorded; the others go on.
    /// @dev As OpenZeppelin's Multicall, which calls its own code on its own storage.
    function batch(bytes[] calldata calls) external returns (bool[] memory done) {
        _requireAtMost("calls", calls.length, MAX_BATCH);
        done = new bool[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            if (bytes4(calls[i]) == this.batch.selector) {
                emit BatchItemFailed(i, "");
                continue;
            }
            done[i] = LowLevelCall.delegatecallNoReturn(address(this), calls[i]);
            if (done[i]) continue;
            bool short = LowLevelCall.returnDataSize() <= MAX_REASON;
            emit BatchItemFailed(i, short ? LowLevelCall.returnData() : bytes(""));
        }
    }

    // -- Rules of the clock

    function _start(Order calldata order, bytes32 id) private {
        Rental memory rental_ = _read(id);
        _requireState(id, rental_.state, State.RESERVED);
        _requireInTime(order.startDeadline);
        if (order.offer.class == INTERRUPTIBLE) _takeSlice(order.offer, id);
        if (rental_.has(Rentals.HISTORY)) _histories[id].previousFrom = uint32(block.timestamp);
        rental_.state = State.RUNNING;
        rental_.rate = Rate.PRICE;
        rental_.clockFrom = uint32(block.timestamp); // before maxEnd, so it fits
        rental_.turn += 1;
        rental_.seq += 1;
        _write(id, rental_);
        emit RentalStarted(id, rental_.clockFrom, rental_.endsAt, rental_.seq);
    }

    /// @dev Nothing is charged from `since` on, as far back as window, budget and the clock's memory
    /// allow: never before `now - window`, so nothing vested is touched.
    function _halt(
        Order calldata order,
        Live memory live,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        Rental memory rental_ = live.rental;
        bool ended = rental_.state == State.ENDED;
        if (!ended) _requireTicking(live);
        uint256 billedEnd = Math.min(block.timestamp, live.clock.cap);
        if (rental_.rate == Rate.NONE) billedEnd = Math.min(billedEnd, live.clock.from);
        since = Math.min(since, billedEnd);
        since = Math.max(since, Math.saturatingSub(block.timestamp, order.offer.window));
        since = Math.max(since, Math.saturatingSub(billedEnd, rental_.retroLeft));
        since = Math.max(
            since,
            rental_.has(Rentals.HISTORY) ? live.clock.previousFrom : live.clock.from
        );
        if (since >= billedEnd && (ended || rental_.rate == Rate.NONE)) revert ZeroAmount();

        // Effects
        rental_.retroLeft -= uint24(billedEnd - since);
        if (ended) _trim(order, live, since, evidenceRoot);
        else _goDown(order, live, since, evidenceRoot);
    }

    function _goDown(
        Order calldata order,
        Live memory live,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        Rental memory rental_ = live.rental;
        if (since < rental_.clockFrom) {
            rental_.clockFrom = uint32(since);
            rental_.rate = Rate.NONE;
            rental_.turn += 1;
        } else {
            _turn(live, since, Rate.NONE);
        }
        rental_.state = State.HALTED;
        rental_.flags &= ~Rentals.PREEMPTED;
        if (order.offer.class == INTERRUPTIBLE) _freeSlice(order.offer, live.id);
        _record(live);
        emit RentalHalted(
            live.id,
            HaltKind.DOWN,
            uint40(since),
            rental_.retroLeft,
            evidenceRoot,
            rental_.seq
        );
    }

    function _trim(
        Order calldata order,
        Live memory live,
        uint256 since,
        bytes32 evidenceRoot
    ) private {
        Rental memory rental_ = live.rental;
        uint256 gross = live.clock.grossAt(rental_.endsAt);
        live.clock.cap = since;
        live.clock.from = Math.min(live.clock.from, since);
        uint256 left = live.clock.grossAt(since);
        rental_.endsAt = uint32(since); // earlier than before, so it fits
        rental_.clockFrom = uint32(live.clock.from);
        _credit(order.offer.token, order.renter, live.id, gross - left);
        _record(live);
        emit RentalTrimmed(
            live.id,
            uint40(since),
            uint96(left),
            uint96(gross - left),
            rental_.retroLeft,
            evidenceRoot,
            rental_.seq
        );
    }

    function _pause(Order calldata order, Live memory live) private {
        _requireState(live.id, live.rental.state, State.RUNNING);
        _requireTicking(live);

        // Effects
        _turn(live, block.timestamp, Rate.STORAGE);
        live.rental.state = State.HALTED;
        live.rental.flags |= Rentals.PAUSED;
        if (order.offer.class == INTERRUPTIBLE) _freeSlice(order.offer, live.id);
        _record(live);
        emit RentalHalted(
            live.id,
            HaltKind.PAUSED,
            live.rental.clockFrom,
            live.rental.retroLeft,
            0,
            live.rental.seq
        );
    }

    /// @dev Not during the notice of a preemption, when the full price still runs.
    function _resume(Order calldata order, Live memory live) private {
        _requireState(live.id, live.rental.state, State.HALTED);
        _requireTicking(live);
        _requireFrom(live.clock.from);

        // Effects
        if (order.offer.class == INTERRUPTIBLE) _takeSlice(order.offer, live.id);
        _turn(live, block.timestamp, Rate.PRICE);
        live.rental.state = State.RUNNING;
        live.rental.flags &= ~(Rentals.PAUSED | Rentals.PREEMPTED);
        _record(live);
        emit RentalResumed(live.id, live.rental.clockFrom, live.rental.seq);
    }

    /// @dev The rental that is to have the slice: on demand, or waiting with a higher price.
    function _requireBetter(
        Order calldata order,
        Live memory live,
        Order calldata byNew
    ) private view returns (bytes32 id, uint96 price) {
        id = hashOrder(byNew);
        Rental memory rental_ = _read(id);
        price = _pricesOf(byNew, id, rental_).pricePerHour;
        if (
            _sliceKey(byNew.offer) != _sliceKey(order.offer) ||
            byNew.offer.token != order.offer.token
        ) revert WrongSlice();
        if (byNew.offer.class != INTERRUPTIBLE) return (id, price);
        if (rental_.state != State.HALTED) _requireState(id, rental_.state, State.RESERVED);
        _requireAtLeast("pricePerHour", price, uint256(live.prices.pricePerHour) + 1);
    }

    /// @dev The current segment ends and another begins at `at`. The one before it cannot be
    /// corrected any more.
    function _turn(Live memory live, uint256 from, Rate rate) private pure {
        Rental memory rental_ = live.rental;
        Clock memory clock = live.clock;
        // Never more than was funded, 96 bits times an hour's 12.
        live.history.num = uint112(
            clock.num + clock.previousRate * (clock.from - clock.previousFrom)
        );
        live.history.previousFrom = rental_.clockFrom;
        live.history.previousRate = rental_.rate;
        rental_.clockFrom = uint32(from); // before the rental's end or a notice later: it fits
        rental_.rate = rate;
        rental_.turn += 1;
        rental_.flags |= Rentals.HISTORY;
    }

    /// @dev Closes the clock's segments up to now at the old prices.
    function _reprice(Live memory live, Prices memory prices) private {
        Rental memory rental_ = live.rental;
        if (rental_.state != State.RESERVED) {
            live.history.num = uint112(live.clock.unitsAt(block.timestamp));
            live.history.previousFrom = uint32(block.timestamp);
            if (rental_.clockFrom <= block.timestamp) {
                live.history.previousRate = Rate.NONE;
                rental_.clockFrom = uint32(block.timestamp);
            }
            rental_.flags |= Rentals.HISTORY;
        }
        live.prices = prices;
        _repriced[live.id] = prices;
        rental_.flags |= Rentals.REPRICED;
        rental_.turn += 1;
        rental_.seq += 1;
        emit RentalRepriced(
            live.id,
            prices.pricePerHour,
            prices.storagePricePerHour,
            uint40(block.timestamp),
            rental_.seq
        );
    }

    function _extend(Live memory live, uint40 maxEnd) private {
        _requireEnd(maxEnd);
        live.rental.endsAt = uint32(maxEnd);
        live.rental.seq += 1;
        emit RentalExtended(live.id, maxEnd, live.rental.seq);
    }

    // -- Rules of ending and paying

    function _refund(Order calldata order, CloseReason reason) private {
        bytes32 id = hashOrder(order);
        Rental memory rental_ = _read(id);
        _requireState(id, rental_.state, State.RESERVED);
        uint256 refund = order.deposit;
        if (rental_.has(Rentals.HISTORY)) refund = Rentals.fundedOf(order, _histories[id]);

        // Effects
        rental_.state = State.CLOSED;
        rental_.seq += 1;
        _write(id, rental_);
        _freeSlice(order.offer, id);
        _credit(order.offer.token, order.renter, id, refund);
        emit RentalClosed(id, reason, uint96(refund), rental_.seq);
    }

    function _end(Order calldata order, Live memory live, uint256 endedAt) private {
        Rental memory rental_ = live.rental;
        uint256 gross = live.clock.grossAt(endedAt);
        uint96 refund = uint96(live.funded - gross); // the clock never passes what was funded

        // Effects
        live.clock.cap = endedAt;
        rental_.state = State.ENDED;
        rental_.endsAt = uint32(endedAt); // at most the old one, so it fits
        rental_.seq += 1;
        _freeSlice(order.offer, live.id);
        _credit(order.offer.token, order.renter, live.id, refund);
        emit RentalStopped(live.id, uint40(endedAt), uint96(gross), refund, rental_.seq);
    }

    /// @dev Brings what was paid to `total`. The casts fit: everything is at most what was funded.
    function _pay(
        Order calldata order,
        Live memory live,
        uint256 total
    ) private returns (bool paid) {
        Rental memory rental_ = live.rental;
        uint256 claimed = rental_.claimed;
        if (total <= claimed) return false;
        uint256 fee = Accrual.feeOn(total, order.feeBps) - Accrual.feeOn(claimed, order.feeBps);
        uint256 toProvider = total - claimed - fee;

        // Effects
        rental_.claimed = uint96(total);
        rental_.seq += 1;
        fees[order.offer.token] += fee;
        _credit(order.offer.token, order.offer.provider, live.id, toProvider);
        emit Settled(live.id, uint96(toProvider), uint96(fee), uint96(total), rental_.seq);
        return true;
    }

    function _close(Live memory live, CloseReason reason, uint96 refund) private {
        live.rental.state = State.CLOSED;
        live.rental.seq += 1;
        _write(live.id, live.rental);
        emit RentalClosed(live.id, reason, refund, live.rental.seq);
    }

    /// @dev What is final by now. A closed rental has paid all that it ever will.
    function _vested(Order calldata order, Live memory live) private view returns (uint256) {
        if (live.rental.state == State.CLOSED) return live.rental.claimed;
        return live.clock.grossAt(Math.saturatingSub(block.timestamp, order.offer.window));
    }

    // -- Out of storage and back

    function _load(Order calldata order) private view returns (Live memory live) {
        live.id = hashOrder(order);
        live.rental = _read(live.id);
        if (live.rental.has(Rentals.HISTORY)) live.history = _histories[live.id];
        live.prices = _pricesOf(order, live.id, live.rental);
        live.funded = Rentals.fundedOf(order, live.history);
        live.clock = live.rental.clockOf(live.history, live.prices, live.funded);
    }

    function _pricesOf(
        Order calldata order,
        bytes32 id,
        Rental memory rental_
    ) private view returns (Prices memory repriced) {
        if (rental_.has(Rentals.REPRICED)) repriced = _repriced[id];
        return Rentals.pricesOf(order, rental_, repriced);
    }

    /// @dev For changes of one event.
    function _record(Live memory live) private {
        live.rental.seq += 1;
        _store(live);
    }

    function _store(Live memory live) private {
        _write(live.id, live.rental);
        if (live.rental.has(Rentals.HISTORY)) _histories[live.id] = live.history;
    }

    // -- Checks

    function _requireLive(Live memory live) private pure {
        if (live.rental.state != State.HALTED) {
            _requireState(live.id, live.rental.state, State.RUNNING);
        }
    }

    /// @dev Once time or money has run out, only the end can still be recorded.
    function _requireTicking(Live memory live) private view {
        _requireLive(live);
        if (block.timestamp >= live.clock.cap) revert Lapsed(live.clock.cap);
    }

    function _requireCurrent(
        Live memory live,
        bytes32 rentalId,
        uint16 turn,
        uint256 deadline
    ) private view {
        if (rentalId != live.id) revert WrongRental(rentalId, live.id);
        if (turn != live.rental.turn) revert WrongTurn(turn, live.rental.turn);
        _requireInTime(deadline);
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
