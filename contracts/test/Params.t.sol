// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Test} from "forge-std/Test.sol";

import {EscrowParams} from "../src/EscrowParams.sol";
import {
    EntryIsPaused,
    Expired,
    MeterIsRevoked,
    OutOfBounds,
    TokenNotListed,
    TooEarly,
    ZeroAddress
} from "../src/Refusals.sol";

contract TokenOfDecimals is ERC20("Token", "TKN") {
    uint8 private immutable _decimals;

    constructor(uint8 decimals_) {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}

contract ParamsTest is Test {
    uint40 internal constant T0 = 1_800_000_000;
    uint40 internal constant WEEK = 604_800;
    uint16 internal constant FEE_BPS = 1000;

    AccessManager internal manager;
    EscrowParams internal params;
    address internal token;
    address internal meter = makeAddr("meter");
    address internal keeper = makeAddr("keeper");
    address internal feeRecipient = makeAddr("fee recipient");

    function setUp() public {
        vm.warp(T0);
        manager = new AccessManager(address(this));
        params = new EscrowParams(address(manager), FEE_BPS, feeRecipient);
        token = address(new TokenOfDecimals(18));
        params.listToken(token);
    }

    // -- The terms of new rentals

    function test_TheConstructorSetsTheFirstTerms() public {
        vm.expectEmit();
        emit EscrowParams.FeeSet(250);
        vm.expectEmit();
        emit EscrowParams.FeeRecipientSet(keeper);
        EscrowParams other = new EscrowParams(address(manager), 250, keeper);
        assertEq(other.feeBps(), 250);
        assertEq(other.feeRecipient(), keeper);
        assertEq(other.authority(), address(manager));
        assertEq(other.entryPausedUntil(), 0);
    }

    function test_GovernanceSetsTheTermsOfNewRentals() public {
        vm.expectEmit(address(params));
        emit EscrowParams.FeeSet(1500);
        params.setFee(1500);
        assertEq(params.checkOpening(token, meter), 1500);
        vm.expectEmit(address(params));
        emit EscrowParams.FeeRecipientSet(keeper);
        params.setFeeRecipient(keeper);
        assertEq(params.feeRecipient(), keeper);
    }

    function test_ADelistedTokenTakesNoNewMoneyUntilItIsListedAgain() public {
        vm.expectEmit(address(params));
        emit EscrowParams.TokenDelisted(token);
        params.delistToken(token);
        bytes memory refusal = abi.encodeWithSelector(TokenNotListed.selector, token);
        vm.expectRevert(refusal);
        params.checkDeposit(token);
        vm.expectRevert(refusal);
        params.checkOpening(token, meter);
        vm.expectEmit(address(params));
        emit EscrowParams.TokenListed(token);
        params.listToken(token);
        params.checkDeposit(token);
        assertEq(params.checkOpening(token, meter), FEE_BPS);
    }

    function test_NobodyElseDoes() public {
        bytes[] memory calls = new bytes[](7);
        calls[0] = abi.encodeCall(params.setFee, (0));
        calls[1] = abi.encodeCall(params.setFeeRecipient, (keeper));
        calls[2] = abi.encodeCall(params.listToken, (token));
        calls[3] = abi.encodeCall(params.delistToken, (token));
        calls[4] = abi.encodeCall(params.pauseEntry, ());
        calls[5] = abi.encodeCall(params.unpauseEntry, ());
        calls[6] = abi.encodeCall(params.revokeMeter, (meter));
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(keeper);
            (bool done, bytes memory answer) = address(params).call(calls[i]);
            assertFalse(done);
            assertEq(
                answer,
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, keeper)
            );
        }
        assertEq(params.checkOpening(token, meter), FEE_BPS);
        assertEq(params.entryPausedUntil(), 0);
    }

    function test_P18_TheFeeHasACap() public {
        bytes memory refusal = abi.encodeWithSelector(
            OutOfBounds.selector,
            bytes32("feeBps"),
            1501,
            1500
        );
        vm.expectRevert(refusal);
        params.setFee(1501);
        vm.expectRevert(refusal);
        new EscrowParams(address(manager), 1501, feeRecipient);
    }

    function test_FeesGoToSomebody() public {
        bytes memory refusal = abi.encodeWithSelector(
            ZeroAddress.selector,
            bytes32("feeRecipient")
        );
        vm.expectRevert(refusal);
        params.setFeeRecipient(address(0));
        vm.expectRevert(refusal);
        new EscrowParams(address(manager), FEE_BPS, address(0));
    }

    function test_TokensHaveAtMost18Decimals() public {
        address fine = address(new TokenOfDecimals(19));
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("decimals"), 19, 18));
        params.listToken(fine);
        assertFalse(params.isListed(fine));
    }

    // -- The entry's pause

    function test_P29_APauseEndsByItselfAfterAWeek() public {
        uint40 until = T0 + WEEK;
        vm.expectEmit(address(params));
        emit EscrowParams.EntryPaused(until);
        params.pauseEntry();
        assertEq(params.entryPausedUntil(), until);
        assertEntryIsPaused(T0, until);
        assertEntryIsPaused(until - 1, until);
        assertEntryIsOpen(until);
        assertEntryIsOpen(until + 1);
    }

    function test_P29_TheNextPauseWaitsForAWeekOfOpenEntry() public {
        params.pauseEntry();
        uint40 from = T0 + 2 * WEEK;
        expectNextPauseRefused(T0, from);
        expectNextPauseRefused(T0 + WEEK - 1, from);
        expectNextPauseRefused(T0 + WEEK, from);
        expectNextPauseRefused(from - 1, from);
        vm.warp(from);
        params.pauseEntry();
        assertEq(params.entryPausedUntil(), from + WEEK);
        assertEntryIsPaused(from, from + WEEK);
    }

    function test_P29_ThePauseMayAlsoComeLaterThanTheCoolDown() public {
        params.pauseEntry();
        vm.warp(T0 + 2 * WEEK + 1);
        params.pauseEntry();
        assertEq(params.entryPausedUntil(), T0 + 3 * WEEK + 1);
    }

    function test_AnUnpauseOpensTheEntryAtOnce() public {
        params.pauseEntry();
        vm.warp(T0 + 100);
        vm.expectEmit(address(params));
        emit EscrowParams.EntryUnpaused();
        params.unpauseEntry();
        assertEq(params.entryPausedUntil(), T0 + 100);
        assertEntryIsOpen(T0 + 100);
    }

    function test_P29_TheCoolDownCountsFromTheActualEnd() public {
        params.pauseEntry();
        vm.warp(T0 + 100);
        params.unpauseEntry();
        uint40 from = T0 + 100 + WEEK;
        expectNextPauseRefused(T0 + 100, from);
        expectNextPauseRefused(from - 1, from);
        vm.warp(from);
        params.pauseEntry();
        assertEq(params.entryPausedUntil(), from + WEEK);
    }

    function test_P29_OnlyARunningPauseIsEnded() public {
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, 0, T0));
        params.unpauseEntry();
        params.pauseEntry();
        uint40 until = T0 + WEEK;
        expectUnpauseRefused(until, until);
        expectUnpauseRefused(until + 1, until);
        vm.warp(until - 1);
        params.unpauseEntry();
        expectUnpauseRefused(until - 1, until - 1);
        assertEq(params.entryPausedUntil(), until - 1);
    }

    function test_APauseAndTheFeeShareASlotUnharmed() public {
        params.pauseEntry();
        params.setFee(1500);
        assertEq(params.entryPausedUntil(), T0 + WEEK);
        vm.warp(T0 + 1);
        params.unpauseEntry();
        assertEq(params.feeBps(), 1500);
        assertEq(params.authority(), address(manager));
    }

    function testFuzz_EntryIsOpenAtLeastHalfOfTheTime(uint256 seed) public {
        uint256 closed;
        uint256 time = T0;
        for (uint256 i = 0; i < 12; ++i) {
            time += uint256(keccak256(abi.encode(seed, i))) % 10 days;
            vm.warp(time);
            (bool paused, ) = address(params).call(abi.encodeCall(params.pauseEntry, ()));
            if (paused) closed += WEEK;
        }
        // Each pause but the last is followed by as long an open time.
        assertLe(closed, (time - T0) / 2 + WEEK);
    }

    // -- Revoked meters

    function test_ARevokedMeterIsHeardNoMore() public {
        params.checkMeter(meter);
        vm.expectEmit(address(params));
        emit EscrowParams.MeterRevoked(meter);
        params.revokeMeter(meter);
        assertTrue(params.isMeterRevoked(meter));
        bytes memory refusal = abi.encodeWithSelector(MeterIsRevoked.selector, meter);
        vm.expectRevert(refusal);
        params.checkMeter(meter);
        vm.expectRevert(refusal);
        params.checkOpening(token, meter);
        params.checkDeposit(token);
        assertEq(params.checkOpening(token, keeper), FEE_BPS);
    }

    function test_RevokingAMeterTwiceIsNoError() public {
        params.revokeMeter(meter);
        params.revokeMeter(meter);
        assertTrue(params.isMeterRevoked(meter));
    }

    function test_NoMeterIsNobodyToRevoke() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("meter")));
        params.revokeMeter(address(0));
    }

    function test_ThePauseIsNamedBeforeTheTokenAndTheTokenBeforeTheMeter() public {
        params.delistToken(token);
        params.revokeMeter(meter);
        vm.expectRevert(abi.encodeWithSelector(TokenNotListed.selector, token));
        params.checkOpening(token, meter);
        params.pauseEntry();
        vm.expectRevert(abi.encodeWithSelector(EntryIsPaused.selector, T0 + WEEK));
        params.checkOpening(token, meter);
    }

    // -- Cost

    function test_AnOpeningReadsThreeSlotsAndADepositTwo() public {
        vm.record();
        params.checkOpening(token, meter);
        assertEq(distinctReads(), 3);
        vm.record();
        params.checkDeposit(token);
        assertEq(distinctReads(), 2);
        vm.record();
        params.checkMeter(meter);
        assertEq(distinctReads(), 1);
    }

    function distinctReads() private returns (uint256 distinct) {
        (bytes32[] memory reads, ) = vm.accesses(address(params));
        for (uint256 i = 0; i < reads.length; ++i) {
            bool seen = false;
            for (uint256 j = 0; j < i; ++j) seen = seen || reads[j] == reads[i];
            if (!seen) ++distinct;
        }
    }

    // -- Expectations

    function assertEntryIsPaused(uint40 time, uint40 until) private {
        vm.warp(time);
        bytes memory refusal = abi.encodeWithSelector(EntryIsPaused.selector, until);
        vm.expectRevert(refusal);
        params.checkDeposit(token);
        vm.expectRevert(refusal);
        params.checkOpening(token, meter);
        params.checkMeter(meter);
    }

    function assertEntryIsOpen(uint40 time) private {
        vm.warp(time);
        params.checkDeposit(token);
        assertEq(params.checkOpening(token, meter), FEE_BPS);
    }

    function expectNextPauseRefused(uint40 time, uint40 from) private {
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(TooEarly.selector, from, time));
        params.pauseEntry();
    }

    function expectUnpauseRefused(uint40 time, uint40 until) private {
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, until, time));
        params.unpauseEntry();
    }
}
