// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental} from "../src/Rental.sol";
import {ActionsFixture} from "./ActionsFixture.sol";

/// @notice What a rental has cost, through any sequence of actions: time alone adds, the meter alone
/// takes, and everything else leaves it as it is.
contract GrossTest is ActionsFixture {
    uint256 internal constant STEPS = 16;
    /// @dev No price here is ever higher.
    uint256 internal constant HIGHEST = PRICE + STEPS + 3600;

    struct Step {
        uint8 action;
        uint16 amount;
        uint16 wait;
    }

    function setUp() public override {
        super.setUp();
        start(order);
    }

    /// @dev A top-up, a settlement, a close that fails and whatever a third party does included.
    function testFuzz_P13_NoActionButACutMovesTheGross(Step[STEPS] calldata steps) public {
        for (uint256 i = 0; i < STEPS; i++) {
            skip(steps[i].wait % 2 hours);
            uint256 before = grossOf(order);
            act(steps[i].action % HARMLESS, 1 + (steps[i].amount % 3600));
            assertEq(grossOf(order), before);
        }
    }

    function test_P13_NothingRevivesTheGapAfterALapse() public {
        vm.warp(T0 + SOLVENT_SECONDS + 1 hours);
        uint256 snapshot = vm.snapshotState();
        for (uint256 action = 0; action < HARMLESS; action++) {
            act(action, 60);
            assertEq(grossOf(order), 4_999_922);
            assertEq(lens.accruedAt(order, T0 + 30 days), 4_999_922);
            vm.revertToState(snapshot);
        }
    }

    function testFuzz_P10_TimeOnlyAdds(Step[STEPS] calldata steps) public {
        uint256 before = 0;
        for (uint256 i = 0; i < STEPS; i++) {
            act(steps[i].action % HARMLESS, 1 + (steps[i].amount % 3600));
            skip(steps[i].wait % 2 hours);
            assertGe(grossOf(order), before);
            before = grossOf(order);
        }
    }

    function testFuzz_P11_ACutTakesNoMoreThanWindowAndBudgetAllow(
        Step[STEPS] calldata steps
    ) public {
        for (uint256 i = 0; i < STEPS; i++) {
            skip(steps[i].wait % 2 hours);
            if (i % 2 == 0) act(steps[i].action % HARMLESS, 1 + (steps[i].amount % 3600));
            else cut(steps[i].amount);
        }
    }

    function testFuzz_P12_AllCutsTogetherStayWithinTheBudget(Step[STEPS] calldata steps) public {
        uint256 removed = 0;
        for (uint256 i = 0; i < STEPS; i++) {
            skip(steps[i].wait % 2 hours);
            act(steps[i].action % HARMLESS, 1 + (steps[i].amount % 3600));
            uint256 left = escrow.rental(id).retroLeft;
            uint256 before = grossOf(order);
            act(20, steps[i].amount);
            removed += left - escrow.rental(id).retroLeft;
            assertLe((before - grossOf(order)) * 3600, HIGHEST * (left + 1));
        }
        assertLe(removed, order.offer.retroBudget);
        assertEq(removed, order.offer.retroBudget - escrow.rental(id).retroLeft);
    }

    function testFuzz_P15_BilledSecondsAreWallSeconds(Step[STEPS] calldata steps) public {
        for (uint256 i = 0; i < STEPS; i++) {
            act(steps[i].action % 21, steps[i].amount);
            skip(steps[i].wait % 2 hours);
            assertLe(grossOf(order) * 3600, HIGHEST * (vm.getBlockTimestamp() - T0));
        }
    }

    function testFuzz_P7_ClaimedVestedGrossFunded(Step[STEPS] calldata steps) public {
        for (uint256 i = 0; i < STEPS; i++) {
            act(steps[i].action % ACTIONS, 1 + (steps[i].amount % 3600));
            skip(steps[i].wait % 2 hours);
            escrow.settle(order);
            uint256 now_ = vm.getBlockTimestamp();
            uint256 claimed = escrow.rental(id).claimed;
            uint256 gross = lens.accruedAt(order, now_);
            assertLe(lens.accruedAt(order, now_ - order.offer.window), claimed);
            assertLe(claimed, gross);
            assertLe(gross, uint256(order.deposit) + escrow.history(id).toppedUp);
        }
    }

    /// @dev Down, ended, closed and lapsed: time adds nothing.
    function testFuzz_P14_AClockThatStandsChargesNothing(Step[STEPS] calldata steps) public {
        for (uint256 i = 0; i < STEPS; i++) {
            act(steps[i].action % ACTIONS, 1 + (steps[i].amount % 3600));
            uint256 before = grossOf(order);
            bool stands = clockStands();
            skip(steps[i].wait % 2 hours);
            if (stands) assertEq(grossOf(order), before);
        }
    }

    /// @dev One hour of the window, or what is left of the budget; one base unit of rounding.
    function cut(uint256 back) private {
        Rental memory rental = escrow.rental(id);
        uint256 before = grossOf(order);
        act(20, back);
        uint256 left = rental.retroLeft < WINDOW ? rental.retroLeft : WINDOW;
        assertGe(grossOf(order), rental.claimed);
        assertLe(before - grossOf(order), (HIGHEST * left) / 3600 + 1);
    }

    function clockStands() private view returns (bool) {
        Rental memory rental = escrow.rental(id);
        bool down = uint8(rental.rate) == 0 && rental.clockFrom <= vm.getBlockTimestamp();
        bool lapsed = vm.getBlockTimestamp() >= lens.solventUntil(order);
        return down || lapsed || uint8(rental.state) >= ENDED;
    }
}
