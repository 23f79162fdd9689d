// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {Accounts} from "../src/Accounts.sol";
import {Expired, NotInScope, NotParty, OutOfBounds} from "../src/Refusals.sol";
import {OverCap, TooEarly} from "../src/Refusals.sol";
import {Amend, Delegation, Order, Pause, Resume, Statement} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice What a renter's second key may do, how much and how long.
contract DelegatesTest is SignedFixture {
    address internal key = makeAddr("second key");

    // -- open

    function test_ADelegateOpensOutOfTheRentersBalance() public {
        fund(renter, DEPOSIT);
        delegate(key, MAY_OPEN, 2 * DEPOSIT, T0 + 1 hours);
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        vm.expectEmit(address(escrow));
        emit Accounts.DelegateSpent(renter, key, address(dollar), DEPOSIT);
        vm.prank(key);
        bytes32 id = escrow.open(order, sig);
        assertEq(stateOf(id), RESERVED);
        assertEq(freeOf(renter), 0);
        assertEq(escrow.delegation(renter, key, address(dollar)).cap, DEPOSIT);
    }

    function test_OpeningAndToppingUpShareOneCap() public {
        fund(renter, 2 * DEPOSIT);
        delegate(key, MAY_OPEN | MAY_TOP_UP, DEPOSIT + 1, NEVER);
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        vm.startPrank(key);
        escrow.open(order, sig);
        vm.expectRevert(abi.encodeWithSelector(OverCap.selector, 1, 2));
        escrow.topUp(order, renter, 2);
        escrow.topUp(order, renter, 1);
        vm.expectRevert(abi.encodeWithSelector(OverCap.selector, 0, 1));
        escrow.topUp(order, renter, 1);
        vm.stopPrank();
    }

    function test_ADelegateDoesNotOpenBeyondItsCap() public {
        fund(renter, DEPOSIT);
        delegate(key, MAY_OPEN, DEPOSIT - 1, NEVER);
        expectOpenRefused(abi.encodeWithSelector(OverCap.selector, DEPOSIT - 1, DEPOSIT));
    }

    // -- stop

    function test_ADelegateStops() public {
        (Order memory order, bytes32 id) = aRunningRental();
        delegate(key, MAY_STOP, 0, NEVER);
        vm.warp(T0 + 1 hours);
        vm.prank(key);
        escrow.stop(order);
        assertEq(stateOf(id), ENDED);
        assertEq(freeOf(renter), DEPOSIT - PRICE);
        assertEq(freeOf(key), 0);
    }

    // -- scopes

    function test_P20_EachScopeAllowsItselfOnly() public {
        (Order memory order, ) = aRunningRental();
        fund(renter, DEPOSIT);
        Order memory other = anOrder();
        other.offer.assetHash = "machine 2";
        bytes memory sig = offerSigOf(other);
        uint256 cap = lens.solventUntil(order);
        for (uint8 scopes = 0; scopes < 8; scopes++) {
            delegate(key, scopes, 2 * DEPOSIT, NEVER);
            uint256 snapshot = vm.snapshotState();
            if (scopes & MAY_STOP == 0)
                vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, cap, T0));
            vm.prank(key);
            escrow.stop(order);
            vm.revertToState(snapshot);
            if (scopes & MAY_TOP_UP == 0) expectNotInScope(MAY_TOP_UP);
            vm.prank(key);
            escrow.topUp(order, renter, 1);
            vm.revertToState(snapshot);
            if (scopes & MAY_OPEN == 0) expectNotInScope(MAY_OPEN);
            vm.prank(key);
            escrow.open(other, sig);
            vm.revertToState(snapshot);
        }
    }

    function test_P20_ADelegateDoesNothingElse() public {
        (Order memory order, ) = aRunningRental();
        fund(renter, DEPOSIT);
        delegate(key, 7, type(uint96).max, NEVER);
        Pause memory pause_ = aPause(order);
        Resume memory resume_ = aResume(order);
        Amend memory amend_ = anAmend(order, PRICE);
        Statement memory statement_ = aStatement(order, 0, T0);
        vm.startPrank(key);
        expectNotParty(renter);
        escrow.start(order);
        expectNotParty(renter);
        escrow.cancel(order);
        expectNotParty(renter);
        escrow.extend(order, MAX_END + 1);
        expectNotParty(renter);
        escrow.reprice(order, PRICE + 1);
        expectBadSignature(renter);
        escrow.pause(order, pause_, "");
        expectBadSignature(renter);
        escrow.resume(order, resume_, "");
        expectBadSignature(renter);
        escrow.amend(order, amend_, "", "");
        expectBadSignature(renter);
        escrow.statement(order, statement_, "", "");
        vm.stopPrank();
    }

    function test_APermissionIsForOneToken() public {
        delegate(key, 7, type(uint96).max, NEVER);
        Order memory order = anOrder();
        order.offer.token = makeAddr("another token");
        bytes memory sig = offerSigOf(order);
        expectNotInScope(MAY_OPEN);
        vm.prank(key);
        escrow.open(order, sig);
    }

    // -- time

    function test_P29_APermissionEndsAtItsExpiry() public {
        (Order memory order, ) = aRunningRental();
        fund(renter, 1);
        delegate(key, 7, 1, T0 + 60);
        uint256 snapshot = vm.snapshotState();
        for (uint40 time = T0 + 59; time <= T0 + 61; time++) {
            vm.warp(time);
            if (time > T0 + 60) expectNotInScope(MAY_TOP_UP);
            vm.prank(key);
            escrow.topUp(order, renter, 1);
            vm.revertToState(snapshot);
        }
    }

    // -- set and taken back

    function test_AnybodyCarriesTheOwnersDelegation() public {
        Delegation memory signed = aDelegation(MAY_STOP | MAY_OPEN, 5);
        bytes memory sig = sign(renterKey, signed);
        vm.expectEmit(address(escrow));
        emit Accounts.NonceUsed(renter, 0);
        vm.expectEmit(address(escrow));
        emit Accounts.DelegateSet(renter, key, address(dollar), 5, 5, T0 + 1 days);
        vm.prank(keeper);
        escrow.setDelegate(signed, sig);
        Accounts.Permission memory permission = escrow.delegation(renter, key, address(dollar));
        assertEq(permission.scopes, 5);
        assertEq(permission.cap, 5);
        assertEq(permission.expiry, T0 + 1 days);
        assertEq(escrow.nonces(renter), 1);
    }

    function test_P23_ADelegationWorksOnce() public {
        Delegation memory signed = aDelegation(MAY_STOP, 5);
        bytes memory sig = sign(renterKey, signed);
        escrow.setDelegate(signed, sig);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, renter, 1));
        escrow.setDelegate(signed, sig);
    }

    function test_TheOwnerTakesAPermissionBack() public {
        fund(renter, DEPOSIT);
        delegate(key, 7, type(uint96).max, NEVER);
        delegate(key, 0, 0, 0);
        expectOpenRefused(abi.encodeWithSelector(NotInScope.selector, key, MAY_OPEN));
    }

    function test_P20_NobodySetsAnothersDelegates() public {
        Delegation memory signed = aDelegation(7, 5);
        bytes memory sig = sign(providerKey, signed);
        expectBadSignature(renter);
        vm.prank(key);
        escrow.setDelegate(signed, "");
        expectBadSignature(renter);
        vm.prank(key);
        escrow.setDelegate(signed, sig);
    }

    function test_BoundsOfTheScopes() public {
        Delegation memory signed = aDelegation(8, 5);
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("scopes"), 8, 7));
        vm.prank(renter);
        escrow.setDelegate(signed, "");
    }

    function test_P29_ADelegationEndsAtItsDeadline() public {
        Delegation memory signed = aDelegation(7, 5);
        signed.deadline = T0 + 60;
        bytes memory sig = sign(renterKey, signed);
        uint256 snapshot = vm.snapshotState();
        for (uint40 time = T0 + 59; time <= T0 + 61; time++) {
            vm.warp(time);
            if (time > T0 + 60)
                vm.expectRevert(abi.encodeWithSelector(Expired.selector, T0 + 60, time));
            escrow.setDelegate(signed, sig);
            vm.revertToState(snapshot);
        }
    }

    function aDelegation(uint8 scopes, uint96 cap) private view returns (Delegation memory) {
        return Delegation(renter, key, address(dollar), scopes, cap, T0 + 1 days, 0, T0 + 1 hours);
    }

    function expectNotInScope(uint8 scope) private {
        vm.expectRevert(abi.encodeWithSelector(NotInScope.selector, key, scope));
    }

    function expectNotParty(address want) private {
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, key, want));
    }

    function expectOpenRefused(bytes memory refusal) private {
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        vm.expectRevert(refusal);
        vm.prank(key);
        escrow.open(order, sig);
    }
}
