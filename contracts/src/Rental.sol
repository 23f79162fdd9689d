// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Accrual, Clock} from "./Accrual.sol";
import {Order} from "./Terms.sol";

enum State {
    NONE,
    RESERVED,
    RUNNING,
    HALTED,
    ENDED,
    CLOSED
}

/// @notice Which of the rental's prices a segment of its clock charges.
enum Rate {
    NONE,
    PRICE,
    STORAGE
}

/// @notice Why a clock does not run at the full price: the machine is down (nothing is charged), the
/// renter paused it, or a better bid took its slice (storage is charged).
enum HaltKind {
    DOWN,
    PAUSED,
    PREEMPTED
}

enum CloseReason {
    SETTLED,
    CANCELLED,
    DECLINED,
    EXPIRED,
    AGREED
}

/// @notice What changes during every rental: one slot. It stays after the close, so that an Order
/// opens once.
struct Rental {
    uint96 claimed; // how much provider and platform have been credited
    uint32 seq; // number of events so far
    uint32 clockFrom; // when the current segment of the clock began, or will
    uint32 endsAt; // the latest end, then the second it ended
    uint24 retroLeft; // seconds the meter may still take back
    uint16 turn; // number of changes of the clock so far; signed changes name it
    State state;
    Rate rate; // of the current segment
    uint8 flags;
}

/// @notice What a rental needs once its clock was halted, its price changed or its deposit topped
/// up: a second slot, in use only under the flag HISTORY.
struct History {
    uint112 num; // unit-seconds of all segments before the previous one
    uint32 previousFrom; // when the previous segment began; it ended at `clockFrom`
    Rate previousRate;
    uint96 toppedUp; // added to the Order's deposit
}

/// @notice The prices that replaced the Order's: a third slot, in use only under the flag REPRICED.
struct Prices {
    uint96 pricePerHour;
    uint96 storagePricePerHour;
}

/// @notice How a rental's slots and its Order make its clock.
library Rentals {
    uint8 internal constant HISTORY = 1;
    uint8 internal constant REPRICED = 2;
    /// @dev The provider gave notice: the end may only come closer.
    uint8 internal constant NOTICED = 4;
    /// @dev The renter paused: nobody else resumes.
    uint8 internal constant PAUSED = 8;
    /// @dev A better bid may take the slice from `clockFrom` on.
    uint8 internal constant PREEMPTED = 16;

    function has(Rental memory rental, uint8 flag) internal pure returns (bool) {
        return rental.flags & flag != 0;
    }

    /// @notice The most a live rental can cost.
    function fundedOf(
        Order calldata order,
        History memory history
    ) internal pure returns (uint256) {
        return uint256(order.deposit) + history.toppedUp;
    }

    /// @notice The prices in force.
    function pricesOf(
        Order calldata order,
        Rental memory rental,
        Prices memory repriced
    ) internal pure returns (Prices memory) {
        if (has(rental, REPRICED)) return repriced;
        return Prices(order.pricePerHour, order.offer.storagePricePerHour);
    }

    /// @dev While live, a rental ends at `endsAt` or when the money is used up. Once ended, `endsAt`
    /// is the end.
    function clockOf(
        Rental memory rental,
        History memory history,
        Prices memory prices,
        uint256 funded
    ) internal pure returns (Clock memory clock) {
        clock.num = history.num;
        clock.previousRate = _priceAt(history.previousRate, prices);
        clock.previousFrom = history.previousFrom;
        clock.rate = _priceAt(rental.rate, prices);
        clock.from = rental.clockFrom;
        clock.cap = rental.endsAt;
        if (rental.state == State.RUNNING || rental.state == State.HALTED) {
            clock.cap = Math.min(clock.cap, Accrual.solventUntil(clock, funded));
        }
    }

    function _priceAt(Rate rate, Prices memory prices) private pure returns (uint256) {
        if (rate == Rate.PRICE) return prices.pricePerHour;
        return rate == Rate.STORAGE ? prices.storagePricePerHour : 0;
    }
}
