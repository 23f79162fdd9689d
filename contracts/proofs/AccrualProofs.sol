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
        Clock memory clock = Clock(0, 0, from, price, from, end);
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
        Clock memory closed = Clock(units, 0, closedAt, newRate, closedAt, clock.cap);
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

    function grossStaysWithinFunded(Clock memory clock, uint96 funded, uint40 time) external pure {
        requireStored(clock);
        require(clock.num <= funded * HOUR);
        uint256 solventUntil = clock.solventUntil(funded);
        require(clock.cap <= solventUntil);
        assert(clock.grossAt(time) <= funded);
    }

    function moneyLastsNoSecondLonger(Clock memory clock, uint96 funded) external pure {
        requireStored(clock);
        require(clock.num <= funded * HOUR);
        uint256 solventUntil = clock.solventUntil(funded);
        require(solventUntil < type(uint40).max && solventUntil < clock.cap);
        assert(clock.unitsAt(solventUntil + 1) > funded * HOUR);
    }

    function moreMoneyNeverEndsEarlier(
        Clock memory clock,
        uint96 funded,
        uint96 added
    ) external pure {
        requireStored(clock);
        require(clock.num <= funded * HOUR);
        assert(clock.solventUntil(funded) <= clock.solventUntil(uint256(funded) + added));
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
        return Clock(num, clock.rate, clock.from, newRate, turnedAt, clock.cap);
    }
}

/// @notice No reading of the arithmetic overflows or divides by zero, so none can block an exit.
contract AccrualReadings is StoredClocks {
    using Accrual for Clock;

    function everyReadingEnds(Clock memory clock, uint40 time) external pure returns (uint256) {
        requireStored(clock);
        return clock.grossAt(time);
    }

    function everyClockHasAnEnd(Clock memory clock, uint96 funded) external pure returns (uint256) {
        requireStored(clock);
        require(clock.num <= funded * HOUR);
        return clock.solventUntil(funded);
    }

    function everyGrossHasAFee(uint96 gross, uint16 feeBps) external pure returns (uint256) {
        return Accrual.feeOn(gross, feeBps);
    }

    function everyDurationHasACost(uint96 price, uint40 time) external pure returns (uint256) {
        return Accrual.costOf(price, time);
    }
}
