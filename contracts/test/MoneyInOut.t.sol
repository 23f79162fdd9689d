// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Accounts} from "../src/Accounts.sol";
import {InexactTransfer, InsufficientFree, OutOfBounds} from "../src/Refusals.sol";
import {TokenNotListed, ZeroAddress, ZeroAmount} from "../src/Refusals.sol";
import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";
import {OddToken} from "./OddToken.sol";

contract MoneyInOutTest is EscrowFixture {
    OddToken internal odd;

    function setUp() public override {
        super.setUp();
        odd = new OddToken();
        params.listToken(address(odd));
        odd.approve(address(escrow), type(uint256).max);
    }

    // -- deposit

    function test_DepositCreditsTheNamedOwner() public {
        dollar.mint(keeper, 7_000_000);
        vm.startPrank(keeper);
        dollar.approve(address(escrow), 7_000_000);
        vm.expectEmit(address(escrow));
        emit Accounts.Deposited(address(dollar), renter, keeper, 7_000_000, 7_000_000, 1);
        escrow.deposit(address(dollar), renter, 7_000_000);
        vm.stopPrank();
        assertEq(freeOf(renter), 7_000_000);
        assertEq(freeOf(keeper), 0);
        assertEq(dollar.balanceOf(address(escrow)), 7_000_000);
    }

    function test_DepositRefusesZeroOwner() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("owner")));
        escrow.deposit(address(dollar), address(0), 1);
    }

    function test_DepositRefusesZeroAmount() public {
        vm.expectRevert(ZeroAmount.selector);
        escrow.deposit(address(dollar), renter, 0);
    }

    function test_DepositRefusesAnUnlistedToken() public {
        params.delistToken(address(dollar));
        vm.expectRevert(abi.encodeWithSelector(TokenNotListed.selector, address(dollar)));
        escrow.deposit(address(dollar), renter, 1);
    }

    function test_DepositRefusesMoreThanTheCallerAllows() public {
        dollar.mint(address(this), 5);
        dollar.approve(address(escrow), 4);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(escrow),
                4,
                5
            )
        );
        escrow.deposit(address(dollar), renter, 5);
    }

    function test_P6_DepositRefusesATokenThatTakesAFee() public {
        odd.mint(address(this), 1000);
        odd.takeFee(1);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 999, 1000));
        escrow.deposit(address(odd), renter, 1000);
    }

    function test_P6_DepositRefusesATokenThatPaysExtra() public {
        odd.mint(address(this), 1000);
        odd.payExtra(1);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 1001, 1000));
        escrow.deposit(address(odd), renter, 1000);
    }

    function test_DepositRefusesMoreThanAllBalancesCanHold() public {
        uint256 most = type(uint128).max;
        odd.mint(address(this), most + 1);
        escrow.deposit(address(odd), renter, most);
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("balance"), most + 1, most)
        );
        escrow.deposit(address(odd), provider, 1);
    }

    function test_DepositRefusesToBeReentered() public {
        odd.mint(address(this), 1000);
        odd.callBack(
            address(escrow),
            abi.encodeCall(escrow.withdraw, (address(odd), address(odd), 1))
        );
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        escrow.deposit(address(odd), address(odd), 1000);
    }

    // -- withdraw

    function test_WithdrawSendsToAnyAddress() public {
        fund(renter, 5_000_000);
        vm.expectEmit(address(escrow));
        emit Accounts.Withdrawn(address(dollar), renter, keeper, 3_000_000, 2_000_000, 2);
        vm.prank(renter);
        escrow.withdraw(address(dollar), keeper, 3_000_000);
        assertEq(freeOf(renter), 2_000_000);
        assertEq(dollar.balanceOf(keeper), 3_000_000);
        assertEq(dollar.balanceOf(address(escrow)), 2_000_000);
    }

    function test_WithdrawWorksForADelistedToken() public {
        fund(renter, 5_000_000);
        params.delistToken(address(dollar));
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, 5_000_000);
        assertEq(dollar.balanceOf(renter), 5_000_000);
    }

    function test_WithdrawRefusesMoreThanFree() public {
        fund(renter, 5_000_000);
        vm.expectRevert(abi.encodeWithSelector(InsufficientFree.selector, 5_000_000, 5_000_001));
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, 5_000_001);
    }

    function test_WithdrawRefusesAmountsBeyondTheAccountsWidth() public {
        fund(renter, 5_000_000);
        uint256 wrapping = uint256(type(uint128).max) + 2;
        vm.expectRevert(abi.encodeWithSelector(InsufficientFree.selector, 5_000_000, wrapping));
        vm.prank(renter);
        escrow.withdraw(address(dollar), renter, wrapping);
    }

    function test_WithdrawRefusesZeroRecipientAndZeroAmount() public {
        vm.startPrank(renter);
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("to")));
        escrow.withdraw(address(dollar), address(0), 1);
        vm.expectRevert(ZeroAmount.selector);
        escrow.withdraw(address(dollar), renter, 0);
        vm.stopPrank();
    }

    function test_P6_WithdrawRefusesATokenThatDrawsMore() public {
        odd.mint(address(this), 1000);
        escrow.deposit(address(odd), renter, 1000);
        odd.drawExtra(1);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 501, 500));
        vm.prank(renter);
        escrow.withdraw(address(odd), renter, 500);
    }

    function test_P6_WithdrawToTheEscrowItselfIsRefused() public {
        fund(renter, 500);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 0, 500));
        vm.prank(renter);
        escrow.withdraw(address(dollar), address(escrow), 500);
    }

    function test_WithdrawRefusesToBeReentered() public {
        odd.mint(address(this), 1000);
        escrow.deposit(address(odd), address(odd), 500);
        escrow.deposit(address(odd), renter, 500);
        odd.callBack(
            address(escrow),
            abi.encodeCall(escrow.withdraw, (address(odd), address(odd), 1))
        );
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.prank(renter);
        escrow.withdraw(address(odd), renter, 500);
    }

    // -- withdrawFees

    function test_WithdrawFeesSendsTheWholeBucket() public {
        (Order memory order, ) = aRunningRental();
        vm.warp(T0 + 3 hours);
        escrow.settle(order);
        assertEq(escrow.fees(address(dollar)), 118_000);
        vm.expectEmit(address(escrow));
        emit Accounts.FeesWithdrawn(address(dollar), feeRecipient, 118_000);
        vm.prank(keeper);
        escrow.withdrawFees(address(dollar));
        assertEq(dollar.balanceOf(feeRecipient), 118_000);
        assertEq(escrow.fees(address(dollar)), 0);
    }

    function test_WithdrawFeesRefusesAnEmptyBucket() public {
        vm.expectRevert(ZeroAmount.selector);
        escrow.withdrawFees(address(dollar));
    }
}
