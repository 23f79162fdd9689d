// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {MultiSignerERC7913} from "@openzeppelin/contracts/utils/cryptography/signers/MultiSignerERC7913.sol";

import {OutOfBounds, ZeroAddress} from "./Refusals.sol";

/// @title Several meters that speak as one
/// @notice An Offer that names this contract as its meter is metered by `threshold` of its signers:
/// the escrow's `report` takes their signatures of one MeterReport, put together as
/// `abi.encode(bytes[] signers, bytes[] signatures)`, each signer as its 20 bytes. Signers in the
/// order of their hashes are the cheapest to check; nobody counts twice.
///
/// The signers and the threshold never change, and nobody administers them. Both parties of a
/// rental agreed to exactly these meters, so whoever could exchange a signer could meter rentals
/// that never agreed to it. For other signers deploy another quorum and name it in new Offers; a
/// quorum that lost its keys is revoked in EscrowParams.
///
/// The digest of a MeterReport holds the id of a rental, and with it the one meter its Offer names:
/// a signer of two quorums cannot be quoted in the wrong one.
contract MeterQuorum is MultiSignerERC7913, IERC1271 {
    /// @notice As many signers at most, so that a report's gas has a bound.
    uint256 public constant MAX_SIGNERS = 16;

    /// @notice `threshold_` of `signers_`, keys or ERC-1271 accounts, are needed and enough.
    constructor(
        address[] memory signers_,
        uint64 threshold_
    ) MultiSignerERC7913(_keysOf(signers_), threshold_) {}

    /// @inheritdoc IERC1271
    function isValidSignature(
        bytes32 digest,
        bytes calldata signature
    ) external view returns (bytes4) {
        bool valid = _rawSignatureValidation(digest, signature);
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// @dev ERC-7913 writes an account as its 20 bytes.
    function _keysOf(address[] memory signers_) private pure returns (bytes[] memory keys) {
        if (signers_.length > MAX_SIGNERS)
            revert OutOfBounds("signers", signers_.length, MAX_SIGNERS);
        keys = new bytes[](signers_.length);
        for (uint256 i = 0; i < signers_.length; ++i) {
            if (signers_[i] == address(0)) revert ZeroAddress("signer");
            keys[i] = abi.encodePacked(signers_[i]);
        }
    }
}
