// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogFold} from "./LogFold.sol";

/// @notice How an action is played: it names beforehand whose money may fall and which rentals it
/// touches, and afterwards its logs and the rentals' costs are judged. Also, what anybody may do
/// with a rental, which helpers, batches and a token's callbacks share.
abstract contract Play is LogFold {
    enum Errand {
        SETTLE,
        EXPIRE,
        STOP,
        CLOSE
    }

    bytes4[] private _actions;
    string[] private _forms;
    mapping(bytes32 form => uint256) private _successes;

    uint256 private _turn;
    uint256[] private _touched;
    bool private _mayStrike;
    bytes32 private _relayed;
    address private _relayer;
    mapping(uint256 turn => mapping(address owner => bool)) private _consents;
    mapping(uint256 turn => mapping(bytes32 id => bool)) private _touches;
    mapping(uint256 rental => uint256) private _costBefore;

    modifier played() {
        vm.warp(time);
        _turn += 1;
        delete _touched;
        _mayStrike = false;
        (_relayed, _relayer) = (0, address(0));
        vm.recordLogs();
        _;
        fold(vm.getRecordedLogs());
        judgeCosts();
    }

    // -- What there is to play

    /// @notice The actions to choose from, each as often as it weighs.
    function actions() external view returns (bytes4[] memory) {
        return _actions;
    }

    /// @notice What a thorough walk must have seen succeed: every function of the escrow, in each of
    /// its forms.
    function forms() external view returns (string[] memory) {
        return _forms;
    }

    /// @notice How often each of the forms succeeded.
    function successes() external view returns (uint256[] memory counts) {
        counts = new uint256[](_forms.length);
        for (uint256 i = 0; i < counts.length; i++)
            counts[i] = _successes[bytes32(bytes(_forms[i]))];
    }

    function canPlay(bytes4 action, uint256 weight, string memory form) internal {
        for (uint256 i = 0; i < weight; i++) _actions.push(action);
        hasForm(form);
    }

    function hasForm(string memory form) internal {
        _forms.push(form);
    }

    // -- Said before

    function allow(address owner) internal {
        _consents[_turn][owner] = true;
    }

    function allowFee(bytes32 digest, address relayer) internal {
        (_relayed, _relayer) = (digest, relayer);
    }

    function allowStrike() internal {
        _mayStrike = true;
    }

    function touch(uint256 i) internal {
        if (_touches[_turn][ids[i]]) return;
        _touches[_turn][ids[i]] = true;
        _touched.push(i);
        _costBefore[i] = lens.accruedAt(orders[i], time);
    }

    function done(bytes32 form) internal {
        _successes[form] += 1;
    }

    function expect(bool holds, uint256 property) internal {
        if (!holds) violations[property] += 1;
    }

    // -- Errands: anybody may run them

    function isDue(Errand errand, uint256 i) internal view returns (bool) {
        if (errand == Errand.EXPIRE) return isIn(i, RESERVED) && time > orders[i].startDeadline;
        if (errand == Errand.STOP) return isLive(i) && hasLapsed(i);
        if (errand == Errand.CLOSE) {
            return isIn(i, ENDED) && time >= storyAt(i).endsAt + orders[i].offer.window;
        }
        return true;
    }

    function callOf(Errand errand, uint256 i) internal view returns (bytes memory) {
        if (errand == Errand.EXPIRE) return abi.encodeCall(escrow.expire, (orders[i]));
        if (errand == Errand.STOP) return abi.encodeCall(escrow.stop, (orders[i]));
        if (errand == Errand.CLOSE) return abi.encodeCall(escrow.close, (orders[i]));
        return abi.encodeCall(escrow.settle, (orders[i]));
    }

    function tellErrand(Errand errand, uint256 i) internal {
        if (errand == Errand.EXPIRE) tellRefunded(i);
        else if (errand == Errand.STOP) tellEnded(i, endNow(i));
        else if (errand == Errand.CLOSE) tellClosed(i);
        else tellPaid(i, finalNow(i));
    }

    // -- Finding a rental

    /// @dev One for which the action is legal, searched from a random one on.
    function pick(
        uint256 seed,
        function(uint256) internal view returns (bool) isLegal
    ) internal view returns (bool, uint256) {
        if (ids.length == 0) return (false, 0);
        uint256 first = roll(seed, "rental", 0, ids.length - 1);
        for (uint256 k = 0; k < ids.length; k++) {
            uint256 i = (first + k) % ids.length;
            if (isLegal(i)) return (true, i);
        }
        return (false, 0);
    }

    function isReserved(uint256 i) internal view returns (bool) {
        return isIn(i, RESERVED);
    }

    function isRunning(uint256 i) internal view returns (bool) {
        return isIn(i, RUNNING) && !hasLapsed(i);
    }

    function isEnded(uint256 i) internal view returns (bool) {
        return isIn(i, ENDED);
    }

    function isMeterHeard(uint256 i) internal view returns (bool) {
        return !params.isMeterRevoked(orders[i].offer.meter);
    }

    // -- Judged afterwards

    function mayFall(address owner) internal view override returns (bool) {
        return _consents[_turn][owner];
    }

    function mayBeTold(bytes32 id) internal view override returns (bool) {
        return _touches[_turn][id];
    }

    /// @dev A rental pays its own renter and provider, several of one provider that provider at once;
    /// a relayed withdrawal its relayer.
    function mayGain(address owner, bytes32 ref) internal view override returns (bool) {
        if (ref == _relayed && ref != 0) return owner == _relayer;
        for (uint256 k = 0; k < _touched.length; k++) {
            uint256 i = _touched[k];
            if (ref == 0 && owner == orders[i].offer.provider) return true;
            if (ids[i] != ref) continue;
            return owner == orders[i].renter || owner == orders[i].offer.provider;
        }
        return false;
    }

    /// @dev At one instant nothing changes what a rental has cost, but a halt, a trim, and what the
    /// parties agree on; and nothing ever takes paid money back.
    function judgeCosts() private {
        for (uint256 k = 0; k < _touched.length; k++) {
            uint256 i = _touched[k];
            uint256 cost = lens.accruedAt(orders[i], time);
            expect(cost <= _costBefore[i], 13);
            expect(cost == _costBefore[i] || _mayStrike, 10);
            expect(cost >= escrow.rental(ids[i]).claimed, 11);
        }
    }
}
