// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Answers transfers with a megabyte, so that whoever copies it pays for it.
contract BombToken is ERC20("Bomb", "BOMB") {
    uint256 public constant SIZE = 1 << 20;

    bool private _fails;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice From now on transfers fail, with a megabyte of reason.
    function fail() external {
        _fails = true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        _explode();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _explode();
    }

    function _explode() private view {
        bool fails = _fails;
        uint256 size = SIZE;
        // Solidity answers no more than it declares.
        // solhint-disable-next-line no-inline-assembly
        assembly {
            mstore(0, 1)
            if fails {
                revert(0, size)
            }
            return(0, size)
        }
    }
}
