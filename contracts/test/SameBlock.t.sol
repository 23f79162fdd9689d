// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionsFixture} from "./ActionsFixture.sol";

/// @notice Any two actions in one second, in either order, in every state.
contract SameBlockTest is ActionsFixture {
    bytes4 internal constant PANIC = 0x4e487b71;

    function test_P30_Reserved() public {
        everyPair();
    }

    function test_P30_Unstarted() public {
        vm.warp(T0 + START_WITHIN + 1);
        everyPair();
    }

    function test_P30_Started() public {
        start(order);
        everyPair();
    }

    function test_P30_Running() public {
        start(order);
        vm.warp(T0 + 10 minutes);
        everyPair();
    }

    function test_P30_Paused() public {
        start(order);
        vm.warp(T0 + 10 minutes);
        pause(order);
        everyPair();
    }

    function test_P30_Down() public {
        start(order);
        haltByProvider(order);
        vm.warp(T0 + 10 minutes);
        everyPair();
    }

    function test_P30_DuringANotice() public {
        start(order);
        preempt(order, rival);
        vm.warp(T0 + 5 minutes);
        everyPair();
    }

    function test_P30_AsANoticeEnds() public {
        start(order);
        preempt(order, rival);
        vm.warp(T0 + 10 minutes);
        everyPair();
    }

    function test_P30_AsTheMoneyRunsOut() public {
        start(order);
        vm.warp(T0 + SOLVENT_SECONDS);
        everyPair();
    }

    function test_P30_TheSecondBefore() public {
        start(order);
        vm.warp(T0 + SOLVENT_SECONDS - 1);
        everyPair();
    }

    function test_P30_Ended() public {
        start(order);
        vm.warp(T0 + 10 minutes);
        stop(order);
        everyPair();
    }

    function test_P30_AsTheWindowEnds() public {
        start(order);
        vm.warp(T0 + 10 minutes);
        stop(order);
        vm.warp(T0 + 10 minutes + WINDOW);
        everyPair();
    }

    function test_P30_Closed() public {
        start(order);
        stop(order);
        vm.warp(T0 + WINDOW);
        escrow.close(order);
        everyPair();
    }

    function everyPair() private {
        uint256 snapshot = vm.snapshotState();
        for (uint256 first = 0; first < ACTIONS; first++) {
            for (uint256 second = 0; second < ACTIONS; second++) {
                refusesInWords(first);
                refusesInWords(second);
                exits();
                vm.revertToState(snapshot);
            }
        }
    }

    /// @dev Refused by an error of our own, never by a panic or without a word.
    function refusesInWords(uint256 action) private {
        (bool accepted, bytes memory answer) = act(action, 60);
        if (accepted) return;
        assertGe(answer.length, 4);
        assertTrue(bytes4(answer) != PANIC);
    }

    /// @dev Whatever happened, the renter and time bring the rental to its end.
    function exits() private {
        uint8 state = stateOf(id);
        if (state == RESERVED) act(6, 0);
        if (state == RUNNING || state == HALTED) stop(order);
        if (stateOf(id) == ENDED) {
            vm.warp(uint256(escrow.rental(id).endsAt) + WINDOW);
            escrow.close(order);
        }
        assertEq(stateOf(id), CLOSED);
        uint256 funded = uint256(order.deposit) + escrow.history(id).toppedUp;
        uint256 claimed = escrow.rental(id).claimed;
        assertEq(freeOf(renter) + claimed, funded);
        assertEq(freeOf(provider) + escrow.fees(address(dollar)), claimed);
    }
}
