// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositAdapter} from "../../src/deposits/DepositAdapter.sol";
import {DepositIntent} from "../../src/deposits/DepositIntent.sol";
import {Order} from "../../src/Terms.sol";
import {UsdcFixture} from "../tokens/UsdcFixture.sol";

/// @notice A renter with money in its wallet and none in the escrow, where somebody else has some.
abstract contract DepositFixture is UsdcFixture {
    uint256 internal constant WALLET = 100_000_000;
    uint256 internal constant SOMEBODY_ELSES = 7_000_000;

    function setUp() public virtual override {
        super.setUp();
        usdc.mint(renter, WALLET);
        fundUsdc(keeper, SOMEBODY_ELSES);
    }

    /// @dev An intent that opens nothing.
    function anIntent() internal view returns (DepositIntent memory) {
        return DepositIntent(renter, address(usdc), DEPOSIT, 0, "salt");
    }

    function anIntentFor(Order memory order) internal view returns (DepositIntent memory) {
        return
            DepositIntent(
                order.renter,
                order.offer.token,
                order.deposit,
                escrow.hashOrder(order),
                0
            );
    }

    /// @dev The EIP-712 struct hash, spelled out.
    function hashOf(DepositIntent memory intent) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)"
                    ),
                    intent.owner,
                    intent.token,
                    intent.amount,
                    intent.orderHash,
                    intent.salt
                )
            );
    }

    function openingOf(Order memory order) internal view returns (bytes memory) {
        return abi.encode(order, orderSigOf(order), offerSigOf(order));
    }

    /// @dev The escrow and the accounts with money in it are as they were after setUp.
    function assertNothingMoved(DepositAdapter adapter) internal view {
        assertEq(usdc.balanceOf(renter), WALLET);
        assertEq(usdcFreeOf(renter), 0);
        assertHoldsNothing(adapter);
        assertEq(usdc.balanceOf(address(escrow)), SOMEBODY_ELSES);
        assertEq(usdcFreeOf(keeper), SOMEBODY_ELSES);
    }

    function assertHoldsNothing(DepositAdapter adapter) internal view {
        assertEq(usdc.balanceOf(address(adapter)), 0);
        assertEq(usdcFreeOf(address(adapter)), 0);
    }
}
