// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Accrual} from "../../src/Accrual.sol";
import {Offer, Order} from "../../src/Terms.sol";
import {Callbacks} from "./Callbacks.sol";

/// @notice Offers and Orders of every kind that the escrow takes: both classes, with and without a
/// price of storage, windows from none to a day, budgets from none to 30 days, fresh Offers and
/// Offers used before.
abstract contract OrderBook is Callbacks {
    uint256 internal constant ASSETS = 2;

    mapping(bytes32 offerHash => uint256) private _openings;
    uint256 private _salt;

    function isEntryOpen() internal view returns (bool) {
        return time >= params.entryPausedUntil();
    }

    /// @dev An Order that opens now, its renter's money in place.
    function prepare(uint256 seed) internal returns (bool, Order memory, bytes memory) {
        Offer memory offer = oneIn(seed, "used before", 4) ? anOldOffer(seed) : aNewOffer(seed);
        return prepareFor(seed, offer, offer.pricePerHour);
    }

    /// @dev The same, with this Offer and at least at this price.
    function prepareFor(
        uint256 seed,
        Offer memory offer,
        uint256 leastPrice
    ) internal returns (bool, Order memory order, bytes memory sig) {
        if (!opens(offer)) return (false, order, sig);
        order.offer = offer;
        order.renter = oneOf(seed, "renter", renters);
        order.pricePerHour = uint96(leastPrice + roll(seed, "bid", 0, 2));
        order.deposit = aDeposit(seed, order);
        order.feeBps = params.feeBps();
        order.starter = uint8(roll(seed, "starter", 0, 1));
        setDates(seed, order);
        order.counter = escrow.counter(order.renter);
        order.salt = bytes32(++_salt);
        topUpTo(IERC20(order.offer.token), order.renter, order.deposit, seed);
        return (true, order, signOf(order.offer.provider, escrow.hashOffer(order.offer)));
    }

    /// @dev After an opening.
    function remember(Order memory order) internal {
        _openings[escrow.hashOffer(order.offer)] += 1;
    }

    function fundAccount(IERC20 token, address owner, uint256 amount, uint256 seed) internal {
        address helper = oneOf(seed, "payer", helpers);
        deal(address(token), helper, amount);
        expectCallback(token);
        vm.startPrank(helper);
        token.approve(address(escrow), amount);
        escrow.deposit(address(token), owner, amount);
        vm.stopPrank();
        checkCallback(token);
        bookDeposit(token, owner, amount);
        done("deposit");
    }

    function topUpTo(IERC20 token, address owner, uint256 amount, uint256 seed) internal {
        uint256 free = freeIn(token, owner);
        if (free < amount) fundAccount(token, owner, amount - free, seed);
    }

    function aNewOffer(uint256 seed) internal view returns (Offer memory offer) {
        IERC20 token = oneToken(seed);
        offer.provider = oneOf(seed, "provider", providers);
        offer.token = address(token);
        offer.pricePerHour = uint96(roll(seed, "price", 1, 5 * unit(token)));
        if (oneIn(seed, "stores", 2)) {
            offer.storagePricePerHour = uint96(roll(seed, "storage", 0, offer.pricePerHour));
        }
        offer.class = uint8(roll(seed, "class", 0, 1));
        offer.assetHash = keccak256(abi.encode("asset", roll(seed, "asset", 0, ASSETS - 1)));
        offer.slaHash = keccak256("service terms");
        offer.maxFeeBps = 1500;
        offer.meter = oneOf(seed, "meter", meters);
        offer.window = uint32(upTo(seed, "window", [uint256(0), 1 hours, 3 hours, 24 hours]));
        offer.retroBudget = uint32(upTo(seed, "budget", [uint256(0), 2 hours, 1 days, 30 days]));
        offer.noticeSeconds = uint32(
            upTo(seed, "notice", [uint256(0), 10 minutes, 1 hours, 12 hours])
        );
        offer.startWithin = uint32(roll(seed, "startWithin", 1, 1 days));
        offer.minDuration = uint32(roll(seed, "minDuration", 0, 2 hours));
        offer.availableUntil = uint40(time + roll(seed, "availableUntil", 2 days, 600 days));
        offer.maxUses = uint32(roll(seed, "maxUses", 0, 2));
        offer.validUntil = uint40(time + roll(seed, "validUntil", 0, 60 days));
        offer.counter = escrow.counter(offer.provider);
        offer.salt = bytes32(seed);
    }

    function upTo(
        uint256 seed,
        string memory what,
        uint256[4] memory most
    ) private pure returns (uint256) {
        return roll(seed, what, 0, most[uint256(keccak256(abi.encode(what, seed))) % 4]);
    }

    function anOldOffer(uint256 seed) private view returns (Offer memory) {
        if (ids.length == 0) return aNewOffer(seed);
        return orders[roll(seed, "old", 0, ids.length - 1)].offer;
    }

    function opens(Offer memory offer) private view returns (bool) {
        bytes32 offerHash = escrow.hashOffer(offer);
        return
            isEntryOpen() &&
            params.isListed(offer.token) &&
            !params.isMeterRevoked(offer.meter) &&
            !escrow.offerUse(offerHash).cancelled &&
            (offer.maxUses == 0 || _openings[offerHash] < offer.maxUses) &&
            offer.counter == escrow.counter(offer.provider) &&
            offer.validUntil >= time &&
            offer.availableUntil > time + 1 days &&
            (offer.class == 1 ||
                isSliceFree(keccak256(abi.encode(offer.provider, offer.assetHash))));
    }

    function aDeposit(uint256 seed, Order memory order) private pure returns (uint96) {
        uint256 seconds_ = order.offer.minDuration == 0 ? 1 : order.offer.minDuration;
        uint256 least = Accrual.costOf(order.pricePerHour, seconds_);
        uint256 most = roll(seed, "hours", 0, 2) == 0 ? 2000 : 20;
        return uint96(least + roll(seed, "deposit", 0, most * order.pricePerHour));
    }

    function setDates(uint256 seed, Order memory order) private view {
        uint256 startDeadline = time + roll(seed, "startDeadline", 0, order.offer.startWithin);
        uint256 longest = order.offer.availableUntil - startDeadline;
        if (longest > 300 days) longest = 300 days;
        if (oneIn(seed, "short", 2) && longest > 1 days) longest = 1 days;
        order.startDeadline = uint40(startDeadline);
        order.maxEnd = uint40(startDeadline + roll(seed, "maxEnd", 1, longest));
        order.validUntil = uint40(time);
    }
}
