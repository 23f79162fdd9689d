// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Accounts} from "../../src/Accounts.sol";
import {Delegation, Terms, Withdraw} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {OrderBook} from "./OrderBook.sol";

/// @notice Money in and out, and who may spend it.
abstract contract MoneyActions is OrderBook {
    address private _outside = makeAddr("outside");

    constructor() {
        canPlay(MoneyActions.deposit.selector, 1, "deposit");
        canPlay(MoneyActions.withdraw.selector, 1, "withdraw");
        canPlay(MoneyActions.withdrawBySig.selector, 1, "withdrawBySig");
        canPlay(MoneyActions.withdrawFees.selector, 1, "withdrawFees");
        canPlay(MoneyActions.donate.selector, 1, "donate");
        canPlay(MoneyActions.setDelegate.selector, 1, "setDelegate");
    }

    function deposit(uint256 seed) external played {
        IERC20 token = oneToken(seed);
        if (!isEntryOpen() || !params.isListed(address(token))) return;
        address owner = oneOf(seed, "owner", owners);
        fundAccount(token, owner, roll(seed, "amount", 1, 100 * unit(token)), seed);
    }

    function withdraw(uint256 seed) external played {
        (IERC20 token, address owner, uint256 free) = someMoney(seed);
        if (free == 0) return;
        uint256 amount = roll(seed, "amount", 1, free);
        allow(owner);
        expectCallback(token);
        vm.prank(owner);
        escrow.withdraw(address(token), _outside, amount);
        checkCallback(token);
        bookWithdrawal(token, owner, amount);
        done("withdraw");
    }

    function withdrawBySig(uint256 seed) external played {
        (IERC20 token, address owner, uint256 free) = someMoney(seed);
        if (free < 2) return;
        Withdraw memory signed = aWithdraw(seed, token, owner, roll(seed, "amount", 2, free));
        bytes32 digest = digestOf(keccak256(abi.encode(Terms.WITHDRAW_TYPEHASH, signed)));
        uint256 most = signed.relayFeeMax < signed.amount ? signed.relayFeeMax : signed.amount - 1;
        uint256 fee = roll(seed, "fee", 0, most);
        address relayer = oneOf(seed, "relayer", helpers);
        allow(owner);
        allowFee(digest, relayer);
        expectCallback(token);
        bytes memory sig = signOf(owner, digest);
        vm.prank(relayer);
        escrow.withdrawBySig(signed, fee, sig);
        checkCallback(token);
        bookSpending(token, owner, fee);
        bookEarning(token, relayer, fee);
        bookWithdrawal(token, owner, signed.amount - fee);
        done("withdrawBySig");
    }

    function withdrawFees(uint256 seed) external played {
        IERC20 token = oneToken(seed);
        uint256 bucket = feesEarned[token] - feesPaidOut[token];
        if (bucket == 0) return;
        expectCallback(token);
        vm.prank(oneOf(seed, "caller", helpers));
        escrow.withdrawFees(address(token));
        checkCallback(token);
        feesPaidOut[token] += bucket;
        done("withdrawFees");
    }

    function donate(uint256 seed) external played {
        IERC20 token = oneToken(seed);
        uint256 amount = roll(seed, "amount", 1, unit(token));
        OddToken(address(token)).mint(address(escrow), amount);
        donated[token] += amount;
        done("donate");
    }

    function setDelegate(uint256 seed) external played {
        IERC20 token = oneToken(seed);
        Accounts.Permission memory permission = Accounts.Permission({
            cap: uint96(roll(seed, "cap", 0, 100 * unit(token))),
            expiry: uint40(time + roll(seed, "expiry", 0, 10 days)),
            scopes: uint8(roll(seed, "scopes", 0, 7))
        });
        delegate(seed, oneOf(seed, "owner", renters), token, permission);
    }

    /// @dev A helper that may now do this for the owner, and spend up to `cap`.
    function aDelegate(
        uint256 seed,
        address owner,
        IERC20 token,
        uint8 scope,
        uint256 cap
    ) internal returns (address) {
        for (uint256 k = 0; k < helpers.length; k++) {
            Accounts.Permission memory permission = escrow.delegation(
                owner,
                helpers[k],
                address(token)
            );
            bool covers = permission.scopes & scope != 0 && permission.cap >= cap;
            if (covers && permission.expiry >= time) return helpers[k];
        }
        return delegate(seed, owner, token, Accounts.Permission(uint96(cap), uint40(time), scope));
    }

    // -- Inside

    function delegate(
        uint256 seed,
        address owner,
        IERC20 token,
        Accounts.Permission memory permission
    ) private returns (address helper) {
        helper = oneOf(seed, "delegate", helpers);
        Delegation memory signed = Delegation({
            owner: owner,
            delegate: helper,
            token: address(token),
            scopes: permission.scopes,
            cap: permission.cap,
            expiry: permission.expiry,
            nonce: escrow.nonces(owner),
            deadline: uint40(time)
        });
        bytes32 structHash = keccak256(abi.encode(Terms.DELEGATION_TYPEHASH, signed));
        (address caller, bytes memory sig) = sentBy(seed, owner, structHash);
        vm.prank(caller);
        escrow.setDelegate(signed, sig);
        done("setDelegate");
    }

    function someMoney(uint256 seed) private view returns (IERC20, address, uint256) {
        IERC20 token = oneToken(seed);
        uint256 first = roll(seed, "owner", 0, owners.length - 1);
        for (uint256 k = 0; k < owners.length; k++) {
            address owner = owners[(first + k) % owners.length];
            uint256 free = freeIn(token, owner);
            if (free > 0) return (token, owner, free);
        }
        return (token, address(0), 0);
    }

    function aWithdraw(
        uint256 seed,
        IERC20 token,
        address owner,
        uint256 amount
    ) private view returns (Withdraw memory) {
        return
            Withdraw({
                owner: owner,
                token: address(token),
                to: _outside,
                amount: uint128(amount),
                relayer: oneIn(seed, "named", 2) ? oneOf(seed, "relayer", helpers) : address(0),
                relayFeeMax: uint128(roll(seed, "feeMax", 0, amount)),
                nonce: escrow.nonces(owner),
                deadline: uint40(time + roll(seed, "deadline", 0, 1 days))
            });
    }
}
