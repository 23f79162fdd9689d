// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Play} from "./Play.sol";

/// @notice The third token calls the escrow from within its transfers, with what it was armed with
/// last: an errand, which counts as if it came before the transfer, or a move of tokens, which is
/// always refused.
abstract contract Callbacks is Play {
    enum Arms {
        NOTHING,
        ERRAND,
        MOVE
    }

    Arms private _arms;
    Errand private _errand;
    uint256 private _rental;
    bool private _expected;

    constructor() {
        canPlay(Callbacks.arm.selector, 1, "arm the token");
        hasForm("callback");
    }

    /// @notice Another callback from now on.
    function arm(uint256 seed) external played {
        if (ids.length == 0) return;
        _errand = Errand(roll(seed, "errand", 0, uint256(type(Errand).max)));
        _rental = roll(seed, "rental", 0, ids.length - 1);
        _arms = oneIn(seed, "moves", 4) ? Arms.MOVE : Arms.ERRAND;
        bytes memory call_ = _arms == Arms.MOVE ? aMove(seed) : callOf(_errand, _rental);
        hook.tryCallBack(address(escrow), call_);
        done("arm the token");
    }

    /// @dev Before a transfer.
    function expectCallback(IERC20 token) internal {
        if (token != hook || _arms == Arms.NOTHING) return;
        _expected = _arms == Arms.ERRAND && isDue(_errand, _rental);
        if (!_expected) return;
        touch(_rental);
        tellErrand(_errand, _rental);
        done("callback");
    }

    /// @dev After it.
    function checkCallback(IERC20 token) internal {
        if (token != hook || _arms == Arms.NOTHING) return;
        expect(hook.succeeded() == _expected, 36);
    }

    function aMove(uint256 seed) private view returns (bytes memory) {
        address token = address(oneToken(seed));
        uint256 kind = roll(seed, "move", 0, 2);
        if (kind == 0) return abi.encodeCall(escrow.withdrawFees, (token));
        if (kind == 1) return abi.encodeCall(escrow.withdraw, (token, address(hook), 1));
        return abi.encodeCall(escrow.deposit, (token, address(hook), 1));
    }
}
