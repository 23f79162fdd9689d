// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {AbandonedMarket} from "./invariants/AbandonedMarket.sol";

/// @notice No stuck funds: see AbandonedMarket. The invariants end each of their walks the same way.
contract VanishTest is Test {
    /// hardhat-config: fuzz.runs = 64
    function testFuzz_P31_EverybodyLeavesWithEverything(uint256 seed) public {
        AbandonedMarket market = new AbandonedMarket();
        market.walk(seed, 60);
        market.everybodyLeaves(seed);
    }

    /// @dev From richer states. WALKS makes it more of them.
    function test_P31_EverybodyLeavesAfterALongWalk() public {
        uint256 walks = vm.envOr("WALKS", uint256(3));
        for (uint256 w = 0; w < walks; w++) {
            AbandonedMarket market = new AbandonedMarket();
            market.walk(w, 300);
            market.everybodyLeaves(w);
        }
    }
}
