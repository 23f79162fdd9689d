// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Amend, Terms} from "../../src/Terms.sol";
import {ClockActions} from "./ClockActions.sol";

/// @notice Other prices, other ends, more money.
abstract contract TermsActions is ClockActions {
    constructor() {
        canPlay(TermsActions.giveNotice.selector, 2, "giveNotice");
        canPlay(TermsActions.reprice.selector, 3, "reprice");
        canPlay(TermsActions.extend.selector, 3, "extend");
        canPlay(TermsActions.amend.selector, 3, "amend");
        canPlay(TermsActions.topUp.selector, 4, "topUp");
        hasForm("topUp as a gift");
        canPlay(TermsActions.topUpAsDelegate.selector, 3, "topUp as delegate");
    }

    function giveNotice(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canGiveNotice);
        if (!found) return;
        touch(i);
        vm.prank(orders[i].offer.provider);
        escrow.giveNotice(orders[i]);
        storyAt(i).endsAt = time + orders[i].offer.noticeSeconds;
        storyAt(i).noticed = true;
        done("giveNotice");
    }

    function reprice(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canReprice);
        if (!found) return;
        uint256 price = storyAt(i).price + roll(seed, "raise", 1, storyAt(i).price / 4 + 1);
        touch(i);
        vm.prank(orders[i].renter);
        escrow.reprice(orders[i], uint96(price));
        tellPrices(i, price, storyAt(i).storagePrice);
        done("reprice");
    }

    function extend(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canExtend);
        if (!found) return;
        uint256 most = orders[i].offer.availableUntil;
        if (most > time + 366 days) most = time + 366 days;
        uint256 maxEnd = roll(seed, "maxEnd", storyAt(i).endsAt + 1, most);
        touch(i);
        vm.prank(orders[i].renter);
        escrow.extend(orders[i], uint40(maxEnd));
        storyAt(i).endsAt = maxEnd;
        done("extend");
    }

    function amend(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isTicking);
        if (!found) return;
        Amend memory signed = anAmend(seed, i);
        bytes32 structHash = keccak256(abi.encode(Terms.AMEND_TYPEHASH, signed));
        bytes memory renterSig = signOf(orders[i].renter, digestOf(structHash));
        (address caller, bytes memory sig) = sentBy(seed, orders[i].offer.provider, structHash);
        touch(i);
        vm.prank(caller);
        escrow.amend(orders[i], signed, renterSig, sig);
        tellPrices(i, signed.pricePerHour, signed.storagePricePerHour);
        storyAt(i).endsAt = signed.maxEnd;
        storyAt(i).noticed = false;
        done("amend");
    }

    function topUp(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canTopUp);
        if (!found) return;
        uint256 amount = aTopUp(seed, i);
        bool isGift = oneIn(seed, "gift", 2);
        address from = isGift ? oneOf(seed, "giver", helpers) : orders[i].renter;
        allow(from);
        touch(i);
        topUpTo(tokenOf(i), from, amount, seed);
        if (!canTopUp(i)) return;
        vm.prank(from);
        escrow.topUp(orders[i], from, uint96(amount));
        tellToppedUp(i, from, amount);
        done(isGift ? bytes32("topUp as a gift") : bytes32("topUp"));
    }

    function topUpAsDelegate(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, canTopUp);
        if (!found) return;
        uint256 amount = aTopUp(seed, i);
        address from = orders[i].renter;
        allow(from);
        touch(i);
        topUpTo(tokenOf(i), from, amount, seed);
        if (!canTopUp(i)) return;
        address helper = aDelegate(seed, from, tokenOf(i), 2, amount);
        uint256 cap = escrow.delegation(from, helper, address(tokenOf(i))).cap;
        vm.prank(helper);
        escrow.topUp(orders[i], from, uint96(amount));
        tellToppedUp(i, from, amount);
        uint256 left = escrow.delegation(from, helper, address(tokenOf(i))).cap;
        expect(left == cap - amount, 20);
        done("topUp as delegate");
    }

    // -- Legal when

    function canGiveNotice(uint256 i) private view returns (bool) {
        return isTicking(i) && time + orders[i].offer.noticeSeconds < storyAt(i).endsAt;
    }

    function canReprice(uint256 i) private view returns (bool) {
        return orders[i].offer.class == 1 && (isReserved(i) || isTicking(i));
    }

    function canExtend(uint256 i) private view returns (bool) {
        uint256 endsAt = storyAt(i).endsAt;
        if (!isTicking(i) || storyAt(i).noticed) return false;
        return endsAt < orders[i].offer.availableUntil && endsAt < time + 366 days;
    }

    function canTopUp(uint256 i) private view returns (bool) {
        return isEntryOpen() && params.isListed(orders[i].offer.token) && canTake(i);
    }

    function canTake(uint256 i) private view returns (bool) {
        return isReserved(i) || isTicking(i);
    }

    // -- Inside

    function aTopUp(uint256 seed, uint256 i) private view returns (uint256) {
        return roll(seed, "amount", 1, 20 * storyAt(i).price);
    }

    function anAmend(uint256 seed, uint256 i) private view returns (Amend memory signed) {
        uint256 price = roll(seed, "price", 1, 5 * unit(IERC20(orders[i].offer.token)));
        signed.rentalId = ids[i];
        signed.pricePerHour = uint96(price);
        signed.storagePricePerHour = uint96(roll(seed, "storage", 0, price));
        signed.maxEnd = uint40(time + roll(seed, "length", 1, 100 days));
        signed.turn = escrow.rental(ids[i]).turn;
        signed.deadline = uint40(time);
    }
}
