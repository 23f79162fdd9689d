// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Has two decimals, and from `turn` on answers false instead of moving anything.
contract FalseToken is ERC20("False", "FALSE") {
    bool private _turned;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function turn() external {
        _turned = true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !_turned && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !_turned && super.transferFrom(from, to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 2;
    }
}
