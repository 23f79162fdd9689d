// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    Lapsed,
    MeterIsRevoked,
    NotParty,
    OutOfBounds,
    PausedByRenter,
    ZeroAmount
} from "../src/Refusals.sol";
import {HaltKind} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {MeterReport, Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice The machine is down: the meter's word and the provider's own.
contract HaltTest is SignedFixture {
    Order internal order;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
    }

    // -- by the meter

    function test_TheMeterTakesDownTimeOff() public {
        vm.warp(T0 + 2 hours);
        assertEq(grossOf(order), 1_180_000);
        expectHalted(id, HaltKind.DOWN, T0 + 90 minutes, 4 hours - 30 minutes);
        report(order, HALT, T0 + 90 minutes);
        assertEq(stateOf(id), HALTED);
        assertEq(grossOf(order), 885_000);
        assertEq(escrow.rental(id).turn, 2);
    }

    function test_P14_NothingIsChargedWhileDown() public {
        vm.warp(T0 + 2 hours);
        report(order, HALT, T0 + 2 hours);
        for (uint256 time = T0 + 2 hours; time <= T0 + 1 days; time += 1 hours) {
            assertEq(lens.accruedAt(order, time), 1_180_000);
        }
        assertEq(lens.solventUntil(order), MAX_END);
    }

    function test_ARunThroughDownTimeCostsTheUpTimeOnly() public {
        vm.warp(T0 + 2 hours);
        report(order, HALT, T0 + 90 minutes);
        vm.warp(T0 + 5 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalResumed(id, T0 + 5 hours, 4);
        report(order, RESUME, 0);
        assertEq(stateOf(id), RUNNING);
        vm.warp(T0 + 6 hours);
        stop(order);
        assertEq(grossOf(order), 1_475_000); // 90 + 60 minutes
        assertEq(freeOf(renter), DEPOSIT - 1_475_000);
    }

    function test_AnybodyCarriesTheMetersWord() public {
        vm.warp(T0 + 2 hours);
        MeterReport memory signed = aReport(order, HALT, T0 + 90 minutes);
        bytes memory sig = sign(meterKey, signed);
        vm.prank(keeper);
        escrow.report(order, signed, sig);
        assertEq(grossOf(order), 885_000);
    }

    function test_ARevokedMeterIsNotHeard() public {
        vm.warp(T0 + 2 hours);
        MeterReport memory signed = aReport(order, HALT, T0 + 90 minutes);
        bytes memory sig = sign(meterKey, signed);
        params.revokeMeter(meter);
        vm.expectRevert(abi.encodeWithSelector(MeterIsRevoked.selector, meter));
        escrow.report(order, signed, sig);
        vm.expectRevert(abi.encodeWithSelector(MeterIsRevoked.selector, meter));
        vm.prank(meter);
        escrow.report(order, signed, "");
    }

    function test_AReportOfAnUnknownKindIsRefused() public {
        MeterReport memory signed = aReport(order, 3, T0);
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("kind"), 3, 2));
        vm.prank(meter);
        escrow.report(order, signed, "");
    }

    function test_AHaltNeedsARentalThatTicks() public {
        vm.warp(T0 + SOLVENT_SECONDS);
        MeterReport memory signed = aReport(order, HALT, T0 + SOLVENT_SECONDS);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        vm.prank(meter);
        escrow.report(order, signed, "");

        vm.warp(T0);
        Order memory reserved = anOrder();
        reserved.offer.assetHash = "machine 2";
        bytes32 reservedId = openFunded(reserved);
        signed = aReport(reserved, HALT, T0);
        expectBadState(reservedId, RESERVED, RUNNING);
        vm.prank(meter);
        escrow.report(reserved, signed, "");
        Order memory unknown = anOrder();
        unknown.salt = "unknown";
        signed = aReport(unknown, HALT, T0);
        expectBadState(escrow.hashOrder(unknown), NONE, RUNNING);
        vm.prank(meter);
        escrow.report(unknown, signed, "");
    }

    // -- how far back

    function test_P11_AHaltReachesBackNoFurtherThanTheWindow() public {
        vm.warp(T0 + 3 hours);
        expectHalted(id, HaltKind.DOWN, T0 + 2 hours, 3 hours);
        report(order, HALT, T0);
        assertEq(grossOf(order), 1_180_000);
    }

    function test_P11_AHaltReachesBackToTheVeryWindow() public {
        vm.warp(T0 + 3 hours);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 1_180_000);
        uint256 snapshot = vm.snapshotState();
        for (uint40 since = T0 + 2 hours - 1; since <= T0 + 2 hours + 1; since++) {
            report(order, HALT, since);
            bool clamped = since < T0 + 2 hours;
            assertEq(escrow.rental(id).clockFrom, clamped ? T0 + 2 hours : since);
            assertGe(grossOf(order), 1_180_000);
            vm.revertToState(snapshot);
        }
    }

    function test_P12_AHaltReachesBackNoFurtherThanTheBudget() public {
        Order memory scarce = anOrder();
        scarce.offer.assetHash = "machine 2";
        scarce.offer.retroBudget = 10 minutes;
        bytes32 scarceId = running(scarce);
        vm.warp(T0 + 2 hours);
        expectHalted(scarceId, HaltKind.DOWN, T0 + 110 minutes, 0);
        report(scarce, HALT, T0 + 1 hours);
        vm.warp(T0 + 3 hours);
        report(scarce, RESUME, 0);
        vm.warp(T0 + 4 hours);
        expectHalted(scarceId, HaltKind.DOWN, T0 + 4 hours, 0);
        report(scarce, HALT, T0 + 3 hours);
        assertEq(grossOf(scarce), 1_671_666); // 110 + 60 minutes
    }

    function test_P11_AHaltReachesBackNoFurtherThanTheStart() public {
        vm.warp(T0 + 30 minutes);
        expectHalted(id, HaltKind.DOWN, T0, 4 hours - 30 minutes);
        report(order, HALT, 0);
        assertEq(grossOf(order), 0);
    }

    /// @dev The clock remembers its last two segments.
    function test_AHaltReachesBackIntoTheSegmentBefore() public {
        vm.warp(T0 + 30 minutes);
        pause(order);
        vm.warp(T0 + 50 minutes);
        expectHalted(id, HaltKind.DOWN, T0 + 20 minutes, 4 hours - 30 minutes);
        report(order, HALT, T0 + 20 minutes);
        assertEq(grossOf(order), 196_666);
        vm.warp(T0 + 20 hours);
        assertEq(grossOf(order), 196_666);
    }

    function test_AHaltReachesBackNoFurtherThanTheSegmentBefore() public {
        vm.warp(T0 + 10 minutes);
        haltByProvider(order);
        vm.warp(T0 + 20 minutes);
        resume(order);
        vm.warp(T0 + 30 minutes);
        assertEq(grossOf(order), 196_666); // 20 minutes
        expectHalted(id, HaltKind.DOWN, T0 + 10 minutes, 4 hours - 20 minutes);
        report(order, HALT, T0);
        assertEq(grossOf(order), 98_333); // 10 minutes
    }

    function test_AHaltFromTheFutureBeginsNow() public {
        vm.warp(T0 + 2 hours);
        expectHalted(id, HaltKind.DOWN, T0 + 2 hours, 4 hours);
        report(order, HALT, T0 + 3 hours);
        assertEq(grossOf(order), 1_180_000);
    }

    function test_ASecondHaltMovesTheFirstFurtherBack() public {
        vm.warp(T0 + 2 hours);
        haltByProvider(order);
        vm.warp(T0 + 2 hours + 10 minutes);
        expectHalted(id, HaltKind.DOWN, T0 + 90 minutes, 4 hours - 30 minutes);
        report(order, HALT, T0 + 90 minutes);
        assertEq(grossOf(order), 885_000);
        assertEq(escrow.rental(id).turn, 3);
    }

    function test_ASecondHaltThatTakesNothingIsRefused() public {
        vm.warp(T0 + 2 hours);
        report(order, HALT, T0 + 90 minutes);
        vm.warp(T0 + 2 hours + 10 minutes);
        expectNothingToHalt(T0 + 90 minutes);
        expectNothingToHalt(T0 + 2 hours);
        vm.warp(T0 + 4 hours);
        expectNothingToHalt(T0 + 80 minutes); // vested by now
        expectBadState(id, HALTED, RUNNING);
        haltByProvider(order);
    }

    /// @dev The last hour before a halt vests an hour later, as before an end: a provider that
    /// reports itself down rescues nothing from the meter.
    function test_P7_TheTailOfAHaltedSegmentVestsAWindowLater() public {
        vm.warp(T0 + 2 hours);
        haltByProvider(order);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 590_000);
        vm.warp(T0 + 2 hours + 30 minutes);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 885_000);
        report(order, HALT, T0);
        assertEq(grossOf(order), 885_000);
        vm.warp(T0 + 3 hours);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 885_000);
    }

    function test_WithoutAWindowAHaltTakesNothingBack() public {
        Order memory final_ = anOrder();
        final_.offer.assetHash = "machine 2";
        final_.offer.window = 0;
        running(final_);
        vm.warp(T0 + 2 hours);
        report(final_, HALT, T0);
        assertEq(grossOf(final_), 1_180_000);
    }

    // -- by the provider

    function test_TheProviderReportsItselfDownFromNowOn() public {
        vm.warp(T0 + 2 hours);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalHalted(id, HaltKind.DOWN, T0 + 2 hours, uint24(4 hours), 0, 3);
        haltByProvider(order);
        vm.warp(T0 + 10 hours);
        assertEq(grossOf(order), 1_180_000);
    }

    /// @dev A second change of the clock would close the segment before the first one, and so make its
    /// last seconds final before the meter can say that the machine was down.
    function test_TheProviderCannotHaltWhatIsHaltedToSaveItsTail() public {
        vm.warp(T0 + 2 hours);
        pause(order);
        expectBadState(id, HALTED, RUNNING);
        haltByProvider(order);
        escrow.settle(order);
        assertEq(escrow.rental(id).claimed, 590_000);
        report(order, HALT, T0 + 1 hours);
        assertEq(grossOf(order), 590_000);
    }

    function test_TheProvidersHaltRefusesOthersAndWhatDoesNotTick() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, renter, provider));
        vm.prank(renter);
        escrow.halt(order);
        vm.warp(T0 + 2 hours);
        uint256 snapshot = vm.snapshotState();
        vm.warp(T0 + SOLVENT_SECONDS);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, T0 + SOLVENT_SECONDS));
        haltByProvider(order);
        vm.revertToState(snapshot);
        stop(order);
        expectBadState(id, ENDED, RUNNING);
        haltByProvider(order);
    }

    // -- back up

    function test_TheRenterOrTheMeterResumesButNotTheProvider() public {
        vm.warp(T0 + 2 hours);
        haltByProvider(order);
        uint256 snapshot = vm.snapshotState();
        resume(order);
        assertEq(stateOf(id), RUNNING);
        vm.revertToState(snapshot);
        report(order, RESUME, 0);
        assertEq(stateOf(id), RUNNING);
        vm.revertToState(snapshot);
        MeterReport memory signed = aReport(order, RESUME, 0);
        bytes memory sig = sign(providerKey, signed);
        expectBadSignature(meter);
        vm.prank(provider);
        escrow.report(order, signed, sig);
    }

    function test_ResumeNeedsAHaltedRentalThatTicks() public {
        MeterReport memory signed = aReport(order, RESUME, 0);
        expectBadState(id, RUNNING, HALTED);
        vm.prank(meter);
        escrow.report(order, signed, "");
        vm.warp(T0 + 2 hours);
        haltByProvider(order);
        vm.warp(MAX_END);
        signed = aReport(order, RESUME, 0);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, MAX_END));
        vm.prank(meter);
        escrow.report(order, signed, "");
    }

    function test_TheMeterDoesNotEndTheRentersPause() public {
        vm.warp(T0 + 30 minutes);
        pause(order);
        vm.warp(T0 + 50 minutes);
        report(order, HALT, T0 + 20 minutes);
        MeterReport memory signed = aReport(order, RESUME, 0);
        vm.expectRevert(PausedByRenter.selector);
        vm.prank(meter);
        escrow.report(order, signed, "");
        resume(order);
        assertEq(stateOf(id), RUNNING);
        assertEq(escrow.rental(id).flags & 8, 0);
    }

    // -- the meter starts

    function test_AMeterStartsByItsWordWhereTheOrderSaysSo() public {
        Order memory metered = anOrder();
        metered.offer.assetHash = "machine 2";
        metered.starter = 1;
        bytes32 meteredId = openFunded(metered);
        vm.warp(T0 + 60);
        MeterReport memory signed = aReport(metered, START, T0);
        bytes memory sig = sign(meterKey, signed);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalStarted(meteredId, T0 + 60, MAX_END, 2);
        vm.prank(provider);
        escrow.report(metered, signed, sig);
        assertEq(escrow.rental(meteredId).clockFrom, T0 + 60);
    }

    function test_AMeterDoesNotStartWhereTheRenterDoes() public {
        Order memory mine = anOrder();
        mine.offer.assetHash = "machine 2";
        openFunded(mine);
        MeterReport memory signed = aReport(mine, START, T0);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, meter, renter));
        vm.prank(meter);
        escrow.report(mine, signed, "");
    }

    // -- expectations

    function expectNothingToHalt(uint256 since) private {
        MeterReport memory signed = aReport(order, HALT, since);
        vm.expectRevert(ZeroAmount.selector);
        vm.prank(meter);
        escrow.report(order, signed, "");
    }
}
