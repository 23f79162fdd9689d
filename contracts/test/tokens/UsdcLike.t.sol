// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

import {Order} from "../../src/Terms.sol";
import {UsdcFixture} from "./UsdcFixture.sol";
import {UsdcLike} from "./UsdcLike.sol";

/// @notice A rental paid in a token whose issuer may pause it or block its holders. Money inside
/// the escrow is the escrow's own book: only a token that must leave can be held up, and it holds
/// up nobody else.
contract UsdcLikeTest is UsdcFixture {
    /// @dev One hour of 590,000: the provider's nine tenths and the platform's tenth.
    uint256 internal constant EARNED = 531_000;
    uint256 internal constant FEE = 59_000;
    uint256 internal constant REFUND = DEPOSIT - PRICE;

    // -- The whole path

    function test_P37_AWholeRentalIsPaidExactly() public {
        rentOneHour();
        withdraw(renter, REFUND, renter);
        withdraw(provider, EARNED, provider);
        escrow.withdrawFees(address(usdc));
        assertEq(usdc.balanceOf(renter), REFUND);
        assertEq(usdc.balanceOf(provider), EARNED);
        assertEq(usdc.balanceOf(feeRecipient), FEE);
        assertEq(usdc.balanceOf(address(escrow)), 0);
    }

    // -- A blocked party

    function test_P33_ABlockedRenterHoldsUpItselfAlone() public {
        Order memory order = aStartedRental();
        usdc.setBlocked(renter, true);
        endAfterOneHour(order);
        expectBlocked(renter);
        withdraw(renter, REFUND, renter);
        withdraw(provider, EARNED, provider);
        escrow.withdrawFees(address(usdc));
        assertEq(usdcFreeOf(renter), REFUND);
        assertEq(usdc.balanceOf(provider), EARNED);
        assertEq(usdc.balanceOf(feeRecipient), FEE);
    }

    function test_P33_ABlockedProviderHoldsUpItselfAlone() public {
        Order memory order = aStartedRental();
        usdc.setBlocked(provider, true);
        endAfterOneHour(order);
        expectBlocked(provider);
        withdraw(provider, EARNED, provider);
        withdraw(renter, REFUND, renter);
        escrow.withdrawFees(address(usdc));
        assertEq(usdcFreeOf(provider), EARNED);
        assertEq(usdc.balanceOf(renter), REFUND);
        assertEq(usdc.balanceOf(feeRecipient), FEE);
    }

    function test_P33_ABlockedFeeRecipientHoldsUpTheFeesAlone() public {
        usdc.setBlocked(feeRecipient, true);
        rentOneHour();
        expectBlocked(feeRecipient);
        escrow.withdrawFees(address(usdc));
        withdraw(renter, REFUND, renter);
        withdraw(provider, EARNED, provider);
        assertEq(escrow.fees(address(usdc)), FEE);
        params.setFeeRecipient(keeper);
        escrow.withdrawFees(address(usdc));
        assertEq(usdc.balanceOf(keeper), FEE);
    }

    function test_P32_TheBlockedWithdrawToAnotherAddress() public {
        rentOneHour();
        usdc.setBlocked(renter, true);
        usdc.setBlocked(provider, true);
        withdraw(renter, REFUND, makeAddr("renter's other address"));
        withdraw(provider, EARNED, makeAddr("provider's other address"));
        assertEq(usdc.balanceOf(makeAddr("renter's other address")), REFUND);
        assertEq(usdc.balanceOf(makeAddr("provider's other address")), EARNED);
    }

    function test_P33_ABlockedDepositorPutsNothingIn() public {
        usdc.mint(renter, DEPOSIT);
        usdc.setBlocked(renter, true);
        vm.prank(renter);
        expectBlocked(renter);
        usdc.approve(address(escrow), DEPOSIT);
        usdc.setBlocked(renter, false);
        vm.prank(renter);
        usdc.approve(address(escrow), DEPOSIT);
        usdc.setBlocked(renter, true);
        expectBlocked(renter);
        vm.prank(renter);
        escrow.deposit(address(usdc), renter, DEPOSIT);
        assertEq(usdcFreeOf(renter), 0);
    }

    // -- The token paused, or the escrow itself blocked: nothing leaves, all is booked

    function test_P32_APausedTokenDelaysOnlyWithdrawals() public {
        Order memory order = aStartedRental();
        usdc.pause();
        endAfterOneHour(order);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        withdraw(renter, REFUND, renter);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        withdraw(provider, EARNED, provider);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        escrow.withdrawFees(address(usdc));
        assertBooked();
        usdc.unpause();
        withdraw(renter, REFUND, renter);
        withdraw(provider, EARNED, provider);
        escrow.withdrawFees(address(usdc));
        assertEq(usdc.balanceOf(address(escrow)), 0);
    }

    function test_P32_ABlockedEscrowStillSettlesAndCloses() public {
        Order memory order = aStartedRental();
        usdc.setBlocked(address(escrow), true);
        endAfterOneHour(order);
        expectBlocked(address(escrow));
        withdraw(renter, REFUND, renter);
        assertBooked();
    }

    function test_P32_APausedTokenStopsNoOpeningAndNoRefund() public {
        fundUsdc(renter, DEPOSIT);
        usdc.pause();
        Order memory order = aUsdcOrder();
        open(order);
        vm.prank(renter);
        escrow.cancel(order);
        assertEq(usdcFreeOf(renter), DEPOSIT);
    }

    function test_P33_TheOtherTokenGoesOn() public {
        rentOneHour();
        usdc.pause();
        fund(renter, 1_000_000);
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, 1_000_000);
        assertEq(dollar.balanceOf(renter), 1_000_000);
    }

    // -- Steps

    function aStartedRental() private returns (Order memory order) {
        order = aUsdcOrder();
        fundUsdc(renter, DEPOSIT);
        open(order);
        start(order);
    }

    function endAfterOneHour(Order memory order) private {
        vm.warp(T0 + 1 hours);
        stop(order);
        escrow.settle(order);
        vm.warp(T0 + 1 hours + WINDOW);
        escrow.close(order);
    }

    function rentOneHour() private {
        endAfterOneHour(aStartedRental());
    }

    function withdraw(address owner, uint256 amount, address to) private {
        vm.prank(owner);
        escrow.withdraw(address(usdc), to, amount);
    }

    function expectBlocked(address account) private {
        vm.expectRevert(abi.encodeWithSelector(UsdcLike.Blocked.selector, account));
    }

    function assertBooked() private view {
        assertEq(usdcFreeOf(renter), REFUND);
        assertEq(usdcFreeOf(provider), EARNED);
        assertEq(escrow.fees(address(usdc)), FEE);
    }
}
