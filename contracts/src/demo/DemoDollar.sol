// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

import {OutOfBounds} from "../Refusals.sol";

/// @title Play money for demonstrations and tests
/// @notice Behaves like USDC where it matters: 6 decimals, ERC-2612 permit, ERC-3009 transfers by
/// signature. Anybody mints it, so it is worth nothing.
contract DemoDollar is ERC20, ERC20Permit, ERC3009 {
    /// @notice The most one call mints: a million dollars.
    uint256 public constant MAX_MINT = 1_000_000e6;

    /// @notice Nobody owns anything yet.
    constructor() ERC20("Demo Dollar", "dUSD") ERC20Permit("Demo Dollar") {}

    /// @notice Gives `to` up to MAX_MINT out of nothing.
    function mint(address to, uint256 amount) external {
        if (amount > MAX_MINT) revert OutOfBounds("amount", amount, MAX_MINT);
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
