// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {Accounts} from "../../src/Accounts.sol";
import {Erc2612Deposits} from "../../src/deposits/Erc2612Deposits.sol";
import {Expired, TokenNotListed, ZeroAmount} from "../../src/Refusals.sol";
import {Order} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {KeyWallet} from "../Signatures.t.sol";
import {DepositFixture} from "./DepositFixture.sol";

contract Erc2612DepositsTest is DepositFixture {
    uint256 internal constant DEADLINE = T0 + 1 hours;

    Erc2612Deposits internal adapter;

    function setUp() public override {
        super.setUp();
        adapter = new Erc2612Deposits(escrow);
        adapter.approveEscrow(usdc);
    }

    struct Permit {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @dev The renter's permit of `amount` to the adapter.
    function permitOf(uint256 amount) private view returns (Permit memory permit) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                renter,
                address(adapter),
                amount,
                usdc.nonces(renter),
                DEADLINE
            )
        );
        (permit.v, permit.r, permit.s) = vm.sign(
            renterKey,
            keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash))
        );
    }

    function send(uint256 amount, Permit memory permit, bytes memory opening) private {
        adapter.deposit(address(usdc), amount, DEADLINE, permit.v, permit.r, permit.s, opening);
    }

    // -- What it does

    function test_DepositCreditsTheCaller() public {
        Permit memory permit = permitOf(DEPOSIT);
        vm.expectEmit(address(escrow));
        emit Accounts.Deposited(address(usdc), renter, address(adapter), DEPOSIT, DEPOSIT, 1);
        vm.prank(renter);
        send(DEPOSIT, permit, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
        assertEq(usdc.allowance(renter, address(adapter)), 0);
        assertHoldsNothing(adapter);
    }

    function testFuzz_P6_EveryAmountArrivesExactly(uint256 amount) public {
        amount = bound(amount, 1, WALLET);
        Permit memory permit = permitOf(amount);
        vm.prank(renter);
        send(amount, permit, "");
        assertEq(usdcFreeOf(renter), amount);
        assertEq(usdc.balanceOf(address(escrow)), SOMEBODY_ELSES + amount);
        assertHoldsNothing(adapter);
    }

    function test_DepositOpensTheOrderInTheSameTransaction() public {
        Order memory order = aUsdcOrder();
        Permit memory permit = permitOf(DEPOSIT);
        bytes memory opening = openingOf(order);
        vm.prank(renter);
        send(DEPOSIT, permit, opening);
        assertEq(stateOf(escrow.hashOrder(order)), RESERVED);
        assertEq(usdcFreeOf(renter), 0);
        assertHoldsNothing(adapter);
    }

    function test_DepositTakesNothingIfTheOpeningFails() public {
        Order memory order = aUsdcOrder();
        Permit memory permit = permitOf(DEPOSIT);
        bytes memory opening = openingOf(order);
        uint256 late = order.startDeadline + 1;
        vm.warp(late);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, order.startDeadline, late));
        vm.prank(renter);
        send(DEPOSIT, permit, opening);
        assertNothingMoved(adapter);
        assertEq(usdc.allowance(renter, address(adapter)), 0);
    }

    // -- A permit is public

    function test_DepositSurvivesAPermitThatSomebodyUsedFirst() public {
        Permit memory permit = permitOf(DEPOSIT);
        vm.prank(keeper);
        usdc.permit(renter, address(adapter), DEPOSIT, DEADLINE, permit.v, permit.r, permit.s);
        vm.prank(renter);
        send(DEPOSIT, permit, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        assertHoldsNothing(adapter);
    }

    function test_P20_NobodyElseUsesTheRentersPermit() public {
        Permit memory permit = permitOf(DEPOSIT);
        usdc.mint(keeper, DEPOSIT);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        vm.prank(keeper);
        send(DEPOSIT, permit, "");
        assertNothingMoved(adapter);
        assertEq(usdc.balanceOf(keeper), DEPOSIT);
    }

    /// @dev Even with the renter's allowance standing, a stranger moves its own money or none.
    function test_P20_NobodyElseUsesTheRentersAllowance() public {
        vm.prank(renter);
        usdc.approve(address(adapter), WALLET);
        vm.startPrank(keeper);
        usdc.approve(address(adapter), DEPOSIT);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector,
                keeper,
                0,
                DEPOSIT
            )
        );
        send(DEPOSIT, Permit(0, 0, 0), "");
        vm.stopPrank();
        assertNothingMoved(adapter);
    }

    function test_P23_DepositRefusesAReplay() public {
        Permit memory permit = permitOf(DEPOSIT);
        vm.startPrank(renter);
        send(DEPOSIT, permit, "");
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        send(DEPOSIT, permit, "");
        vm.stopPrank();
        assertEq(usdcFreeOf(renter), DEPOSIT);
    }

    function test_P23_DepositRefusesMoreThanThePermit() public {
        Permit memory permit = permitOf(DEPOSIT);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        vm.prank(renter);
        send(DEPOSIT + 1, permit, "");
        assertNothingMoved(adapter);
    }

    function test_P29_DepositRefusesALatePermit() public {
        Permit memory permit = permitOf(DEPOSIT);
        vm.warp(DEADLINE);
        uint256 snapshot = vm.snapshotState();
        vm.prank(renter);
        send(DEPOSIT, permit, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
        vm.revertToState(snapshot);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, DEADLINE)
        );
        vm.prank(renter);
        send(DEPOSIT, permit, "");
        assertNothingMoved(adapter);
    }

    // -- Without a permit

    /// @dev A contract account signs no permit; it approves in the same batch of its own.
    function test_AContractAccountDepositsByItsAllowance() public {
        address wallet = address(new KeyWallet(renter));
        usdc.mint(wallet, DEPOSIT);
        Order memory order = aUsdcOrder();
        order.renter = wallet;
        bytes memory opening = openingOf(order);
        vm.startPrank(wallet);
        usdc.approve(address(adapter), DEPOSIT);
        send(DEPOSIT, Permit(0, 0, 0), opening);
        vm.stopPrank();
        assertEq(stateOf(escrow.hashOrder(order)), RESERVED);
        assertHoldsNothing(adapter);
    }

    // -- A token that calls back

    function test_P36_NoDepositBeginsWithinADeposit() public {
        OddToken odd = new OddToken();
        params.listToken(address(odd));
        adapter.approveEscrow(odd);
        odd.mint(renter, DEPOSIT);
        odd.mint(address(odd), DEPOSIT);
        vm.prank(address(odd));
        odd.approve(address(adapter), DEPOSIT);
        odd.tryCallBack(
            address(adapter),
            abi.encodeCall(adapter.deposit, (address(odd), DEPOSIT, 0, 0, 0, 0, ""))
        );
        vm.startPrank(renter);
        odd.approve(address(adapter), DEPOSIT);
        adapter.deposit(address(odd), DEPOSIT, 0, 0, 0, 0, "");
        vm.stopPrank();
        assertFalse(odd.succeeded());
        assertEq(
            odd.answer(),
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
        assertEq(escrow.account(address(odd), renter).free, DEPOSIT);
        assertEq(odd.balanceOf(address(odd)), DEPOSIT);
        assertEq(odd.balanceOf(address(adapter)), 0);
    }

    // -- What the escrow refuses

    function test_DepositRefusesZeroAmount() public {
        vm.expectRevert(ZeroAmount.selector);
        vm.prank(renter);
        send(0, Permit(0, 0, 0), "");
    }

    function test_DepositRefusesAnUnlistedToken() public {
        params.delistToken(address(usdc));
        Permit memory permit = permitOf(DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(TokenNotListed.selector, address(usdc)));
        vm.prank(renter);
        send(DEPOSIT, permit, "");
        assertNothingMoved(adapter);
    }
}
