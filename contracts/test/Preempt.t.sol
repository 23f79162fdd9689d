// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    Lapsed,
    MeterIsRevoked,
    NotParty,
    OutOfBounds,
    SliceHeld,
    TermNotSupported,
    TooEarly,
    WrongSlice
} from "../src/Refusals.sol";
import {HaltKind, Rate, Rental} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order, Resume} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice A better rental takes an interruptible one's slice, after the notice.
contract PreemptTest is SignedFixture {
    uint96 internal constant BETTER = 600_000;
    uint40 internal constant NOW = T0 + 5 minutes;

    Order internal old;
    bytes32 internal oldId;
    Order internal rival;
    bytes32 internal rivalId;

    /// @dev The old rental runs since T0; its rival waits with a higher price.
    function setUp() public override {
        super.setUp();
        old = anInterruptibleOrder();
        oldId = running(old);
        rival = aRivalOrder(BETTER);
        rivalId = openFunded(rival);
        vm.warp(NOW);
    }

    // -- the hand-over

    function test_TheOldOneKeepsItsPriceUntilTheNoticeIsOver() public {
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalPreempted(oldId, rivalId, BETTER, NOW + NOTICE, 3);
        preempt(old, rival);
        Rental memory rental = escrow.rental(oldId);
        assertEq(uint8(rental.state), HALTED);
        assertEq(rental.clockFrom, NOW + NOTICE);
        assertEq(rental.endsAt, MAX_END);
        assertEq(uint8(rental.rate), uint8(Rate.STORAGE));
        // 15 minutes at the full price, then storage.
        assertEq(lens.accruedAt(old, NOW), 49_166);
        assertEq(lens.accruedAt(old, NOW + NOTICE - 1), 147_336);
        assertEq(lens.accruedAt(old, NOW + NOTICE), 147_500);
        assertEq(lens.accruedAt(old, NOW + NOTICE + 1 hours), 157_500);
    }

    function test_P29_TheNewOneStartsWhenTheNoticeIsOver() public {
        preempt(old, rival);
        vm.warp(NOW + NOTICE - 1);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, oldId));
        start(rival);
        vm.warp(NOW + NOTICE);
        start(rival);
        assertEq(holderOf(rival.offer), rivalId);
    }

    function test_AnOpeningOnDemandTakesTheSliceWhenTheNoticeIsOver() public {
        Order memory demanded = anOrder();
        demanded.renter = rival.renter;
        bytes32 demandedId = escrow.hashOrder(demanded);
        fund(demanded.renter, DEPOSIT);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalPreempted(oldId, demandedId, PRICE, NOW + NOTICE, 3);
        preempt(old, demanded); // not opened yet: the slice is still held
        vm.warp(NOW + NOTICE - 1);
        bytes memory sig = offerSigOf(demanded);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, oldId));
        vm.prank(demanded.renter);
        escrow.open(demanded, sig);
        vm.warp(NOW + NOTICE);
        open(demanded);
        assertEq(holderOf(demanded.offer), demandedId);
    }

    function test_WithoutNoticeTheSliceChangesHandsAtOnce() public {
        stop(old);
        Order memory first = anInterruptibleOrder();
        first.offer.noticeSeconds = 0;
        running(first);
        preempt(first, rival);
        start(rival);
        assertEq(holderOf(rival.offer), rivalId);
    }

    function test_TwoRentersRaceAndOneWins() public {
        preempt(old, rival);
        Order memory third = aRivalOrder(BETTER + 1);
        third.renter = makeAddr("third");
        bytes32 thirdId = openFunded(third);
        vm.warp(NOW + NOTICE);
        start(third);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, thirdId));
        start(rival);
        assertEq(holderOf(rival.offer), thirdId);
    }

    function test_AMeterPreemptsToo() public {
        vm.prank(meter);
        escrow.preempt(old, rival);
        assertEq(stateOf(oldId), HALTED);
    }

    function test_AWaitingBidMayBeAHaltedRental() public {
        stop(old);
        Order memory first = anInterruptibleOrder();
        first.salt = "first";
        running(first);
        pause(first);
        start(rival);
        vm.prank(renter);
        escrow.reprice(first, BETTER + 1);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalPreempted(
            rivalId,
            escrow.hashOrder(first),
            BETTER + 1,
            NOW + NOTICE,
            3
        );
        preempt(rival, first);
        vm.warp(NOW + NOTICE);
        resume(first);
        assertEq(holderOf(first.offer), escrow.hashOrder(first));
    }

    // -- afterwards

    function test_APreemptedRentalResumesOnceTheSliceIsFree() public {
        preempt(old, rival);
        vm.warp(NOW + NOTICE);
        start(rival);
        Resume memory signed = aResume(old);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, rivalId));
        vm.prank(renter);
        escrow.resume(old, signed, "");
        vm.warp(T0 + 2 hours + 15 minutes);
        stop(rival);
        report(old, RESUME, 0);
        assertEq(holderOf(old.offer), oldId);
        assertEq(grossOf(old), 167_500); // 15 minutes, 2 hours of storage
    }

    function test_APreemptedRentalNobodyReplacedResumes() public {
        preempt(old, rival);
        vm.warp(NOW + NOTICE);
        resume(old);
        assertEq(holderOf(old.offer), oldId);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, oldId));
        start(rival);
    }

    function test_P29_NobodyResumesBeforeTheNoticeIsOver() public {
        preempt(old, rival);
        for (uint40 time = NOW; time < NOW + NOTICE; time += NOTICE - 1) {
            vm.warp(time);
            Resume memory signed = aResume(old);
            vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, NOW + NOTICE, time));
            vm.prank(renter);
            escrow.resume(old, signed, "");
        }
        vm.warp(NOW + NOTICE);
        resume(old);
    }

    function test_TheRenterStopsDuringTheNotice() public {
        preempt(old, rival);
        vm.warp(NOW + 5 minutes);
        stop(old);
        assertEq(grossOf(old), 98_333); // 10 minutes
        assertEq(freeOf(renter), DEPOSIT - 98_333);
        start(rival);
        vm.warp(T0 + 70 minutes);
        escrow.close(old);
        assertEq(escrow.rental(oldId).claimed, 98_333);
    }

    function test_AMachineThatFailsDuringTheNoticeIsDown() public {
        preempt(old, rival);
        vm.warp(NOW + 5 minutes);
        expectHalted(oldId, HaltKind.DOWN, NOW + 2 minutes, 4 hours - 3 minutes);
        report(old, HALT, NOW + 2 minutes);
        assertEq(lens.accruedAt(old, T0 + 5 hours), 68_833); // 7 minutes
        start(rival);
    }

    function test_ATrimOfARentalStoppedDuringTheNotice() public {
        preempt(old, rival);
        vm.warp(NOW + 5 minutes);
        stop(old);
        report(old, HALT, NOW + 2 minutes);
        assertEq(grossOf(old), 68_833); // 7 minutes
        assertEq(escrow.rental(oldId).clockFrom, NOW + 2 minutes);
    }

    /// @dev The money ends before the notice does.
    function test_TheMoneyMayRunOutDuringTheNotice() public {
        stop(old);
        Order memory poor = anInterruptibleOrder();
        poor.deposit = 98_334; // 10 minutes
        bytes32 poorId = running(poor);
        vm.warp(NOW + 5 minutes);
        preempt(poor, rival);
        assertEq(lens.solventUntil(poor), NOW + 10 minutes);
        vm.warp(NOW + 10 minutes);
        vm.prank(keeper);
        escrow.stop(poor);
        assertEq(escrow.rental(poorId).endsAt, NOW + 10 minutes);
        assertEq(grossOf(poor), 98_333);
    }

    // -- who and what

    function test_PreemptRefusesOthers() public {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, rival.renter, provider));
        vm.prank(rival.renter);
        escrow.preempt(old, rival);
        params.revokeMeter(meter);
        vm.expectRevert(abi.encodeWithSelector(MeterIsRevoked.selector, meter));
        vm.prank(meter);
        escrow.preempt(old, rival);
        preempt(old, rival);
    }

    function test_PreemptRefusesRentalsOnDemand() public {
        stop(old);
        Order memory demanded = anOrder();
        running(demanded);
        vm.expectRevert(abi.encodeWithSelector(TermNotSupported.selector, bytes32("class")));
        preempt(demanded, rival);
    }

    function test_PreemptRefusesWhatDoesNotRun() public {
        expectBadState(rivalId, RESERVED, RUNNING);
        preempt(rival, old);
        preempt(old, rival);
        expectBadState(oldId, HALTED, RUNNING);
        preempt(old, rival);
        vm.warp(NOW + NOTICE);
        resume(old);
        vm.warp(MAX_END);
        uint256 cap = lens.solventUntil(old);
        vm.expectRevert(abi.encodeWithSelector(Lapsed.selector, cap));
        preempt(old, rival);
    }

    function test_PreemptRefusesAPriceThatIsNotHigher() public {
        Order memory equal = aRivalOrder(PRICE);
        openFunded(equal);
        expectRefusal(
            equal,
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("pricePerHour"), PRICE, PRICE + 1)
        );
        reprice(old, BETTER);
        expectRefusal(
            rival,
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("pricePerHour"),
                BETTER,
                BETTER + 1
            )
        );
        reprice(rival, BETTER + 1);
        preempt(old, rival);
    }

    function test_PreemptRefusesABidThatDoesNotWait() public {
        Order memory unopened = aRivalOrder(BETTER + 1);
        bytes32 unopenedId = escrow.hashOrder(unopened);
        expectBadState(unopenedId, NONE, RESERVED);
        preempt(old, unopened);
        vm.prank(rival.renter);
        escrow.cancel(rival);
        expectBadState(rivalId, CLOSED, RESERVED);
        preempt(old, rival);
    }

    function test_PreemptRefusesAnotherSliceProviderOrToken() public {
        Order memory other = aRivalOrder(BETTER);
        other.offer.assetHash = "machine 2";
        expectRefusal(other, abi.encodeWithSelector(WrongSlice.selector));
        other = aRivalOrder(BETTER);
        other.offer.provider = makeAddr("another provider");
        expectRefusal(other, abi.encodeWithSelector(WrongSlice.selector));
        other = aRivalOrder(BETTER);
        other.offer.token = makeAddr("another token");
        expectRefusal(other, abi.encodeWithSelector(WrongSlice.selector));
    }

    function expectRefusal(Order memory byNew, bytes memory refusal) private {
        vm.expectRevert(refusal);
        preempt(old, byNew);
    }
}
