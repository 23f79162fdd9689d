// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {OutOfBounds, ZeroAddress} from "./Refusals.sol";

/// @title What governance may decide
/// @notice The fee of rentals not yet opened, the tokens new money may come in, and who receives
/// the fees. It holds no money and no rental asks it anything after its opening, so nothing here
/// can delay or redirect an exit.
contract EscrowParams is AccessManaged {
    /// @notice No fee is ever higher: 15 %.
    uint16 public constant MAX_FEE_BPS = 1500;
    /// @notice Finer-grained tokens are not listed.
    uint8 public constant MAX_TOKEN_DECIMALS = 18;

    /// @notice Whether new deposits and rentals in a token are taken.
    mapping(address token => bool) public isListed;
    /// @notice The fee of rentals opened now, in basis points of the gross.
    uint16 public feeBps;
    /// @notice Where the collected fees go.
    address public feeRecipient;

    /// @notice Together with TokenDelisted: the current list.
    event TokenListed(address indexed token);
    /// @notice Together with TokenListed: the current list.
    event TokenDelisted(address indexed token);
    /// @notice The last one is the fee in force.
    event FeeSet(uint16 feeBps);
    /// @notice The last one is the recipient in force.
    event FeeRecipientSet(address recipient);

    /// @notice `manager` is the OpenZeppelin AccessManager that decides who may call the setters,
    /// and after which delay.
    constructor(address manager, uint16 feeBps_, address feeRecipient_) AccessManaged(manager) {
        _setFee(feeBps_);
        _setFeeRecipient(feeRecipient_);
    }

    /// @notice What the escrow asks when a rental opens.
    function openingTerms(address token) external view returns (bool listed, uint16 feeBps_) {
        return (isListed[token], feeBps);
    }

    /// @notice Takes new deposits and rentals in `token`. The caller has made sure that it neither
    /// rebases nor calls back; the escrow itself refuses transfers that move another amount than
    /// asked.
    function listToken(address token) external restricted {
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals > MAX_TOKEN_DECIMALS)
            revert OutOfBounds("decimals", decimals, MAX_TOKEN_DECIMALS);
        isListed[token] = true;
        emit TokenListed(token);
    }

    /// @notice Takes no new deposits and rentals in `token`. Money inside is settled, refunded and
    /// withdrawn as before.
    function delistToken(address token) external restricted {
        isListed[token] = false;
        emit TokenDelisted(token);
    }

    /// @notice Sets the fee of rentals opened from now on. Open rentals keep the fee their renter
    /// signed.
    function setFee(uint16 feeBps_) external restricted {
        _setFee(feeBps_);
    }

    /// @notice Sets who receives fees withdrawn from now on.
    function setFeeRecipient(address recipient) external restricted {
        _setFeeRecipient(recipient);
    }

    function _setFee(uint16 feeBps_) private {
        if (feeBps_ > MAX_FEE_BPS) revert OutOfBounds("feeBps", feeBps_, MAX_FEE_BPS);
        feeBps = feeBps_;
        emit FeeSet(feeBps_);
    }

    function _setFeeRecipient(address recipient) private {
        if (recipient == address(0)) revert ZeroAddress("feeRecipient");
        feeRecipient = recipient;
        emit FeeRecipientSet(recipient);
    }
}
