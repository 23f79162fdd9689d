// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rate} from "../../src/Rental.sol";
import {
    Amend,
    Delegation,
    MeterReport,
    Order,
    Pause,
    Resume,
    Statement,
    Stop,
    Withdraw
} from "../../src/Terms.sol";
import {EndActions} from "./EndActions.sol";

/// @notice Batches, governance, strangers, and time.
abstract contract CrowdActions is EndActions {
    uint256 private constant POISONS = 5;
    uint256 private constant INTRUSIONS = 20;

    address private _stranger;
    uint256 private _strangersKey;
    uint256 private _revoked;

    constructor() {
        canPlay(CrowdActions.batch.selector, 2, "batch");
        canPlay(CrowdActions.settleMany.selector, 2, "settleMany");
        canPlay(CrowdActions.closeMany.selector, 2, "closeMany");
        canPlay(CrowdActions.setFee.selector, 1, "setFee");
        canPlay(CrowdActions.govern.selector, 1, "pause the entry");
        hasForm("revoke a meter");
        hasForm("delist or list a token");
        canPlay(CrowdActions.meddle.selector, 2, "meddle");
        canPlay(CrowdActions.pass.selector, 12, "pass");
        (_stranger, _strangersKey) = makeAddrAndKey("stranger");
    }

    // -- Many at once

    /// @dev Errands, due or not, and one poisoned item among them. The keeper is nobody's delegate, so
    /// that what is not due is refused.
    function batch(uint256 seed) external played {
        if (ids.length == 0) return;
        uint256 length = roll(seed, "length", 2, 8);
        uint256 poisoned = roll(seed, "poisoned", 0, length - 1);
        bytes[] memory calls = new bytes[](length);
        bool[] memory due = new bool[](length);
        for (uint256 k = 0; k < length; k++) {
            if (k == poisoned) calls[k] = aPoison(seed);
            else (calls[k], due[k]) = anErrand(uint256(keccak256(abi.encode(seed, k))));
        }
        vm.prank(keeper);
        bool[] memory ran = escrow.batch(calls);
        for (uint256 k = 0; k < length; k++) expect(ran[k] == due[k], 35);
        done("batch");
    }

    /// @dev Any rentals, some twice, some not due.
    function settleMany(uint256 seed) external played {
        runMany(seed, Errand.SETTLE);
        done("settleMany");
    }

    function closeMany(uint256 seed) external played {
        runMany(seed, Errand.CLOSE);
        done("closeMany");
    }

    function runMany(uint256 seed, Errand errand) private {
        if (ids.length == 0) return;
        Order[] memory many = new Order[](roll(seed, "length", 0, 6));
        uint256 first = roll(seed, "rental", 0, ids.length - 1);
        for (uint256 k = 0; k < many.length; k++) {
            uint256 i = (first + k) % ids.length;
            many[k] = orders[i];
            if (!isDue(errand, i)) continue;
            touch(i);
            tellErrand(errand, i);
        }
        vm.prank(oneOf(seed, "caller", helpers));
        if (errand == Errand.SETTLE) escrow.settleMany(many);
        else escrow.closeMany(many);
    }

    function anErrand(uint256 seed) private returns (bytes memory call_, bool due) {
        Errand errand = Errand(roll(seed, "errand", 0, uint256(type(Errand).max)));
        uint256 i = roll(seed, "rental", 0, ids.length - 1);
        call_ = callOf(errand, i);
        due = isDue(errand, i);
        if (!due) return (call_, due);
        touch(i);
        tellErrand(errand, i);
    }

    function aPoison(uint256 seed) private view returns (bytes memory) {
        uint256 kind = roll(seed, "poison", 0, POISONS - 1);
        address token = address(oneToken(seed));
        if (kind == 0) return "";
        if (kind == 1) return hex"deadbeef";
        if (kind == 2) return abi.encodeCall(escrow.batch, (new bytes[](1)));
        if (kind == 3) {
            return abi.encodeCall(escrow.withdraw, (token, _stranger, type(uint128).max));
        }
        return abi.encodeCall(escrow.cancel, (orders[0]));
    }

    // -- Governance

    function setFee(uint256 seed) external played {
        params.setFee(uint16(roll(seed, "fee", 0, 1500)));
        params.setFeeRecipient(makeAddr(string.concat("treasury ", vm.toString(seed % 3))));
        done("setFee");
    }

    /// @dev What would end the game if it happened all the time. Two meters are never revoked.
    function govern(uint256 seed) external played {
        uint256 kind = roll(seed, "kind", 0, 5);
        if (!isEntryOpen()) params.unpauseEntry();
        else if (kind == 0) pauseEntry();
        else if (kind == 1) revokeMeter();
        else if (kind == 2) delistOrList(address(oneToken(seed)));
    }

    function pauseEntry() private {
        if (time < params.entryPausedUntil() + params.ENTRY_COOL_DOWN()) return;
        params.pauseEntry();
        done("pause the entry");
    }

    function revokeMeter() private {
        if (_revoked == OF_EACH - 2) return;
        params.revokeMeter(meters[_revoked]);
        _revoked += 1;
        done("revoke a meter");
    }

    function delistOrList(address token) private {
        if (params.isListed(token)) params.delistToken(token);
        else params.listToken(token);
        done("delist or list a token");
    }

    // -- Strangers

    /// @dev A stranger tries something on any rental, replays and forged signatures included.
    function meddle(uint256 seed) external played {
        if (ids.length == 0) return;
        uint256 i = roll(seed, "rental", 0, ids.length - 1);
        uint256 kind = roll(seed, "intrusion", 0, INTRUSIONS - 1);
        bytes memory sig =
            oneIn(seed, "unsigned", 2) ? bytes("") : signDigest(_strangersKey, ids[i]);
        bytes memory call_ = kind < 10 ? intrusion(kind, i, sig) : forgery(kind - 10, i, sig);
        vm.prank(_stranger);
        (bool ran, ) = address(escrow).call(call_);
        expect(!ran, 22);
        done("meddle");
    }

    function intrusion(
        uint256 kind,
        uint256 i,
        bytes memory sig
    ) private view returns (bytes memory) {
        Order memory order = orders[i];
        if (kind == 0) return abi.encodeCall(escrow.cancel, (order));
        if (kind == 1) return abi.encodeCall(escrow.decline, (order));
        if (kind == 2) return abi.encodeCall(escrow.start, (order));
        if (kind == 3) return abi.encodeCall(escrow.halt, (order));
        if (kind == 4) return abi.encodeCall(escrow.preempt, (order, order));
        if (kind == 5) return abi.encodeCall(escrow.giveNotice, (order));
        if (kind == 6) return abi.encodeCall(escrow.reprice, (order, type(uint96).max));
        if (kind == 7) return abi.encodeCall(escrow.extend, (order, order.maxEnd + 1));
        if (kind == 8) return abi.encodeCall(escrow.topUp, (order, order.renter, 1));
        return abi.encodeCall(escrow.open, (order, sig));
    }

    function forgery(
        uint256 kind,
        uint256 i,
        bytes memory sig
    ) private view returns (bytes memory) {
        Order memory order = orders[i];
        bytes32 id = ids[i];
        uint16 turn = escrow.rental(id).turn;
        uint40 until = uint40(time);
        if (kind == 0) return abi.encodeCall(escrow.pause, (order, Pause(id, turn, until), sig));
        if (kind == 1) return abi.encodeCall(escrow.resume, (order, Resume(id, turn, until), sig));
        if (kind == 2) return abi.encodeCall(escrow.stopBySig, (order, Stop(id, until), sig));
        if (kind == 3) {
            MeterReport memory report = MeterReport(id, 1, until, turn, 0, until);
            return abi.encodeCall(escrow.report, (order, report, sig));
        }
        if (kind == 4) {
            Amend memory change = Amend(id, 1, 0, until + 1, turn, until);
            return abi.encodeCall(escrow.amend, (order, change, sig, sig));
        }
        if (kind == 5) {
            Statement memory total = Statement(id, uint96(paidOf(i)), until, turn, until);
            return abi.encodeCall(escrow.statement, (order, total, sig, sig));
        }
        return forgeryOfMoney(kind, order, sig);
    }

    function forgeryOfMoney(
        uint256 kind,
        Order memory order,
        bytes memory sig
    ) private view returns (bytes memory) {
        address owner = order.renter;
        address token = order.offer.token;
        uint256 nonce = escrow.nonces(owner);
        uint40 until = uint40(time);
        if (kind == 6) return abi.encodeCall(escrow.openBySig, (order, sig, sig));
        if (kind == 7) return abi.encodeCall(escrow.withdraw, (token, _stranger, 1));
        if (kind == 8) {
            Withdraw memory all = Withdraw(owner, token, _stranger, 1, address(0), 0, nonce, until);
            return abi.encodeCall(escrow.withdrawBySig, (all, 0, sig));
        }
        Delegation memory own = Delegation(owner, _stranger, token, 7, 1, until, nonce, until);
        return abi.encodeCall(escrow.setDelegate, (own, sig));
    }

    // -- Time

    /// @dev Nothing gets cheaper by waiting, and nothing dearer that does not tick.
    function pass(uint256 seed) external played {
        uint256[8] memory most = [
            uint256(0),
            10 minutes,
            10 minutes,
            1 hours,
            1 hours,
            3 hours,
            1 days,
            40 days
        ];
        uint256 before = time;
        time += roll(seed, "seconds", 0, most[roll(seed, "scale", 0, 7)]);
        for (uint256 i = 0; i < ids.length; i++) {
            if (!isLive(i)) continue;
            bool ticks = storyAt(i).rate != Rate.NONE;
            uint256 costBefore = lens.accruedAt(orders[i], before);
            tellTime(i);
            uint256 cost = lens.accruedAt(orders[i], time);
            expect(cost >= costBefore, 10);
            expect(ticks || cost == costBefore, 14);
        }
        done("pass");
    }
}
