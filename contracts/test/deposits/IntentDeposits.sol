// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Accounts} from "../../src/Accounts.sol";
import {DepositAdapter} from "../../src/deposits/DepositAdapter.sol";
import {DepositIntent} from "../../src/deposits/DepositIntent.sol";
import {Expired, TokenNotListed, WrongRental, ZeroAmount} from "../../src/Refusals.sol";
import {Order} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {UsdcLike} from "../tokens/UsdcLike.sol";
import {DepositFixture} from "./DepositFixture.sol";

/// @notice What every adapter that takes a signed DepositIntent must do and refuse. An adapter's
/// own test says how its message is signed and sent.
abstract contract IntentDeposits is DepositFixture {
    uint256 internal constant VALID_BEFORE = T0 + 1 hours;

    DepositAdapter internal adapter;
    /// @dev What the token or Permit2 says to a signature of something else.
    bytes4 internal forged;
    /// @dev Whom the renter approves, where the adapter's way needs it.
    address internal spender;

    /// @dev The owner's signature of the whole message, until VALID_BEFORE.
    function sign(DepositIntent memory intent) internal view virtual returns (bytes memory);

    /// @dev Sends what was signed, as whoever is pranked.
    function send(
        DepositIntent memory intent,
        bytes memory sig,
        bytes memory opening
    ) internal virtual;

    // -- What it does

    function test_DepositCreditsTheSigner() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        vm.expectEmit(address(escrow));
        emit Accounts.Deposited(address(usdc), renter, address(adapter), DEPOSIT, DEPOSIT, 1);
        vm.prank(keeper);
        send(intent, sig, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
        assertEq(usdcFreeOf(keeper), SOMEBODY_ELSES);
        assertHoldsNothing(adapter);
    }

    function testFuzz_P6_EveryAmountArrivesExactly(uint256 amount) public {
        DepositIntent memory intent = anIntent();
        intent.amount = bound(amount, 1, WALLET);
        send(intent, sign(intent), "");
        assertEq(usdcFreeOf(renter), intent.amount);
        assertEq(usdc.balanceOf(renter), WALLET - intent.amount);
        assertEq(usdc.balanceOf(address(escrow)), SOMEBODY_ELSES + intent.amount);
        assertHoldsNothing(adapter);
    }

    function test_DepositOpensTheOrderInTheSameTransaction() public {
        Order memory order = aUsdcOrder();
        DepositIntent memory intent = anIntentFor(order);
        send(intent, sign(intent), openingOf(order));
        assertEq(stateOf(intent.orderHash), RESERVED);
        assertEq(holderOf(order.offer), intent.orderHash);
        assertEq(usdcFreeOf(renter), 0);
        assertHoldsNothing(adapter);
    }

    function test_DepositLeavesTheSignerWhatTheOrderDoesNotNeed() public {
        Order memory order = aUsdcOrder();
        DepositIntent memory intent = anIntentFor(order);
        intent.amount = DEPOSIT + 1_000_000;
        send(intent, sign(intent), openingOf(order));
        assertEq(usdcFreeOf(renter), 1_000_000);
    }

    // -- The money is bound to its Order

    function test_DepositRefusesToLeaveTheOrderOut() public {
        DepositIntent memory intent = anIntentFor(aUsdcOrder());
        bytes memory sig = sign(intent);
        vm.expectRevert(abi.encodeWithSelector(WrongRental.selector, bytes32(0), intent.orderHash));
        send(intent, sig, "");
        assertNothingMoved(adapter);
    }

    function test_DepositRefusesAnotherOrder() public {
        Order memory order = aUsdcOrder();
        DepositIntent memory intent = anIntentFor(order);
        order.salt = "another";
        bytes memory sig = sign(intent);
        bytes memory opening = openingOf(order);
        vm.expectRevert(
            abi.encodeWithSelector(WrongRental.selector, escrow.hashOrder(order), intent.orderHash)
        );
        send(intent, sig, opening);
        assertNothingMoved(adapter);
    }

    function test_DepositRefusesAnOrderThatTheIntentDoesNotName() public {
        Order memory order = aUsdcOrder();
        bytes memory sig = sign(anIntent());
        bytes memory opening = openingOf(order);
        vm.expectRevert(
            abi.encodeWithSelector(WrongRental.selector, escrow.hashOrder(order), bytes32(0))
        );
        send(anIntent(), sig, opening);
        assertNothingMoved(adapter);
    }

    function test_DepositTakesNothingIfTheOpeningFails() public {
        Order memory order = aUsdcOrder();
        DepositIntent memory intent = anIntentFor(order);
        bytes memory sig = sign(intent);
        bytes memory opening = openingOf(order);
        vm.warp(order.startDeadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(Expired.selector, order.startDeadline, order.startDeadline + 1)
        );
        send(intent, sig, opening);
        assertNothingMoved(adapter);
    }

    /// @dev Somebody opens the Order first, with money the renter had inside: the deposit is not
    /// needed any more and stays in the wallet.
    function test_DepositTakesNothingIfTheOrderIsOpenAlready() public {
        Order memory order = aUsdcOrder();
        DepositIntent memory intent = anIntentFor(order);
        bytes memory sig = sign(intent);
        bytes memory opening = openingOf(order);
        fundUsdc(renter, DEPOSIT);
        escrow.openBySig(order, orderSigOf(order), offerSigOf(order));
        expectBadState(intent.orderHash, RESERVED, NONE);
        send(intent, sig, opening);
        assertEq(usdc.balanceOf(renter), WALLET);
        assertHoldsNothing(adapter);
    }

    // -- Nothing but what was signed

    function test_P20_DepositRefusesAnotherOwner() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        intent.owner = keeper;
        usdc.mint(keeper, DEPOSIT);
        expectForged(intent, sig);
    }

    function test_P23_DepositRefusesAnotherToken() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        UsdcLike other = aUsdc();
        other.mint(renter, DEPOSIT);
        params.listToken(address(other));
        adapter.approveEscrow(IERC20(address(other)));
        intent.token = address(other);
        expectForged(intent, sig);
        assertEq(other.balanceOf(renter), DEPOSIT);
    }

    function test_P23_DepositRefusesAnotherAmount() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        intent.amount -= 1;
        expectForged(intent, sig);
    }

    function test_P23_DepositRefusesAnotherOrderHash() public {
        Order memory order = aUsdcOrder();
        bytes memory sig = sign(anIntent());
        DepositIntent memory intent = anIntent();
        intent.orderHash = escrow.hashOrder(order);
        expectForged(intent, sig);
    }

    function test_P23_DepositRefusesAnotherSalt() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        intent.salt = "another";
        expectForged(intent, sig);
    }

    function test_P23_DepositRefusesAReplay() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        send(intent, sig, "");
        expectUsed(intent);
        send(intent, sig, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
    }

    function test_P29_DepositRefusesALateSignature() public {
        bytes memory sig = sign(anIntent());
        vm.warp(VALID_BEFORE - 1);
        uint256 snapshot = vm.snapshotState();
        send(anIntent(), sig, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        vm.revertToState(snapshot);
        vm.warp(VALID_BEFORE);
        expectLate();
        send(anIntent(), sig, "");
        assertNothingMoved(adapter);
    }

    // -- What the escrow refuses

    function test_DepositRefusesZeroAmount() public {
        DepositIntent memory intent = anIntent();
        intent.amount = 0;
        bytes memory sig = sign(intent);
        vm.expectRevert(ZeroAmount.selector);
        send(intent, sig, "");
    }

    function test_DepositRefusesAnUnlistedToken() public {
        params.delistToken(address(usdc));
        bytes memory sig = sign(anIntent());
        vm.expectRevert(abi.encodeWithSelector(TokenNotListed.selector, address(usdc)));
        send(anIntent(), sig, "");
        assertNothingMoved(adapter);
    }

    // -- A token that calls back

    /// @dev The renter has money for two deposits in a token that calls back.
    function anOddIntent() internal returns (OddToken odd, DepositIntent memory intent) {
        odd = new OddToken();
        params.listToken(address(odd));
        adapter.approveEscrow(odd);
        odd.mint(renter, 2 * DEPOSIT);
        vm.prank(renter);
        odd.approve(spender, type(uint256).max);
        intent = anIntent();
        intent.token = address(odd);
    }

    /// @dev While one deposit is under way no other begins, so what the adapter holds for a moment
    /// is always one signer's.
    function assertNotReentered(
        OddToken odd,
        DepositIntent memory intent,
        bytes memory inner
    ) internal {
        odd.tryCallBack(address(adapter), inner);
        send(intent, sign(intent), "");
        assertFalse(odd.succeeded());
        assertEq(
            odd.answer(),
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
        assertEq(escrow.account(address(odd), renter).free, DEPOSIT);
        assertEq(odd.balanceOf(renter), DEPOSIT);
        assertEq(odd.balanceOf(address(adapter)), 0);
    }

    // -- Expectations

    function expectForged(DepositIntent memory intent, bytes memory sig) internal {
        vm.expectRevert(forged);
        send(intent, sig, "");
        assertNothingMoved(adapter);
    }

    /// @dev The next call fails because the signature was used before.
    function expectUsed(DepositIntent memory intent) internal virtual;

    /// @dev The next call fails because the signature is out of date.
    function expectLate() internal virtual;
}
