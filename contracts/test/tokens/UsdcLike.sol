// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

/// @notice The implementation behind an ERC-1967 proxy of a token that behaves as USDC 2.2: 6
/// decimals, ERC-2612, ERC-3009 with the signature in both forms, an issuer that pauses everything
/// and blocks accounts, and one word for an account's balance and its block.
/// @dev Name and symbol live in the code, because the constructor writes the implementation's
/// storage and not the proxy's. OpenZeppelin builds the EIP-712 domain of the address it runs at:
/// the proxy's.
contract UsdcLike is ERC20("", ""), ERC20Permit("USD Coin"), ERC3009, Pausable, Initializable {
    error NotIssuer();
    error Blocked(address account);

    uint256 private constant BLOCKED = 1 << 255;

    address private _issuer;
    uint256 private _supply;
    mapping(address account => uint256) private _words; // BLOCKED or not, and the balance

    modifier onlyIssuer() {
        if (msg.sender != _issuer) revert NotIssuer();
        _;
    }

    modifier notBlocked(address account) {
        if (_words[account] & BLOCKED != 0) revert Blocked(account);
        _;
    }

    function initialize(address issuer) external initializer {
        _issuer = issuer;
    }

    function mint(address to, uint256 amount) external onlyIssuer {
        _mint(to, amount);
    }

    function pause() external onlyIssuer {
        _pause();
    }

    function unpause() external onlyIssuer {
        _unpause();
    }

    function setBlocked(address account, bool blocked) external onlyIssuer {
        _words[account] = balanceOf(account) | (blocked ? BLOCKED : 0);
    }

    /// @notice ERC-3009's transfer with the signature as bytes.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        bytes32 typehash = TRANSFER_WITH_AUTHORIZATION_TYPEHASH;
        _requireSigned(
            from,
            keccak256(abi.encode(typehash, from, to, value, validAfter, validBefore, nonce)),
            signature
        );
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @notice As above, for the payee alone.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        if (to != msg.sender) revert ERC20InvalidReceiver(to);
        bytes32 typehash = RECEIVE_WITH_AUTHORIZATION_TYPEHASH;
        _requireSigned(
            from,
            keccak256(abi.encode(typehash, from, to, value, validAfter, validBefore, nonce)),
            signature
        );
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @notice ERC-3009's cancellation with the signature as bytes.
    function cancelAuthorization(
        address authorizer,
        bytes32 nonce,
        bytes calldata signature
    ) external whenNotPaused {
        _requireSigned(
            authorizer,
            keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)),
            signature
        );
        _cancelAuthorization(authorizer, nonce);
    }

    function transferFrom(
        address from,
        address to,
        uint256 amount
    ) public override notBlocked(msg.sender) returns (bool) {
        return super.transferFrom(from, to, amount);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return _words[account] & ~BLOCKED;
    }

    function totalSupply() public view override returns (uint256) {
        return _supply;
    }

    function name() public pure override returns (string memory) {
        return "USD Coin";
    }

    function symbol() public pure override returns (string memory) {
        return "USDC";
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(
        address from,
        address to,
        uint256 amount
    ) internal override whenNotPaused notBlocked(from) notBlocked(to) {
        if (from == address(0)) _supply += amount;
        else _draw(from, amount);
        _words[to] += amount;
        emit Transfer(from, to, amount);
    }

    function _approve(
        address owner,
        address spender,
        uint256 amount,
        bool emits
    ) internal override whenNotPaused notBlocked(owner) notBlocked(spender) {
        super._approve(owner, spender, amount, emits);
    }

    function _draw(address from, uint256 amount) private {
        uint256 balance = balanceOf(from);
        if (balance < amount) revert ERC20InsufficientBalance(from, balance, amount);
        _words[from] = balance - amount;
    }

    function _requireSigned(
        address signer,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        bytes32 digest = _hashTypedDataV4(structHash);
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature))
            revert ERC3009InvalidSignature();
    }
}
