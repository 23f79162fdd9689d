// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {BadState, WindowOpen} from "../src/Refusals.sol";
import {CloseReason} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice settle and close, and the published example from end to end.
contract PayTest is EscrowFixture {
    function test_TwoHoursOfAnRtx4090() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
        assertEq(freeOf(renter), 3_820_000);
        vm.warp(T0 + 3 hours);
        escrow.close(order);

        assertEq(escrow.rental(id).claimed, 1_180_000);
        assertEq(freeOf(provider), 1_062_000);
        assertEq(escrow.fees(address(dollar)), 118_000);
        vm.prank(provider);
        escrow.withdraw(address(dollar), provider, 1_062_000);
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, 3_820_000);
        escrow.withdrawFees(address(dollar));
        assertEq(dollar.balanceOf(provider), 1_062_000);
        assertEq(dollar.balanceOf(renter), 3_820_000);
        assertEq(dollar.balanceOf(feeRecipient), 118_000);
        assertEq(dollar.balanceOf(address(escrow)), 0);
    }

    // -- settle

    function test_SettlePaysWhatHasVested() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 3 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.Settled(id, 1_062_000, 118_000, 1_180_000, 3);
        vm.expectEmit(address(escrow));
        emit Accounts.Credited(address(dollar), provider, id, 1_062_000, 1_062_000, 1);
        vm.prank(keeper);
        escrow.settle(order);
        assertEq(stateOf(id), RUNNING);
    }

    function test_P29_TheFirstSecondVestsAWindowLater() public {
        (Order memory order, bytes32 id) = aRunningRental();
        for (uint256 time = T0 + WINDOW - 1; time <= T0 + WINDOW; time++) {
            vm.warp(time);
            vm.recordLogs();
            escrow.settle(order);
            assertEq(vm.getRecordedLogs().length, 0);
        }
        vm.warp(T0 + WINDOW + 1);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 163); // ⌊590,000 / 3600⌋
    }

    function test_SettleTwiceInOneSecondPaysOnce() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 3 hours);
        escrow.settle(order);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 1_180_000);
        assertEq(escrow.rental(id).seq, 3);
    }

    function test_SettleRefusesAnUnknownOrder() public {
        Order memory order = anOrder();
        bytes memory refusal = abi.encodeWithSelector(
            BadState.selector,
            escrow.hashOrder(order),
            NONE,
            RUNNING
        );
        vm.expectRevert(refusal);
        escrow.settle(order);
    }

    function test_SettleOfAReservationPaysNothing() public {
        Order memory order = anOrder();
        bytes32 id = openFunded(order);
        vm.warp(T0 + 30 days);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 0);
    }

    function test_StoppingDoesNotHastenTheLastWindow() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 590_000);
        vm.warp(T0 + 2 hours + 30 minutes);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 885_000);
    }

    function test_P19_OpenRentalsKeepTheFeeTheySigned() public {
        (Order memory order, ) = aRunningRental();
        params.setFee(1500);
        vm.warp(T0 + 3 hours);
        escrow.settle(order);
        assertEq(escrow.fees(address(dollar)), 118_000);
    }

    // -- close

    function test_CloseSettlesTheRest() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
        vm.warp(T0 + 2 hours + WINDOW);
        vm.expectEmit(address(escrow));
        emit RentalEvents.Settled(id, 1_062_000, 118_000, 1_180_000, 4);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalClosed(id, CloseReason.SETTLED, 0, 5);
        vm.prank(keeper);
        escrow.close(order);
        assertEq(stateOf(id), CLOSED);
    }

    function test_P29_CloseBeginsWhenTheLastSecondVests() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
        uint256 vestedAt = T0 + 2 hours + WINDOW;
        vm.warp(vestedAt - 1);
        vm.expectRevert(abi.encodeWithSelector(WindowOpen.selector, vestedAt));
        escrow.close(order);
        uint256 snapshot = vm.snapshotState();
        for (uint256 time = vestedAt; time <= vestedAt + 1; time++) {
            vm.warp(time);
            escrow.close(order);
            assertEq(escrow.rental(id).claimed, 1_180_000);
            vm.revertToState(snapshot);
        }
    }

    function test_CloseRefusesWhatHasNotEnded() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 40 days);
        expectBadState(id, RUNNING, ENDED);
        escrow.close(order);
    }

    function test_P26_NothingMovesAfterTheClose() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        stop(order);
        vm.warp(T0 + 3 hours);
        escrow.close(order);
        vm.warp(T0 + 40 days);
        expectBadState(id, CLOSED, ENDED);
        escrow.close(order);
        escrow.settle(order);
        assertEq(escrow.rental(id).seq, 5);
        assertEq(grossOf(order), 1_180_000);
        assertEq(escrow.rental(id).claimed, 1_180_000);
        assertEq(lens.solventUntil(order), T0 + 2 hours);
    }

    function test_WithoutAWindowEverythingVestsAtOnce() public {
        Order memory order = anOrder();
        order.offer.window = 0;
        openFunded(order);
        start(order);
        vm.warp(T0 + 2 hours);
        stop(order);
        escrow.close(order);
        assertEq(freeOf(provider), 1_062_000);
    }
}
