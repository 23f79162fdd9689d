// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {Order} from "../../src/Terms.sol";
import {EscrowFixture} from "../EscrowFixture.sol";
import {UsdcLike} from "./UsdcLike.sol";

/// @notice The fixture's market, paid in a token that behaves as USDC.
abstract contract UsdcFixture is EscrowFixture {
    UsdcLike internal usdc;

    function setUp() public virtual override {
        super.setUp();
        usdc = aUsdc();
        params.listToken(address(usdc));
        usdc.approve(address(escrow), type(uint256).max);
    }

    function aUsdc() internal returns (UsdcLike) {
        bytes memory init = abi.encodeCall(UsdcLike.initialize, (address(this)));
        return UsdcLike(address(new ERC1967Proxy(address(new UsdcLike()), init)));
    }

    function aUsdcOrder() internal view returns (Order memory order) {
        order = anOrder();
        order.offer.token = address(usdc);
    }

    function fundUsdc(address owner, uint256 amount) internal {
        usdc.mint(address(this), amount);
        escrow.deposit(address(usdc), owner, amount);
    }

    function usdcFreeOf(address owner) internal view returns (uint256) {
        return escrow.account(address(usdc), owner).free;
    }
}
