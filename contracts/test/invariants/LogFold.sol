// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";

import {Accounts} from "../../src/Accounts.sol";
import {RentalEvents} from "../../src/RentalEvents.sol";
import {Stories} from "./Stories.sol";

/// @notice What the escrow's logs alone tell: each account's balance, each rental's state, and the
/// sequence numbers of both. On the way it looks whether each log may be there.
abstract contract LogFold is Stories {
    mapping(bytes32 id => uint8) public foldedState;
    mapping(bytes32 id => uint256) public foldedRentalSeq;
    mapping(address token => mapping(address owner => uint256)) public foldedSeq;
    mapping(address token => mapping(address owner => uint256)) public foldedFree;

    /// @notice How often each property was seen broken, by its number.
    mapping(uint256 property => uint256) public violations;

    mapping(bytes32 kind => bool) private _ofRental;
    mapping(bytes32 kind => uint8) private _leadsTo;

    constructor() {
        becomes(RentalEvents.RentalOpened.selector, RESERVED);
        becomes(RentalEvents.RentalStarted.selector, RUNNING);
        becomes(RentalEvents.RentalHalted.selector, HALTED);
        becomes(RentalEvents.RentalResumed.selector, RUNNING);
        becomes(RentalEvents.RentalPreempted.selector, HALTED);
        becomes(RentalEvents.RentalStopped.selector, ENDED);
        becomes(RentalEvents.RentalClosed.selector, CLOSED);
        becomes(RentalEvents.RentalTrimmed.selector, NONE);
        becomes(RentalEvents.RentalRepriced.selector, NONE);
        becomes(RentalEvents.NoticeGiven.selector, NONE);
        becomes(RentalEvents.RentalExtended.selector, NONE);
        becomes(RentalEvents.RentalToppedUp.selector, NONE);
        becomes(RentalEvents.Settled.selector, NONE);
    }

    /// @dev Whether this owner's money may fall, and whether this rental's logs may appear, now.
    function mayFall(address owner) internal view virtual returns (bool);

    function mayBeTold(bytes32 id) internal view virtual returns (bool);

    function mayGain(address owner, bytes32 ref) internal view virtual returns (bool);

    function fold(Vm.Log[] memory logs) internal {
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter != address(escrow)) continue;
            bytes32 kind = logs[i].topics[0];
            if (_ofRental[kind]) foldRental(logs[i]);
            else if (kind == RentalEvents.OrderCancelled.selector) foldCancelled(logs[i].topics[1]);
            else foldAccount(logs[i], kind);
        }
    }

    /// @dev Every event of a rental ends in the rental's seq.
    function foldRental(Vm.Log memory log) private {
        bytes32 id = log.topics[1];
        uint256 seq = wordFromEnd(log.data, 0);
        if (seq != foldedRentalSeq[id] + 1) violations[27] += 1;
        if (!mayBeTold(id)) violations[21] += 1;
        foldedRentalSeq[id] = seq;
        uint8 from = foldedState[id];
        uint8 to = _leadsTo[log.topics[0]];
        if (to == NONE) {
            if (from == NONE || from == CLOSED) violations[26] += 1;
            return;
        }
        if (!mayFollow(from, to)) violations[26] += 1;
        foldedState[id] = to;
    }

    function foldCancelled(bytes32 id) private {
        if (foldedState[id] != NONE || !mayBeTold(id)) violations[26] += 1;
        foldedState[id] = CLOSED;
        foldedRentalSeq[id] = 1;
    }

    /// @dev Every event of an account ends in its free balance and seq.
    function foldAccount(Vm.Log memory log, bytes32 kind) private {
        bool credited = kind == Accounts.Credited.selector;
        bool grows = credited || kind == Accounts.Deposited.selector;
        bool falls = kind == Accounts.Withdrawn.selector || kind == Accounts.Debited.selector;
        if (!grows && !falls) return;
        address token = address(uint160(uint256(log.topics[1])));
        address owner = address(uint160(uint256(log.topics[2])));
        if (falls && !mayFall(owner)) violations[20] += 1;
        if (credited && !mayGain(owner, log.topics[3])) violations[21] += 1;
        uint256 seq = wordFromEnd(log.data, 0);
        uint256 free = wordFromEnd(log.data, 1);
        if (seq != foldedSeq[token][owner] + 1) violations[27] += 1;
        if (grows != (free > foldedFree[token][owner])) violations[20] += 1;
        foldedSeq[token][owner] = seq;
        foldedFree[token][owner] = free;
    }

    /// @dev The arrows of the state diagram. A halted rental halts again when its machine goes down.
    function mayFollow(uint8 from, uint8 to) private pure returns (bool) {
        if (from == NONE) return to == RESERVED;
        if (from == RESERVED) return to == RUNNING || to == CLOSED;
        if (from == RUNNING) return to == HALTED || to == ENDED;
        if (from == HALTED) return to == HALTED || to == RUNNING || to == ENDED;
        return from == ENDED && to == CLOSED;
    }

    function becomes(bytes32 kind, uint8 state) private {
        _ofRental[kind] = true;
        _leadsTo[kind] = state;
    }

    function wordFromEnd(bytes memory data, uint256 back) private pure returns (uint256 word) {
        uint256 offset = data.length - 32 * back;
        assembly ("memory-safe") {
            word := mload(add(data, offset))
        }
    }
}
