// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {BadSignature, Expired, NotParty, OutOfBounds, TooEarly} from "./Refusals.sol";

/// @title Who said so, and in time
/// @notice The checks that all operations share.
abstract contract Signed is EIP712 {
    constructor() EIP712("RentalEscrow", "1") {}

    /// @dev Whoever calls needs no signature of its own.
    function _requireSigned(address signer, bytes32 digest, bytes calldata sig) internal view {
        if (msg.sender != signer) _requireSignature(signer, digest, sig);
    }

    /// @dev The key first: an account with code whose key signed (EIP-7702) needs no consent of
    /// that code (ERC-1271).
    function _requireSignature(address signer, bytes32 digest, bytes calldata sig) internal view {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, sig);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, sig))
            revert BadSignature(signer);
    }

    function _requireParty(address party) internal view {
        if (msg.sender != party) revert NotParty(msg.sender, party);
    }

    function _requireFrom(uint256 from) internal view {
        if (block.timestamp < from) revert TooEarly(from, block.timestamp);
    }

    /// @dev The deadline itself is still in time.
    function _requireInTime(uint256 deadline) internal view {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
    }

    function _requireAtLeast(bytes32 term, uint256 have, uint256 bound) internal pure {
        if (have < bound) revert OutOfBounds(term, have, bound);
    }

    function _requireAtMost(bytes32 term, uint256 have, uint256 bound) internal pure {
        if (have > bound) revert OutOfBounds(term, have, bound);
    }
}
