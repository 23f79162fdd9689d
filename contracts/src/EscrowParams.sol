// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {
    EntryIsPaused,
    Expired,
    MeterIsRevoked,
    OutOfBounds,
    TokenNotListed,
    TooEarly,
    ZeroAddress
} from "./Refusals.sol";

/// @title What governance may decide
/// @notice The fee of rentals not yet opened, the tokens new money may come in, who receives the
/// fees, which meters are no longer heard, and whether anything new comes in at all. It holds no
/// money and no way out asks it anything, so nothing here can delay or redirect an exit.
contract EscrowParams is AccessManaged {
    /// @notice No fee is ever higher: 15 %.
    uint16 public constant MAX_FEE_BPS = 1500;
    /// @notice Finer-grained tokens are not listed.
    uint8 public constant MAX_TOKEN_DECIMALS = 18;
    /// @notice A pause of the entry ends by itself after so many seconds.
    uint40 public constant ENTRY_PAUSE = 7 days;
    /// @notice Between the end of a pause and the next one the entry is open for so many seconds.
    uint40 public constant ENTRY_COOL_DOWN = 7 days;

    // The next two share the slot of the authority, so that an opening reads three slots: this one,
    // its token's and its meter's.

    /// @notice The fee of rentals opened now, in basis points of the gross.
    uint16 public feeBps;
    /// @notice The first second at which entry is open again after its last pause.
    uint40 public entryPausedUntil;
    /// @notice Where the collected fees go.
    address public feeRecipient;
    /// @notice Whether new deposits and rentals in a token are taken.
    mapping(address token => bool) public isListed;
    /// @notice Whether a meter is heard no more.
    mapping(address meter => bool) public isMeterRevoked;

    /// @notice Together with TokenDelisted: the current list.
    event TokenListed(address indexed token);
    /// @notice Together with TokenListed: the current list.
    event TokenDelisted(address indexed token);
    /// @notice The last one is the fee in force.
    event FeeSet(uint16 feeBps);
    /// @notice The last one is the recipient in force.
    event FeeRecipientSet(address recipient);
    /// @notice Deposits and openings are refused before second `until`, unless EntryUnpaused comes
    /// first.
    event EntryPaused(uint256 until);
    /// @notice The pause ended before its time.
    event EntryUnpaused();
    /// @notice Final: the escrow hears this meter no more.
    event MeterRevoked(address indexed meter);

    /// @notice `manager` is the OpenZeppelin AccessManager that decides who may call the setters,
    /// and after which delay.
    constructor(address manager, uint16 feeBps_, address feeRecipient_) AccessManaged(manager) {
        _setFee(feeBps_);
        _setFeeRecipient(feeRecipient_);
    }

    /// @notice What the escrow asks before it takes a deposit: reverts while entry is paused and
    /// for a token that is not listed.
    function checkDeposit(address token) external view {
        _checkEntry(token);
    }

    /// @notice What the escrow asks when a rental opens: reverts as checkDeposit does, and for a
    /// revoked meter; answers the fee in force.
    function checkOpening(address token, address meter) external view returns (uint16 feeBps_) {
        _checkEntry(token);
        _checkMeter(meter);
        return feeBps;
    }

    /// @notice What the escrow asks before it listens to a meter: reverts for a revoked one.
    function checkMeter(address meter) external view {
        _checkMeter(meter);
    }

    /// @notice Closes the entry for ENTRY_PAUSE: no deposits, no openings; everything else goes on.
    /// The entry stays open for at least ENTRY_COOL_DOWN before the next pause, so that pausing
    /// again and again cannot close it for good.
    function pauseEntry() external restricted {
        uint256 from = uint256(entryPausedUntil) + ENTRY_COOL_DOWN;
        if (block.timestamp < from) revert TooEarly(from, block.timestamp);
        uint40 until = uint40(block.timestamp) + ENTRY_PAUSE;
        entryPausedUntil = until;
        emit EntryPaused(until);
    }

    /// @notice Opens the entry before the pause is over; the cool-down counts from now.
    function unpauseEntry() external restricted {
        if (!_isEntryPaused()) revert Expired(entryPausedUntil, block.timestamp);
        entryPausedUntil = uint40(block.timestamp);
        emit EntryUnpaused();
    }

    /// @notice Stops listening to a meter, for good: its rentals run by the chain's clock alone.
    /// A rental's other parties lose nothing but its reports.
    function revokeMeter(address meter) external restricted {
        if (meter == address(0)) revert ZeroAddress("meter");
        isMeterRevoked[meter] = true;
        emit MeterRevoked(meter);
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

    function _checkEntry(address token) private view {
        if (_isEntryPaused()) revert EntryIsPaused(entryPausedUntil);
        if (!isListed[token]) revert TokenNotListed(token);
    }

    function _isEntryPaused() private view returns (bool) {
        return block.timestamp < entryPausedUntil;
    }

    function _checkMeter(address meter) private view {
        if (isMeterRevoked[meter]) revert MeterIsRevoked(meter);
    }
}
