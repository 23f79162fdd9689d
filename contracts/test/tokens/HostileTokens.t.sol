// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {InexactTransfer} from "../../src/Refusals.sol";
import {RentalEvents} from "../../src/RentalEvents.sol";
import {Order} from "../../src/Terms.sol";
import {EscrowFixture} from "../EscrowFixture.sol";
import {OddToken} from "../OddToken.sol";
import {BombToken} from "./BombToken.sol";
import {FalseToken} from "./FalseToken.sol";
import {LyingToken} from "./LyingToken.sol";
import {NoReturnToken} from "./NoReturnToken.sol";

/// @notice Tokens that governance should never have listed. Each is let in; what it does later
/// reaches nobody's money in another token, credits nobody more than arrived, and ends no rental
/// otherwise than the clock would.
contract HostileTokensTest is EscrowFixture {
    /// @dev Per hour of rental: the provider's nine tenths, the platform's tenth, the rest.
    uint256 internal constant EARNED = 531_000;
    uint256 internal constant FEE = 59_000;
    uint256 internal constant REFUND = DEPOSIT - PRICE;

    Order internal others;

    /// @dev Somebody else's rental runs in a token that behaves.
    function setUp() public override {
        super.setUp();
        others = anOrder();
        others.offer.assetHash = "machine 2";
        openFunded(others);
        start(others);
        fund(keeper, 7_000_000);
    }

    // -- Odd, but honest

    function test_P37_ATokenWithoutAnswersPaysExactly() public {
        NoReturnToken token = new NoReturnToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        withdrawEverything(token);
    }

    function test_P37_ATokenOfTwoDecimalsPaysExactly() public {
        FalseToken token = new FalseToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        withdrawEverything(token);
    }

    function test_P37_ATokenOf18DecimalsPaysExactly() public {
        OddToken token = new OddToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        withdrawEverything(token);
    }

    function test_P37_NoRentalMovesNothing() public {
        NoReturnToken token = new NoReturnToken();
        token.mint(address(this), DEPOSIT);
        Order memory order = letIn(token);
        open(order);
        start(order);
        stop(order); // costs nothing
        escrow.settle(order);
        vm.warp(T0 + WINDOW);
        escrow.close(order);
        withdraw(token, renter, DEPOSIT);
        assertEq(token.balanceOf(renter), DEPOSIT);
    }

    // -- Turned bad in mid-life

    function test_P37_AFeeOnTransferStopsDepositsAndNothingInside() public {
        OddToken token = new OddToken();
        token.mint(address(this), DEPOSIT + 1000);
        Order memory order = letIn(token);
        open(order);
        start(order);
        token.takeFee(1);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 999, 1000));
        escrow.deposit(address(token), keeper, 1000);
        endAfterOneHour(order);
        assertBooked(token);
        // The escrow hands out exactly what it owes; what gets lost beyond is between the token and
        // its receiver.
        withdraw(token, renter, REFUND);
        withdraw(token, provider, EARNED);
        escrow.withdrawFees(address(token));
        assertEq(token.balanceOf(renter), REFUND - 1);
        assertEq(token.balanceOf(address(escrow)), 0);
        assertOthersUntouched();
    }

    function test_P37_ATokenThatDrawsMoreFromTheEscrowIsNotSent() public {
        OddToken token = new OddToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        token.drawExtra(1);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, REFUND + 1, REFUND));
        withdraw(token, renter, REFUND);
        assertBooked(token);
        assertOthersUntouched();
    }

    function test_P37_FalseIsNoTransfer() public {
        FalseToken token = new FalseToken();
        token.mint(address(this), DEPOSIT + 1000);
        rentOneHour(token);
        token.turn();
        expectFailed(token);
        escrow.deposit(address(token), keeper, 1000);
        expectFailed(token);
        withdraw(token, renter, REFUND);
        expectFailed(token);
        escrow.withdrawFees(address(token));
        assertBooked(token);
        assertOthersUntouched();
    }

    function test_P37_AMegabyteOfAnswerChangesNothing() public {
        BombToken token = new BombToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        withdrawEverything(token);
    }

    /// @dev Only who asks the token to move carries its reasons.
    function test_P37_AMegabyteOfReasonFailsItsOwnCallAlone() public {
        BombToken token = new BombToken();
        token.mint(address(this), DEPOSIT);
        Order memory order = letIn(token);
        open(order);
        start(order);
        token.fail();
        endAfterOneHour(order);
        assertFailsWithAMegabyte(token, renter, REFUND);
        assertFailsWithAMegabyte(token, provider, EARNED);
        assertBooked(token);
        assertOthersUntouched();
    }

    function test_P37_AMegabyteOfReasonInABatchHoldsUpNothing() public {
        BombToken token = new BombToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        token.fail();
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.withdraw, (address(token), renter, REFUND));
        calls[1] = abi.encodeCall(escrow.settle, (others));
        vm.expectEmit(address(escrow));
        emit RentalEvents.BatchItemFailed(0, "");
        vm.prank(renter);
        bool[] memory done = escrow.batch(calls);
        assertFalse(done[0]);
        assertTrue(done[1]);
        assertEq(freeOf(provider), EARNED);
        assertBooked(token);
        assertOthersUntouched();
    }

    // -- Liars

    function test_P37_ALieThatStandsStillCreditsNothingMore() public {
        LyingToken token = new LyingToken();
        token.mint(address(this), DEPOSIT);
        token.lie(1_000_000, false);
        rentOneHour(token);
        token.lie(0, false);
        withdrawEverything(token);
    }

    function test_P37_ALieThatGrowsIsRefused() public {
        LyingToken token = new LyingToken();
        token.mint(address(this), DEPOSIT);
        rentOneHour(token);
        token.mint(address(this), 500);
        token.lie(1000, true);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, REFUND - 1000, REFUND));
        withdraw(token, renter, REFUND);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 1500, 500));
        escrow.deposit(address(token), keeper, 500);
        assertBooked(token);
        assertOthersUntouched();
    }

    function testFuzz_P37_NoLieCreditsMoreThanWasAsked(int256 more, uint256 amount) public {
        LyingToken token = new LyingToken();
        more = bound(more, -1e18, 1e18);
        amount = bound(amount, 1, 1e18);
        token.mint(address(this), amount);
        token.mint(address(escrow), 1e18);
        token.lie(more, true);
        params.listToken(address(token));
        token.approve(address(escrow), amount);
        try escrow.deposit(address(token), keeper, amount) {
            assertEq(more, 0);
            assertEq(escrow.account(address(token), keeper).free, amount);
        } catch {
            assertNotEq(more, 0);
            assertEq(escrow.account(address(token), keeper).free, 0);
        }
        assertOthersUntouched();
    }

    // -- Steps

    /// @dev Lists the token, deposits for the renter and names the Order.
    function letIn(ERC20 token) private returns (Order memory order) {
        params.listToken(address(token));
        token.approve(address(escrow), type(uint256).max);
        escrow.deposit(address(token), renter, DEPOSIT);
        order = anOrder();
        order.offer.token = address(token);
    }

    function endAfterOneHour(Order memory order) private {
        vm.warp(T0 + 1 hours);
        stop(order);
        vm.warp(T0 + 1 hours + WINDOW);
        escrow.close(order);
    }

    function rentOneHour(ERC20 token) private {
        Order memory order = letIn(token);
        open(order);
        start(order);
        endAfterOneHour(order);
        assertBooked(token);
    }

    function withdraw(ERC20 token, address owner, uint256 amount) private {
        vm.prank(owner);
        escrow.withdraw(address(token), owner, amount);
    }

    function withdrawEverything(ERC20 token) private {
        withdraw(token, renter, REFUND);
        withdraw(token, provider, EARNED);
        escrow.withdrawFees(address(token));
        assertEq(token.balanceOf(renter), REFUND);
        assertEq(token.balanceOf(provider), EARNED);
        assertEq(token.balanceOf(feeRecipient), FEE);
        assertEq(token.balanceOf(address(escrow)), 0);
        assertOthersUntouched();
    }

    // -- Expectations

    function expectFailed(ERC20 token) private {
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
    }

    function assertFailsWithAMegabyte(BombToken token, address owner, uint256 amount) private {
        vm.prank(owner);
        try escrow.withdraw(address(token), owner, amount) {
            fail();
        } catch (bytes memory reason) {
            assertEq(reason.length, token.SIZE());
        }
    }

    function assertBooked(ERC20 token) private view {
        assertEq(escrow.account(address(token), renter).free, REFUND);
        assertEq(escrow.account(address(token), provider).free, EARNED);
        assertEq(escrow.fees(address(token)), FEE);
    }

    /// @dev The other rental settles to its last unit and everybody in its token is paid.
    function assertOthersUntouched() private {
        assertEq(freeOf(keeper), 7_000_000);
        assertEq(dollar.balanceOf(address(escrow)), DEPOSIT + 7_000_000);
        uint256 start_ = T0;
        vm.warp(start_ + SOLVENT_SECONDS + WINDOW);
        escrow.stop(others);
        escrow.close(others);
        uint256 earned = freeOf(provider);
        assertEq(earned + escrow.fees(address(dollar)) + freeOf(renter), DEPOSIT);
        withdraw(dollar, provider, earned);
        withdraw(dollar, keeper, 7_000_000);
        escrow.withdrawFees(address(dollar));
        assertEq(dollar.balanceOf(provider), earned);
        assertEq(dollar.balanceOf(address(escrow)), freeOf(renter));
    }
}
