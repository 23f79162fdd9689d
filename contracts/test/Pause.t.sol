// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Expired, Lapsed, SliceHeld, WrongRental, WrongTurn} from "../src/Refusals.sol";
import {HaltKind, Rate} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order, Pause, Resume} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The renter's pause, at the storage price, and its resume.
contract PauseTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
    }

    function test_APausedRentalPaysForStorage() public {
        vm.warp(T0 + 2 hours);
        expectHalted(id, HaltKind.PAUSED, T0 + 2 hours, 4 hours);
        pause(order);
        assertEq(stateOf(id), HALTED);
        assertEq(uint8(escrow.rental(id).rate), uint8(Rate.STORAGE));
        assertEq(lens.accruedAt(order, T0 + 2 hours), 1_180_000);
        assertEq(lens.accruedAt(order, T0 + 5 hours), 1_210_000);
    }

    function test_PauseAndResumeAddUp() public {
        vm.warp(T0 + 2 hours);
        pause(order);
        vm.warp(T0 + 5 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalResumed(id, T0 + 5 hours, 4);
        resume(order);
        vm.warp(T0 + 6 hours);
        pause(order);
        vm.warp(T0 + 8 hours);
        stop(order);
        assertEq(grossOf(order), 1_820_000); // 3 hours, 5 of storage
        vm.warp(T0 + 9 hours);
        escrow.close(order);
        assertEq(freeOf(provider), 1_638_000);
        assertEq(escrow.fees(address(dollar)), 182_000);
        assertEq(freeOf(renter), 3_180_000);
    }

    /// @dev The remainders of the segments are kept, and floored together.
    function test_P16_SecondsOfManySegmentsAreRoundedOnce() public {
        for (uint40 i = 0; i < 5; i++) {
            vm.warp(T0 + 20 * i + 10);
            pause(order);
            vm.warp(T0 + 20 * i + 20);
            resume(order);
        }
        stop(order);
        assertEq(grossOf(order), 8_333); // 50 s of 590,000 and of 10,000 an hour: 8,333.3
    }

    function test_StorageIsFreeWhereTheOfferSaysSo() public {
        Order memory free = anOrder();
        free.offer.assetHash = "machine 2";
        free.offer.storagePricePerHour = 0;
        running(free);
        vm.warp(T0 + 2 hours);
        pause(free);
        assertEq(lens.accruedAt(free, MAX_END), 1_180_000);
        assertEq(lens.solventUntil(free), MAX_END);
    }

    function test_APausedRentalLastsLonger() public {
        vm.warp(T0 + 2 hours);
        pause(order);
        assertEq(lens.solventUntil(order), MAX_END); // 382 hours of storage
        resume(order);
        assertEq(lens.solventUntil(order), T0 + SOLVENT_SECONDS);
    }

    function test_AnybodyCarriesTheRentersPauseAndResume() public {
        Pause memory signedPause = aPause(order);
        bytes memory sig = sign(renterKey, signedPause);
        vm.prank(keeper);
        escrow.pause(order, signedPause, sig);
        assertEq(stateOf(id), HALTED);
        Resume memory signedResume = aResume(order);
        sig = sign(renterKey, signedResume);
        vm.prank(keeper);
        escrow.resume(order, signedResume, sig);
        assertEq(stateOf(id), RUNNING);
    }

    function test_PauseAndResumeRefuseAnotherSigner() public {
        Pause memory signedPause = aPause(order);
        bytes memory sig = sign(providerKey, signedPause);
        expectBadSignature(renter);
        escrow.pause(order, signedPause, sig);
        expectBadSignature(renter);
        escrow.pause(order, signedPause, "");
        pause(order);
        Resume memory signedResume = aResume(order);
        sig = sign(meterKey, signedResume);
        expectBadSignature(renter);
        escrow.resume(order, signedResume, sig);
        expectBadSignature(renter);
        escrow.resume(order, signedResume, "");
    }

    function test_PauseAndResumeRefuseAnotherRental() public {
        vm.startPrank(renter);
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, bytes32("another"), id));
        escrow.pause(order, Pause("another", 1, NEVER), "");
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, bytes32("another"), id));
        escrow.resume(order, Resume("another", 1, NEVER), "");
        vm.stopPrank();
    }

    function test_P23_APauseWorksOnce() public {
        Pause memory signed = aPause(order);
        bytes memory sig = sign(renterKey, signed);
        escrow.pause(order, signed, sig);
        resume(order);
        vm.expectRevert(abi.encodeWithSelector(WrongTurn.selector, 1, 3));
        escrow.pause(order, signed, sig);
    }

    function test_P23_AResumeWorksOnce() public {
        pause(order);
        Resume memory signed = aResume(order);
        bytes memory sig = sign(renterKey, signed);
        escrow.resume(order, signed, sig);
        pause(order);
        vm.expectRevert(abi.encodeWithSelector(WrongTurn.selector, 2, 4));
        escrow.resume(order, signed, sig);
    }

    /// @dev No stranger can outdate a signature.
    function test_SettleAndTopUpLeaveAPauseValid() public {
        Pause memory signed = aPause(order);
        bytes memory sig = sign(renterKey, signed);
        vm.warp(T0 + 2 hours);
        escrow.settle(order);
        topUp(order, keeper, 1);
        escrow.pause(order, signed, sig);
        assertEq(stateOf(id), HALTED);
    }

    function test_P29_PauseAndResumeEndAtTheirDeadlines() public {
        Pause memory signedPause = Pause(id, 1, T0 + 60);
        for (uint40 time = T0 + 59; time <= T0 + 61; time++) {
            vm.warp(time);
            uint256 snapshot = vm.snapshotState();
            if (time > T0 + 60) expectExpired(T0 + 60, time);
            vm.prank(renter);
            escrow.pause(order, signedPause, "");
            vm.revertToState(snapshot);
        }
        pause(order);
        Resume memory signedResume = Resume(id, 2, T0 + 120);
        for (uint40 time = T0 + 119; time <= T0 + 121; time++) {
            vm.warp(time);
            uint256 snapshot = vm.snapshotState();
            if (time > T0 + 120) expectExpired(T0 + 120, time);
            vm.prank(renter);
            escrow.resume(order, signedResume, "");
            vm.revertToState(snapshot);
        }
    }

    function test_PauseNeedsARunningRentalThatTicks() public {
        Order memory reserved = anOrder();
        reserved.offer.assetHash = "machine 2";
        bytes32 reservedId = openFunded(reserved);
        Pause memory signed = aPause(reserved);
        expectBadState(reservedId, RESERVED, RUNNING);
        vm.prank(renter);
        escrow.pause(reserved, signed, "");
        vm.warp(T0 + SOLVENT_SECONDS);
        signed = aPause(order);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        vm.prank(renter);
        escrow.pause(order, signed, "");
        vm.warp(T0 + 2 hours);
        pause(order);
        signed = aPause(order);
        expectBadState(id, HALTED, RUNNING);
        vm.prank(renter);
        escrow.pause(order, signed, "");
    }

    function test_ResumeNeedsAHaltedRentalThatTicks() public {
        Resume memory signed = aResume(order);
        expectBadState(id, RUNNING, HALTED);
        vm.prank(renter);
        escrow.resume(order, signed, "");
        pause(order);
        vm.warp(MAX_END);
        signed = aResume(order);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, MAX_END));
        vm.prank(renter);
        escrow.resume(order, signed, "");
    }

    // -- the slice

    function test_P38_APausedRentalOnDemandKeepsItsSlice() public {
        vm.warp(T0 + 10 minutes);
        pause(order);
        vm.warp(T0 + 20 minutes);
        Order memory rival = anOrder();
        rival.salt = bytes32("rival");
        rival.startDeadline = T0 + 30 minutes;
        fund(renter, DEPOSIT);
        bytes memory sig = offerSigOf(rival);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, id));
        vm.prank(renter);
        escrow.open(rival, sig);
        assertEq(holderOf(order.offer), id);
        resume(order);
        assertEq(stateOf(id), RUNNING);
    }

    function test_P38_APausedInterruptibleRentalLetsItsSliceGo() public {
        stop(order);
        Order memory mine = anInterruptibleOrder();
        bytes32 mineId = openFunded(mine);
        assertEq(holderOf(mine.offer), id); // of before
        start(mine);
        assertEq(holderOf(mine.offer), mineId);
        pause(mine);

        Order memory rival = aRivalOrder(PRICE);
        bytes32 rivalId = running(rival);
        Resume memory signed = aResume(mine);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, rivalId));
        vm.prank(renter);
        escrow.resume(mine, signed, "");
        stop(rival);
        resume(mine);
        assertEq(holderOf(mine.offer), mineId);
    }

    function expectExpired(uint256 deadline, uint256 time) private {
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, deadline, time));
    }
}
