// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Accounts} from "./Accounts.sol";
import {Accrual} from "./Accrual.sol";
import {
    BadState,
    FeeMismatch,
    OfferIsCancelled,
    OfferUsedUp,
    RenterIsProvider,
    SliceHeld,
    TermNotSupported,
    WrongCounter,
    ZeroAddress
} from "./Refusals.sol";
import {History, Prices, Rental, Slot, State, YIELDS} from "./Rental.sol";
import {RentalEvents} from "./RentalEvents.sol";
import {Offer, Order, Terms} from "./Terms.sol";

/// @title How a rental begins
/// @notice Which Offers and Orders open a rental, and which rental holds a slice.
abstract contract Openings is Accounts, RentalEvents {
    using Terms for Offer;
    using Terms for Order;

    struct OfferUse {
        bool cancelled;
        uint32 used; // openings, counted only where the Offer limits them
    }

    uint8 internal constant INTERRUPTIBLE = 1;
    uint8 internal constant STARTED_BY_METER = 1;

    uint256 internal constant MAX_LENGTH = 366 days;
    uint256 private constant MAX_WINDOW = 24 hours;
    uint256 private constant MAX_RETRO_BUDGET = 30 days;
    uint256 private constant MAX_NOTICE = 12 hours;
    uint256 private constant MAX_START_WITHIN = 24 hours;
    uint256 private constant MAX_FEE_BPS = 1500;

    mapping(bytes32 rentalId => Slot) internal _slots;
    mapping(bytes32 rentalId => History) internal _histories;
    mapping(bytes32 rentalId => Prices) internal _repriced;
    mapping(bytes32 offerHash => OfferUse) private _offerUses;

    /// @notice The rental that took a slice last, by keccak256(abi.encode(provider, assetHash)). It
    /// holds the slice no longer once it has ended, or, interruptible, halted.
    mapping(bytes32 sliceKey => bytes32 rentalId) public holder;
    /// @notice Every Offer and Order of an owner must carry this number.
    mapping(address owner => uint64) public counter;

    // -- Operations

    /// @notice The renter, or its delegate within its cap, reserves the slice of a signed Offer and
    /// sets the deposit aside.
    /// @param offerSig The provider's signature of the Offer: 65 bytes (r, s, v), or what its
    /// ERC-1271 code accepts.
    /// @return rentalId The EIP-712 digest of the Order.
    function open(
        Order calldata order,
        bytes calldata offerSig
    ) external returns (bytes32 rentalId) {
        if (msg.sender != order.renter) {
            _spendAsDelegate(order.renter, order.offer.token, OPEN, order.deposit);
        }
        rentalId = _open(order, offerSig);
        _debit(order.offer.token, order.renter, rentalId, order.deposit);
    }

    /// @notice As `open`, sent by anybody with the renter's signature of the Order.
    function openBySig(
        Order calldata order,
        bytes calldata orderSig,
        bytes calldata offerSig
    ) external returns (bytes32 rentalId) {
        rentalId = _open(order, offerSig);
        _requireSigned(order.renter, rentalId, orderSig);
        _debit(order.offer.token, order.renter, rentalId, order.deposit);
    }

    /// @notice Opens with money straight from the renter's wallet, sent by anybody. The renter signs
    /// nothing but the token's ERC-3009 ReceiveWithAuthorization to this contract: over the deposit,
    /// valid after 0 and before the second that follows the Order's `validUntil`, with the Order's
    /// digest as its nonce. So the token's one signature is the Order's too.
    function openWithAuthorization(
        Order calldata order,
        uint8 v,
        bytes32 r,
        bytes32 s,
        bytes calldata offerSig
    ) external nonReentrant returns (bytes32 rentalId) {
        rentalId = _open(order, offerSig);
        address token = order.offer.token;
        uint256 before = _holding(token);
        IERC3009(token).receiveWithAuthorization(
            order.renter,
            address(this),
            order.deposit,
            0,
            uint256(order.validUntil) + 1,
            rentalId,
            v,
            r,
            s
        );
        _requireArrived(token, before, order.deposit);
        emit RentalFunded(rentalId, order.deposit);
    }

    /// @notice The provider takes one Offer back. Rentals already opened from it go on.
    function cancelOffer(Offer calldata offer) external {
        _requireParty(offer.provider);
        bytes32 offerHash = hashOffer(offer);
        _offerUses[offerHash].cancelled = true;
        emit OfferCancelled(offerHash, msg.sender);
    }

    /// @notice Takes back every Offer and Order the caller has signed and nobody has opened.
    function incrementCounter() external {
        counter[msg.sender] += 1;
        emit CounterIncremented(msg.sender, counter[msg.sender]);
    }

    // -- Views

    /// @notice The slot of a rental; all zero if it was never opened.
    function rental(bytes32 rentalId) external view returns (Rental memory) {
        return _slots[rentalId].unpack();
    }

    /// @notice The second slot of a rental; all zero without the flag HISTORY.
    function history(bytes32 rentalId) external view returns (History memory) {
        return _histories[rentalId];
    }

    /// @notice The prices that replaced the Order's; zero without the flag REPRICED.
    function prices(bytes32 rentalId) external view returns (Prices memory) {
        return _repriced[rentalId];
    }

    /// @notice Whether an Offer was cancelled and how often it was opened, by its digest.
    function offerUse(bytes32 offerHash) external view returns (OfferUse memory) {
        return _offerUses[offerHash];
    }

    /// @notice The digest a provider signs.
    function hashOffer(Offer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(offer.hash());
    }

    /// @notice The digest a renter signs: the rental's id.
    function hashOrder(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(order.hash(order.offer.hash()));
    }

    // -- Rules of opening

    /// @dev All but the renter's consent and money.
    function _open(Order calldata order, bytes calldata offerSig) private returns (bytes32 id) {
        Offer calldata offer = order.offer;
        bytes32 offerHash = offer.hash();
        id = _hashTypedDataV4(order.hash(offerHash));
        offerHash = _hashTypedDataV4(offerHash);

        // Checks
        Slot slot = _slots[id];
        _requireState(id, slot, State.NONE);
        _checkOffer(offer);
        _checkOrder(order);
        _checkFee(order);
        _requireSigned(offer.provider, offerHash, offerSig);

        // Effects. Everything fits: the latest end is checked, the budget is at most 30 days.
        _useOffer(offer, offerHash);
        if (offer.class == INTERRUPTIBLE) slot = slot.with(YIELDS);
        else _takeSlice(offer, id);
        _slots[id] = slot.next().withState(State.RESERVED).withEndsAt(order.maxEnd).withRetroLeft(
            offer.retroBudget
        );
        emit RentalOpened(id, order.renter, offer.provider, order, 1);
    }

    /// @dev A zero provider fails at its signature, a zero token at the list.
    function _checkOffer(Offer calldata offer) private view {
        if (offer.bond != 0) revert TermNotSupported("bond");
        if (offer.evictPenalty != 0) revert TermNotSupported("evictPenalty");
        if (offer.meter == address(0)) revert ZeroAddress("meter");
        _requireInTime(offer.validUntil);
        _requireCounter(offer.provider, offer.counter);
        _requireAtMost("class", offer.class, INTERRUPTIBLE);
        _requireAtLeast("pricePerHour", offer.pricePerHour, 1);
        _requireAtMost("storagePricePerHour", offer.storagePricePerHour, offer.pricePerHour);
        _requireAtMost("window", offer.window, MAX_WINDOW);
        _requireAtMost("retroBudget", offer.retroBudget, MAX_RETRO_BUDGET);
        _requireAtMost("noticeSeconds", offer.noticeSeconds, MAX_NOTICE);
        _requireAtMost("startWithin", offer.startWithin, MAX_START_WITHIN);
    }

    /// @dev The deposit pays for one second at least; the start always lies before the latest end.
    function _checkOrder(Order calldata order) private view {
        Offer calldata offer = order.offer;
        uint256 minDuration = Math.max(offer.minDuration, 1);
        if (order.renter == offer.provider) revert RenterIsProvider();
        _requireInTime(order.validUntil);
        _requireCounter(order.renter, order.counter);
        _requireAtMost("starter", order.starter, STARTED_BY_METER);
        _requireAtLeast("pricePerHour", order.pricePerHour, offer.pricePerHour);
        _requireAtLeast("deposit", order.deposit, Accrual.costOf(order.pricePerHour, minDuration));
        _requireInTime(order.startDeadline);
        _requireAtMost("startDeadline", order.startDeadline, block.timestamp + offer.startWithin);
        _requireAtLeast("maxEnd", order.maxEnd, uint256(order.startDeadline) + 1);
        _requireEnd(order.maxEnd);
        _requireAtMost("maxEnd", order.maxEnd, offer.availableUntil);
    }

    /// @dev Ends are stored in 32 bits, which last until the year 2106.
    function _requireEnd(uint256 end) internal view {
        _requireAtMost("maxEnd", end, Math.min(block.timestamp + MAX_LENGTH, type(uint32).max));
    }

    function _checkFee(Order calldata order) private view {
        uint256 feeBps = params.checkOpening(order.offer.token, order.offer.meter);
        if (order.feeBps != feeBps) revert FeeMismatch(order.feeBps, feeBps);
        _requireAtMost("feeBps", feeBps, Math.min(order.offer.maxFeeBps, MAX_FEE_BPS));
    }

    function _requireState(bytes32 id, Slot slot, State want) internal pure {
        State have = slot.state();
        if (have != want) revert BadState(id, uint8(have), uint8(want));
    }

    function _requireCounter(address signer, uint64 have) private view {
        if (have != counter[signer]) revert WrongCounter(have, counter[signer]);
    }

    function _useOffer(Offer calldata offer, bytes32 offerHash) private {
        OfferUse storage use = _offerUses[offerHash];
        if (use.cancelled) revert OfferIsCancelled(offerHash);
        if (offer.maxUses == 0) return;
        if (use.used == offer.maxUses) revert OfferUsedUp(offerHash, offer.maxUses);
        use.used += 1;
    }

    // -- A slice is rented once at a time

    function _takeSlice(Offer calldata offer, bytes32 id) internal {
        bytes32 key = _sliceKey(offer);
        bytes32 held = holder[key];
        if (held != 0 && held != id && _holds(_slots[held])) revert SliceHeld(held);
        holder[key] = id;
    }

    /// @dev Nobody has to give a slice back: what a rental has become tells. A preempted one keeps
    /// it during the notice.
    function _holds(Slot slot) private view returns (bool) {
        State state = slot.state();
        if (state != State.HALTED) return state < State.HALTED;
        return !slot.has(YIELDS) || block.timestamp < slot.clockFrom();
    }

    function _sliceKey(Offer calldata offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(offer.provider, offer.assetHash));
    }
}
