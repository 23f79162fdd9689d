// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Test} from "forge-std/Test.sol";

import {Math as ProofMath} from "../proofs/Math.sol";

/// @notice The proofs' plain words for OpenZeppelin's functions mean the same.
contract ProofMathTest is Test {
    function testFuzz_MinIsTheLesser(uint256 a, uint256 b) public pure {
        assertEq(ProofMath.min(a, b), Math.min(a, b));
    }

    function testFuzz_SaturatingSubStopsAtZero(uint256 a, uint256 b) public pure {
        assertEq(ProofMath.saturatingSub(a, b), Math.saturatingSub(a, b));
    }

    function testFuzz_CeilDivRoundsUp(uint256 a, uint256 b) public pure {
        vm.assume(b > 0);
        assertEq(ProofMath.ceilDiv(a, b), Math.ceilDiv(a, b));
    }
}
