// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {TooEarly} from "./Refusals.sol";

/// @notice A tree without leaves has no root to publish.
error NoLeaves();
/// @notice The publisher gave this hour its root before.
error HourIsPublished(uint32 hour, bytes32 root);

/// @title What meters saw, hour by hour
/// @notice Anybody publishes, under its own name, the Merkle root over all evidence of use in one
/// hour, and can never exchange it afterwards. It holds no money and the escrow does not read it: it
/// lets anybody show that a piece of evidence was there before anybody disputed it. Trees are those
/// of OpenZeppelin's `StandardMerkleTree`: sorted pairs over twice-hashed leaves.
contract UsageRoots {
    struct Publisher {
        uint64 seq;
        uint32 lastHour;
    }

    /// @notice How many roots a publisher published, and for which hour the latest one.
    mapping(address publisher => Publisher) public publishers;
    /// @notice The root of a publisher's hour; zero before it is published.
    mapping(address publisher => mapping(uint32 hour => bytes32)) public rootOf;

    /// @notice `seq` counts a publisher's roots from 1 and `previousRoot` is the one with the number
    /// before, so a missing log shows.
    event UsageRoot(
        address indexed publisher,
        uint32 indexed hour,
        bytes32 root,
        uint32 leafCount,
        bytes32 previousRoot,
        uint64 seq
    );

    /// @notice Publishes the caller's root over the `leafCount` pieces of evidence of the hour that
    /// began `hour` · 3600 seconds after 1970. The hour must be over. Hours may be left out, and
    /// given later.
    function publish(uint32 hour, bytes32 root, uint32 leafCount) external {
        if (root == bytes32(0) || leafCount == 0) revert NoLeaves();
        uint256 over = (uint256(hour) + 1) * 1 hours;
        if (block.timestamp < over) revert TooEarly(over, block.timestamp);
        mapping(uint32 => bytes32) storage roots = rootOf[msg.sender];
        if (roots[hour] != bytes32(0)) revert HourIsPublished(hour, roots[hour]);
        Publisher storage publisher = publishers[msg.sender];
        bytes32 previousRoot = roots[publisher.lastHour];
        uint64 seq = ++publisher.seq;
        publisher.lastHour = hour;
        roots[hour] = root;
        emit UsageRoot(msg.sender, hour, root, leafCount, previousRoot, seq);
    }

    /// @notice Whether the publisher's tree of that hour holds this evidence: the ABI encoding of
    /// the leaf's values.
    function verify(
        address publisher,
        uint32 hour,
        bytes calldata evidence,
        bytes32[] calldata proof
    ) external view returns (bool) {
        bytes32 root = rootOf[publisher][hour];
        bytes32 leaf = keccak256(bytes.concat(keccak256(evidence)));
        return root != bytes32(0) && MerkleProof.verifyCalldata(proof, root, leaf);
    }
}
