// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Test} from "forge-std/Test.sol";

import {TooEarly} from "../src/Refusals.sol";
import {HourIsPublished, NoLeaves, UsageRoots} from "../src/UsageRoots.sol";

contract UsageRootsTest is Test {
    /// @dev The first second of an hour.
    uint40 internal constant T0 = 1_800_000_000;
    uint32 internal constant HOUR = 500_000;
    bytes32 internal constant ROOT = keccak256("a root");
    bytes32 internal constant OTHER_ROOT = keccak256("another root");

    UsageRoots internal usageRoots;
    address internal meter = makeAddr("meter");
    address internal otherMeter = makeAddr("other meter");

    function setUp() public {
        vm.warp(T0);
        usageRoots = new UsageRoots();
    }

    function publish(address publisher, uint32 hour, bytes32 root, uint32 leafCount) internal {
        vm.prank(publisher);
        usageRoots.publish(hour, root, leafCount);
    }

    function assertPublisher(address publisher, uint64 wantSeq, uint32 wantLastHour) internal view {
        (uint64 seq, uint32 lastHour) = usageRoots.publishers(publisher);
        assertEq(seq, wantSeq);
        assertEq(lastHour, wantLastHour);
    }

    // -- Publishing

    function test_EachRootNamesItsNumberAndTheOneBefore() public {
        vm.expectEmit(address(usageRoots));
        emit UsageRoots.UsageRoot(meter, HOUR - 2, ROOT, 7, bytes32(0), 1);
        publish(meter, HOUR - 2, ROOT, 7);
        vm.expectEmit(address(usageRoots));
        emit UsageRoots.UsageRoot(meter, HOUR - 1, OTHER_ROOT, 9, ROOT, 2);
        publish(meter, HOUR - 1, OTHER_ROOT, 9);
        assertEq(usageRoots.rootOf(meter, HOUR - 2), ROOT);
        assertEq(usageRoots.rootOf(meter, HOUR - 1), OTHER_ROOT);
        assertPublisher(meter, 2, HOUR - 1);
    }

    function test_AnHourLeftOutMayBeGivenLater() public {
        publish(meter, HOUR - 1, ROOT, 1);
        vm.expectEmit(address(usageRoots));
        emit UsageRoots.UsageRoot(meter, HOUR - 5, OTHER_ROOT, 1, ROOT, 2);
        publish(meter, HOUR - 5, OTHER_ROOT, 1);
        assertPublisher(meter, 2, HOUR - 5);
        vm.expectEmit(address(usageRoots));
        emit UsageRoots.UsageRoot(meter, HOUR - 4, ROOT, 1, OTHER_ROOT, 3);
        publish(meter, HOUR - 4, ROOT, 1);
    }

    function test_PublishersCountForThemselves() public {
        publish(meter, HOUR - 1, ROOT, 7);
        vm.expectEmit(address(usageRoots));
        emit UsageRoots.UsageRoot(otherMeter, HOUR - 1, OTHER_ROOT, 8, bytes32(0), 1);
        publish(otherMeter, HOUR - 1, OTHER_ROOT, 8);
        assertEq(usageRoots.rootOf(meter, HOUR - 1), ROOT);
        assertEq(usageRoots.rootOf(otherMeter, HOUR - 1), OTHER_ROOT);
    }

    function test_ARootIsNeverExchanged() public {
        publish(meter, HOUR - 1, ROOT, 7);
        bytes memory refusal = abi.encodeWithSelector(HourIsPublished.selector, HOUR - 1, ROOT);
        vm.expectRevert(refusal);
        publish(meter, HOUR - 1, OTHER_ROOT, 7);
        vm.expectRevert(refusal);
        publish(meter, HOUR - 1, ROOT, 7);
        assertEq(usageRoots.rootOf(meter, HOUR - 1), ROOT);
        assertPublisher(meter, 1, HOUR - 1);
    }

    function test_P29_AnHourIsPublishedFromItsEndOn() public {
        uint256 over = uint256(T0) + 3600;
        vm.warp(over - 1);
        vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, over, over - 1));
        publish(meter, HOUR, ROOT, 1);
        vm.warp(over);
        publish(meter, HOUR, ROOT, 1);
        vm.warp(over + 1);
        publish(otherMeter, HOUR, ROOT, 1);
    }

    function test_TheLastHourOfTheCalendarIsInTheFuture() public {
        uint256 over = uint256(type(uint32).max) * 3600 + 3600;
        vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, over, T0));
        publish(meter, type(uint32).max, ROOT, 1);
    }

    function test_ATreeHasLeaves() public {
        vm.expectRevert(NoLeaves.selector);
        publish(meter, HOUR - 1, bytes32(0), 1);
        vm.expectRevert(NoLeaves.selector);
        publish(meter, HOUR - 1, ROOT, 0);
        assertPublisher(meter, 0, 0);
    }

    // -- Proofs

    function leafOf(bytes memory evidence) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(evidence)));
    }

    function test_AProofShowsThatEvidenceWasThere() public {
        bytes memory first = abi.encode(keccak256("rental 1"), uint256(T0 - 60));
        bytes memory second = abi.encode(keccak256("rental 2"), uint256(T0 - 30));
        bytes memory third = abi.encode(keccak256("rental 3"), uint256(T0 - 10));
        bytes32 pair = Hashes.commutativeKeccak256(leafOf(first), leafOf(second));
        publish(meter, HOUR - 1, Hashes.commutativeKeccak256(pair, leafOf(third)), 3);

        bytes32[] memory proof = new bytes32[](2);
        (proof[0], proof[1]) = (leafOf(second), leafOf(third));
        assertTrue(usageRoots.verify(meter, HOUR - 1, first, proof));
        assertFalse(usageRoots.verify(meter, HOUR - 1, second, proof));
        assertFalse(usageRoots.verify(meter, HOUR - 2, first, proof));
        assertFalse(usageRoots.verify(otherMeter, HOUR - 1, first, proof));
        (proof[0], proof[1]) = (proof[1], proof[0]);
        assertFalse(usageRoots.verify(meter, HOUR - 1, first, proof));
        proof = new bytes32[](1);
        proof[0] = pair;
        assertTrue(usageRoots.verify(meter, HOUR - 1, third, proof));
    }

    function test_ATreeOfOneLeafIsThatLeaf() public {
        bytes memory evidence = abi.encode(keccak256("the only rental"));
        publish(meter, HOUR - 1, leafOf(evidence), 1);
        assertTrue(usageRoots.verify(meter, HOUR - 1, evidence, new bytes32[](0)));
    }

    /// @dev Without the second hash, the two halves of a node would pass for evidence.
    function test_ANodeIsNoEvidence() public {
        bytes32 left = leafOf("left");
        bytes32 right = leafOf("right");
        if (right < left) (left, right) = (right, left);
        publish(meter, HOUR - 1, Hashes.commutativeKeccak256(left, right), 2);
        bytes memory node = abi.encode(left, right);
        assertFalse(usageRoots.verify(meter, HOUR - 1, node, new bytes32[](0)));
    }

    function testFuzz_NothingIsProvenOfAnHourWithoutRoot(bytes32[] memory proof) public view {
        assertFalse(usageRoots.verify(meter, HOUR - 1, "evidence", proof));
    }
}
