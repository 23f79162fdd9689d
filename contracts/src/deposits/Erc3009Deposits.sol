// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";

import {RentalEscrow} from "../RentalEscrow.sol";
import {DepositAdapter} from "./DepositAdapter.sol";
import {DepositIntent, DepositIntents} from "./DepositIntent.sol";

/// @notice The form of ERC-3009 with the signature as bytes, which contract accounts can give
/// (ERC-1271). USDC has both forms since its version 2.2.
interface IERC3009Bytes {
    /// @notice As ERC-3009's `receiveWithAuthorization`.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}

/// @title Deposits by ERC-3009 `receiveWithAuthorization`, as USDC has it
/// @notice The owner signs the token's ReceiveWithAuthorization to this adapter, valid after 0, its
/// nonce the EIP-712 struct hash of the DepositIntent. So whoever sends it can neither deposit
/// without opening the Order nor open another, and nobody else can use it: the token takes it from
/// its payee alone.
contract Erc3009Deposits is DepositAdapter {
    using DepositIntents for DepositIntent;

    /// @notice `escrow_` receives every deposit.
    constructor(RentalEscrow escrow_) DepositAdapter(escrow_) {}

    /// @notice Anybody, with the owner's key's signature (v, r, s).
    /// @param validBefore The authorization is valid until the second before this one.
    /// @param opening The encoded arguments of `openBySig`; empty if the intent names no Order.
    function deposit(
        DepositIntent calldata intent,
        uint256 validBefore,
        uint8 v,
        bytes32 r,
        bytes32 s,
        bytes calldata opening
    ) external nonReentrant {
        IERC3009(intent.token).receiveWithAuthorization(
            intent.owner,
            address(this),
            intent.amount,
            0,
            validBefore,
            intent.hash(),
            v,
            r,
            s
        );
        _forward(intent, opening);
    }

    /// @notice As the other `deposit`, with a signature that the owner's code may check.
    function deposit(
        DepositIntent calldata intent,
        uint256 validBefore,
        bytes calldata signature,
        bytes calldata opening
    ) external nonReentrant {
        IERC3009Bytes(intent.token).receiveWithAuthorization(
            intent.owner,
            address(this),
            intent.amount,
            0,
            validBefore,
            intent.hash(),
            signature
        );
        _forward(intent, opening);
    }
}
