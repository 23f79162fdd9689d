// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an owner means by the money it signs away: into whose account it goes, and which
/// Order it opens. Every adapter credits `owner` and nobody else.
struct DepositIntent {
    address owner; // who signs, pays and is credited
    address token;
    uint256 amount; // token base units
    bytes32 orderHash; // the Order to open in the same transaction; zero: none
    bytes32 salt; // tells equal intents apart; an Order has a salt of its own
}

/// @notice The EIP-712 struct hash of an intent.
/// @dev It carries no domain, because it is only ever signed inside a message that names the chain,
/// the token (or Permit2) and the adapter; the adapter names the escrow.
library DepositIntents {
    bytes internal constant TYPE =
        "DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)";
    bytes32 internal constant TYPEHASH = keccak256(TYPE);

    function hash(DepositIntent calldata intent) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, intent));
    }
}
