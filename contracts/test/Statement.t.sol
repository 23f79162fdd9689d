// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Expired, OutOfBounds, WrongRental, WrongTurn} from "../src/Refusals.sol";
import {CloseReason} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order, Statement} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice What the parties agree that a rental cost. Every combination of signatures and states.
contract StatementTest is SignedFixture {
    uint96 internal constant TWO_HOURS = 1_180_000;
    uint96 internal constant ONE_HOUR = 590_000;

    Order internal order;
    bytes32 internal id;

    /// @dev Two hours in, of which one has vested.
    function setUp() public override {
        super.setUp();
        (order, id) = aRunningRental();
        vm.warp(T0 + 2 hours);
    }

    // -- live: both sign

    function test_BothCloseARunningRentalAtOnce() public {
        Statement memory signed = aStatement(order, 1_000_000, T0 + 2 hours);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalStopped(id, T0 + 2 hours, TWO_HOURS, 3_820_000, 3);
        vm.expectEmit(address(escrow));
        emit RentalEvents.Settled(id, 900_000, 100_000, 1_000_000, 4);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalClosed(id, CloseReason.AGREED, 180_000, 5);
        vm.prank(keeper);
        escrow.statement(order, signed, renterSig, providerSig);
        assertEq(stateOf(id), CLOSED);
        assertPaid(1_000_000);
    }

    function test_BothAgreeOnAnEarlierEnd() public {
        agree(order, aStatement(order, ONE_HOUR, T0 + 1 hours));
        assertEq(escrow.rental(id).endsAt, T0 + 1 hours);
        assertPaid(ONE_HOUR);
    }

    function test_BothAgreeOnNothing() public {
        agree(order, aStatement(order, 0, T0));
        assertPaid(0);
        assertEq(escrow.rental(id).seq, 4); // opened, started, stopped, closed
    }

    function test_BothCloseAHaltedRental() public {
        haltByProvider(order);
        vm.warp(T0 + 5 hours);
        agree(order, aStatement(order, TWO_HOURS, T0 + 5 hours));
        assertPaid(TWO_HOURS);
    }

    function test_BothCloseALapsedRental() public {
        vm.warp(T0 + 1 days);
        expectOutOfBounds(
            aStatement(order, 0, T0 + SOLVENT_SECONDS + 1),
            "endedAt",
            T0 + SOLVENT_SECONDS + 1,
            T0 + SOLVENT_SECONDS
        );
        agree(order, aStatement(order, 4_999_922, T0 + SOLVENT_SECONDS));
        assertPaid(4_999_922);
    }

    function test_BothStayBetweenWhatIsPaidAndWhatWasEarned() public {
        escrow.settle(order);
        expectOutOfBounds(
            aStatement(order, ONE_HOUR - 1, T0 + 2 hours),
            "gross",
            ONE_HOUR - 1,
            ONE_HOUR
        );
        expectOutOfBounds(
            aStatement(order, TWO_HOURS + 1, T0 + 2 hours),
            "gross",
            TWO_HOURS + 1,
            TWO_HOURS
        );
        expectOutOfBounds(aStatement(order, 0, T0 + 1 hours - 1), "gross", 0, ONE_HOUR);
        expectOutOfBounds(
            aStatement(order, TWO_HOURS, T0 + 2 hours + 1),
            "endedAt",
            T0 + 2 hours + 1,
            T0 + 2 hours
        );
        agree(order, aStatement(order, ONE_HOUR, T0 + 2 hours));
        assertPaid(ONE_HOUR);
    }

    function test_P20_OneAloneClosesNothingLive() public {
        Statement memory signed = aStatement(order, TWO_HOURS, T0 + 2 hours);
        expectBadSignature(provider);
        vm.prank(renter);
        escrow.statement(order, signed, "", "");
        expectBadSignature(renter);
        vm.prank(provider);
        escrow.statement(order, signed, "", "");
        expectBadSignature(renter);
        escrow.statement(order, signed, "", "");
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        expectBadSignature(provider);
        escrow.statement(order, signed, renterSig, "");
        expectBadSignature(renter);
        escrow.statement(order, signed, "", providerSig);
        expectBadSignature(renter);
        escrow.statement(order, signed, providerSig, providerSig);
        expectBadSignature(provider);
        escrow.statement(order, signed, renterSig, renterSig);
    }

    // -- ended

    function test_TheRenterAloneWaivesTheWindow() public {
        stop(order);
        Statement memory signed = aStatement(order, TWO_HOURS, T0 + 2 hours);
        bytes memory sig = sign(renterKey, signed);
        vm.expectEmit(address(escrow));
        emit RentalEvents.Settled(id, 1_062_000, 118_000, TWO_HOURS, 4);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalClosed(id, CloseReason.AGREED, 0, 5);
        escrow.statement(order, signed, sig, "");
        assertPaid(TWO_HOURS);
    }

    function test_TheRenterAloneSignsNoLessThanWasEarned() public {
        stop(order);
        Statement memory signed = aStatement(order, TWO_HOURS - 1, T0 + 2 hours);
        expectGrossRefused(TWO_HOURS - 1, TWO_HOURS);
        vm.prank(renter);
        escrow.statement(order, signed, "", "");
        signed = aStatement(order, TWO_HOURS + 1, T0 + 2 hours);
        expectGrossRefused(TWO_HOURS + 1, TWO_HOURS);
        vm.prank(renter);
        escrow.statement(order, signed, "", "");
    }

    function test_TheProviderAloneGivesUpAllThatIsNotFinal() public {
        stop(order);
        Statement memory signed = aStatement(order, ONE_HOUR, T0 + 2 hours);
        vm.prank(provider);
        escrow.statement(order, signed, "", "");
        assertPaid(ONE_HOUR);
    }

    function test_TheProviderAloneGivesUpAllThatIsNotPaid() public {
        stop(order);
        Statement memory signed = aStatement(order, 0, T0 + 2 hours);
        vm.prank(provider);
        escrow.statement(order, signed, "", "");
        assertPaid(0);
    }

    /// @dev The meter may still take the last hour back: the provider cannot close before it.
    function test_TheProviderAloneDoesNotDodgeTheMeter() public {
        stop(order);
        Statement memory signed = aStatement(order, ONE_HOUR + 1, T0 + 2 hours);
        expectGrossRefused(ONE_HOUR + 1, ONE_HOUR);
        vm.prank(provider);
        escrow.statement(order, signed, "", "");
        report(order, HALT, 0);
        assertEq(grossOf(order), ONE_HOUR);
    }

    function test_TheProviderAloneSignsNoLessThanIsPaid() public {
        escrow.settle(order);
        stop(order);
        Statement memory signed = aStatement(order, ONE_HOUR - 1, T0 + 2 hours);
        expectGrossRefused(ONE_HOUR - 1, ONE_HOUR);
        vm.prank(provider);
        escrow.statement(order, signed, "", "");
    }

    function test_TheProviderAloneSignsAllOnceAllIsFinal() public {
        stop(order);
        vm.warp(T0 + 3 hours);
        Statement memory signed = aStatement(order, TWO_HOURS, T0 + 2 hours);
        bytes memory sig = sign(providerKey, signed);
        escrow.statement(order, signed, "", sig);
        assertPaid(TWO_HOURS);
    }

    function test_BothSignWhatTheyLikeOfAnEndedRental() public {
        stop(order);
        agree(order, aStatement(order, 1_000_000, T0 + 2 hours));
        assertPaid(1_000_000);
    }

    function test_NobodySignsForAnEndedRental() public {
        stop(order);
        Statement memory signed = aStatement(order, TWO_HOURS, T0 + 2 hours);
        expectBadSignature(renter);
        vm.prank(keeper);
        escrow.statement(order, signed, "", "");
    }

    function test_TheEndOfAnEndedRentalStands() public {
        stop(order);
        vm.warp(T0 + 3 hours);
        uint256 end = T0 + 2 hours;
        expectOutOfBounds(aStatement(order, 0, end - 1), "endedAt", end - 1, end);
        expectOutOfBounds(aStatement(order, 0, end + 1), "endedAt", end + 1, end);
    }

    // -- in general

    function test_P26_AStatementNeedsARentalThatRanAndIsNotClosed() public {
        agree(order, aStatement(order, 0, T0 + 2 hours));
        Statement memory signed = aStatement(order, 0, T0 + 2 hours);
        expectBadState(id, CLOSED, RUNNING);
        agree(order, signed);
        Order memory reserved = anOrder();
        reserved.salt = "reserved";
        reserved.validUntil = T0 + 1 days;
        reserved.startDeadline = T0 + 2 hours;
        bytes32 reservedId = openFunded(reserved);
        signed = aStatement(reserved, 0, T0 + 2 hours);
        expectBadState(reservedId, RESERVED, RUNNING);
        agree(reserved, signed);
    }

    function test_P23_AStatementIsForOneRentalAndTurn() public {
        Statement memory signed = aStatement(order, 0, T0 + 2 hours);
        signed.turn = 2;
        vm.expectRevert(abi.encodeWithSelector(WrongTurn.selector, 2, 1));
        agree(order, signed);
        signed.turn = 1;
        signed.rentalId = "another";
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, bytes32("another"), id));
        agree(order, signed);
    }

    function test_P29_AStatementEndsAtItsDeadline() public {
        Statement memory signed = aStatement(order, 0, T0 + 2 hours);
        signed.deadline = T0 + 3 hours;
        uint256 snapshot = vm.snapshotState();
        for (uint40 time = T0 + 3 hours - 1; time <= T0 + 3 hours; time++) {
            vm.warp(time);
            agree(order, signed);
            vm.revertToState(snapshot);
        }
        vm.warp(T0 + 3 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, T0 + 3 hours, T0 + 3 hours + 1));
        agree(order, signed);
    }

    /// @dev The renter gets all that the rental did not cost.
    function assertPaid(uint256 gross) private view {
        assertEq(stateOf(id), CLOSED);
        assertEq(escrow.rental(id).claimed, gross);
        assertEq(lens.accruedAt(order, T0 + 40 days), gross);
        assertEq(freeOf(provider), gross - gross / 10);
        assertEq(escrow.fees(address(dollar)), gross / 10);
        assertEq(freeOf(renter), DEPOSIT - gross);
    }

    function expectGrossRefused(uint256 have, uint256 bound) private {
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("gross"), have, bound)
        );
    }

    function expectOutOfBounds(
        Statement memory signed,
        bytes32 term,
        uint256 have,
        uint256 bound
    ) private {
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, term, have, bound));
        agree(order, signed);
    }
}
