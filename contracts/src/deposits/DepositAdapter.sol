// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {WrongRental, ZeroAddress} from "../Refusals.sol";
import {RentalEscrow} from "../RentalEscrow.sol";
import {DepositIntent} from "./DepositIntent.sol";

/// @title One way for money to arrive in the escrow
/// @notice Pulls from the one who signed, credits that signer inside the escrow and opens the Order
/// that came along: all in one transaction or not at all. It holds nothing between transactions,
/// has no owner, and the escrow gives it no right that anybody lacks.
/// @dev `opening` is the ABI encoding of the arguments of `RentalEscrow.openBySig`, passed on as it
/// came because decoding an Order only to encode it again costs more gas than checking its digest;
/// empty: open nothing.
abstract contract DepositAdapter is ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice Where the money goes; fixed for good.
    RentalEscrow public immutable escrow;

    constructor(RentalEscrow escrow_) {
        if (address(escrow_) == address(0)) revert ZeroAddress("escrow");
        escrow = escrow_;
    }

    /// @notice Anybody, once per token: lets the escrow pull the token from this adapter, which
    /// only ever has any within a deposit. Not part of each deposit, which it would make dearer.
    function approveEscrow(IERC20 token) external {
        token.forceApprove(address(escrow), type(uint256).max);
    }

    /// @dev The intent's money is here. What the escrow opens must be what the owner signed.
    function _forward(DepositIntent calldata intent, bytes calldata opening) internal {
        escrow.deposit(intent.token, intent.owner, intent.amount);
        bytes32 opened = opening.length == 0 ? bytes32(0) : _open(opening);
        if (opened != intent.orderHash) revert WrongRental(opened, intent.orderHash);
    }

    function _open(bytes calldata opening) internal returns (bytes32 rentalId) {
        bytes memory call = bytes.concat(escrow.openBySig.selector, opening);
        return abi.decode(Address.functionCall(address(escrow), call), (bytes32));
    }
}
