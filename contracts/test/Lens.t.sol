// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The lens tells in advance what the escrow does.
contract LensTest is SignedFixture {
    Order internal order;

    function setUp() public override {
        super.setUp();
        order = anOrder();
    }

    function test_AnUnknownOrderAnswersZeros() public view {
        assertAnswers(T0, 0, 0, 0, 0);
        assertEq(lens.solventUntil(order), 0);
    }

    function test_AReservationIsRefundedWhole() public {
        openFunded(order);
        assertAnswers(T0 + 1 days, 0, 0, 0, DEPOSIT);
        assertEq(lens.solventUntil(order), 0);
    }

    function test_ARunningRentalSecondBySecond() public {
        openFunded(order);
        start(order);
        assertEq(lens.solventUntil(order), T0 + SOLVENT_SECONDS);
        assertAnswers(T0 - 1, 0, 0, 0, DEPOSIT);
        assertAnswers(T0, 0, 0, 0, DEPOSIT);
        assertAnswers(T0 + 1, 163, 0, 0, DEPOSIT - 163);
        assertAnswers(T0 + 1 hours, 590_000, 0, 0, 4_410_000);
        assertAnswers(T0 + 2 hours, 1_180_000, 531_000, 59_000, 3_820_000);
        assertAnswers(T0 + 20 hours, 4_999_922, 4_499_930, 499_992, 78);
        assertAnswers(type(uint256).max, 4_999_922, 4_499_930, 499_992, 78);
    }

    function test_WhatIsClaimedIsNotClaimableAgain() public {
        openFunded(order);
        start(order);
        vm.warp(T0 + 2 hours);
        escrow.settle(order);
        assertAnswers(T0 + 2 hours, 1_180_000, 0, 0, 3_820_000);
        assertAnswers(T0 + 3 hours, 1_770_000, 531_000, 59_000, 3_230_000);
    }

    function test_AnEndedRentalRefundsNothingMore() public {
        openFunded(order);
        start(order);
        vm.warp(T0 + 2 hours);
        stop(order);
        assertEq(lens.solventUntil(order), T0 + 2 hours);
        assertAnswers(T0 + 3 hours, 1_180_000, 1_062_000, 118_000, 0);
        vm.warp(T0 + 3 hours);
        escrow.close(order);
        assertAnswers(T0 + 3 hours, 1_180_000, 0, 0, 0);
        assertAnswers(0, 1_180_000, 0, 0, 0);
    }

    function testFuzz_TheEscrowDoesWhatTheLensSays(uint256 runFor, uint256 waitFor) public {
        openFunded(order);
        start(order);
        uint256 time = T0 + bound(runFor, 0, 2 days);
        vm.warp(time);
        uint256 refund = lens.refundIfStoppedAt(order, time);
        stop(order);
        assertEq(freeOf(renter), refund);
        time += bound(waitFor, 0, 2 hours);
        vm.warp(time);
        (uint256 toProvider, uint256 fee) = lens.claimableAt(order, time);
        escrow.settle(order);
        assertEq(freeOf(provider), toProvider);
        assertEq(escrow.fees(address(dollar)), fee);
    }

    function assertAnswers(
        uint256 time,
        uint256 accrued,
        uint256 toProvider,
        uint256 fee,
        uint256 refund
    ) private view {
        assertEq(lens.accruedAt(order, time), accrued, "accrued");
        (uint256 claimable, uint256 claimableFee) = lens.claimableAt(order, time);
        assertEq(claimable, toProvider, "to the provider");
        assertEq(claimableFee, fee, "fee");
        assertEq(lens.refundIfStoppedAt(order, time), refund, "refund");
    }
}
