// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Lapsed, NotParty, OutOfBounds} from "../src/Refusals.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The latest end moves: the provider's notice, the renter's extension.
contract NoticeTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
    }

    // -- notice

    function test_TheProviderEndsTheRentalAfterItsNotice() public {
        vm.warp(T0 + 1 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.NoticeGiven(id, T0 + 1 hours + NOTICE, 3);
        giveNotice(order);
        assertEq(stateOf(id), RUNNING);
        vm.warp(T0 + 5 hours);
        vm.prank(keeper);
        escrow.stop(order);
        assertEq(escrow.rental(id).endsAt, T0 + 1 hours + NOTICE);
        assertEq(grossOf(order), 688_333); // 70 minutes
    }

    function test_NoticeOfAHaltedRental() public {
        vm.warp(T0 + 1 hours);
        pause(order);
        giveNotice(order);
        assertEq(lens.solventUntil(order), T0 + 1 hours + NOTICE);
        assertEq(lens.accruedAt(order, T0 + 1 days), 591_666); // an hour, 10 minutes of storage
    }

    function test_NoticeOnlyEverLowersTheEnd() public {
        vm.warp(T0 + 1 hours);
        giveNotice(order);
        vm.expectRevert(
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("endsAt"),
                T0 + 1 hours + NOTICE,
                T0 + 1 hours + NOTICE - 1
            )
        );
        giveNotice(order);
        vm.warp(T0 + 1 hours + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("endsAt"),
                T0 + 1 hours + NOTICE + 1,
                T0 + 1 hours + NOTICE - 1
            )
        );
        giveNotice(order);
    }

    function test_NoticeRefusesOthersAndWhatDoesNotTick() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, renter, provider));
        vm.prank(renter);
        escrow.giveNotice(order);
        vm.warp(T0 + SOLVENT_SECONDS);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        giveNotice(order);
        vm.prank(keeper);
        escrow.stop(order);
        expectBadState(id, ENDED, RUNNING);
        giveNotice(order);
    }

    function test_AfterANoticeTheRenterDoesNotExtend() public {
        vm.warp(T0 + 1 hours);
        giveNotice(order);
        uint256 end = T0 + 1 hours + NOTICE;
        expectOutOfBounds(end + 1, end + 1, end);
        expectOutOfBounds(end, end, end + 1);
    }

    function test_AnAmendmentTakesTheNoticeBack() public {
        vm.warp(T0 + 1 hours);
        giveNotice(order);
        amend(order, anAmend(order, PRICE));
        assertEq(escrow.rental(id).flags & 4, 0);
        extend(order, MAX_END + 1);
        assertEq(escrow.rental(id).endsAt, MAX_END + 1);
    }

    // -- extension

    function test_TheRenterExtends() public {
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalExtended(id, T0 + 30 days, 3);
        extend(order, T0 + 30 days);
        assertEq(escrow.rental(id).endsAt, T0 + 30 days);
        assertEq(escrow.rental(id).turn, 1);
    }

    function test_AnExtensionStaysWithinTheOffer() public {
        expectOutOfBounds(T0 + 30 days + 1, T0 + 30 days + 1, T0 + 30 days);
        expectOutOfBounds(MAX_END, MAX_END, MAX_END + 1);
        expectOutOfBounds(MAX_END - 1, MAX_END - 1, MAX_END + 1);
        extend(order, MAX_END + 1);
    }

    function test_AnExtensionEndsWithin366Days() public {
        Order memory lasting = anOrder();
        lasting.offer.assetHash = "machine 2";
        lasting.offer.availableUntil = T0 + 1000 days;
        running(lasting);
        vm.expectRevert(
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("maxEnd"),
                T0 + 366 days + 1,
                T0 + 366 days
            )
        );
        extend(lasting, T0 + 366 days + 1);
        extend(lasting, T0 + 366 days);
        vm.warp(T0 + 1);
        extend(lasting, T0 + 366 days + 1);
    }

    function test_ExtendRefusesOthersAndWhatDoesNotTick() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, provider, renter));
        vm.prank(provider);
        escrow.extend(order, T0 + 2 days);
        Order memory reserved = anOrder();
        reserved.offer.assetHash = "machine 2";
        bytes32 reservedId = openFunded(reserved);
        expectBadState(reservedId, RESERVED, RUNNING);
        extend(reserved, T0 + 2 days);
        vm.warp(T0 + SOLVENT_SECONDS);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        extend(order, T0 + 2 days);
    }

    function expectOutOfBounds(uint256 maxEnd, uint256 have, uint256 want) private {
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("maxEnd"), have, want)
        );
        extend(order, maxEnd);
    }
}
