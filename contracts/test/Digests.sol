// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    Amend,
    Delegation,
    MeterReport,
    Pause,
    Resume,
    Statement,
    Stop,
    Withdraw
} from "../src/Terms.sol";

/// @notice The EIP-712 digests of what parties sign, spelled out: the escrow offers no views for
/// them.
library Digests {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    function digest(address escrow, Stop memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Stop(bytes32 rentalId,uint40 deadline)");
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Pause memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Pause(bytes32 rentalId,uint16 turn,uint40 deadline)");
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Resume memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Resume(bytes32 rentalId,uint16 turn,uint40 deadline)");
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Amend memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Amend(bytes32 rentalId,uint96 pricePerHour,uint96 storagePricePerHour,uint40 maxEnd,uint16 turn,uint40 deadline)"
        );
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Statement memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Statement(bytes32 rentalId,uint96 gross,uint40 endedAt,uint16 turn,uint40 deadline)"
        );
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, MeterReport memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "MeterReport(bytes32 rentalId,uint8 kind,uint40 since,uint16 turn,bytes32 evidenceRoot,uint40 deadline)"
        );
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Withdraw memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Withdraw(address owner,address token,address to,uint128 amount,address relayer,uint128 relayFeeMax,uint256 nonce,uint40 deadline)"
        );
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    function digest(address escrow, Delegation memory signed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Delegation(address owner,address delegate,address token,uint8 scopes,uint96 cap,uint40 expiry,uint256 nonce,uint40 deadline)"
        );
        return _typed(escrow, abi.encode(typeHash, signed));
    }

    /// @dev The fields are value types, so their encoding is EIP-712's.
    function _typed(address escrow, bytes memory encoded) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("RentalEscrow"),
                keccak256("1"),
                block.chainid,
                escrow
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(encoded)));
    }
}
