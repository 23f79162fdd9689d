// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Accrual, Clock} from "./Accrual.sol";
import {Rental, State} from "./Rental.sol";
import {RentalEscrow} from "./RentalEscrow.sol";
import {Order} from "./Terms.sol";

/// @title What a rental is worth, second by second
/// @notice Read-only answers out of the escrow's storage and the same arithmetic. `time` is a unix
/// second, past or future; the future is told as if nobody did anything until then. Amounts are
/// token base units. An Order that was never opened answers zeros.
contract EscrowLens {
    using Accrual for Clock;

    /// @notice Whose rentals it looks at.
    RentalEscrow public immutable escrow;

    /// @notice Fixed for good.
    constructor(RentalEscrow escrow_) {
        escrow = escrow_;
    }

    /// @notice What the rental has cost by `time`, the platform's fee included.
    function accruedAt(Order calldata order, uint256 time) external view returns (uint256) {
        (Rental memory rental, Clock memory clock) = _read(order);
        return _accruedAt(rental, clock, time);
    }

    /// @notice What a settlement at `time` would credit to the provider and to the platform.
    function claimableAt(
        Order calldata order,
        uint256 time
    ) external view returns (uint256 toProvider, uint256 fee) {
        (Rental memory rental, Clock memory clock) = _read(order);
        uint256 vestedUntil = Math.saturatingSub(time, order.offer.window);
        uint256 vested = _accruedAt(rental, clock, vestedUntil);
        uint256 due = Math.saturatingSub(vested, rental.claimed);
        if (due == 0) return (0, 0);
        fee = Accrual.feeOn(vested, order.feeBps) - Accrual.feeOn(rental.claimed, order.feeBps);
        return (due - fee, fee);
    }

    /// @notice The second at which the rental ends by itself, because time or money runs out; zero
    /// before the start, and the end once it has ended.
    function solventUntil(Order calldata order) external view returns (uint256) {
        (Rental memory rental, Clock memory clock) = _read(order);
        return rental.state == State.NONE || rental.state == State.RESERVED ? 0 : clock.cap;
    }

    /// @notice What the renter gets back by ending the rental at `time`: everything before the
    /// start, nothing after the end.
    function refundIfStoppedAt(Order calldata order, uint256 time) external view returns (uint256) {
        (Rental memory rental, Clock memory clock) = _read(order);
        if (rental.state == State.RESERVED) return clock.funded;
        bool live = rental.state == State.RUNNING || rental.state == State.HALTED;
        return live ? clock.funded - clock.grossAt(time) : 0;
    }

    /// @dev A closed rental cost what it paid.
    function _accruedAt(
        Rental memory rental,
        Clock memory clock,
        uint256 time
    ) private pure returns (uint256) {
        return rental.state == State.CLOSED ? rental.claimed : clock.grossAt(time);
    }

    function _read(
        Order calldata order
    ) private view returns (Rental memory rental, Clock memory clock) {
        rental = escrow.rental(escrow.hashOrder(order));
        clock = escrow.clock(order);
    }
}
