// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {EscrowParams} from "./EscrowParams.sol";
import {
    InexactTransfer,
    InsufficientFree,
    NotInScope,
    OverCap,
    ZeroAddress,
    ZeroAmount
} from "./Refusals.sol";
import {Signed} from "./Signed.sol";
import {Delegation, Terms, Withdraw} from "./Terms.sol";

/// @title Whose money it is
/// @notice Balances inside the escrow, how money gets in and out of them, and the keys that may spend
/// for an owner. Tokens leave only by their owner's own withdrawal, so no party can block another.
/// @dev Only deposit, openWithAuthorization, the withdrawals and withdrawFees call code that may
/// change state, and share one reentrancy guard.
abstract contract Accounts is Signed, Nonces, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using Terms for Withdraw;
    using Terms for Delegation;

    /// @notice A balance inside the escrow.
    struct Account {
        uint128 free; // withdrawable now, token base units
        uint64 seq; // number of events so far
    }

    /// @notice What a key may do for an owner in one token.
    struct Permission {
        uint96 cap; // what it may still spend
        uint40 expiry; // the last second of its power
        uint8 scopes; // sum of STOP, TOP_UP, OPEN
    }

    uint8 internal constant STOP = 1;
    uint8 internal constant TOP_UP = 2;
    uint8 internal constant OPEN = 4;

    /// @notice Asked once per deposit and opening, whether a meter was revoked, and for the recipient
    /// of fees. Never by a party's way out.
    EscrowParams public immutable params;

    mapping(address token => mapping(address owner => Account)) private _accounts;
    mapping(address owner => mapping(address delegate => mapping(address token => Permission)))
        private _permissions;

    /// @notice Fees earned and not yet withdrawn.
    mapping(address token => uint256) public fees;

    // Amounts are token base units. `free`, `cap` and `seq` are the values after the event; a gap in
    // a seq is a missing log.

    /// @notice Money came in. This and the next three events rebuild every account.
    event Deposited(
        address indexed token,
        address indexed owner,
        address from,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Money went out.
    event Withdrawn(
        address indexed token,
        address indexed owner,
        address to,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Money arrived from inside: a refund, earnings, or the fee of a relayed withdrawal. The
    /// reference is the rental's id, zero for the earnings of several, or the Withdraw's digest.
    event Credited(
        address indexed token,
        address indexed owner,
        bytes32 indexed ref,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Money left to the inside: a deposit, a top-up, or the fee of a relayed withdrawal.
    event Debited(
        address indexed token,
        address indexed owner,
        bytes32 indexed ref,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Empties the token's fee bucket.
    event FeesWithdrawn(address indexed token, address indexed to, uint256 amount);
    /// @notice What `delegate` may do for `owner` from now on.
    event DelegateSet(
        address indexed owner,
        address indexed delegate,
        address indexed token,
        uint8 scopes,
        uint96 cap,
        uint40 expiry
    );
    /// @notice The delegate spent; `cap` is left.
    event DelegateSpent(
        address indexed owner,
        address indexed delegate,
        address indexed token,
        uint96 cap
    );
    /// @notice A signed Withdraw or Delegation of this nonce was carried out; the next one counts
    /// one more.
    event NonceUsed(address indexed owner, uint256 nonce);

    /// @notice `params_` decides the terms of new rentals; which contract that is, is fixed for
    /// good.
    constructor(EscrowParams params_) {
        if (address(params_) == address(0)) revert ZeroAddress("params");
        params = params_;
    }

    // -- In and out

    /// @notice Pulls `amount` of a listed token from the caller, by its allowance, and adds it to
    /// `owner`'s balance.
    function deposit(address token, address owner, uint256 amount) external nonReentrant {
        // Checks
        if (owner == address(0)) revert ZeroAddress("owner");
        if (amount == 0) revert ZeroAmount();
        params.checkDeposit(token);

        // Interaction: before the effect, because only what arrived counts.
        uint256 before = _holding(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        _requireArrived(token, before, amount);

        // Effect
        (uint128 free, uint64 seq) = _put(token, owner, amount);
        emit Deposited(token, owner, msg.sender, amount, free, seq);
    }

    /// @notice Sends `amount` of the caller's free balance to an address of its choice.
    function withdraw(address token, address to, uint256 amount) external nonReentrant {
        _withdraw(token, msg.sender, to, amount);
    }

    /// @notice The same by the owner's signature. The caller takes `relayFee` of the amount into its
    /// own balance, at most what the owner signed.
    function withdrawBySig(
        Withdraw calldata signedWithdraw,
        uint256 relayFee,
        bytes calldata sig
    ) external nonReentrant {
        // Checks
        address relayer = signedWithdraw.relayer;
        if (relayer != address(0)) _requireParty(relayer);
        _requireInTime(signedWithdraw.deadline);
        _requireAtMost(
            "relayFee",
            relayFee,
            Math.min(signedWithdraw.relayFeeMax, signedWithdraw.amount)
        );
        bytes32 digest = _hashTypedDataV4(signedWithdraw.hash());
        _requireSigned(signedWithdraw.owner, digest, sig);

        // Effects and interaction
        _useNonce(signedWithdraw.owner, signedWithdraw.nonce);
        if (relayFee > 0) {
            _debit(signedWithdraw.token, signedWithdraw.owner, digest, relayFee);
            _credit(signedWithdraw.token, msg.sender, digest, relayFee);
        }
        _withdraw(
            signedWithdraw.token,
            signedWithdraw.owner,
            signedWithdraw.to,
            signedWithdraw.amount - relayFee
        );
    }

    /// @notice Anybody: sends a token's whole fee bucket to the recipient that governance has
    /// named.
    function withdrawFees(address token) external nonReentrant {
        // Checks
        uint256 amount = fees[token];
        if (amount == 0) revert ZeroAmount();
        address to = params.feeRecipient();

        // Effects
        fees[token] = 0;
        emit FeesWithdrawn(token, to, amount);

        // Interaction
        _send(token, to, amount);
    }

    // -- Delegates

    /// @notice Says what a key may do with the owner's rentals and balance in one token, up to and
    /// including second `expiry`. Replaces what was said before; no scopes take it all back. Sent by
    /// the owner itself, or by anybody with its signature.
    function setDelegate(Delegation calldata signed, bytes calldata sig) external {
        _requireInTime(signed.deadline);
        _requireAtMost("scopes", signed.scopes, STOP | TOP_UP | OPEN);
        _requireSigned(signed.owner, _hashTypedDataV4(signed.hash()), sig);
        _useNonce(signed.owner, signed.nonce);
        _permissions[signed.owner][signed.delegate][signed.token] = Permission(
            signed.cap,
            signed.expiry,
            signed.scopes
        );
        emit DelegateSet(
            signed.owner,
            signed.delegate,
            signed.token,
            signed.scopes,
            signed.cap,
            signed.expiry
        );
    }

    // -- Views

    /// @notice An owner's balance in a token.
    function account(address token, address owner) external view returns (Account memory) {
        return _accounts[token][owner];
    }

    /// @notice What `delegate` may do for `owner` in a token.
    function delegation(
        address owner,
        address delegate,
        address token
    ) external view returns (Permission memory) {
        return _permissions[owner][delegate][token];
    }

    // -- Inside

    function _credit(address token, address owner, bytes32 ref, uint256 amount) internal {
        if (amount == 0) return;
        (uint128 free, uint64 seq) = _put(token, owner, amount);
        emit Credited(token, owner, ref, amount, free, seq);
    }

    function _debit(address token, address owner, bytes32 ref, uint256 amount) internal {
        (uint128 free, uint64 seq) = _take(token, owner, amount);
        emit Debited(token, owner, ref, amount, free, seq);
    }

    /// @dev Whether the caller may do `scope` for `owner` now.
    function _isDelegate(address owner, address token, uint8 scope) internal view returns (bool) {
        Permission memory permission = _permissions[owner][msg.sender][token];
        return permission.scopes & scope != 0 && block.timestamp <= permission.expiry;
    }

    /// @dev The caller spends `amount` of `owner`'s money.
    function _spendAsDelegate(address owner, address token, uint8 scope, uint256 amount) internal {
        if (!_isDelegate(owner, token, scope)) revert NotInScope(msg.sender, scope);
        Permission storage permission = _permissions[owner][msg.sender][token];
        if (amount > permission.cap) revert OverCap(permission.cap, amount);
        permission.cap -= uint96(amount); // at most cap, so it fits
        emit DelegateSpent(owner, msg.sender, token, permission.cap);
    }

    function _useNonce(address owner, uint256 nonce) private {
        _useCheckedNonce(owner, nonce);
        emit NonceUsed(owner, nonce);
    }

    function _withdraw(address token, address owner, address to, uint256 amount) private {
        if (to == address(0)) revert ZeroAddress("to");
        if (amount == 0) revert ZeroAmount();
        (uint128 free, uint64 seq) = _take(token, owner, amount);
        emit Withdrawn(token, owner, to, amount, free, seq);
        _send(token, to, amount);
    }

    /// @dev The cast fits: the escrow never holds more of a token than 128 bits.
    function _put(
        address token,
        address owner,
        uint256 amount
    ) private returns (uint128 free, uint64 seq) {
        Account storage account_ = _accounts[token][owner];
        free = account_.free + uint128(amount);
        seq = account_.seq + 1;
        (account_.free, account_.seq) = (free, seq);
    }

    function _take(
        address token,
        address owner,
        uint256 amount
    ) private returns (uint128 free, uint64 seq) {
        Account storage account_ = _accounts[token][owner];
        free = account_.free;
        if (free < amount) revert InsufficientFree(free, amount);
        free -= uint128(amount); // at most free, so it fits
        seq = account_.seq + 1;
        (account_.free, account_.seq) = (free, seq);
    }

    function _send(address token, address to, uint256 amount) private {
        uint256 before = _holding(token);
        IERC20(token).safeTransfer(to, amount);
        _requireExact(before, _holding(token), amount);
    }

    function _holding(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    /// @dev Only what arrived counts. All balances of a token together stay within one account's
    /// width: no later credit can overflow.
    function _requireArrived(address token, uint256 before, uint256 amount) internal view {
        uint256 afterwards = _holding(token);
        _requireExact(afterwards, before, amount);
        _requireAtMost("balance", afterwards, type(uint128).max);
    }

    function _requireExact(uint256 larger, uint256 smaller, uint256 amount) private pure {
        uint256 moved = Math.saturatingSub(larger, smaller);
        if (moved != amount) revert InexactTransfer(moved, amount);
    }
}
