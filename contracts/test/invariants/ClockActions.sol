// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rate} from "../../src/Rental.sol";
import {MeterReport, Offer, Order, Pause, Resume, Terms} from "../../src/Terms.sol";
import {OpeningActions} from "./OpeningActions.sol";

/// @notice Starts, halts and resumptions, by everybody who may.
abstract contract ClockActions is OpeningActions {
    uint8 private constant START = 0;
    uint8 private constant HALT = 1;
    uint8 private constant RESUME = 2;

    constructor() {
        canPlay(ClockActions.startAsNamed.selector, 7, "start by renter");
        hasForm("start by meter");
        canPlay(ClockActions.reportStart.selector, 4, "report START");
        canPlay(ClockActions.reportHalt.selector, 4, "report HALT");
        canPlay(ClockActions.reportTrim.selector, 6, "report HALT of an ended one");
        canPlay(ClockActions.reportResume.selector, 4, "report RESUME");
        canPlay(ClockActions.halt.selector, 1, "halt");
        canPlay(ClockActions.pause.selector, 4, "pause");
        canPlay(ClockActions.resume.selector, 4, "resume");
        canPlay(ClockActions.preempt.selector, 4, "preempt by on demand");
        hasForm("preempt by bid");
    }

    // -- Start

    function startAsNamed(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canStart);
        if (!found) return;
        bool byMeter = orders[i].starter == 1;
        touch(i);
        vm.prank(byMeter ? orders[i].offer.meter : orders[i].renter);
        escrow.start(orders[i]);
        tellStarted(i);
        expect(escrow.rental(ids[i]).clockFrom == time, 28);
        done(byMeter ? bytes32("start by meter") : bytes32("start by renter"));
    }

    function reportStart(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canStartByMeter);
        if (!found) return;
        touch(i);
        report(seed, i, START, 0);
        tellStarted(i);
        expect(escrow.rental(ids[i]).clockFrom == time, 28);
        done("report START");
    }

    // -- Down

    function reportHalt(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canReportHalt);
        if (!found) return;
        (uint256 asked, uint256 since, uint256 billedEnd) = sinceOf(seed, i);
        if (since >= billedEnd && storyAt(i).rate == Rate.NONE) return;
        allowStrike();
        touch(i);
        uint256 least = leastAfterCut(i);
        report(seed, i, HALT, asked);
        strike(i, billedEnd - since);
        tellDown(i, since);
        expect(lens.accruedAt(orders[i], time) >= least, 11);
        done("report HALT");
    }

    function reportTrim(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canTrim);
        if (!found) return;
        (uint256 asked, uint256 since, uint256 billedEnd) = sinceOf(seed, i);
        if (since >= billedEnd) return;
        allowStrike();
        touch(i);
        uint256 least = leastAfterCut(i);
        report(seed, i, HALT, asked);
        strike(i, billedEnd - since);
        tellTrimmed(i, since);
        expect(lens.accruedAt(orders[i], time) >= least, 11);
        done("report HALT of an ended one");
    }

    function halt(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isRunning);
        if (!found) return;
        touch(i);
        vm.prank(orders[i].offer.provider);
        escrow.halt(orders[i]);
        tellDown(i, time);
        done("halt");
    }

    function reportResume(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canReportResume);
        if (!found) return;
        touch(i);
        report(seed, i, RESUME, 0);
        tellResumed(i);
        done("report RESUME");
    }

    // -- The renter's pause

    function pause(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isRunning);
        if (!found) return;
        Pause memory signed = Pause(ids[i], escrow.rental(ids[i]).turn, uint40(time));
        bytes32 structHash = keccak256(abi.encode(Terms.PAUSE_TYPEHASH, signed));
        (address caller, bytes memory sig) = sentBy(seed, orders[i].renter, structHash);
        touch(i);
        vm.prank(caller);
        escrow.pause(orders[i], signed, sig);
        tellTurn(i, HALTED, Rate.STORAGE, time);
        storyAt(i).paused = true;
        done("pause");
    }

    function resume(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canResume);
        if (!found) return;
        Resume memory signed = Resume(ids[i], escrow.rental(ids[i]).turn, uint40(time));
        bytes32 structHash = keccak256(abi.encode(Terms.RESUME_TYPEHASH, signed));
        (address caller, bytes memory sig) = sentBy(seed, orders[i].renter, structHash);
        touch(i);
        vm.prank(caller);
        escrow.resume(orders[i], signed, sig);
        tellResumed(i);
        done("resume");
    }

    // -- The provider takes the slice back

    function preempt(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canBePreempted);
        if (!found) return;
        if (oneIn(seed, "bids", 2)) bidMore(seed, i);
        if (!canBePreempted(i)) return;
        Order memory byNew = aBetterOne(seed, i);
        bool byMeter = isMeterHeard(i) && oneIn(seed, "by meter", 2);
        touch(i);
        vm.prank(byMeter ? orders[i].offer.meter : orders[i].offer.provider);
        escrow.preempt(orders[i], byNew);
        tellTurn(i, HALTED, Rate.STORAGE, time + orders[i].offer.noticeSeconds);
        storyAt(i).preempted = true;
        done(byNew.offer.class == 0 ? bytes32("preempt by on demand") : bytes32("preempt by bid"));
    }

    // -- Legal when

    function canStart(uint256 i) private view returns (bool) {
        if (!isReserved(i) || time > orders[i].startDeadline) return false;
        if (orders[i].starter == 1 && !isMeterHeard(i)) return false;
        return orders[i].offer.class == 0 || isSliceFree(slices[i]);
    }

    function canStartByMeter(uint256 i) private view returns (bool) {
        return orders[i].starter == 1 && canStart(i);
    }

    function isRatedAndTicking(uint256 i) private view returns (bool) {
        return isTicking(i) && storyAt(i).rate != Rate.NONE;
    }

    function canReportHalt(uint256 i) private view returns (bool) {
        return isTicking(i) && isMeterHeard(i);
    }

    function canTrim(uint256 i) private view returns (bool) {
        if (!isEnded(i) || !isMeterHeard(i)) return false;
        return storyAt(i).retroLeft > 0 && time < storyAt(i).endsAt + orders[i].offer.window;
    }

    function canResume(uint256 i) private view returns (bool) {
        return
            isIn(i, HALTED) &&
            isTicking(i) &&
            time >= storyAt(i).currentFrom &&
            (orders[i].offer.class == 0 || isSliceFree(slices[i]));
    }

    function canReportResume(uint256 i) private view returns (bool) {
        return canResume(i) && !storyAt(i).paused && isMeterHeard(i);
    }

    function canBePreempted(uint256 i) private view returns (bool) {
        return orders[i].offer.class == 1 && isRunning(i);
    }

    // -- Inside

    function tellResumed(uint256 i) private {
        tellTurn(i, RUNNING, Rate.PRICE, time);
        storyAt(i).paused = false;
        storyAt(i).preempted = false;
    }

    function report(uint256 seed, uint256 i, uint8 kind, uint256 since) private {
        MeterReport memory signed = MeterReport({
            rentalId: ids[i],
            kind: kind,
            since: uint40(since),
            turn: escrow.rental(ids[i]).turn,
            evidenceRoot: bytes32(seed),
            deadline: uint40(time + roll(seed, "deadline", 0, 1 hours))
        });
        bytes32 structHash = keccak256(abi.encode(Terms.METER_REPORT_TYPEHASH, signed));
        (address caller, bytes memory sig) = sentBy(seed, orders[i].offer.meter, structHash);
        vm.prank(caller);
        escrow.report(orders[i], signed, sig);
    }

    /// @dev What the meter asks for, what it may have, and until when was billed: it reaches back to
    /// the window, within the budget, and not beyond the clock's last two segments.
    function sinceOf(
        uint256 seed,
        uint256 i
    ) private view returns (uint256 asked, uint256 since, uint256 billedEnd) {
        uint256 back = roll(seed, "scale", 0, 2) * 3 hours;
        asked = time - roll(seed, "back", 0, back + 1 minutes) + roll(seed, "ahead", 0, 10);
        billedEnd = isEnded(i) ? storyAt(i).endsAt : time;
        bool stands = storyAt(i).rate == Rate.NONE && storyAt(i).currentFrom < billedEnd;
        if (stands) billedEnd = storyAt(i).currentFrom;
        since = asked < billedEnd ? asked : billedEnd;
        uint256 floor = time - orders[i].offer.window;
        if (floor < billedEnd - storyAt(i).retroLeft) floor = billedEnd - storyAt(i).retroLeft;
        if (floor < storyAt(i).previousFrom) floor = storyAt(i).previousFrom;
        if (since < floor) since = floor;
    }

    function strike(uint256 i, uint256 seconds_) private {
        storyAt(i).retroLeft -= seconds_;
        storyAt(i).struck += seconds_;
    }

    /// @dev A cut takes at most the window's or the budget's worth, and nothing that is final.
    function leastAfterCut(uint256 i) private view returns (uint256 least) {
        uint256 window = orders[i].offer.window;
        uint256 budget = escrow.rental(ids[i]).retroLeft;
        uint256 reach = window < budget ? window : budget;
        uint256 most = (storyAt(i).price * reach) / 3600 + 1;
        uint256 cost = lens.accruedAt(orders[i], time);
        least = cost > most ? cost - most : 0;
        uint256 vested = lens.accruedAt(orders[i], time - window);
        if (least < vested) least = vested;
    }

    /// @dev Somebody reserves the same slice at a higher price.
    function bidMore(uint256 seed, uint256 i) private {
        Offer memory offer = orders[i].offer;
        uint256 price = storyAt(i).price + 1;
        if (price < offer.pricePerHour) price = offer.pricePerHour;
        (bool possible, Order memory order, bytes memory sig) = prepareFor(seed, offer, price);
        if (!possible) return;
        allow(order.renter);
        uint256 k = expectOpening(order);
        vm.prank(order.renter);
        escrow.open(order, sig);
        tellOpened(k);
        bookSpending(tokenOf(k), order.renter, order.deposit);
    }

    /// @dev A waiting bid that is higher, or an Order on demand for the same slice.
    function aBetterOne(uint256 seed, uint256 i) private view returns (Order memory byNew) {
        for (uint256 k = 0; k < ids.length; k++) {
            bool waits = isIn(k, RESERVED) || isIn(k, HALTED);
            bool better = storyAt(k).price > storyAt(i).price && orders[k].offer.class == 1;
            bool same = slices[k] == slices[i] && tokenOf(k) == tokenOf(i);
            if (waits && better && same) return orders[k];
        }
        byNew = orders[i];
        byNew.offer.class = 0;
        byNew.salt = bytes32(seed);
    }
}
