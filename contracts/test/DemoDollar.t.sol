// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfBounds} from "../src/Refusals.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

contract DemoDollarTest is EscrowFixture {
    function test_LooksLikeADollar() public view {
        assertEq(dollar.symbol(), "dUSD");
        assertEq(dollar.decimals(), 6);
    }

    function test_AnybodyMintsUpToAMillion() public {
        vm.prank(keeper);
        dollar.mint(renter, 1_000_000_000_000);
        assertEq(dollar.balanceOf(renter), 1_000_000_000_000);
        vm.expectRevert(
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("amount"),
                1_000_000_000_001,
                1_000_000_000_000
            )
        );
        dollar.mint(renter, 1_000_000_000_001);
    }

    function test_PermitAllowsBySignature() public {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                renter,
                address(escrow),
                5_000_000,
                0,
                T0
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(renterKey, digestOf(structHash));
        dollar.permit(renter, address(escrow), 5_000_000, T0, v, r, s);
        assertEq(dollar.allowance(renter, address(escrow)), 5_000_000);
    }

    function test_Erc3009MovesBySignature() public {
        dollar.mint(renter, 5_000_000);
        bytes32 nonce = keccak256("nonce");
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                renter,
                keeper,
                5_000_000,
                0,
                T0 + 1,
                nonce
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(renterKey, digestOf(structHash));
        vm.prank(keeper);
        dollar.receiveWithAuthorization(renter, keeper, 5_000_000, 0, T0 + 1, nonce, v, r, s);
        assertEq(dollar.balanceOf(keeper), 5_000_000);
    }

    function digestOf(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash));
    }
}
