// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";

import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice A missing log shows as a gap.
contract SequencesTest is EscrowFixture {
    function test_P27_RentalEventsCountUpByOne() public {
        vm.recordLogs();
        bytes32 id = playWholeRental();
        uint32 seq = 0;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics.length < 2 || logs[i].topics[1] != id) continue;
            seq += 1;
            assertEq(lastWordOf(logs[i].data), seq);
        }
        assertEq(seq, 6); // opened, started, settled, stopped, settled, closed
        assertEq(escrow.rental(id).seq, seq);
    }

    function test_P27_AccountEventsCountUpByOne() public {
        vm.recordLogs();
        playWholeRental();
        uint64 seq = 0;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; i++) {
            bool ofRenter =
                logs[i].emitter == address(escrow) &&
                    logs[i].topics.length > 2 &&
                    logs[i].topics[1] == bytes32(uint256(uint160(address(dollar)))) &&
                    logs[i].topics[2] == bytes32(uint256(uint160(renter)));
            if (!ofRenter) continue;
            seq += 1;
            assertEq(lastWordOf(logs[i].data), seq);
        }
        assertEq(seq, 4); // deposited, debited, credited, withdrawn
        assertEq(escrow.account(address(dollar), renter).seq, seq);
    }

    function playWholeRental() private returns (bytes32 id) {
        Order memory order;
        (order, id) = aRunningRental();
        vm.warp(T0 + 90 minutes);
        escrow.settle(order);
        vm.warp(T0 + 2 hours);
        stop(order);
        vm.warp(T0 + 3 hours);
        escrow.close(order);
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, 3_820_000);
        assertEq(uint8(escrow.rental(id).state), CLOSED);
    }

    function lastWordOf(bytes memory data) private pure returns (uint256 word) {
        uint256 length = data.length;
        assembly ("memory-safe") {
            word := mload(add(data, length))
        }
    }
}
