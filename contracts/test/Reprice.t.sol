// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Lapsed, NotParty, OutOfBounds, TermNotSupported} from "../src/Refusals.sol";
import {History, Rate} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order, Pause} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The renter of an interruptible rental raises its own bid.
contract RepriceTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        order = anInterruptibleOrder();
        id = running(order);
    }

    function test_AHigherBidCountsFromNowOn() public {
        vm.warp(T0 + 2 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalRepriced(id, 700_000, STORAGE_PRICE, T0 + 2 hours, 3);
        reprice(order, 700_000);
        assertEq(grossOf(order), 1_180_000);
        assertEq(lens.accruedAt(order, T0 + 3 hours), 1_880_000);
        assertEq(escrow.prices(id).pricePerHour, 700_000);
        assertEq(escrow.rental(id).turn, 2);
        // 3,820,000 left at 700,000 an hour
        assertEq(lens.solventUntil(order), T0 + 2 hours + 19_645);
    }

    function test_AHigherBidBeforeTheStart() public {
        Order memory reserved = anInterruptibleOrder();
        reserved.offer.assetHash = "machine 2";
        bytes32 reservedId = openFunded(reserved);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalRepriced(reservedId, 700_000, STORAGE_PRICE, T0, 2);
        reprice(reserved, 700_000);
        assertEq(stateOf(reservedId), RESERVED);
        start(reserved);
        assertEq(lens.accruedAt(reserved, T0 + 1 hours), 700_000);
        assertEq(lens.accruedAt(order, T0 + 1 hours), 590_000);
    }

    function test_AHigherBidWhilePausedLeavesStorageAsItIs() public {
        vm.warp(T0 + 1 hours);
        pause(order);
        vm.warp(T0 + 2 hours);
        reprice(order, 700_000);
        assertEq(lens.accruedAt(order, T0 + 3 hours), 610_000);
        vm.warp(T0 + 3 hours);
        resume(order);
        assertEq(lens.accruedAt(order, T0 + 4 hours), 1_310_000);
    }

    function test_AHigherBidDuringTheNoticeCountsUntilItIsOver() public {
        Order memory rival = aRivalOrder(600_000);
        openFunded(rival);
        vm.warp(T0 + 10 minutes);
        preempt(order, rival);
        vm.warp(T0 + 14 minutes);
        reprice(order, 700_000);
        History memory history = escrow.history(id);
        assertEq(history.previousFrom, T0 + 14 minutes);
        assertEq(uint8(history.previousRate), uint8(Rate.PRICE));
        assertEq(escrow.rental(id).clockFrom, T0 + 20 minutes);
        // 14 minutes at 590,000, 6 at 700,000, an hour of storage
        assertEq(lens.accruedAt(order, T0 + 80 minutes), 217_666);
    }

    function test_AHaltReachesBackNoFurtherThanTheLastPrice() public {
        vm.warp(T0 + 30 minutes);
        reprice(order, 700_000);
        vm.warp(T0 + 40 minutes);
        report(order, HALT, T0);
        assertEq(escrow.rental(id).clockFrom, T0 + 30 minutes);
        assertEq(grossOf(order), 295_000);
    }

    function test_RepriceOnlyEverRaises() public {
        expectTooLow(PRICE, PRICE + 1);
        expectTooLow(0, PRICE + 1);
        reprice(order, PRICE + 1);
        expectTooLow(PRICE + 1, PRICE + 2);
    }

    function test_ABidBeyondTheMoneyLapsesWithoutASecondMore() public {
        vm.warp(T0 + 2 hours);
        reprice(order, type(uint96).max);
        assertEq(lens.solventUntil(order), T0 + 2 hours);
        vm.prank(keeper);
        escrow.stop(order);
        assertEq(grossOf(order), 1_180_000);
        assertEq(freeOf(renter), 3_820_000);
    }

    function test_RepriceOutdatesWhatWasSigned() public {
        Pause memory signed = aPause(order);
        reprice(order, 700_000);
        assertEq(turnOf(order), signed.turn + 1);
    }

    function test_RepriceRefusesOthersAndWhatDoesNotTick() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, provider, renter));
        vm.prank(provider);
        escrow.reprice(order, 700_000);
        vm.warp(T0 + SOLVENT_SECONDS);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        reprice(order, 700_000);
        stop(order);
        expectBadState(id, ENDED, RUNNING);
        reprice(order, 700_000);
    }

    function test_RepriceRefusesRentalsOnDemand() public {
        Order memory demanded = anOrder();
        demanded.offer.assetHash = "machine 2";
        running(demanded);
        vm.expectRevert(abi.encodeWithSelector(TermNotSupported.selector, bytes32("class")));
        reprice(demanded, 700_000);
    }

    function expectTooLow(uint96 price, uint256 least) private {
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("pricePerHour"), price, least)
        );
        reprice(order, price);
    }
}
