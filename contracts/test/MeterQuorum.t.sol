// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {MultiSignerERC7913} from "@openzeppelin/contracts/utils/cryptography/signers/MultiSignerERC7913.sol";
import {Test} from "forge-std/Test.sol";

import {MeterQuorum} from "../src/MeterQuorum.sol";
import {BadSignature, OutOfBounds, ZeroAddress} from "../src/Refusals.sol";
import {MeterReport, Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

contract MeterQuorumTest is Test {
    bytes4 internal constant REFUSED = 0xffffffff;
    bytes32 internal constant DIGEST = keccak256("a report");

    /// @dev Keys in the order of their signers' hashes, which is the cheap order to check.
    uint256[] internal keys;
    address[] internal signers;
    MeterQuorum internal quorum;

    function setUp() public {
        signers = someSigners(5);
        quorum = new MeterQuorum(signers, 3);
    }

    /// @dev Replaces `keys` by as many new ones as there are signers.
    function someSigners(uint256 count) internal returns (address[] memory accounts) {
        delete keys;
        accounts = new address[](count);
        for (uint256 i = 0; i < count; ++i) keys.push(i + 1);
        for (uint256 i = 1; i < count; ++i)
            for (uint256 j = i; j > 0 && idOf(keys[j]) < idOf(keys[j - 1]); --j)
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
        for (uint256 i = 0; i < count; ++i) accounts[i] = vm.addr(keys[i]);
    }

    function idOf(uint256 key) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(vm.addr(key)));
    }

    function signatureBy(uint256[] memory by) internal pure returns (bytes memory) {
        bytes[] memory members = new bytes[](by.length);
        bytes[] memory signatures = new bytes[](by.length);
        for (uint256 i = 0; i < by.length; ++i) {
            members[i] = abi.encodePacked(vm.addr(by[i]));
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(by[i], DIGEST);
            signatures[i] = abi.encodePacked(r, s, v);
        }
        return abi.encode(members, signatures);
    }

    function firstKeys(uint256 count) internal view returns (uint256[] memory by) {
        by = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) by[i] = keys[i];
    }

    function assertAccepted(uint256[] memory by) internal view {
        bytes4 answer = quorum.isValidSignature(DIGEST, signatureBy(by));
        assertEq(answer, IERC1271.isValidSignature.selector);
    }

    function assertRefused(uint256[] memory by) internal view {
        assertEq(quorum.isValidSignature(DIGEST, signatureBy(by)), REFUSED);
    }

    // -- Counting

    function test_TheThresholdIsNeededAndEnough() public view {
        assertRefused(firstKeys(1));
        assertRefused(firstKeys(2));
        assertAccepted(firstKeys(3));
        assertAccepted(firstKeys(4));
        assertAccepted(firstKeys(5));
    }

    function test_AnyThreeWillDo() public view {
        uint256[] memory by = new uint256[](3);
        for (uint256 a = 0; a < 5; ++a)
            for (uint256 b = a + 1; b < 5; ++b)
                for (uint256 c = b + 1; c < 5; ++c) {
                    (by[0], by[1], by[2]) = (keys[a], keys[b], keys[c]);
                    assertAccepted(by);
                }
    }

    function test_NobodyCountsTwice() public view {
        uint256[] memory by = new uint256[](3);
        (by[0], by[1], by[2]) = (keys[0], keys[1], keys[1]);
        assertRefused(by);
        (by[0], by[1], by[2]) = (keys[1], keys[0], keys[1]);
        assertRefused(by);
        by = firstKeys(4);
        by[3] = keys[0];
        assertRefused(by);
    }

    function test_TheOrderOnlyCostsGas() public view {
        uint256[] memory by = new uint256[](3);
        (by[0], by[1], by[2]) = (keys[2], keys[0], keys[1]);
        assertAccepted(by);
        (by[0], by[1], by[2]) = (keys[2], keys[1], keys[0]);
        assertAccepted(by);
    }

    function test_StrangersDoNotCount() public view {
        uint256[] memory by = firstKeys(3);
        by[2] = 99;
        assertRefused(by);
        by = firstKeys(4);
        by[3] = 99;
        assertRefused(by);
    }

    // -- Signatures

    function test_EverySignatureIsOfThisDigest() public view {
        bytes memory signature = signatureBy(firstKeys(3));
        assertEq(quorum.isValidSignature(keccak256("another report"), signature), REFUSED);
    }

    function test_ASignersNameDoesNotReplaceItsSignature() public view {
        bytes[] memory members = new bytes[](3);
        bytes[] memory signatures = new bytes[](3);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[0], DIGEST);
        for (uint256 i = 0; i < 3; ++i) {
            members[i] = abi.encodePacked(signers[i]);
            signatures[i] = abi.encodePacked(r, s, v);
        }
        assertEq(quorum.isValidSignature(DIGEST, abi.encode(members, signatures)), REFUSED);
    }

    function test_EverySignerBringsItsSignature() public view {
        bytes[] memory members = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) members[i] = abi.encodePacked(signers[i]);
        bytes memory short = abi.encode(members, new bytes[](2));
        assertEq(quorum.isValidSignature(DIGEST, short), REFUSED);
    }

    function test_OneSignaturesBytesAreNoQuorum() public view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[0], DIGEST);
        assertEq(quorum.isValidSignature(DIGEST, abi.encodePacked(r, s, v)), REFUSED);
        assertEq(quorum.isValidSignature(DIGEST, ""), REFUSED);
        assertEq(
            quorum.isValidSignature(DIGEST, abi.encode(new bytes[](0), new bytes[](0))),
            REFUSED
        );
    }

    function test_AQuorumMayBeASignerOfAnother() public {
        address[] memory members = new address[](1);
        members[0] = address(quorum);
        MeterQuorum outer = new MeterQuorum(members, 1);
        bytes[] memory names = new bytes[](1);
        bytes[] memory signatures = new bytes[](1);
        names[0] = abi.encodePacked(address(quorum));
        signatures[0] = signatureBy(firstKeys(3));
        bytes memory signature = abi.encode(names, signatures);
        assertEq(outer.isValidSignature(DIGEST, signature), IERC1271.isValidSignature.selector);
        signatures[0] = signatureBy(firstKeys(2));
        signature = abi.encode(names, signatures);
        assertEq(outer.isValidSignature(DIGEST, signature), REFUSED);
    }

    // -- The set

    function test_TheSetIsReadable() public view {
        assertEq(quorum.threshold(), 3);
        assertEq(quorum.getSignerCount(), 5);
        bytes[] memory members = quorum.getSigners(0, type(uint64).max);
        for (uint256 i = 0; i < 5; ++i) assertEq(members[i], abi.encodePacked(signers[i]));
    }

    function test_ThereAreAtMost16Signers() public {
        new MeterQuorum(someSigners(16), 16);
        address[] memory many = someSigners(17);
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("signers"), 17, 16));
        new MeterQuorum(many, 1);
    }

    function test_TheThresholdIsReachable() public {
        bytes4 unreachable = MultiSignerERC7913.MultiSignerERC7913UnreachableThreshold.selector;
        vm.expectRevert(abi.encodeWithSelector(unreachable, 5, 6));
        new MeterQuorum(signers, 6);
        vm.expectRevert(MultiSignerERC7913.MultiSignerERC7913ZeroThreshold.selector);
        new MeterQuorum(signers, 0);
    }

    function test_EverySignerIsSomebodyElse() public {
        signers[1] = signers[0];
        bytes4 twice = MultiSignerERC7913.MultiSignerERC7913AlreadyExists.selector;
        vm.expectRevert(abi.encodeWithSelector(twice, abi.encodePacked(signers[0])));
        new MeterQuorum(signers, 3);
        signers[1] = address(0);
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("signer")));
        new MeterQuorum(signers, 3);
    }

    // -- Cost

    function test_TheLargestQuorumChecksWithin160000Gas() public {
        // As it is deployed: tests compile their own copy without optimizing.
        bytes memory args = abi.encode(someSigners(16), uint64(16));
        quorum = MeterQuorum(deployCode("MeterQuorum.sol:MeterQuorum", args));
        uint256[] memory by = firstKeys(16);
        assertLt(gasOf(signatureBy(by)), 160_000);
        for (uint256 i = 0; i < 8; ++i) (by[i], by[15 - i]) = (by[15 - i], by[i]);
        assertLt(gasOf(signatureBy(by)), 160_000);
    }

    function gasOf(bytes memory signature) private view returns (uint256) {
        uint256 before = gasleft();
        bytes4 answer = quorum.isValidSignature(DIGEST, signature);
        uint256 spent = before - gasleft();
        assertEq(answer, IERC1271.isValidSignature.selector);
        return spent;
    }
}

