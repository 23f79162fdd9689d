// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {InsufficientFree, Lapsed, NotInScope, NotParty} from "../src/Refusals.sol";
import {OutOfBounds, OverCap, ZeroAmount} from "../src/Refusals.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice More money for a rental: the renter's own, a gift, or the delegate's doing.
contract TopUpTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
    }

    function test_ATopUpMakesTheRentalLastLonger() public {
        fund(renter, PRICE);
        vm.warp(T0 + 2 hours);
        vm.expectEmit(address(escrow));
        emit Accounts.Debited(address(dollar), renter, id, PRICE, 0, 4);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalToppedUp(id, renter, PRICE, DEPOSIT + PRICE, 3);
        vm.prank(renter);
        escrow.topUp(order, renter, PRICE);
        assertEq(lens.solventUntil(order), T0 + SOLVENT_SECONDS + 1 hours);
        assertEq(grossOf(order), 1_180_000);
        assertEq(escrow.rental(id).turn, 1);
    }

    function test_AGiftIsRefundedToTheRenter() public {
        topUp(order, keeper, 1_000_000);
        vm.warp(T0 + 2 hours);
        stop(order);
        assertEq(freeOf(renter), 4_820_000);
        assertEq(freeOf(keeper), 0);
    }

    function test_ATopUpBeforeTheStart() public {
        Order memory reserved = anOrder();
        reserved.offer.assetHash = "machine 2";
        bytes32 reservedId = openFunded(reserved);
        topUp(reserved, keeper, PRICE);
        assertEq(lens.refundIfStoppedAt(reserved, T0), DEPOSIT + PRICE);
        uint256 snapshot = vm.snapshotState();
        vm.warp(T0 + 5 minutes);
        start(reserved);
        assertEq(escrow.history(reservedId).previousFrom, T0 + 5 minutes);
        assertEq(lens.solventUntil(reserved), T0 + 5 minutes + SOLVENT_SECONDS + 1 hours);
        assertEq(lens.accruedAt(reserved, T0 + 65 minutes), PRICE);
        vm.revertToState(snapshot);
        vm.prank(renter);
        escrow.cancel(reserved);
        assertEq(freeOf(renter), DEPOSIT + PRICE);
    }

    function test_ATopUpOfAHaltedRental() public {
        vm.warp(T0 + 2 hours);
        pause(order);
        topUp(order, keeper, PRICE);
        resume(order);
        assertEq(lens.solventUntil(order), T0 + SOLVENT_SECONDS + 1 hours);
    }

    /// @dev The gap after the money ran out is never billed.
    function test_P29_ATopUpComesBeforeTheMoneyRunsOut() public {
        vm.warp(T0 + SOLVENT_SECONDS - 1);
        uint256 snapshot = vm.snapshotState();
        topUp(order, keeper, 1);
        vm.revertToState(snapshot);
        fund(keeper, 1);
        for (uint40 time = T0 + SOLVENT_SECONDS; time <= T0 + SOLVENT_SECONDS + 1; time++) {
            vm.warp(time);
            vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
            vm.prank(keeper);
            escrow.topUp(order, keeper, 1);
        }
        assertEq(grossOf(order), 4_999_922);
    }

    function test_P29_ATopUpComesBeforeTheLatestEnd() public {
        Order memory short = anOrder();
        short.offer.assetHash = "machine 2";
        short.maxEnd = T0 + 1 hours;
        running(short);
        fund(keeper, 1);
        vm.warp(T0 + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + 1 hours));
        vm.prank(keeper);
        escrow.topUp(short, keeper, 1);
    }

    function test_P20_NobodySpendsAnothersMoney() public {
        fund(renter, 1);
        fund(provider, 1);
        vm.startPrank(keeper);
        vm.expectRevert(abi.encodeWithSelector(NotInScope.selector, keeper, MAY_TOP_UP));
        escrow.topUp(order, renter, 1);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, keeper, provider));
        escrow.topUp(order, provider, 1);
        vm.stopPrank();
    }

    function test_ADelegateTopsUpOutOfTheRentersBalance() public {
        fund(renter, 3);
        delegate(keeper, MAY_TOP_UP, 2, NEVER);
        vm.startPrank(keeper);
        vm.expectRevert(abi.encodeWithSelector(OverCap.selector, 2, 3));
        escrow.topUp(order, renter, 3);
        vm.expectEmit(address(escrow));
        emit Accounts.DelegateSpent(renter, keeper, address(dollar), 0);
        escrow.topUp(order, renter, 2);
        vm.stopPrank();
        assertEq(freeOf(renter), 1);
    }

    function test_TopUpRefusesNothingTooMuchAndMoreThanFree() public {
        vm.startPrank(renter);
        vm.expectRevert(ZeroAmount.selector);
        escrow.topUp(order, renter, 0);
        vm.expectRevert(abi.encodeWithSelector(InsufficientFree.selector, 0, 1));
        escrow.topUp(order, renter, 1);
        uint256 most = type(uint96).max;
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("deposit"), most + 1, most)
        );
        escrow.topUp(order, renter, uint96(most - DEPOSIT + 1));
        vm.stopPrank();
    }

    function test_TopUpNeedsAReservedOrTickingRental() public {
        stop(order);
        expectBadState(id, ENDED, RUNNING);
        escrow.topUp(order, address(this), 1);
        Order memory unknown = anOrder();
        unknown.salt = "unknown";
        expectBadState(escrow.hashOrder(unknown), NONE, RUNNING);
        escrow.topUp(unknown, address(this), 1);
    }
}
