// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice What a way out costs depends on nothing that others, or the past, can pile up. Storage is
/// cold at each measurement, as in a transaction of its own.
contract ExitGasTest is SignedFixture {
    /// @dev Room for branches that values choose, such as a settlement that finds nothing new. A single
    /// further slot read would cost 2,100.
    uint256 private constant TOLERANCE = 1_000;
    uint256 private constant OTHERS = 40;
    uint256 private constant SETTLEMENTS = 60;

    function test_P34_ExitsCostTheSameAmongManyRentalsAndAfterManySettlements() public {
        fund(provider, 1);
        uint256[4] memory alone = exits("alone", 1);
        for (uint256 i = 0; i < OTHERS; i++) {
            openFunded(orderNamed(bytes32(i)));
        }
        uint256[4] memory crowded = exits("crowded", SETTLEMENTS);
        for (uint256 i = 0; i < alone.length; i++) {
            assertApproxEqAbs(crowded[i], alone[i], TOLERANCE);
        }
    }

    function test_P34_ExitsCostTheSameAfterManyHalts() public {
        fund(provider, 1);
        uint256 once = stopAfterHalts("once", 1);
        uint256 often = stopAfterHalts("often", 50);
        assertApproxEqAbs(often, once, TOLERANCE);
    }

    /// @dev The gas of stop, settle, close and withdraw of one rental.
    function exits(
        string memory name,
        uint256 settlements
    ) private returns (uint256[4] memory gas) {
        Order memory order = orderNamed(keccak256(bytes(name)));
        openFunded(order);
        start(order);
        uint256 time = vm.getBlockTimestamp();
        for (uint256 i = 1; i <= settlements; i++) {
            vm.warp(time + 1 hours + (i * 1 hours) / settlements);
            escrow.settle(order);
        }
        vm.warp(time + 3 hours);
        gas[0] = gasOf(renter, abi.encodeCall(escrow.stop, (order)));
        vm.warp(time + 3 hours + 30 minutes);
        gas[1] = gasOf(keeper, abi.encodeCall(escrow.settle, (order)));
        vm.warp(time + 4 hours);
        gas[2] = gasOf(keeper, abi.encodeCall(escrow.close, (order)));
        dollar.mint(renter, 1);
        gas[3] = gasOf(
            renter,
            abi.encodeCall(escrow.withdraw, (address(dollar), renter, 1_000_000))
        );
    }

    function stopAfterHalts(string memory name, uint256 halts) private returns (uint256) {
        Order memory order = orderNamed(keccak256(bytes(name)));
        openFunded(order);
        start(order);
        uint256 time = vm.getBlockTimestamp();
        for (uint256 i = 1; i <= halts; i++) {
            vm.warp(time + i * 60);
            pause(order);
            vm.warp(time + i * 60 + 30);
            resume(order);
        }
        vm.warp(time + 2 hours);
        return gasOf(renter, abi.encodeCall(escrow.stop, (order)));
    }

    function orderNamed(bytes32 name) private view returns (Order memory order) {
        order = anOrder();
        uint256 time = vm.getBlockTimestamp();
        order.offer.assetHash = name;
        order.salt = name;
        order.startDeadline = uint40(time + START_WITHIN);
        order.validUntil = uint40(time + 1 hours);
        order.maxEnd = uint40(time + 1 days);
    }

    function gasOf(address caller, bytes memory data) private returns (uint256 gas) {
        vm.cool(address(escrow));
        vm.cool(address(dollar));
        vm.prank(caller);
        gas = gasleft();
        (bool done, ) = address(escrow).call(data);
        gas -= gasleft();
        assertTrue(done);
    }
}
