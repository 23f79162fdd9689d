// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What OpenZeppelin's functions of these names mean, in words that the SMT checker
/// understands: it cannot look into their assembly. They stand in for them in the proofs alone;
/// `test/ProofMath.t.sol` compares the two.
library Math {
    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function saturatingSub(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : 0;
    }

    function ceilDiv(uint256 a, uint256 b) internal pure returns (uint256) {
        return a == 0 ? 0 : (a - 1) / b + 1;
    }
}
