// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EscrowParams} from "../src/EscrowParams.sol";
import {EntryIsPaused, MeterIsRevoked, ZeroAddress} from "../src/Refusals.sol";
import {MeterReport, Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice What the guardian's two acts mean to the escrow: nothing new comes in, everything goes
/// out; a revoked meter is silent, and nobody needs it.
contract GuardianTest is EscrowFixture {
    uint64 internal constant GUARDIAN_ROLE = 1;
    uint8 internal constant STARTED_BY_METER = 1;
    uint8 internal constant START = 0;
    uint8 internal constant HALT = 1;

    address internal guardian = makeAddr("guardian");

    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = EscrowParams.pauseEntry.selector;
        selectors[1] = EscrowParams.unpauseEntry.selector;
        selectors[2] = EscrowParams.revokeMeter.selector;
        manager.setTargetFunctionRole(address(params), selectors, GUARDIAN_ROLE);
        manager.grantRole(GUARDIAN_ROLE, guardian, 0);
    }

    function pauseEntry() internal returns (uint256 until) {
        vm.prank(guardian);
        params.pauseEntry();
        return block.timestamp + 7 days;
    }

    function revokeMeter() internal {
        vm.prank(guardian);
        params.revokeMeter(meter);
    }

    function expectPaused(uint256 until) internal {
        vm.expectRevert(abi.encodeWithSelector(EntryIsPaused.selector, until));
    }

    function expectRevoked() internal {
        vm.expectRevert(abi.encodeWithSelector(MeterIsRevoked.selector, meter));
    }

    // -- Entry

    function test_P29_DepositsAreRefusedUntilThePauseIsOver() public {
        uint256 until = pauseEntry();
        dollar.mint(address(this), 2);
        dollar.approve(address(escrow), 2);
        expectPaused(until);
        escrow.deposit(address(dollar), renter, 1);
        vm.warp(until - 1);
        expectPaused(until);
        escrow.deposit(address(dollar), renter, 1);
        vm.warp(until);
        escrow.deposit(address(dollar), renter, 1);
        vm.warp(until + 1);
        escrow.deposit(address(dollar), renter, 1);
        assertEq(freeOf(renter), 2);
    }

    function test_OpeningsAreRefusedUntilTheGuardianEndsThePause() public {
        Order memory order = anOrder();
        fund(renter, DEPOSIT);
        bytes memory offerSig = offerSigOf(order);
        bytes memory orderSig = orderSigOf(order);
        uint256 until = pauseEntry();
        expectPaused(until);
        vm.prank(renter);
        escrow.open(order, offerSig);
        expectPaused(until);
        vm.prank(keeper);
        escrow.openBySig(order, orderSig, offerSig);
        vm.prank(guardian);
        params.unpauseEntry();
        vm.prank(keeper);
        bytes32 id = escrow.openBySig(order, orderSig, offerSig);
        assertEq(stateOf(id), RESERVED);
    }

    function test_P32_APauseLetsEverybodyOut() public {
        Order memory order = anOrder();
        bytes32 id = openFunded(order);
        pauseEntry();
        start(order);
        vm.warp(T0 + 1 hours);
        stop(order);
        assertEq(freeOf(renter), DEPOSIT - PRICE);
        vm.warp(T0 + 1 hours + WINDOW);
        escrow.close(order);
        assertEq(stateOf(id), CLOSED);
        assertEq(freeOf(provider), 531_000);
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, DEPOSIT - PRICE);
        vm.prank(provider);
        escrow.withdraw(address(dollar), provider, 531_000);
        escrow.withdrawFees(address(dollar));
        assertEq(dollar.balanceOf(feeRecipient), 59_000);
        assertEq(dollar.balanceOf(address(escrow)), 0);
        assertLt(block.timestamp, params.entryPausedUntil());
    }

    function test_TheGuardianDoesNothingElse() public {
        vm.startPrank(guardian);
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(params.setFee, (0));
        calls[1] = abi.encodeCall(params.setFeeRecipient, (guardian));
        calls[2] = abi.encodeCall(params.listToken, (address(dollar)));
        calls[3] = abi.encodeCall(params.delistToken, (address(dollar)));
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool done, ) = address(params).call(calls[i]);
            assertFalse(done);
        }
    }

    // -- Meters

    function test_ARevokedMeterStartsNothing() public {
        Order memory order = anOrder();
        order.starter = STARTED_BY_METER;
        bytes32 id = openFunded(order);
        revokeMeter();
        expectRevoked();
        vm.prank(meter);
        escrow.start(order);
        expectRevoked();
        vm.prank(meter);
        escrow.report(order, aReport(id, START, 0), "");
        vm.warp(order.startDeadline + 1);
        escrow.expire(order);
        assertEq(freeOf(renter), DEPOSIT);
    }

    function test_ARevokedMeterTakesNoSecondOff() public {
        (Order memory order, bytes32 id) = aRunningRental();
        vm.warp(T0 + 30 minutes);
        revokeMeter();
        expectRevoked();
        vm.prank(meter);
        escrow.report(order, aReport(id, HALT, 1), "");
        vm.warp(T0 + 1 hours);
        stop(order);
        assertEq(freeOf(renter), DEPOSIT - PRICE);
        expectRevoked();
        vm.prank(meter);
        escrow.report(order, aReport(id, HALT, 1), "");
        vm.warp(T0 + 1 hours + WINDOW);
        escrow.close(order);
        assertEq(freeOf(provider), 531_000);
    }

    function test_NoRentalOpensWithARevokedMeter() public {
        Order memory order = anOrder();
        fund(renter, DEPOSIT);
        bytes memory sig = offerSigOf(order);
        revokeMeter();
        expectRevoked();
        vm.prank(renter);
        escrow.open(order, sig);
        assertEq(freeOf(renter), DEPOSIT);
    }

    function aReport(
        bytes32 id,
        uint8 kind,
        uint16 turn
    ) internal view returns (MeterReport memory report) {
        report.rentalId = id;
        report.kind = kind;
        report.since = uint40(block.timestamp);
        report.turn = turn;
        report.deadline = uint40(block.timestamp + 1 hours);
    }

    // -- The wiring

    function test_TheEscrowNeedsParams() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("params")));
        deployCode("RentalEscrow.sol:RentalEscrow", abi.encode(address(0)));
    }
}
