// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalEscrow} from "../RentalEscrow.sol";
import {DepositAdapter} from "./DepositAdapter.sol";
import {DepositIntent, DepositIntents} from "./DepositIntent.sol";

/// @notice The part of Uniswap's Permit2 that moves one token once by its owner's signature of a
/// message with a witness.
interface IPermit2 {
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    /// @notice Moves the token if `owner` signed the permit for the caller, this witness included.
    function permitWitnessTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external;
}

/// @title Deposits by Permit2, for tokens without signatures of their own
/// @notice The owner has approved Permit2 once and signs its PermitWitnessTransferFrom with this
/// adapter as spender and the DepositIntent as witness, in clear for its wallet to show. Keys and
/// contract accounts (ERC-1271) sign alike.
contract Permit2Deposits is DepositAdapter {
    using DepositIntents for DepositIntent;

    /// @notice Permit2 has this address on every chain.
    IPermit2 public constant PERMIT2 = IPermit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    /// @dev What follows the stub of Permit2's type: the witness's name, then all types in
    /// alphabetical order (EIP-712).
    string private constant WITNESS_TYPE = string(
        bytes.concat(
            "DepositIntent witness)",
            DepositIntents.TYPE,
            "TokenPermissions(address token,uint256 amount)"
        )
    );

    /// @notice `escrow_` receives every deposit.
    constructor(RentalEscrow escrow_) DepositAdapter(escrow_) {}

    /// @notice Anybody, with the owner's signature.
    /// @param nonce Any that Permit2 has not seen from the owner; neighbours share a storage word.
    /// @param deadline The signature's last second.
    /// @param opening The encoded arguments of `openBySig`; empty if the intent names no Order.
    function deposit(
        DepositIntent calldata intent,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature,
        bytes calldata opening
    ) external nonReentrant {
        PERMIT2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(intent.token, intent.amount),
                nonce,
                deadline
            ),
            IPermit2.SignatureTransferDetails(address(this), intent.amount),
            intent.owner,
            intent.hash(),
            WITNESS_TYPE,
            signature
        );
        _forward(intent, opening);
    }
}