/// @notice The escrow hears a quorum as it hears any meter.
contract MeterQuorumReportTest is EscrowFixture {
    uint8 internal constant HALT = 1;

    uint256[3] internal keys;
    MeterQuorum internal quorum;

    function setUp() public override {
        super.setUp();
        address[] memory signers = new address[](3);
        for (uint256 i = 0; i < 3; ++i)
            (signers[i], keys[i]) = makeAddrAndKey(string.concat("meter ", vm.toString(i)));
        quorum = new MeterQuorum(signers, 2);
    }

    function test_TwoOfThreeMetersHaltARental() public {
        Order memory order = anOrder();
        order.offer.meter = address(quorum);
        bytes32 id = openFunded(order);
        start(order);
        vm.warp(T0 + 1800);
        MeterReport memory report = MeterReport({
            rentalId: id,
            kind: HALT,
            since: T0 + 1200,
            turn: 1,
            evidenceRoot: keccak256("what they saw"),
            deadline: T0 + 3600
        });

        bytes memory oneSignature = signatureOf(report, 1);
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, address(quorum)));
        vm.prank(keeper);
        escrow.report(order, report, oneSignature);

        bytes memory twoSignatures = signatureOf(report, 2);
        vm.prank(keeper);
        escrow.report(order, report, twoSignatures);
        assertEq(stateOf(id), HALTED);
        assertEq(escrow.rental(id).retroLeft, 4 * WINDOW - 600);
        // ⌊590,000 · 1200 / 3600⌋
        assertEq(lens.accruedAt(order, T0 + 1800), 196_666);
    }

    function signatureOf(
        MeterReport memory report,
        uint256 count
    ) internal view returns (bytes memory) {
        bytes32 digest = digestOf(report);
        bytes[] memory members = new bytes[](count);
        bytes[] memory signatures = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            members[i] = abi.encodePacked(vm.addr(keys[i]));
            signatures[i] = signDigest(keys[i], digest);
        }
        return abi.encode(members, signatures);
    }

    function digestOf(MeterReport memory report) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("RentalEscrow"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "MeterReport(bytes32 rentalId,uint8 kind,uint40 since,uint16 turn,bytes32 evidenceRoot,uint40 deadline)"
                ),
                report
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
