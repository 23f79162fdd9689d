// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accrual, Clock} from "../src/Accrual.sol";

/// @notice The clocks that the escrow can store.
abstract contract StoredClocks {
    uint256 internal constant HOUR = 3600;

    /// @dev The widths and the order of times in the escrow's storage.
    function requireStored(Clock memory clock) internal pure {
        require(clock.num <= type(uint112).max);
        require(clock.previousRate <= type(uint96).max);
        require(clock.rate <= type(uint96).max);
        require(clock.previousFrom <= clock.from && clock.from <= type(uint32).max);
        require(clock.cap <= type(uint32).max);
        require(clock.funded < 2 ** 97);
    }

    /// @dev No segment closes beyond what was funded.
    function requireFunded(Clock memory clock) internal pure {
        requireStored(clock);
        require(clock.num <= clock.funded * HOUR);
    }
}

/// @notice What the money arithmetic promises, for all values of the widths that the escrow stores:
/// each assertion is proven by `npm run contracts:smt`, none is ever executed. The parameters are
/// the widths; every function states its other premises by `require`.
contract AccrualProofs is StoredClocks {
    using Accrual for Clock;

    // -- Time

    function grossNeverFalls(Clock memory clock, uint40 earlier, uint40 later) external pure {
        requireStored(clock);
        require(earlier <= later);
        assert(clock.grossAt(earlier) <= clock.grossAt(later));
    }

    function nothingIsEarnedAfterTheCap(Clock memory clock, uint40 time) external pure {
        requireStored(clock);
        require(time >= clock.cap);
        assert(clock.grossAt(time) == clock.grossAt(clock.cap));
    }

    function nothingIsEarnedBeforeTheFirstSegment(Clock memory clock, uint40 time) external pure {
        requireStored(clock);
        require(time <= clock.previousFrom);
        assert(clock.unitsAt(time) == clock.num);
    }

    function wholeHoursCostWholePrices(uint96 price, uint32 from, uint16 hourCount) external pure {
        uint256 end = from + hourCount * HOUR;
        Clock memory clock = Clock(0, 0, from, price, from, end, 0);
        assert(clock.grossAt(end) == price * uint256(hourCount));
    }

    // -- Segments

    function aTurnKeepsWhatWasEarned(
        Clock memory clock,
        uint40 turnedAt,
        uint96 newRate,
        uint40 time
    ) external pure {
        requireStored(clock);
        require(clock.from <= time && time <= turnedAt && turnedAt <= clock.cap);
        assert(turned(clock, turnedAt, newRate).unitsAt(time) == clock.unitsAt(time));
    }

    function aTurnToTheSameRateChangesNothing(
        Clock memory clock,
        uint40 turnedAt,
        uint40 time
    ) external pure {
        requireStored(clock);
        require(clock.from <= turnedAt && turnedAt <= time && time <= clock.cap);
        assert(turned(clock, turnedAt, clock.rate).unitsAt(time) == clock.unitsAt(time));
    }

    function closingTheSegmentsKeepsWhatWasEarned(
        Clock memory clock,
        uint40 closedAt,
        uint96 newRate
    ) external pure {
        requireStored(clock);
        require(closedAt <= clock.cap);
        uint256 units = clock.unitsAt(closedAt);
        Clock memory closed = Clock(units, 0, closedAt, newRate, closedAt, clock.cap, clock.funded);
        assert(closed.unitsAt(closedAt) == units);
    }

    function aCutTakesTheSecondsAfterIt(
        Clock memory clock,
        uint40 since,
        uint40 time
    ) external pure {
        requireStored(clock);
        require(clock.from <= since && since <= time && time <= clock.cap);
        uint256 cut = turned(clock, since, 0).unitsAt(time);
        assert(clock.unitsAt(time) - cut == clock.rate * (time - since));
    }

    // -- Money

    function grossStaysWithinFunded(Clock memory clock, uint40 time) external pure {
        requireFunded(clock);
        require(clock.cap <= clock.solventUntil());
        assert(clock.grossAt(time) <= clock.funded);
    }

    /// @dev So that the premise of these proofs holds after every turn of the clock, which only one
    /// that still ticks can make.
    function noSegmentClosesBeyondTheFunded(
        Clock memory clock,
        uint40 turnedAt,
        uint96 newRate
    ) external pure {
        requireFunded(clock);
        require(clock.cap <= clock.solventUntil());
        require(clock.from <= turnedAt && turnedAt <= clock.cap);
        assert(turned(clock, turnedAt, newRate).num <= clock.funded * HOUR);
        assert(clock.unitsAt(turnedAt) <= clock.funded * HOUR);
    }

    function moneyLastsNoSecondLonger(Clock memory clock) external pure {
        requireFunded(clock);
        uint256 solventUntil = clock.solventUntil();
        require(solventUntil < type(uint40).max && solventUntil < clock.cap);
        assert(clock.unitsAt(solventUntil + 1) > clock.funded * HOUR);
    }

    function moreMoneyNeverEndsEarlier(Clock memory clock, uint96 added) external pure {
        requireFunded(clock);
        uint256 before = clock.solventUntil();
        clock.funded += added;
        assert(before <= clock.solventUntil());
    }

    function theLeastDepositPays(uint96 price, uint40 duration) external pure {
        uint256 cost = Accrual.costOf(price, duration);
        assert(cost * HOUR >= uint256(price) * duration);
    }

    function nothingLessPays(uint96 price, uint40 duration) external pure {
        uint256 cost = Accrual.costOf(price, duration);
        require(cost > 0);
        assert((cost - 1) * HOUR < uint256(price) * duration);
    }

    // -- Fee

    function theFeeIsAShare(uint96 gross, uint16 feeBps) external pure {
        require(feeBps <= 1500);
        assert(Accrual.feeOn(gross, feeBps) * 20 <= uint256(gross) * 3);
    }

    function theFeeNeverFalls(uint96 less, uint96 more, uint16 feeBps) external pure {
        require(less <= more);
        assert(Accrual.feeOn(less, feeBps) <= Accrual.feeOn(more, feeBps));
    }

    function theProvidersShareNeverFalls(uint96 less, uint96 more, uint16 feeBps) external pure {
        require(less <= more && feeBps <= 1500);
        assert(less - Accrual.feeOn(less, feeBps) <= more - Accrual.feeOn(more, feeBps));
    }

    /// @dev What a halt, a pause and a resume do to the clock.
    function turned(
        Clock memory clock,
        uint256 turnedAt,
        uint256 newRate
    ) private pure returns (Clock memory) {
        uint256 num = clock.num + clock.previousRate * (clock.from - clock.previousFrom);
        return Clock(num, clock.rate, clock.from, newRate, turnedAt, clock.cap, clock.funded);
    }
}

