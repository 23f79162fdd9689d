// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {BadState, OutOfBounds, WindowOpen} from "../src/Refusals.sol";
import {CloseReason} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {DemoDollar} from "../src/demo/DemoDollar.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice settleMany and closeMany: what one call each would do, in one credit of neighbours.
contract ManyTest is SignedFixture {
    Order[] internal orders;
    bytes32[] internal ids;

    /// @dev Three rentals since T0, on three machines of one provider.
    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; i++) {
            Order memory order = anOrder();
            order.offer.assetHash = bytes32(i);
            orders.push(order);
            ids.push(running(order));
        }
        vm.warp(T0 + 3 hours);
    }

    function test_NeighboursShareOneCredit() public {
        for (uint256 i = 0; i < 3; i++) {
            vm.expectEmit(address(escrow));
            emit RentalEvents.Settled(ids[i], 1_062_000, 118_000, 1_180_000, 3);
        }
        vm.expectEmit(address(escrow));
        emit Accounts.Credited(address(dollar), provider, 0, 3_186_000, 3_186_000, 1);
        vm.prank(keeper);
        escrow.settleMany(orders);
        assertEq(escrow.fees(address(dollar)), 354_000);
    }

    function test_P35_AnUnknownOrderIsSkipped() public {
        Order memory unknown = anOrder();
        bytes memory reason = refusalOf(escrow.hashOrder(unknown), NONE, RUNNING);
        for (uint256 poisoned = 0; poisoned < 3; poisoned++) {
            uint256 snapshot = vm.snapshotState();
            orders[poisoned] = unknown;
            vm.expectEmit(address(escrow));
            emit RentalEvents.BatchItemFailed(poisoned, reason);
            escrow.settleMany(orders);
            assertEq(freeOf(provider), 2_124_000);
            assertEq(escrow.rental(ids[poisoned]).claimed, 0);
            vm.revertToState(snapshot);
        }
    }

    function test_TheSameRentalTwiceIsPaidOnce() public {
        orders[1] = orders[0];
        orders[2] = orders[0];
        escrow.settleMany(orders);
        assertEq(freeOf(provider), 1_062_000);
        assertEq(escrow.rental(ids[0]).seq, 3);
    }

    function test_P8_ManyGiveTheTotalsOfEachAlone() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < 3; i++) escrow.settle(orders[i]);
        uint256 provider_ = freeOf(provider);
        uint256 fees = escrow.fees(address(dollar));
        vm.revertToState(snapshot);
        escrow.settleMany(orders);
        assertEq(freeOf(provider), provider_);
        assertEq(escrow.fees(address(dollar)), fees);
    }

    function test_ManyOfDifferentProvidersArePaidEach() public {
        (address other, uint256 otherKey) = makeAddrAndKey("another provider");
        Order memory order = anOrder();
        order.offer.provider = other;
        order.startDeadline = T0 + 3 hours;
        order.validUntil = T0 + 3 hours;
        bytes memory sig = signDigest(otherKey, escrow.hashOffer(order.offer));
        fund(renter, DEPOSIT);
        vm.prank(renter);
        escrow.open(order, sig);
        start(order);
        orders[1] = order;
        vm.warp(T0 + 5 hours);
        escrow.settleMany(orders);
        assertEq(freeOf(provider), 4_248_000); // twice four hours, less the fee
        assertEq(freeOf(other), 531_000);
        assertEq(escrow.fees(address(dollar)), 531_000);
    }

    function test_ManyInDifferentTokensArePaidEach() public {
        DemoDollar euro = new DemoDollar();
        params.listToken(address(euro));
        euro.mint(address(this), DEPOSIT);
        euro.approve(address(escrow), DEPOSIT);
        escrow.deposit(address(euro), renter, DEPOSIT);
        Order memory order = anOrder();
        order.offer.token = address(euro);
        order.startDeadline = T0 + 3 hours;
        order.validUntil = T0 + 3 hours;
        open(order);
        start(order);
        orders[1] = order;
        vm.warp(T0 + 5 hours);
        escrow.settleMany(orders);
        assertEq(freeOf(provider), 4_248_000); // twice four hours, less the fee
        assertEq(escrow.account(address(euro), provider).free, 531_000);
        assertEq(escrow.fees(address(dollar)), 472_000);
        assertEq(escrow.fees(address(euro)), 59_000);
    }

    function test_ClosingManySkipsWhatCannotClose() public {
        stop(orders[0]);
        vm.warp(T0 + 4 hours - 1);
        stop(orders[1]);
        vm.warp(T0 + 4 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalClosed(ids[0], CloseReason.SETTLED, 0, 5);
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(
            1,
            abi.encodeWithSelector(WindowOpen.selector, T0 + 5 hours - 1)
        );
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(2, refusalOf(ids[2], RUNNING, ENDED));
        escrow.closeMany(orders);
        assertEq(stateOf(ids[0]), CLOSED);
        assertEq(freeOf(provider), 1_593_000);
        assertEq(freeOf(renter), 3_230_000 + 2_640_164);
    }

    function test_ClosingManyWaitsForTheLastSecondOfTheWindow() public {
        stop(orders[0]);
        vm.warp(T0 + 4 hours - 1);
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(
            0,
            abi.encodeWithSelector(WindowOpen.selector, T0 + 4 hours)
        );
        escrow.closeMany(orders);
        assertEq(stateOf(ids[0]), ENDED);
        vm.warp(T0 + 4 hours);
        escrow.closeMany(orders);
        assertEq(stateOf(ids[0]), CLOSED);
    }

    function test_ClosingOneTwiceClosesItOnce() public {
        stop(orders[0]);
        orders[1] = orders[0];
        vm.warp(T0 + 4 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(1, refusalOf(ids[0], CLOSED, ENDED));
        escrow.closeMany(orders);
        assertEq(freeOf(provider), 1_593_000);
        escrow.settleMany(orders);
        assertEq(escrow.rental(ids[0]).seq, 5);
    }

    function test_ManyAreAtMost64() public {
        Order[] memory many = new Order[](65);
        bytes memory refusal = abi.encodeWithSelector(
            OutOfBounds.selector,
            bytes32("orders"),
            65,
            64
        );
        vm.expectRevert(refusal);
        escrow.settleMany(many);
        vm.expectRevert(refusal);
        escrow.closeMany(many);
    }

    function test_NoneIsNoError() public {
        escrow.settleMany(new Order[](0));
        escrow.closeMany(new Order[](0));
    }

    function refusalOf(bytes32 id, uint8 have, uint8 want) private pure returns (bytes memory) {
        return abi.encodeWithSelector(BadState.selector, id, have, want);
    }
}
