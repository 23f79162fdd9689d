// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {NotParty, TooEarly} from "../src/Refusals.sol";
import {CloseReason} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice The three ways out of a reservation: cancel, decline, expire.
contract RefundTest is EscrowFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        order = anOrder();
        id = openFunded(order);
    }

    function test_CancelRefundsEverything() public {
        expectRefund(CloseReason.CANCELLED);
        vm.prank(renter);
        escrow.cancel(order);
        assertRefunded();
    }

    function test_DeclineRefundsEverything() public {
        expectRefund(CloseReason.DECLINED);
        vm.prank(provider);
        escrow.decline(order);
        assertRefunded();
    }

    function test_ExpireRefundsEverything() public {
        vm.warp(order.startDeadline + 1);
        expectRefund(CloseReason.EXPIRED);
        vm.prank(keeper);
        escrow.expire(order);
        assertRefunded();
    }

    function test_P38_ARefundedSliceIsOpenToTheNext() public {
        vm.prank(provider);
        escrow.decline(order);
        Order memory next = anOrder();
        next.salt = bytes32(uint256(1));
        bytes32 nextId = open(next);
        assertEq(holderOf(next.offer), nextId);
    }

    function test_CancelRefusesAnotherCaller() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, provider, renter));
        vm.prank(provider);
        escrow.cancel(order);
    }

    function test_DeclineRefusesAnotherCaller() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, renter, provider));
        vm.prank(renter);
        escrow.decline(order);
    }

    function test_P29_ExpireBeginsWhereStartEnds() public {
        uint256 deadline = order.startDeadline;
        for (uint256 time = deadline - 1; time <= deadline; time++) {
            vm.warp(time);
            vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, deadline + 1, time));
            escrow.expire(order);
        }
        vm.warp(deadline + 1);
        escrow.expire(order);
        assertEq(stateOf(id), CLOSED);
    }

    function test_P26_NoRefundOnceStarted() public {
        start(order);
        expectBadState(id, RUNNING, RESERVED);
        vm.prank(renter);
        escrow.cancel(order);
        expectBadState(id, RUNNING, RESERVED);
        vm.prank(provider);
        escrow.decline(order);
        vm.warp(order.startDeadline + 1);
        expectBadState(id, RUNNING, RESERVED);
        escrow.expire(order);
    }

    function test_P26_ClosedAbsorbs() public {
        vm.prank(renter);
        escrow.cancel(order);
        vm.warp(order.startDeadline);
        expectBadState(id, CLOSED, RESERVED);
        vm.prank(renter);
        escrow.cancel(order);
        expectBadState(id, CLOSED, RESERVED);
        vm.prank(provider);
        escrow.decline(order);
        expectBadState(id, CLOSED, RESERVED);
        vm.prank(renter);
        escrow.start(order);
        expectBadState(id, CLOSED, RUNNING);
        vm.prank(renter);
        escrow.stop(order);
        expectBadState(id, CLOSED, ENDED);
        escrow.close(order);
        vm.warp(order.startDeadline + 1);
        expectBadState(id, CLOSED, RESERVED);
        escrow.expire(order);
        escrow.settle(order);
        assertRefunded();
    }

    function test_AnAlteredOrderIsAnotherRental() public {
        Order memory altered = order;
        altered.offer.provider = keeper;
        bytes32 alteredId = escrow.hashOrder(altered);
        expectBadState(alteredId, NONE, RESERVED);
        vm.prank(keeper);
        escrow.decline(altered);
    }

    function expectRefund(CloseReason reason) private {
        vm.expectEmit(address(escrow));
        emit Accounts.Credited(address(dollar), renter, id, DEPOSIT, DEPOSIT, 3);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalClosed(id, reason, DEPOSIT, 2);
    }

    function assertRefunded() private view {
        assertEq(freeOf(renter), DEPOSIT);
        assertEq(freeOf(provider), 0);
        assertEq(escrow.fees(address(dollar)), 0);
        assertEq(stateOf(id), CLOSED);
        assertEq(escrow.rental(id).claimed, 0);
        assertEq(lens.refundIfStoppedAt(order, T0), 0);
    }
}
