// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Rental, State} from "../../src/Rental.sol";
import {AnythingGoes} from "./AnythingGoes.sol";

/// @notice A market that everybody leaves: after a walk to a random state no meter, admin, guardian
/// or relayer does anything any more, no entry is open and no token listed. What remains is time,
/// everybody's own key, and what anybody may do.
contract AbandonedMarket is AnythingGoes {
    struct Exit {
        bool exists;
        uint256 second;
        uint256 rental;
        Errand errand;
    }

    mapping(uint256 rental => uint256) private _latest;

    /// @notice Fails where somebody cannot leave, leaves too late, or leaves anything behind.
    function everybodyLeaves(uint256 seed) external {
        vm.warp(time);
        vanish();
        endAll(seed);
        withdrawAll();
    }

    /// @dev Operators go; until when each rental may take is settled.
    function vanish() private {
        for (uint256 i = 0; i < meters.length; i++) params.revokeMeter(meters[i]);
        for (uint256 i = 0; i < tokens.length; i++) params.delistToken(address(tokens[i]));
        bool rested = time >= params.entryPausedUntil() + params.ENTRY_COOL_DOWN();
        if (rested) params.pauseEntry();
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 end = escrow.rental(ids[i]).endsAt;
            if (end < orders[i].startDeadline) end = orders[i].startDeadline;
            _latest[i] = end + orders[i].offer.window;
            if (_latest[i] < time) _latest[i] = time;
        }
    }

    /// @dev Every rental ends by itself, or by its renter where the seed says so, each at its
    /// first possible second and never after its last deadline and window.
    function endAll(uint256 seed) private {
        Exit memory exit = nextExit(seed);
        while (exit.exists) {
            if (exit.second > time) time = exit.second;
            assertLe(time, _latest[exit.rental], "too late");
            vm.warp(time);
            bytes memory call_ = callOf(exit.errand, exit.rental);
            vm.prank(leaverOf(seed, exit));
            (bool left, ) = address(escrow).call(call_);
            assertTrue(left, "no way out");
            exit = nextExit(seed);
        }
    }

    /// @dev Everybody withdraws; what remains are fees and donations, then donations alone.
    function withdrawAll() private {
        for (uint256 t = 0; t < tokens.length; t++) {
            for (uint256 i = 0; i < owners.length; i++) takeAll(tokens[t], owners[i]);
            uint256 left = tokens[t].balanceOf(address(escrow));
            uint256 bucket = escrow.fees(address(tokens[t]));
            assertEq(bucket, left - donated[tokens[t]], "not the fees alone");
            if (bucket > 0) escrow.withdrawFees(address(tokens[t]));
            assertEq(tokens[t].balanceOf(address(escrow)), donated[tokens[t]], "left behind");
        }
    }

    function takeAll(IERC20 token, address owner) private {
        uint256 free = escrow.account(address(token), owner).free;
        if (free == 0) return;
        uint256 before = token.balanceOf(owner);
        vm.prank(owner);
        escrow.withdraw(address(token), owner, free);
        assertEq(token.balanceOf(owner), before + free);
    }

    /// @dev The earliest exit that is still to come.
    function nextExit(uint256 seed) private view returns (Exit memory next) {
        for (uint256 i = 0; i < ids.length; i++) {
            Exit memory exit = exitOf(seed, i);
            if (exit.exists && (!next.exists || exit.second < next.second)) next = exit;
        }
    }

    function exitOf(uint256 seed, uint256 i) private view returns (Exit memory) {
        Rental memory rental = escrow.rental(ids[i]);
        if (rental.state == State.CLOSED) return Exit(false, 0, i, Errand.SETTLE);
        if (rental.state == State.RESERVED) {
            return Exit(true, uint256(orders[i].startDeadline) + 1, i, Errand.EXPIRE);
        }
        if (rental.state == State.ENDED) {
            return Exit(true, rental.endsAt + orders[i].offer.window, i, Errand.CLOSE);
        }
        bool byRenter = leavesItself(seed, i);
        return Exit(true, byRenter ? time : lens.solventUntil(orders[i]), i, Errand.STOP);
    }

    function leaverOf(uint256 seed, Exit memory exit) private view returns (address) {
        bool byRenter = exit.errand == Errand.STOP && leavesItself(seed, exit.rental);
        return byRenter ? orders[exit.rental].renter : oneOf(seed, "leaver", helpers);
    }

    function leavesItself(uint256 seed, uint256 i) private pure returns (bool) {
        return oneIn(uint256(keccak256(abi.encode(seed, i))), "leaves", 3);
    }
}
