// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Market} from "./Market.sol";

/// @notice Whose money it should be, by the market's own doings and never by what the escrow says.
abstract contract Ledger is Market {
    /// @dev One owner's money in one token.
    struct Book {
        uint256 deposited; // by anybody for this owner
        uint256 refunded;
        uint256 earned; // by rentals and by relaying
        uint256 withdrawn;
        uint256 spent; // on rentals and on relayers
    }

    mapping(IERC20 token => mapping(address owner => Book)) private _books;
    mapping(IERC20 token => uint256) public donated;
    mapping(IERC20 token => uint256) public paidFromWallets;
    mapping(IERC20 token => uint256) public feesEarned;
    mapping(IERC20 token => uint256) public feesPaidOut;

    /// @notice What the owner put in, got back, earned, took out and spent.
    function bookOf(IERC20 token, address owner) external view returns (Book memory) {
        return _books[token][owner];
    }

    function freeIn(IERC20 token, address owner) public view returns (uint256) {
        Book memory book = _books[token][owner];
        return book.deposited + book.refunded + book.earned - book.withdrawn - book.spent;
    }

    function bookDeposit(IERC20 token, address owner, uint256 amount) internal {
        _books[token][owner].deposited += amount;
    }

    function bookWithdrawal(IERC20 token, address owner, uint256 amount) internal {
        _books[token][owner].withdrawn += amount;
    }

    function bookSpending(IERC20 token, address owner, uint256 amount) internal {
        _books[token][owner].spent += amount;
    }

    function bookRefund(IERC20 token, address owner, uint256 amount) internal {
        _books[token][owner].refunded += amount;
    }

    function bookEarning(IERC20 token, address owner, uint256 amount) internal {
        _books[token][owner].earned += amount;
    }
}
