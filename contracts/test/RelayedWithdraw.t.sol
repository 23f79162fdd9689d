// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {Accounts} from "../src/Accounts.sol";
import {Expired, InsufficientFree, NotParty, OutOfBounds} from "../src/Refusals.sol";
import {ZeroAddress, ZeroAmount} from "../src/Refusals.sol";
import {Withdraw} from "../src/Terms.sol";
import {Digests} from "./Digests.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice Money leaves by its owner's signature; who carries it takes a fee.
contract RelayedWithdrawTest is SignedFixture {
    address internal relayer = makeAddr("relayer");
    address internal cold = makeAddr("cold wallet");

    function setUp() public override {
        super.setUp();
        fund(renter, 5_000_000);
    }

    function test_TheOwnerWithdrawsWithoutATransactionOfItsOwn() public {
        Withdraw memory signed = aWithdraw();
        bytes32 digest = Digests.digest(address(escrow), signed);
        bytes memory sig = sign(renterKey, signed);
        vm.expectEmit(address(escrow));
        emit Accounts.NonceUsed(renter, 0);
        vm.expectEmit(address(escrow));
        emit Accounts.Debited(address(dollar), renter, digest, 30_000, 4_970_000, 2);
        vm.expectEmit(address(escrow));
        emit Accounts.Credited(address(dollar), relayer, digest, 30_000, 30_000, 1);
        vm.expectEmit(address(escrow));
        emit Accounts.Withdrawn(address(dollar), renter, cold, 2_970_000, 2_000_000, 3);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, 30_000, sig);
        assertEq(dollar.balanceOf(cold), 2_970_000);
        assertEq(freeOf(renter), 2_000_000);
        assertEq(freeOf(relayer), 30_000);
        assertEq(escrow.nonces(renter), 1);
    }

    function test_ARelayerMayTakeNothing() public {
        relay(aWithdraw(), 0);
        assertEq(dollar.balanceOf(cold), 3_000_000);
        assertEq(escrow.account(address(dollar), relayer).seq, 0);
    }

    function test_P20_ARelayerTakesAtMostWhatWasSigned() public {
        Withdraw memory signed = aWithdraw();
        expectFeeRefused(signed, 50_001, 50_000);
        relay(signed, 50_000);
        assertEq(dollar.balanceOf(cold), 2_950_000);
    }

    function test_TheFeeLeavesSomethingToSend() public {
        Withdraw memory signed = aWithdraw();
        signed.amount = 40_000;
        expectFeeRefused(signed, 40_001, 40_000);
        bytes memory sig = sign(renterKey, signed);
        vm.expectRevert(ZeroAmount.selector);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, 40_000, sig);
        relay(signed, 39_999);
        assertEq(dollar.balanceOf(cold), 1);
    }

    function test_OnlyTheNamedRelayerCarriesIt() public {
        Withdraw memory signed = aWithdraw();
        bytes memory sig = sign(renterKey, signed);
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, keeper, relayer));
        vm.prank(keeper);
        escrow.withdrawBySig(signed, 0, sig);
        signed.relayer = address(0);
        sig = sign(renterKey, signed);
        vm.prank(keeper);
        escrow.withdrawBySig(signed, 10, sig);
        assertEq(freeOf(keeper), 10);
    }

    function test_TheOwnerMaySendItItself() public {
        Withdraw memory signed = aWithdraw();
        signed.relayer = address(0);
        vm.prank(renter);
        escrow.withdrawBySig(signed, 0, "");
        assertEq(freeOf(renter), 2_000_000);
    }

    function test_P23_AWithdrawalWorksOnceAndInOrder() public {
        Withdraw memory signed = aWithdraw();
        signed.nonce = 1;
        expectNonceRefused(signed, 0);
        signed.nonce = 0;
        relay(signed, 0);
        expectNonceRefused(signed, 1);
    }

    function test_P29_AWithdrawalEndsAtItsDeadline() public {
        Withdraw memory signed = aWithdraw();
        bytes memory sig = sign(renterKey, signed);
        uint40 deadline = signed.deadline;
        uint256 snapshot = vm.snapshotState();
        for (uint40 time = deadline - 1; time <= deadline + 1; time++) {
            vm.warp(time);
            if (time > deadline)
                vm.expectRevert(abi.encodeWithSelector(Expired.selector, deadline, time));
            vm.prank(relayer);
            escrow.withdrawBySig(signed, 0, sig);
            vm.revertToState(snapshot);
        }
    }

    function test_P20_NobodySignsForTheOwner() public {
        Withdraw memory signed = aWithdraw();
        bytes memory sig = sign(providerKey, signed);
        expectBadSignature(renter);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, 0, sig);
        expectBadSignature(renter);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, 0, "");
    }

    function test_AWithdrawalNeedsMoneyAndARecipient() public {
        Withdraw memory signed = aWithdraw();
        signed.to = address(0);
        expectRefusal(signed, abi.encodeWithSelector(ZeroAddress.selector, bytes32("to")));
        signed = aWithdraw();
        signed.amount = 5_000_001;
        expectRefusal(
            signed,
            abi.encodeWithSelector(InsufficientFree.selector, 5_000_000, 5_000_001)
        );
        signed.amount = 0;
        expectRefusal(signed, abi.encodeWithSelector(ZeroAmount.selector));
        assertEq(escrow.nonces(renter), 0);
    }

    // -- verbs

    function aWithdraw() private view returns (Withdraw memory) {
        return Withdraw(renter, address(dollar), cold, 3_000_000, relayer, 50_000, 0, T0 + 1 hours);
    }

    function relay(Withdraw memory signed, uint256 fee) private {
        bytes memory sig = sign(renterKey, signed);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, fee, sig);
    }

    function expectRefusal(Withdraw memory signed, bytes memory refusal) private {
        vm.expectRevert(refusal);
        relay(signed, 0);
    }

    function expectFeeRefused(Withdraw memory signed, uint256 fee, uint256 most) private {
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("relayFee"), fee, most)
        );
        relay(signed, fee);
    }

    function expectNonceRefused(Withdraw memory signed, uint256 current) private {
        expectRefusal(
            signed,
            abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, renter, current)
        );
    }
}
