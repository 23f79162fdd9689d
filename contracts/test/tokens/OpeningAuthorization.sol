// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Order} from "../../src/Terms.sol";
import {EscrowFixture} from "../EscrowFixture.sol";

/// @notice ERC-3009's ReceiveWithAuthorization as `openWithAuthorization` asks for it.
abstract contract OpeningAuthorization is EscrowFixture {
    struct Authorization {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }

    /// @dev What the renter signs to open the Order.
    function authorizationOf(Order memory order) internal view returns (Authorization memory) {
        return
            Authorization(
                order.renter,
                address(escrow),
                order.deposit,
                0,
                uint256(order.validUntil) + 1,
                escrow.hashOrder(order)
            );
    }

    /// @dev The call that opens the Order with the key's signature of an authorization.
    function openingBy(
        uint256 key,
        Order memory order,
        Authorization memory authorization
    ) internal view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                    "uint256 validBefore,bytes32 nonce)"
                ),
                authorization
            )
        );
        bytes32 domain = IERC20Permit(order.offer.token).DOMAIN_SEPARATOR();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            key,
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
        return abi.encodeCall(escrow.openWithAuthorization, (order, v, r, s, offerSigOf(order)));
    }

    /// @dev The call that opens the Order with all that belongs to it.
    function authorizedOpeningOf(Order memory order) internal view returns (bytes memory) {
        return openingBy(renterKey, order, authorizationOf(order));
    }
}
