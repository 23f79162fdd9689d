// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {RentalEscrow} from "../RentalEscrow.sol";
import {DepositAdapter} from "./DepositAdapter.sol";

/// @title Deposits by ERC-2612 `permit`
/// @notice The owner's own transaction, without an approval before it. A permit says nothing of an
/// Order, so a stranger holding one could deposit without opening: the owner itself calls.
contract Erc2612Deposits is DepositAdapter {
    using SafeERC20 for IERC20;

    /// @notice `escrow_` receives every deposit.
    constructor(RentalEscrow escrow_) DepositAdapter(escrow_) {}

    /// @notice The owner of the money, with its permit of `amount` to this adapter.
    /// @dev Anybody may hand the permit to the token first. Its nonce is used up then and the
    /// allowance stands: where it suffices, no permit is asked for.
    /// @param deadline The permit's last second.
    /// @param opening The encoded arguments of `openBySig`; empty: open nothing.
    function deposit(
        address token,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s,
        bytes calldata opening
    ) external nonReentrant {
        if (IERC20(token).allowance(msg.sender, address(this)) < amount)
            IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        escrow.deposit(token, msg.sender, amount);
        if (opening.length > 0) _open(opening);
    }
}
