// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {BadState, NotParty, OutOfBounds, SliceHeld} from "../src/Refusals.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Order} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice A token that, once told to, refuses every transfer at length.
contract LoudToken is ERC20("Loud Token", "LOUD") {
    error Shout(bytes words);

    bool private _loud;

    constructor() {
        _mint(msg.sender, 1000);
    }

    function shout() external {
        _loud = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_loud) revert Shout(new bytes(300));
        super._update(from, to, amount);
    }
}

/// @notice Many calls in one transaction, each on its own.
contract BatchTest is SignedFixture {
    Order[] internal orders;
    bytes32[] internal ids;

    /// @dev Three rentals since T0, on three machines.
    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; i++) {
            Order memory order = anOrder();
            order.offer.assetHash = bytes32(i);
            orders.push(order);
            ids.push(running(order));
        }
        vm.warp(T0 + 3 hours);
    }

    function test_P35_OnePoisonedItemSettlesAllOthers() public {
        for (uint256 poisoned = 0; poisoned < 3; poisoned++) {
            uint256 snapshot = vm.snapshotState();
            bytes[] memory calls = settlements();
            Order memory unknown = anOrder();
            bytes memory reason = abi.encodeWithSelector(
                BadState.selector,
                escrow.hashOrder(unknown),
                NONE,
                RUNNING
            );
            calls[poisoned] = abi.encodeCall(escrow.settle, (unknown));
            vm.expectEmit(address(escrow));
            emit RentalEvents.BatchItemFailed(poisoned, reason);
            vm.prank(keeper);
            bool[] memory done = escrow.batch(calls);
            for (uint256 i = 0; i < 3; i++) {
                assertEq(done[i], i != poisoned);
                assertEq(escrow.rental(ids[i]).claimed, i == poisoned ? 0 : 1_180_000);
            }
            assertEq(freeOf(provider), 2_124_000);
            vm.revertToState(snapshot);
        }
    }

    function test_ABatchIsSentByItsCaller() public {
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.stop, (orders[0]));
        calls[1] = abi.encodeCall(escrow.halt, (orders[1]));
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(
            1,
            abi.encodeWithSelector(NotParty.selector, renter, provider)
        );
        vm.prank(renter);
        bool[] memory done = escrow.batch(calls);
        assertTrue(done[0]);
        assertFalse(done[1]);
        assertEq(stateOf(ids[0]), ENDED);
        assertEq(stateOf(ids[1]), RUNNING);
    }

    /// @dev A lapsed rental that nobody recorded blocks its slice for one batch only.
    function test_P38_WhoeverOpensNextRecordsTheLapseInTheSameBatch() public {
        vm.warp(T0 + 1 days);
        Order memory next = anOrder();
        next.offer.assetHash = bytes32(0);
        next.validUntil = T0 + 2 days;
        next.startDeadline = T0 + 1 days;
        next.maxEnd = T0 + 2 days;
        fund(renter, DEPOSIT);
        bytes memory sig = offerSigOf(next);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, ids[0]));
        vm.prank(renter);
        escrow.open(next, sig);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(escrow.stop, (orders[0]));
        calls[1] = abi.encodeCall(escrow.open, (next, sig));
        calls[2] = abi.encodeCall(escrow.start, (next));
        vm.prank(renter);
        escrow.batch(calls);
        assertEq(stateOf(escrow.hashOrder(next)), RUNNING);
    }

    function test_MoneyMovesInABatchToo() public {
        fund(renter, 2);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.withdraw, (address(dollar), keeper, 1));
        calls[1] = abi.encodeCall(escrow.withdraw, (address(dollar), provider, 1));
        vm.prank(renter);
        bool[] memory done = escrow.batch(calls);
        assertTrue(done[0] && done[1]);
        assertEq(dollar.balanceOf(keeper), 1);
        assertEq(dollar.balanceOf(provider), 1);
    }

    function test_AnEmptyBatchDoesNothing() public {
        assertEq(escrow.batch(new bytes[](0)).length, 0);
    }

    function test_ABatchHoldsAtMost64() public {
        bytes[] memory calls = new bytes[](65);
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("calls"), 65, 64));
        escrow.batch(calls);
        calls = new bytes[](64);
        for (uint256 i = 0; i < 64; i++) calls[i] = abi.encodeCall(escrow.settle, (orders[0]));
        assertTrue(escrow.batch(calls)[63]);
    }

    /// @dev Else 64 times 64 calls.
    function test_ABatchHoldsNoBatch() public {
        bytes[] memory calls = settlements();
        calls[1] = abi.encodeCall(escrow.batch, (settlements()));
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(1, "");
        bool[] memory done = escrow.batch(calls);
        assertTrue(done[0]);
        assertFalse(done[1]);
        assertTrue(done[2]);
    }

    function test_AnUnknownCallIsAFailedItem() public {
        bytes[] memory calls = new bytes[](2);
        calls[0] = hex"";
        calls[1] = hex"deadbeef";
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(0, "");
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(1, "");
        escrow.batch(calls);
    }

    /// @dev A reason longer than 256 bytes is not recorded.
    function test_P35_AnItemThatShoutsStopsNobody() public {
        LoudToken token = new LoudToken();
        params.listToken(address(token));
        token.approve(address(escrow), 1000);
        escrow.deposit(address(token), keeper, 1000);
        token.shout();
        bytes[] memory calls = settlements();
        calls[1] = abi.encodeCall(escrow.withdraw, (address(token), keeper, 1000));
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(1, "");
        vm.prank(keeper);
        bool[] memory done = escrow.batch(calls);
        assertTrue(done[0] && !done[1] && done[2]);
        assertEq(escrow.account(address(token), keeper).free, 1000);
    }

    function settlements() private view returns (bytes[] memory calls) {
        calls = new bytes[](3);
        for (uint256 i = 0; i < 3; i++) calls[i] = abi.encodeCall(escrow.settle, (orders[i]));
    }
}
