// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WindowOpen, ZeroAmount} from "../src/Refusals.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {MeterReport, Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The meter halts a rental that has ended: its tail is cut off.
contract TrimTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    /// @dev Two hours, ended by the renter.
    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
    }

    function test_TheMeterCutsTheTail() public {
        vm.warp(T0 + 150 minutes);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalTrimmed(
            id,
            T0 + 105 minutes,
            1_032_500,
            147_500,
            uint24(4 hours - 15 minutes),
            EVIDENCE,
            4
        );
        report(order, HALT, T0 + 105 minutes);
        assertEq(freeOf(renter), 3_820_000 + 147_500);
        assertEq(stateOf(id), ENDED);
        assertEq(grossOf(order), 1_032_500);
    }

    function test_ATrimmedRentalClosesAWindowAfterItsNewEnd() public {
        vm.warp(T0 + 150 minutes);
        report(order, HALT, T0 + 105 minutes);
        vm.warp(T0 + 165 minutes - 1);
        vm.expectRevert(abi.encodeWithSelector(WindowOpen.selector, T0 + 165 minutes));
        escrow.close(order);
        vm.warp(T0 + 165 minutes);
        escrow.close(order);
        assertEq(escrow.rental(id).claimed, 1_032_500);
        assertEq(freeOf(provider), 929_250);
        assertEq(escrow.fees(address(dollar)), 103_250);
        assertEq(freeOf(renter), 3_967_500);
    }

    function test_P11_ATrimTouchesNothingVested() public {
        vm.warp(T0 + 150 minutes);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 885_000);
        report(order, HALT, T0);
        assertEq(grossOf(order), 885_000);
        assertEq(escrow.rental(id).endsAt, T0 + 90 minutes);
        escrow.close(order);
        assertEq(escrow.rental(id).claimed, 885_000);
    }

    function test_P12_TrimsAndHaltsShareOneBudget() public {
        Order memory scarce = anOrder();
        scarce.offer.assetHash = "machine 2";
        scarce.offer.retroBudget = 10 minutes;
        scarce.startDeadline = T0 + 2 hours + START_WITHIN;
        scarce.validUntil = T0 + 1 days;
        bytes32 scarceId = running(scarce);
        vm.warp(T0 + 3 hours);
        report(scarce, HALT, T0 + 3 hours - 7 minutes);
        stop(scarce);
        assertEq(grossOf(scarce), 521_166); // 53 minutes
        report(scarce, HALT, 0);
        assertEq(escrow.rental(scarceId).retroLeft, 0);
        assertEq(grossOf(scarce), 491_666); // 50 minutes
        expectNothingToTrim(scarce, 0);
    }

    function test_P29_TheMeterTrimsUntilAWindowAfterTheEnd() public {
        uint256 snapshot = vm.snapshotState();
        vm.warp(T0 + 3 hours - 1);
        report(order, HALT, 0);
        assertEq(escrow.rental(id).endsAt, T0 + 2 hours - 1);
        vm.revertToState(snapshot);
        for (uint40 time = T0 + 3 hours; time <= T0 + 3 hours + 1; time++) {
            vm.warp(time);
            expectNothingToTrim(order, 0);
        }
    }

    function test_ATrimThatTakesNothingIsRefused() public {
        expectNothingToTrim(order, T0 + 2 hours);
        expectNothingToTrim(order, T0 + 3 hours);
    }

    function test_ATrimReachesBackIntoTheSegmentBefore() public {
        Order memory second = anOrder();
        second.salt = "second";
        second.offer.validUntil = T0 + 1 days;
        second.validUntil = T0 + 1 days;
        second.startDeadline = T0 + 2 hours;
        running(second);
        vm.warp(T0 + 150 minutes);
        pause(second);
        vm.warp(T0 + 160 minutes);
        stop(second);
        assertEq(grossOf(second), 296_666); // 30 minutes, 10 of storage
        report(second, HALT, T0 + 140 minutes);
        assertEq(grossOf(second), 196_666); // 20 minutes
        assertEq(escrow.rental(escrow.hashOrder(second)).clockFrom, T0 + 140 minutes);
    }

    /// @dev Ended while down: the down time that was free stays free.
    function test_ATrimOfARentalThatEndedDown() public {
        Order memory second = anOrder();
        second.salt = "second";
        second.validUntil = T0 + 1 days;
        second.startDeadline = T0 + 2 hours;
        bytes32 secondId = running(second);
        vm.warp(T0 + 150 minutes);
        haltByProvider(second);
        vm.warp(T0 + 155 minutes);
        stop(second);
        expectNothingToTrim(second, T0 + 150 minutes);
        report(second, HALT, T0 + 140 minutes);
        assertEq(grossOf(second), 196_666); // 20 minutes
        assertEq(escrow.rental(secondId).retroLeft, 4 hours - 10 minutes);
    }

    function test_P26_ATrimDoesNotReachTheClosed() public {
        vm.warp(T0 + 3 hours);
        escrow.close(order);
        MeterReport memory signed = aReport(order, HALT, 0);
        expectBadState(id, CLOSED, RUNNING);
        vm.prank(meter);
        escrow.report(order, signed, "");
    }

    function expectNothingToTrim(Order memory trimmed, uint256 since) private {
        MeterReport memory signed = aReport(trimmed, HALT, since);
        vm.expectRevert(ZeroAmount.selector);
        vm.prank(meter);
        escrow.report(trimmed, signed, "");
    }
}
