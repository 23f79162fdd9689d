// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice A clock that turns seconds into money. One cumulative numerator in unit-seconds (base
/// units × seconds) is floored once, so any number of readings, in any order, agree on the same
/// total.
/// @dev Every field is far below 2^128, so no product here comes near 2^256 and no reading can
/// revert.
struct Clock {
    uint256 num; // unit-seconds of the segments already closed, < 2^112
    uint256 rate; // base units per hour of the running segment, < 2^96
    uint256 from; // when the running segment began
    uint256 cap; // the second at which the running segment ends by itself
}

/// @notice The escrow's money arithmetic: pure, and nothing else.
library Accrual {
    uint256 internal constant HOUR = 3600;
    uint256 internal constant BPS = 10_000;

    /// @notice Money earned by second `time`, rounded down in the renter's favour. Constant from
    /// `cap` on.
    function grossAt(Clock memory clock, uint256 time) internal pure returns (uint256) {
        uint256 elapsed = Math.saturatingSub(Math.min(time, clock.cap), clock.from);
        return (clock.num + clock.rate * elapsed) / HOUR;
    }

    /// @notice The last second that `funded` still pays for in full. Unbounded when nothing is
    /// charged.
    /// @dev `funded * HOUR >= num` holds for every rental: no segment closes beyond what was
    /// funded.
    function solventUntil(
        uint256 funded,
        uint256 num,
        uint256 rate,
        uint256 from
    ) internal pure returns (uint256) {
        if (rate == 0) return type(uint256).max;
        return from + (funded * HOUR - num) / rate;
    }

    /// @notice The platform's share of `gross`. A payout takes the difference of two of these, so
    /// that the fee of many small payouts equals the fee of one.
    function feeOn(uint256 gross, uint256 feeBps) internal pure returns (uint256) {
        return (gross * feeBps) / BPS;
    }

    /// @notice The least deposit that pays for `duration` seconds at `pricePerHour`.
    function costOf(uint256 pricePerHour, uint256 duration) internal pure returns (uint256) {
        return Math.ceilDiv(pricePerHour * duration, HOUR);
    }
}
