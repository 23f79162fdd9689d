// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CrowdActions} from "./CrowdActions.sol";

/// @notice A market in which anything may happen next. Each action takes one seed, acts where the
/// market's own story of its rentals says that it must succeed, and tells the story on; the
/// invariants compare story, ledger and logs with the escrow.
abstract contract AnythingGoes is CrowdActions {
    /// @notice So many actions one after the other. None may fail.
    function walk(uint256 seed, uint256 steps) external {
        bytes4[] memory choice = this.actions();
        for (uint256 i = 0; i < steps; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            bytes memory call_ = abi.encodePacked(choice[dice % choice.length], dice);
            (bool ran, bytes memory why) = address(this).call(call_);
            if (!ran) emit log_named_bytes(vm.toString(call_), why);
            assertTrue(ran, "an action failed");
        }
    }
}