/// @notice The arithmetic is unchecked, so nothing refuses what overflows: each proof here does every
/// step of a reading again by checked arithmetic. The checker shows that no such step overflows,
/// underflows or divides by zero, and that the results are the same.
contract AccrualSteps is StoredClocks {
    using Accrual for Clock;

    function everyReadingFits(Clock memory clock, uint40 time) external pure {
        requireStored(clock);
        uint256 end = time < clock.cap ? time : clock.cap;
        uint256 previousEnd = end < clock.from ? end : clock.from;
        uint256 previous = previousEnd > clock.previousFrom ? previousEnd - clock.previousFrom : 0;
        uint256 current = end > clock.from ? end - clock.from : 0;
        uint256 units = clock.num + clock.previousRate * previous + clock.rate * current;
        assert(clock.unitsAt(time) == units);
    }

    function everyEndFits(Clock memory clock) external pure {
        requireFunded(clock);
        uint256 budget = clock.funded * HOUR - clock.num;
        uint256 previous = clock.previousRate * (clock.from - clock.previousFrom);
        uint256 end = type(uint256).max;
        if (previous > budget) end = clock.previousFrom + budget / clock.previousRate;
        else if (clock.rate > 0) end = clock.from + (budget - previous) / clock.rate;
        assert(clock.solventUntil() == end);
    }

    function everyFeeFits(uint96 gross, uint16 feeBps) external pure {
        assert(Accrual.feeOn(gross, feeBps) == (uint256(gross) * feeBps) / 10_000);
    }

    function everyCostFits(uint96 price, uint40 duration) external pure {
        uint256 product = uint256(price) * duration;
        uint256 cost = product == 0 ? 0 : (product - 1) / HOUR + 1;
        assert(Accrual.costOf(price, duration) == cost);
    }
}
