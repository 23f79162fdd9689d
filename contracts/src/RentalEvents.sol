// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CloseReason, HaltKind} from "./Rental.sol";
import {Order} from "./Terms.sol";

/// @title What is recorded of rentals
/// @notice Together these events rebuild every slot of every rental. They carry resulting values;
/// `seq` counts a rental's events, so a gap is a missing log. Amounts are token base units, times
/// unix seconds.
abstract contract RentalEvents {
    /// @notice Carries the whole Order: whoever has this log can name the rental in every operation.
    event RentalOpened(
        bytes32 indexed rentalId,
        address indexed renter,
        address indexed provider,
        Order order,
        uint32 seq
    );
    /// @notice The deposit came straight from the renter's wallet, past its balance here.
    event RentalFunded(bytes32 indexed rentalId, uint96 amount);
    /// @notice The renter took the Order back before anybody opened it: it never opens. Its seq is 1.
    event OrderCancelled(bytes32 indexed rentalId, address indexed renter);
    /// @notice No further rental opens from this Offer.
    event OfferCancelled(bytes32 indexed offerHash, address indexed provider);
    /// @notice No Offer or Order signed under an earlier counter opens a rental.
    event CounterIncremented(address indexed owner, uint64 counter);
    /// @notice The clock runs from `startedAt` to `endsAt` at the latest; the money may end it
    /// earlier.
    event RentalStarted(bytes32 indexed rentalId, uint40 startedAt, uint40 endsAt, uint32 seq);
    /// @notice The full price stopped at `haltedAt`, which may lie in the past by the meter's word.
    /// Kinds: 0 DOWN, nothing is charged; 1 PAUSED, storage is charged.
    event RentalHalted(
        bytes32 indexed rentalId,
        HaltKind kind,
        uint40 haltedAt,
        uint24 retroLeft,
        bytes32 evidenceRoot,
        uint32 seq
    );
    /// @notice The clock runs at the full price again.
    event RentalResumed(bytes32 indexed rentalId, uint40 resumedAt, uint32 seq);
    /// @notice `byNew`, at `byPrice` per hour, may have the slice from `haltsAt` on; until then the
    /// full price is charged, after it storage.
    event RentalPreempted(
        bytes32 indexed rentalId,
        bytes32 indexed byNew,
        uint96 byPrice,
        uint40 haltsAt,
        uint32 seq
    );
    /// @notice The prices from `repricedAt` on.
    event RentalRepriced(
        bytes32 indexed rentalId,
        uint96 pricePerHour,
        uint96 storagePricePerHour,
        uint40 repricedAt,
        uint32 seq
    );
    /// @notice The provider lowered the latest end to `endsAt`.
    event NoticeGiven(bytes32 indexed rentalId, uint40 endsAt, uint32 seq);
    /// @notice The new latest end.
    event RentalExtended(bytes32 indexed rentalId, uint40 endsAt, uint32 seq);
    /// @notice `from` added `amount`; the rental can cost `funded` now.
    event RentalToppedUp(
        bytes32 indexed rentalId,
        address indexed from,
        uint96 amount,
        uint96 funded,
        uint32 seq
    );
    /// @notice The clock stood still at `endedAt`. `gross` is what the rental cost in all, fee
    /// included; `refund` is what it did not use.
    event RentalStopped(
        bytes32 indexed rentalId,
        uint40 endedAt,
        uint96 gross,
        uint96 refund,
        uint32 seq
    );
    /// @notice By the meter's word an ended rental had ended at `endedAt` already; `refund` is the
    /// difference.
    event RentalTrimmed(
        bytes32 indexed rentalId,
        uint40 endedAt,
        uint96 gross,
        uint96 refund,
        uint24 retroLeft,
        bytes32 evidenceRoot,
        uint32 seq
    );
    /// @notice `fee` went to the token's bucket; `claimed` is all that provider and platform have
    /// been credited so far.
    event Settled(
        bytes32 indexed rentalId,
        uint96 toProvider,
        uint96 fee,
        uint96 claimed,
        uint32 seq
    );
    /// @notice Nothing moves any more. Reasons: 0 SETTLED, 1 CANCELLED, 2 DECLINED, 3 EXPIRED (these
    /// three refund everything), 4 AGREED (`refund` is what the parties took off the cost).
    event RentalClosed(bytes32 indexed rentalId, CloseReason reason, uint96 refund, uint32 seq);
    /// @notice One call of a batch was refused, and changed nothing. `reason` is its error, empty if
    /// longer than 256 bytes.
    event BatchItemFailed(uint256 index, bytes reason);
}
