// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice An 18-decimal token with ERC-2612 and ERC-3009 that behaves until it is told to misbehave.
contract OddToken is ERC20("Odd Token", "ODD"), ERC20Permit("Odd Token"), ERC3009 {
    /// @notice Whether the call of tryCallBack succeeded, and what it answered.
    bool public succeeded;
    bytes public answer;

    uint256 private _fee;
    uint256 private _extraIn;
    uint256 private _extraOut;
    address private _target;
    bytes private _call;
    bool private _insists;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice From now on each transfer loses this much on its way.
    function takeFee(uint256 fee) external {
        _fee = fee;
    }

    /// @notice From now on each transfer brings this much more than was sent.
    function payExtra(uint256 extra) external {
        _extraIn = extra;
    }

    /// @notice From now on each transfer takes this much more from its sender.
    function drawExtra(uint256 extra) external {
        _extraOut = extra;
    }

    /// @notice From now on each transfer makes this call first, and fails if it does.
    function callBack(address target, bytes calldata data) external {
        (_target, _call, _insists) = (target, data, true);
    }

    /// @notice From now on each transfer makes this call first, and goes on whatever comes of it.
    function tryCallBack(address target, bytes calldata data) external {
        (_target, _call, _insists) = (target, data, false);
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool transfers = from != address(0) && to != address(0);
        if (transfers && _call.length > 0) _callOut();
        super._update(from, to, amount);
        if (!transfers) return;
        if (_fee > 0) super._update(to, address(0), _fee);
        if (_extraIn > 0) super._update(address(0), to, _extraIn);
        if (_extraOut > 0) super._update(from, address(0), _extraOut);
    }

    function _callOut() private {
        if (_insists)
            Address.functionCall(_target, _call);
            // The failure is the outcome that tests look at.
            // solhint-disable-next-line avoid-low-level-calls
        else (succeeded, answer) = _target.call(_call);
    }
}
