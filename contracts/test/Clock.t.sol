// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {BadSignature, Expired, NotParty, TooEarly, WrongRental} from "../src/Refusals.sol";
import {Rate, Rental} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order, Stop} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice start, stop and stopBySig.
contract ClockTest is EscrowFixture {
    // -- start

    function test_RenterStarts() public {
        Order memory order = anOrder();
        bytes32 id = openFunded(order);
        vm.warp(T0 + 60);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalStarted(id, T0 + 60, MAX_END, 2);
        start(order);
        assertEq(stateOf(id), RUNNING);
        assertEq(uint8(escrow.rental(id).rate), uint8(Rate.PRICE));
    }

    function test_MeterStartsWhereTheOrderSaysSo() public {
        Order memory order = anOrder();
        order.starter = 1;
        bytes32 id = openFunded(order);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, renter, meter));
        start(order);
        vm.prank(meter);
        escrow.start(order);
        assertEq(stateOf(id), RUNNING);
    }

    function test_StartRefusesProviderAndMeterWhereTheRenterStarts() public {
        Order memory order = anOrder();
        openFunded(order);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, provider, renter));
        vm.prank(provider);
        escrow.start(order);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, meter, renter));
        vm.prank(meter);
        escrow.start(order);
    }

    function test_StartRefusesWhatIsNotReserved() public {
        Order memory order = anOrder();
        bytes32 id = escrow.hashOrder(order);
        expectBadState(id, NONE, RESERVED);
        start(order);
        openFunded(order);
        start(order);
        expectBadState(id, RUNNING, RESERVED);
        start(order);
    }

    function test_P29_StartEndsAtItsDeadline() public {
        Order memory order = anOrder();
        openFunded(order);
        uint256 snapshot = vm.snapshotState();
        for (uint256 time = order.startDeadline - 1; time <= order.startDeadline; time++) {
            vm.warp(time);
            start(order);
            vm.revertToState(snapshot);
        }
        vm.warp(order.startDeadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(Expired.selector, order.startDeadline, order.startDeadline + 1)
        );
        start(order);
    }

    function testFuzz_P28_TheClockStartsAtTheBlocksSecond(uint256 delay, bool byMeter) public {
        Order memory order = anOrder();
        order.starter = byMeter ? 1 : 0;
        bytes32 id = openFunded(order);
        uint256 time = T0 + bound(delay, 0, START_WITHIN);
        vm.warp(time);
        vm.prank(byMeter ? meter : renter);
        escrow.start(order);
        assertEq(escrow.rental(id).clockFrom, time);
        assertEq(lens.accruedAt(order, time), 0);
        assertEq(lens.accruedAt(order, time + 1), 163); // ⌊590,000 / 3600⌋
    }

    // -- stop

    function test_RenterStopsAtOnceAndIsRefundedAtOnce() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 2 hours);
        vm.expectEmit(address(escrow));
        emit Accounts.Credited(address(dollar), renter, id, 3_820_000, 3_820_000, 3);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalStopped(id, T0 + 2 hours, 1_180_000, 3_820_000, 3);
        stop(order);
        Rental memory rental = escrow.rental(id);
        assertEq(grossOf(order), 1_180_000);
        assertEq(rental.endsAt, T0 + 2 hours);
        assertEq(uint8(rental.state), ENDED);
    }

    function test_StopInTheSecondOfTheStartCostsNothing() public {
        (Order memory order, ) = aRunningRental();
        stop(order);
        assertEq(freeOf(renter), DEPOSIT);
        assertEq(grossOf(order), 0);
    }

    function test_P29_AnybodyStopsFromTheSecondTheMoneyRunsOut() public {
        (Order memory order, bytes32 id) = aRunningRental();
        expectStopByAnybodyFrom(order, id, T0 + SOLVENT_SECONDS);
    }

    function test_P29_AnybodyStopsFromTheLatestEnd() public {
        Order memory order = anOrder();
        order.maxEnd = T0 + 1 hours;
        bytes32 id = openFunded(order);
        start(order);
        expectStopByAnybodyFrom(order, id, T0 + 1 hours);
    }

    function test_ALateStopBillsNoLateSecond() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 40 days);
        vm.prank(keeper);
        escrow.stop(order);
        // 30,508 s cost 4,999,922.2; the remainder of the last, unaffordable second is the renter's.
        assertEq(grossOf(order), 4_999_922);
        assertEq(escrow.rental(id).endsAt, T0 + SOLVENT_SECONDS);
        assertEq(freeOf(renter), 78);
    }

    function test_StopRefusesWhatDoesNotRun() public {
        Order memory order = anOrder();
        bytes32 id = escrow.hashOrder(order);
        expectBadState(id, NONE, RUNNING);
        stop(order);
        openFunded(order);
        expectBadState(id, RESERVED, RUNNING);
        stop(order);
        start(order);
        stop(order);
        expectBadState(id, ENDED, RUNNING);
        stop(order);
    }

    // -- stopBySig

    function test_StopBySigNeedsNoTransactionOfTheRenter() public {
        (Order memory order, bytes32 id) = aRunningRental();
        Stop memory signedStop = Stop(id, T0 + 3 hours);
        bytes memory sig = stopSigOf(renterKey, signedStop);
        vm.warp(T0 + 2 hours);
        vm.prank(keeper);
        escrow.stopBySig(order, signedStop, sig);
        assertEq(grossOf(order), 1_180_000);
        assertEq(freeOf(renter), 3_820_000);
    }

    function test_StopBySigRefusesAnotherSigner() public {
        (Order memory order, bytes32 id) = aRunningRental();
        Stop memory signedStop = Stop(id, T0 + 3 hours);
        bytes memory sig = stopSigOf(providerKey, signedStop);
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, renter));
        escrow.stopBySig(order, signedStop, sig);
    }

    function test_StopBySigRefusesAnotherRentalsStop() public {
        (Order memory order, bytes32 id) = aRunningRental();
        bytes32 otherId = keccak256("another rental");
        Stop memory signedStop = Stop(otherId, T0 + 3 hours);
        bytes memory sig = stopSigOf(renterKey, signedStop);
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, otherId, id));
        escrow.stopBySig(order, signedStop, sig);
    }

    function test_P29_StopBySigEndsAtItsDeadline() public {
        (Order memory order, bytes32 id) = aRunningRental();
        uint40 deadline = T0 + 1 hours;
        Stop memory signedStop = Stop(id, deadline);
        bytes memory sig = stopSigOf(renterKey, signedStop);
        uint256 snapshot = vm.snapshotState();
        for (uint256 time = deadline - 1; time <= deadline; time++) {
            vm.warp(time);
            escrow.stopBySig(order, signedStop, sig);
            vm.revertToState(snapshot);
        }
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, deadline, deadline + 1));
        escrow.stopBySig(order, signedStop, sig);
    }

    function test_StopBySigIsSpentByItsUse() public {
        (Order memory order, bytes32 id) = aRunningRental();
        Stop memory signedStop = Stop(id, T0 + 3 hours);
        bytes memory sig = stopSigOf(renterKey, signedStop);
        escrow.stopBySig(order, signedStop, sig);
        expectBadState(id, ENDED, RUNNING);
        escrow.stopBySig(order, signedStop, sig);
    }

    // -- expectations

    function expectStopByAnybodyFrom(Order memory order, bytes32 id, uint256 endCap) private {
        assertEq(lens.solventUntil(order), endCap);
        vm.warp(endCap - 1);
        vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, endCap, endCap - 1));
        vm.prank(keeper);
        escrow.stop(order);
        uint256 snapshot = vm.snapshotState();
        for (uint256 time = endCap; time <= endCap + 1; time++) {
            vm.warp(time);
            vm.prank(keeper);
            escrow.stop(order);
            assertEq(escrow.rental(id).endsAt, endCap);
            vm.revertToState(snapshot);
        }
    }
}
