// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Expired, Lapsed, OutOfBounds, WrongRental, WrongTurn} from "../src/Refusals.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Amend, Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice Both parties change the prices and the latest end.
contract AmendTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
        vm.warp(T0 + 2 hours);
    }

    function test_BothChangePricesAndEnd() public {
        Amend memory signed = Amend(id, 300_000, 5_000, T0 + 5 hours, 1, NEVER);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalRepriced(id, 300_000, 5_000, T0 + 2 hours, 3);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalExtended(id, T0 + 5 hours, 4);
        vm.prank(keeper);
        escrow.amend(order, signed, renterSig, providerSig);
        assertEq(escrow.rental(id).turn, 2);
        assertEq(escrow.rental(id).seq, 4);
        assertEq(grossOf(order), 1_180_000);
        assertEq(lens.accruedAt(order, T0 + 1 days), 2_080_000); // 3 hours more
        pause(order);
        assertEq(lens.accruedAt(order, T0 + 4 hours), 1_190_000); // 2 hours of storage
    }

    function test_TheCallerNeedsNoSignatureOfItsOwn() public {
        Amend memory signed = anAmend(order, 300_000);
        bytes memory sig = sign(providerKey, signed);
        vm.prank(renter);
        escrow.amend(order, signed, "", sig);
        signed = anAmend(order, 400_000);
        sig = sign(renterKey, signed);
        vm.prank(provider);
        escrow.amend(order, signed, sig, "");
        assertEq(escrow.prices(id).pricePerHour, 400_000);
    }

    function test_P20_AmendNeedsBoth() public {
        Amend memory signed = anAmend(order, 300_000);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        expectBadSignature(renter);
        escrow.amend(order, signed, "", providerSig);
        expectBadSignature(provider);
        escrow.amend(order, signed, renterSig, "");
        expectBadSignature(renter);
        escrow.amend(order, signed, providerSig, renterSig);
        expectBadSignature(provider);
        vm.prank(renter);
        escrow.amend(order, signed, "", "");
    }

    function test_P23_AnAmendmentWorksOnceForOneRental() public {
        Amend memory signed = anAmend(order, 300_000);
        amend(order, signed);
        vm.expectRevert(abi.encodeWithSelector(WrongTurn.selector, 1, 2));
        amend(order, signed);
        signed.rentalId = "another";
        signed.turn = 2;
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, bytes32("another"), id));
        amend(order, signed);
    }

    function test_P29_AnAmendmentEndsAtItsDeadline() public {
        Amend memory signed = anAmend(order, 300_000);
        signed.deadline = T0 + 3 hours;
        uint256 snapshot = vm.snapshotState();
        for (uint40 time = T0 + 3 hours - 1; time <= T0 + 3 hours; time++) {
            vm.warp(time);
            amend(order, signed);
            vm.revertToState(snapshot);
        }
        vm.warp(T0 + 3 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, T0 + 3 hours, T0 + 3 hours + 1));
        amend(order, signed);
    }

    function test_BoundsOfTheNewTerms() public {
        Amend memory signed = anAmend(order, 0);
        expectOutOfBounds(signed, "pricePerHour", 0, 1);
        signed = anAmend(order, STORAGE_PRICE - 1);
        expectOutOfBounds(signed, "storagePricePerHour", STORAGE_PRICE, STORAGE_PRICE - 1);
        signed = anAmend(order, STORAGE_PRICE);
        signed.maxEnd = T0 + 2 hours;
        expectOutOfBounds(signed, "maxEnd", T0 + 2 hours, T0 + 2 hours + 1);
        uint40 latest = T0 + 2 hours + 366 days;
        signed.maxEnd = latest + 1;
        expectOutOfBounds(signed, "maxEnd", latest + 1, latest);
        signed.maxEnd = latest; // beyond what the Offer was available for: both want it
        amend(order, signed);
        assertEq(escrow.rental(id).endsAt, latest);
        signed.turn = 2;
        signed.maxEnd = T0 + 2 hours + 1;
        amend(order, signed);
        assertEq(lens.solventUntil(order), T0 + 2 hours + 1);
    }

    function test_AmendNeedsARentalThatTicks() public {
        stop(order);
        expectRefusedAs(ENDED);
        Order memory reserved = anOrder();
        reserved.salt = "reserved";
        reserved.validUntil = T0 + 1 days;
        reserved.startDeadline = T0 + 2 hours;
        order = reserved;
        id = openFunded(reserved);
        expectRefusedAs(RESERVED);
        start(reserved);
        vm.warp(T0 + 1 days);
        Amend memory signed = anAmend(reserved, PRICE);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + 2 hours + SOLVENT_SECONDS));
        amend(reserved, signed);
    }

    function expectOutOfBounds(
        Amend memory signed,
        bytes32 term,
        uint256 have,
        uint256 bound
    ) private {
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, term, have, bound));
        amend(order, signed);
    }

    function expectRefusedAs(uint8 state) private {
        Amend memory signed = anAmend(order, PRICE);
        expectBadState(id, state, RUNNING);
        amend(order, signed);
    }
}
