// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Says what it was told to say when asked for balances, and moves what it is asked to.
contract LyingToken is ERC20("Lie", "LIE") {
    int256 private _lie;
    bool private _grows;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice From now on every balance is said to be this much more, and after each transfer by
    /// as much again if it grows.
    function lie(int256 more, bool grows) external {
        (_lie, _grows) = (more, grows);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return uint256(int256(super.balanceOf(account)) + _lie);
    }

    function _update(address from, address to, uint256 amount) internal override {
        int256 said = _lie;
        _lie = 0; // the books below read balances too
        super._update(from, to, amount);
        _lie = _grows ? said * 2 : said;
    }
}
