// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {RentalEscrow} from "../../src/RentalEscrow.sol";
import {Order, Stop} from "../../src/Terms.sol";
import {EscrowFixture} from "../EscrowFixture.sol";
import {OddToken} from "../OddToken.sol";

/// @notice A token that calls the escrow from within its transfers. The token is made as mighty as
/// it can be: it has balances of its own, is meter of a rental and holds what others have signed;
/// each call below would succeed if it came alone. From within a transfer, moving tokens is refused
/// and whatever is allowed does exactly what it does when it comes before the transfer: every
/// storage word of the escrow is compared.
contract ReentrancyTest is EscrowFixture {
    OddToken internal odd;

    Order internal running;
    Order internal reserved;
    Order internal unstarted;
    Order internal lapsed;
    Order internal ended;
    Order internal unopened;
    Order internal odds;

    function setUp() public override {
        super.setUp();
        odd = new OddToken();
        params.listToken(address(odd));
        odd.mint(address(this), 100_000_000);
        odd.approve(address(escrow), type(uint256).max);
        fund(renter, 6 * DEPOSIT);
        aBookInDollars();
        aBookInOdds();
        vm.warp(T0 + 2 hours);
        escrow.settle(running);
    }

    function aBookInDollars() private {
        running = anOrderNamed("running");
        reserved = anOrderNamed("reserved");
        reserved.starter = 1;
        unstarted = anOrderNamed("unstarted");
        unstarted.startDeadline = T0 + 1 minutes;
        lapsed = anOrderNamed("lapsed");
        lapsed.deposit = PRICE;
        ended = anOrderNamed("ended");
        unopened = anOrderNamed("unopened");
        open(running);
        open(reserved);
        open(unstarted);
        open(lapsed);
        open(ended);
        start(running);
        start(lapsed);
        start(ended);
        stop(ended);
    }

    /// @dev The token's own money, and a bucket of fees in the token.
    function aBookInOdds() private {
        escrow.deposit(address(odd), renter, 2 * DEPOSIT);
        escrow.deposit(address(odd), address(odd), DEPOSIT);
        fund(address(odd), 2 * DEPOSIT);
        dollar.mint(address(odd), 1000);
        vm.prank(address(odd));
        dollar.approve(address(escrow), 1000);
        Order memory paying = anOrderNamed("paying");
        paying.offer.token = address(odd);
        open(paying);
        start(paying);
        vm.warp(T0 + 90 minutes);
        escrow.settle(paying);
        vm.warp(T0);
        odds = anOrderNamed("the token's own");
        odds.renter = address(odd);
    }

    function anOrderNamed(bytes32 name) private view returns (Order memory order) {
        order = anOrder();
        order.offer.assetHash = name;
        order.offer.meter = address(odd);
        order.offer.startWithin = 1 days;
        order.startDeadline = T0 + 20 hours;
        order.validUntil = T0 + 1 days;
    }

    // -- Every function that moves tokens or changes state

    function test_P36_Deposit() public {
        assertRefused(abi.encodeCall(RentalEscrow.deposit, (address(dollar), address(odd), 1000)));
    }

    function test_P36_Withdraw() public {
        assertRefused(abi.encodeCall(RentalEscrow.withdraw, (address(odd), address(odd), DEPOSIT)));
        assertRefused(
            abi.encodeCall(RentalEscrow.withdraw, (address(dollar), address(odd), DEPOSIT))
        );
    }

    function test_P36_WithdrawFees() public {
        assertRefused(abi.encodeCall(RentalEscrow.withdrawFees, (address(dollar))));
    }

    function test_P36_Open() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.open, (odds, offerSigOf(odds))));
    }

    function test_P36_OpenBySig() public {
        assertAsIfBefore(
            abi.encodeCall(
                RentalEscrow.openBySig,
                (unopened, orderSigOf(unopened), offerSigOf(unopened))
            )
        );
    }

    function test_P36_IncrementCounter() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.incrementCounter, ()));
    }

    function test_P36_Expire() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.expire, (unstarted)));
    }

    function test_P36_Start() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.start, (reserved)));
    }

    function test_P36_Stop() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.stop, (lapsed)));
    }

    function test_P36_StopBySig() public {
        Stop memory signed = Stop(escrow.hashOrder(running), T0 + 1 days);
        assertAsIfBefore(
            abi.encodeCall(RentalEscrow.stopBySig, (running, signed, stopSigOf(renterKey, signed)))
        );
    }

    function test_P36_Settle() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.settle, (lapsed)));
    }

    function test_P36_Close() public {
        assertAsIfBefore(abi.encodeCall(RentalEscrow.close, (ended)));
    }

    /// @dev What only a renter or a provider may do, the token may not do from anywhere.
    function test_P36_TheRightsOfOthers() public {
        assertPowerless(abi.encodeCall(RentalEscrow.cancel, (reserved)));
        assertPowerless(abi.encodeCall(RentalEscrow.decline, (reserved)));
        assertPowerless(abi.encodeCall(RentalEscrow.stop, (running)));
        assertPowerless(abi.encodeCall(RentalEscrow.cancelOffer, (running.offer)));
        assertPowerless(
            abi.encodeCall(RentalEscrow.withdraw, (address(dollar), address(odd), 100 * DEPOSIT))
        );
    }

    // -- The three ways in which the escrow calls a token

    function transfers(uint256 way) private returns (string memory) {
        if (way == 0) {
            escrow.deposit(address(odd), renter, 1000);
            return "deposit";
        }
        if (way == 1) {
            vm.prank(renter);
            escrow.withdraw(address(odd), renter, 1000);
            return "withdraw";
        }
        escrow.withdrawFees(address(odd));
        return "withdrawFees";
    }

    /// @dev The call succeeds alone; within a transfer it meets the guard and leaves no trace.
    function assertRefused(bytes memory data) private {
        assertTrue(succeedsAlone(data));
        for (uint256 way = 0; way < 3; ++way) {
            bytes memory answer = assertSameWords(data, way, false);
            assertEq(
                bytes4(answer),
                ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
            );
        }
    }

    /// @dev The call succeeds within a transfer and does what it does before one.
    function assertAsIfBefore(bytes memory data) private {
        assertTrue(succeedsAlone(data));
        for (uint256 way = 0; way < 3; ++way) assertSameWords(data, way, true);
    }

    /// @dev The call fails alone and within a transfer, and leaves no trace.
    function assertPowerless(bytes memory data) private {
        assertFalse(succeedsAlone(data));
        for (uint256 way = 0; way < 3; ++way) assertSameWords(data, way, false);
    }

    /// @dev Makes the transfer with the call inside, and with the call before it (if it succeeds) or
    /// without it, and compares every word of the escrow that either wrote.
    function assertSameWords(
        bytes memory data,
        uint256 way,
        bool succeeds
    ) private returns (bytes memory answer) {
        uint256 before = vm.snapshotState();
        bytes32[] memory slots = wordsWritten(data, way, succeeds);
        vm.revertToState(before);

        before = vm.snapshotState();
        odd.tryCallBack(address(escrow), data);
        vm.record();
        string memory name = transfers(way);
        (, bytes32[] memory written) = vm.accesses(address(escrow));
        assertEq(odd.succeeded(), succeeds, name);
        bytes32[] memory have = wordsAt(slots);
        bytes32[] memory haveWritten = wordsAt(written);
        answer = odd.answer();
        vm.revertToState(before);

        before = vm.snapshotState();
        wordsWritten(data, way, succeeds);
        assertEq(have, wordsAt(slots), name);
        assertEq(haveWritten, wordsAt(written), name);
        vm.revertToState(before);
    }

    function wordsWritten(
        bytes memory data,
        uint256 way,
        bool succeeds
    ) private returns (bytes32[] memory slots) {
        vm.record();
        if (succeeds) callAlone(data);
        transfers(way);
        (, slots) = vm.accesses(address(escrow));
    }

    function wordsAt(bytes32[] memory slots) private view returns (bytes32[] memory words) {
        words = new bytes32[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) words[i] = vm.load(address(escrow), slots[i]);
    }

    function succeedsAlone(bytes memory data) private returns (bool success) {
        uint256 before = vm.snapshotState();
        success = callAlone(data);
        vm.revertToState(before);
    }

    function callAlone(bytes memory data) private returns (bool success) {
        vm.prank(address(odd));
        // Any function of the escrow.
        // solhint-disable-next-line avoid-low-level-calls
        (success, ) = address(escrow).call(data);
    }
}
