// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice A clock that turns seconds into money. It knows its last two segments, which may still
/// be corrected; all earlier ones are closed into `num`. One cumulative numerator in unit-seconds
/// (base units × seconds) is floored once, so any number of readings, in any order, agree on the
/// same total.
/// @dev `previousFrom <= from`. Every field is below 2^113, so no sum or product of two comes near
/// 2^256 and no reading can revert: the arithmetic is unchecked.
struct Clock {
    uint256 num; // unit-seconds of the segments already closed, < 2^112
    uint256 previousRate; // base units per hour of the segment before the current one, < 2^96
    uint256 previousFrom; // when that one began
    uint256 rate; // base units per hour of the current segment, < 2^96
    uint256 from; // when it began, or will
    uint256 cap; // the second at which everything ends by itself
    uint256 funded; // the most it may cost while it runs, < 2^97
}

/// @notice The escrow's money arithmetic: pure, and nothing else.
library Accrual {
    uint256 internal constant HOUR = 3600;
    uint256 internal constant BPS = 10_000;

    /// @notice Money earned by second `time`, rounded down in the renter's favour. Constant from
    /// `cap` on.
    function grossAt(Clock memory clock, uint256 time) internal pure returns (uint256) {
        return unitsAt(clock, time) / HOUR;
    }

    /// @notice The same in unit-seconds, before the one rounding.
    function unitsAt(Clock memory clock, uint256 time) internal pure returns (uint256) {
        uint256 end = Math.min(time, clock.cap);
        uint256 previous = Math.saturatingSub(Math.min(end, clock.from), clock.previousFrom);
        uint256 current = Math.saturatingSub(end, clock.from);
        unchecked {
            return clock.num + clock.previousRate * previous + clock.rate * current;
        }
    }

    /// @notice The last second that `funded` still pays for in full, whatever the clock's `cap`.
    /// Unbounded when nothing is charged.
    /// @dev `funded * HOUR >= num` holds for every rental: no segment closes beyond what was
    /// funded.
    function solventUntil(Clock memory clock) internal pure returns (uint256) {
        unchecked {
            uint256 budget = clock.funded * HOUR - clock.num;
            uint256 previous = clock.previousRate * (clock.from - clock.previousFrom);
            if (previous > budget) return clock.previousFrom + budget / clock.previousRate;
            if (clock.rate == 0) return type(uint256).max;
            return clock.from + (budget - previous) / clock.rate;
        }
    }

    /// @notice The platform's share of `gross`. A payout takes the difference of two of these, so
    /// that the fee of many small payouts equals the fee of one.
    function feeOn(uint256 gross, uint256 feeBps) internal pure returns (uint256) {
        unchecked {
            return (gross * feeBps) / BPS;
        }
    }

    /// @notice The least deposit that pays for `duration` seconds at `pricePerHour`.
    function costOf(uint256 pricePerHour, uint256 duration) internal pure returns (uint256) {
        return Math.ceilDiv(pricePerHour * duration, HOUR);
    }
}
